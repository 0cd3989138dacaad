import { z } from 'zod';
import { redactText, redactValue } from '../export/redact';

/** Most important first, as electron-log and syslog order them. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export const LogLevel = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof LogLevel>;

/** One line of the log file: one JSON object, free of secrets. It may hold names and addresses: it stays here. */
export const LogLine = z.object({
  /** ISO 8601 UTC with milliseconds. */
  time: z.string(),
  level: LogLevel,
  msg: z.string(),
  /** "window", or the headless command: "collect". */
  process: z.string(),
  pid: z.number().int(),
  orgId: z.string().optional(),
  runId: z.number().int().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type LogLine = z.infer<typeof LogLine>;

/** Characters. A line is one write to a file that several processes append to: it must not get long. */
const MAX_DETAILS = 16_000;
const MAX_MESSAGE = 4_000;

export interface LogEntry {
  at: number;
  level: LogLevel;
  message: string;
  details?: Record<string, unknown> | undefined;
  process: string;
  pid: number;
}

/** The line without its end. Always one line: JSON escapes line breaks. */
export function formatLogLine({ at, level, message, details, process, pid }: LogEntry): string {
  const { orgId, runId, ...rest } = details ?? {};
  const line: LogLine = {
    time: new Date(at).toISOString(),
    level,
    msg: redactText(message).slice(0, MAX_MESSAGE),
    process,
    pid,
    ...(typeof orgId === 'string' ? { orgId } : {}),
    ...(typeof runId === 'number' ? { runId } : {}),
  };
  if (Object.keys(rest).length === 0) return JSON.stringify(line);
  const written = JSON.stringify(redactValue(rest), plain) ?? '{}';
  if (written.length <= MAX_DETAILS) return `${JSON.stringify(line).slice(0, -1)},"details":${written}}`;
  return JSON.stringify({ ...line, details: { cut: written.slice(0, MAX_DETAILS / 2) } });
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Null for what is no line of ours: written by an older version, or torn by a power cut. */
export function parseLogLine(text: string): LogLine | null {
  if (!text.startsWith('{')) return null;
  try {
    const parsed = LogLine.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** For people: time, level, process, what happened, then the details as name=value; error stacks below. */
export function readableLogLine(line: LogLine): string {
  const facts: [string, unknown][] = Object.entries(line.details ?? {});
  if (line.runId !== undefined) facts.unshift(['run', line.runId]);
  if (line.orgId !== undefined) facts.unshift(['org', line.orgId]);
  const inline: string[] = [];
  const below: string[] = [];
  for (const [name, value] of facts) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text.includes('\n')) below.push(...text.split('\n').map((row) => `    ${row}`));
    else
      inline.push(`${name}=${/[\s=]/.test(text) && typeof value === 'string' ? JSON.stringify(text) : text}`);
  }
  const head = `${line.time}  ${line.level.padEnd(5)}  ${line.process}[${line.pid}]  ${line.msg}`;
  return [[head, ...inline].join('  '), ...below].join('\n');
}

export function isAtLeast(level: LogLevel, wanted: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(wanted);
}
