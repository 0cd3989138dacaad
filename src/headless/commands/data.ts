import { dirname } from 'node:path';
import { Option } from 'commander';
import { backupsFolder, listBackups } from '../../core/care/backup-folder';
import type { SalvageReport } from '../../core/ports-care';
import { schedulesAfterMove } from '../../core/schedule';
import { counted } from '../../shared/model/counted';
import { type Register, valueOption } from '../command';
import { type Context, filePath, usageError } from '../context';
import { EXIT } from '../output/exit-code';
import { count, factSheet } from '../output/table';
import { notEmpty } from '../values';
import { restoreFrom, tellRestored } from './restore';

const LOCK_WAIT_MS = 5_000;

const CHOSEN_BY = {
  option: 'named with --data-dir',
  environment: 'named with SEATWATCH_DATA_DIR',
  note: 'moved there',
  default: 'the place for applications’ data on this system',
} as const;

export const registerData: Register = (program, run) => {
  const data = program.command('data').description('looks after the data folder');

  run(
    data.command('where').description('says which data folder is used, and why; opens nothing'),
    async (context) => {
      const { dataDir, chosenBy, defaultDir } = context.deps.location(context.dataDir);
      if (context.json) await context.printJson({ dataDir, chosenBy, defaultDir });
      else await context.print(`${dataDir}\n`);
      await context.notice(`(${CHOSEN_BY[chosenBy]})`);
      return undefined;
    },
  );

  run(
    data.command('check').description('looks through the whole database for damage, also while it is in use'),
    async (context) => {
      const { dataDir } = context.deps.location(context.dataDir);
      const { checkedAt, problems } = await context.deps.careTasks(context.dataDir).check(dataDir);
      if (context.json) await context.printJson({ ok: problems.length === 0, checkedAt, problems });
      else if (problems.length === 0) await context.print('The database is sound.\n');
      else await context.print(`The database is damaged:\n${problems.map((line) => `  ${line}\n`).join('')}`);
      if (problems.length === 0) return EXIT.done;
      await context.notice('Run “seatwatch data recover” to see what can be done.');
      return EXIT.data;
    },
  );

  run(
    data.command('backups').description('lists the backups in the data folder, newest first'),
    async (context) => {
      const folder = backupsFolder(context.deps.location(context.dataDir).dataDir);
      const files = listBackups(folder);
      if (context.json) await context.printJson({ folder, files });
      else if (files.length === 0) await context.print('There are no backups.\n');
      else
        await context.print(
          files
            .map(
              (one) =>
                `${one.createdAt}  ${one.reason.padEnd(16)}  ${counted(one.sizeBytes, 'byte')}  ${one.file}\n`,
            )
            .join(''),
        );
      return undefined;
    },
  );

  registerRecover(data, run);
  registerMove(data, run);
};

interface RecoverOptions {
  fromBackup?: string;
  salvage?: boolean;
  empty?: boolean;
}

const registerRecover: Register = (data, run) => {
  const command = data
    .command('recover')
    .description(
      'leads out of a damaged database: without an option it says what is possible; deletes nothing',
    )
    .addOption(
      valueOption('--from-backup <file>', 'put this backup in its place', notEmpty).conflicts([
        'salvage',
        'empty',
      ]),
    )
    .addOption(new Option('--salvage', 'copy what can still be read into a new database').conflicts('empty'))
    .addOption(new Option('--empty', 'begin with an empty database'));

  run<RecoverOptions>(command, async (context, options) => {
    if (options.fromBackup !== undefined) {
      await tellRestored(context, await restoreFrom(context, filePath(options.fromBackup), 'data recover'));
      return EXIT.done;
    }
    const { dataDir } = context.deps.location(context.dataDir);
    const care = context.deps.careTasks(context.dataDir);
    const request = { dataDir, command: 'data recover', waitMs: LOCK_WAIT_MS };
    if (options.salvage === true) {
      const report = await care.salvage(request);
      if (context.json)
        await context.printJson({ ...report, orgs: report.orgs.map(({ name, url }) => ({ name, url })) });
      else await context.print(salvageSheet(report));
      return EXIT.done;
    }
    if (options.empty === true) {
      const previous = await care.startEmpty(request);
      if (context.json) await context.printJson({ previous });
      else
        await context.print(
          `Seatwatch begins with an empty database.${previous === null ? '' : ` What was there is kept in ${previous}.`}\n`,
        );
      return EXIT.done;
    }
    return tellOptions(context);
  });
};

async function tellOptions(context: Context): Promise<number> {
  const { dataDir } = context.deps.location(context.dataDir);
  const { problem, backup, content } = await context.deps
    .careTasks(context.dataDir)
    .recoveryOptions(dataDir, listBackups(backupsFolder(dataDir)));
  if (context.json) await context.printJson({ ok: problem === null, problem, backup, content });
  else if (problem === null) await context.print('The database is sound: there is nothing to recover.\n');
  else {
    const orgs = content?.orgs ?? [];
    await context.print(
      [
        `The database cannot be used: ${problem}`,
        ...(backup === null
          ? ['There is no sound backup in the data folder.']
          : [
              `The newest sound backup is of ${backup.createdAt} (${counted(orgs.length, 'org')}, ${counted(
                orgs.reduce((sum, { logins }) => sum + logins, 0),
                'sign-in',
              )}):`,
              `  seatwatch data recover --from-backup "${backup.file}"`,
            ]),
        'To copy what can still be read into a new database:',
        '  seatwatch data recover --salvage',
        'To begin with an empty one:',
        '  seatwatch data recover --empty',
        'None of these deletes anything: what is replaced is kept beside it.',
        '',
      ].join('\n'),
    );
  }
  return problem === null ? EXIT.done : EXIT.data;
}

function salvageSheet({ tables, previous, readAgain, orgs }: SalvageReport): string {
  const lost = tables.filter(({ whole, dropped }) => !whole || dropped > 0);
  return factSheet([
    ['Orgs', orgs.map(({ name }) => name).join(', ')],
    ['Rows', count(tables.reduce((sum, { rows }) => sum + rows, 0))],
    ['Incomplete', lost.length === 0 ? 'nothing' : lost.map(({ table }) => table).join(', ')],
    ['Read again', readAgain.length === 0 ? 'nothing' : `${readAgain.join(', ')} (with the next collection)`],
    ['Damaged files', dirname(previous)],
  ]);
}

const registerMove: Register = (data, run) => {
  const command = data
    .command('move')
    .argument('<dir>', 'an empty folder, or one to be made')
    .description('moves the data folder: copies it, verifies the copy, and uses that from then on')
    .addHelpText(
      'after',
      '\nWhat was in the old folder is kept there, in a folder of its own, until you remove it.\n' +
        'Credentials stay readable for the same user of the same computer; elsewhere they are entered again.',
    );

  run(command, async (context, _options, [name = '']) => {
    if (name.trim() === '') throw usageError('The folder has no name.', 'Name the folder to move to.');
    const { dataDir, defaultDir, chosenBy } = context.deps.location(context.dataDir);
    const care = context.deps.careTasks(context.dataDir);
    const request = {
      ...{ dataDir, defaultDir, to: filePath(name), command: 'data move', waitMs: LOCK_WAIT_MS },
      isDefault: chosenBy === 'default' || chosenBy === 'note',
    };
    const { warnings, files, bytes } = await care.planMove(request);
    for (const warning of warnings) await context.notice(warning);
    await context.notice(`Copying ${counted(files, 'file')}, ${counted(bytes, 'byte')} …`);
    const { schedules, words } = await schedulesAfterMove(context.deps.scheduleHost, {
      from: dataDir,
      to: request.to,
    });
    const report = await care.move(request);
    if (context.json) {
      await context.printJson({ ...report, schedules });
      for (const line of words) await context.notice(line);
      return undefined;
    }
    await context.print(
      [
        `The data folder is ${report.to} now.`,
        `What was in the old one is kept in ${report.kept}. Remove it when you are content with the new one.`,
        ...(report.followed
          ? []
          : [
              'The old folder was named by you: name the new one with --data-dir or SEATWATCH_DATA_DIR from now on.',
            ]),
        ...words,
        '',
      ].join('\n'),
    );
    return undefined;
  });
};
