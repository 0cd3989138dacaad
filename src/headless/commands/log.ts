import { followLog, matches, readLog } from '../../core/diagnostics/log-files';
import { LOG_LEVELS, type LogLevel, type LogLine, readableLogLine } from '../../core/diagnostics/log-line';
import { oneOf, type Register, valueOption } from '../command';
import { usageError } from '../context';
import { printable } from '../output/table';
import { parseMoment, wholeNumber } from '../values';

interface LogOptions {
  level?: LogLevel;
  since?: number;
  lines: number;
  follow?: boolean;
}

/** Line breaks of stacks are ours; other control characters are not let through to a terminal. */
const shown = (line: LogLine): string =>
  `${readableLogLine(line)
    .split('\n')
    .map((row) => printable(row))
    .join('\n')}\n`;

export const registerLog: Register = (program, run) => {
  const command = program
    .command('log')
    .description('prints the log of this data directory, readable; with --json as the lines are stored')
    .addOption(
      valueOption('--level <level>', 'this level and worse: error, warn, info, debug', oneOf(LOG_LEVELS)),
    )
    .addOption(valueOption('--since <date>', 'from this moment on', parseMoment))
    .addOption(valueOption('--lines <n>', 'the newest N lines', wholeNumber(1, 100_000)).default(200))
    .option('--follow', 'go on printing what is added, until stopped');

  run<LogOptions>(command, async (context, { level, since, lines, follow }) => {
    if (follow === true && context.json)
      throw usageError('--follow prints no JSON document.', 'Leave out --json or --follow.');
    const { logFile } = context.deps.places(context.dataDir);
    const found = await readLog(logFile, { level, since, lines });
    if (context.json) {
      await context.printJson(found.lines);
      return undefined;
    }
    for (const line of found.lines) await context.print(shown(line));
    if (found.lines.length === 0) await context.notice(`Nothing of that is in ${logFile}.`);
    if (follow !== true) return undefined;
    await followLog(
      logFile,
      async (line) => {
        if (matches(line, { level, since })) await context.print(shown(line));
      },
      context.signal,
    );
    return undefined;
  });
};
