import { counted } from '../../shared/model/counted';
import { AppError } from '../../shared/model/errors';
import type { Register } from '../command';
import { count, factSheet } from '../output/table';

const registerCheck: Register = (group, run) => {
  const command = group
    .command('check')
    .description('looks for a newer version where the settings or the policy of this computer say');

  run(command, async (context) => {
    const status = await context.deps.updates(context.dataDir).check(context.signal);
    const { available, problem, current, source } = status;
    // The kind is not part of what is remembered; the code says enough for the exit code.
    if (problem !== null) throw new AppError({ ...problem, kind: kindOf(problem.code) });
    if (context.json) return void (await context.printJson(status));
    if (available === null)
      return void (await context.print(`${current} is the newest version at ${source}.\n`));
    const { version, releasedAt, fileName, sizeBytes, notes } = available;
    await context.print(
      factSheet([
        ['Newer version', version],
        ['This version', current],
        ['Released', releasedAt],
        ['File', fileName ?? 'none for this system'],
        ...(sizeBytes === null ? [] : [['Bytes', count(sizeBytes)] as const]),
      ]),
    );
    if (notes.trim() !== '') await context.print(`\n${plain(notes)}\n`);
    if (fileName !== null) await context.notice('Get it with: seatwatch update download');
  });
};

const registerDownload: Register = (group, run) => {
  const command = group
    .command('download')
    .description('fetches the newer version, verifies it, and prints where the file is; installs nothing');

  run(command, async (context) => {
    let shown = -1;
    const done = await context.deps.updates(context.dataDir).download({
      signal: context.signal,
      onProgress: (bytes, size) => {
        const tenths = Math.floor((bytes / size) * 10);
        if (tenths === shown) return;
        shown = tenths;
        void context.notice(`${String(tenths * 10)}% of ${counted(size, 'byte')}`);
      },
    });
    if (context.json) await context.printJson(done);
    else await context.print(`${done.file}\n`);
    await context.notice(
      `Version ${done.version}: signature, size and hash are right. It was not installed.`,
    );
  });
};

/** Exit code 2 for what has to be set up, 5 for what the source did. */
function kindOf(code: string): AppError['kind'] {
  return /^UPDATE_(NO_SOURCE|BAD_SOURCE|NO_KEY)$/.test(code) ? 'usage' : 'unreachable';
}

/** Notes are signed, yet a control character could rewrite the screen. */
function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '\uFFFD').trim();
}

export const registerUpdate: Register = (program, run) => {
  const group = program.command('update').description('looks for and fetches newer versions of Seatwatch');
  for (const register of [registerCheck, registerDownload]) register(group, run);
};
