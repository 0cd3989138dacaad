import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, parse } from 'plist';
import { scheduledCommand, scheduledVariables } from './command-line';
import { decodeEntry, encodeEntry, entryName, type ScheduleEntry } from './entry';
import { presentContent, readEntries, writeOwnFile } from './files';
import { mustRun, type ScheduleHost } from './host';
import type { FileToWrite, Scheduler, ScheduleRequest, ScheduleState } from './scheduler';
import { timesOf } from './times';

const LABEL_PREFIX = 'app.seatwatch.';
/** A key that launchd does not know and leaves alone. */
const MARK = 'SeatwatchSchedule';
const UMASK_OWNER_ONLY = 0o077;
/** Seconds from SIGTERM to SIGKILL: the rows in hand are stored meanwhile. */
const EXIT_TIMEOUT = 120;

const labelOf = (name: string): string => `${LABEL_PREFIX}${name.replace(/^seatwatch-/, 'collect-')}`;

/** StartCalendarInterval of launchd.plist(5): one dictionary for each moment. */
function intervalsOf({ at, every }: ScheduleEntry): Record<string, number>[] {
  const { minute, hours, days } = timesOf(at, every);
  return hours.flatMap((hour) =>
    days === null
      ? [{ Hour: hour, Minute: minute }]
      : days.map((day) => ({ Weekday: day, Hour: hour, Minute: minute })),
  );
}

export function launchAgent(request: ScheduleRequest): string {
  const { entry, logFolder } = request;
  const log = join(logFolder, 'schedule.log');
  const variables = scheduledVariables(request);
  return `${build({
    Label: labelOf(entryName(entry)),
    ProgramArguments: scheduledCommand(request),
    StartCalendarInterval: intervalsOf(entry),
    ...(Object.keys(variables).length === 0 ? {} : { EnvironmentVariables: variables }),
    ProcessType: 'Background',
    LowPriorityIO: true,
    ExitTimeOut: EXIT_TIMEOUT,
    Umask: UMASK_OWNER_ONLY,
    StandardOutPath: log,
    StandardErrorPath: log,
    [MARK]: encodeEntry(entry),
  })}\n`;
}

const valuesOf = (text: string): Record<string, unknown> => (parse(text) ?? {}) as Record<string, unknown>;

function entryOf(text: string): ScheduleEntry | null {
  try {
    const mark = valuesOf(text)[MARK];
    return typeof mark === 'string' ? decodeEntry(mark) : null;
  } catch {
    return null;
  }
}

/** Of an agent of ours, which `entryOf` has read. */
function logsOf(text: string): string[] {
  const { StandardOutPath: out, StandardErrorPath: errors } = valuesOf(text);
  return [...new Set([out, errors].filter((file) => typeof file === 'string'))];
}

/** Agents of the person's own session, which is where the keychain is open. */
export function launchdScheduler(host: ScheduleHost): Scheduler {
  const folder = join(host.homeDir, 'Library', 'LaunchAgents');
  const domain = `gui/${String(host.uid ?? 0)}`;
  const fileOf = (name: string): string => join(folder, `${labelOf(name)}.plist`);
  const serviceOf = (name: string): string => `${domain}/${labelOf(name)}`;
  /** Fails when it is not loaded, which is as good. */
  const unload = (name: string) => host.run('launchctl', ['bootout', serviceOf(name)]);

  /** The agent that was to be replaced goes on: from now on, or from the next time the person signs in. */
  const putBack = async (file: string, before: readonly FileToWrite[]): Promise<void> => {
    for (const { path, content } of before) await writeOwnFile(path, content);
    await host.run('launchctl', ['bootstrap', domain, file]);
  };

  return {
    name: 'launchd',

    preview(request) {
      const name = entryName(request.entry);
      return {
        files: [{ path: fileOf(name), content: launchAgent(request) }],
        commands: [
          ['launchctl', 'bootout', serviceOf(name)],
          ['launchctl', 'enable', serviceOf(name)],
          ['launchctl', 'bootstrap', domain, fileOf(name)],
        ],
      };
    },

    async isUsable() {
      return (await host.run('launchctl', ['print', domain]))?.exitCode === 0;
    },

    async install(request) {
      const name = entryName(request.entry);
      const file = fileOf(name);
      const before = await presentContent([file]);
      await writeOwnFile(file, launchAgent(request));
      try {
        await unload(name);
        await mustRun(host, 'launchctl', ['enable', serviceOf(name)]);
        await mustRun(host, 'launchctl', ['bootstrap', domain, file]);
      } catch (error) {
        if (before === null) await rm(file, { force: true });
        else await putBack(file, before).catch(() => undefined);
        throw error;
      }
    },

    async remove({ name }) {
      await unload(name);
      await rm(fileOf(name), { force: true });
    },

    async list() {
      const files = await readEntries(folder, { prefix: LABEL_PREFIX, suffix: '.plist' }, entryOf);
      return files.map(({ entry, path, text }) => ({
        entry,
        name: entryName(entry),
        files: [path],
        writesTo: logsOf(text),
      }));
    },

    async state({ name }): Promise<ScheduleState> {
      const result = await host.run('launchctl', ['print', serviceOf(name)]);
      const last = /last exit code = (\d+)/.exec(result?.stdout ?? '')?.[1];
      return { active: result?.exitCode === 0, lastExitCode: last === undefined ? null : Number(last) };
    },

    advice: ({ logFolder }) =>
      Promise.resolve([
        `An agent runs while you are signed in, also behind a locked screen; what it says stands in ${join(logFolder, 'schedule.log')}.`,
      ]),
  };
}
