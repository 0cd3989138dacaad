import { Option } from 'commander';
import { EverythingFormat } from '../../shared/model/backups';
import { counted } from '../../shared/model/counted';
import { oneOf, type Register, valueOption } from '../command';
import { filePath, usageError } from '../context';
import { notEmpty } from '../values';
import { transferOf } from './transfer';

interface ExportOptions {
  format?: EverythingFormat;
  org?: string;
  all?: boolean;
}

/** A name that says it is a database wants one. */
const formatOf = (path: string): EverythingFormat => (/\.(db|sqlite3?)$/i.test(path) ? 'sqlite' : 'csv');

export const registerExport: Register = (program, run) => {
  const command = program
    .command('export')
    .argument('<path>', 'a folder for csv and parquet, a file for sqlite; readable by its owner only')
    .description('writes everything collected into files, for other programs; also while the window is open')
    .addOption(
      valueOption(
        '--format <format>',
        'sqlite, csv or parquet (default: sqlite for names that end in .db or .sqlite, otherwise csv)',
        oneOf(EverythingFormat.options),
      ),
    )
    .addOption(valueOption('--org <name>', 'of this org only', notEmpty))
    .addOption(new Option('--all', 'of every org (default)').conflicts('org'));

  run<ExportOptions>(command, async (context, options, [name = '']) => {
    if (name.trim() === '')
      throw usageError('The path is empty.', 'Name the folder or the file to write to.');
    const path = filePath(name);
    const format = options.format ?? formatOf(path);
    const result = await context.withServices('read', 'export', async (services) => {
      const org = options.org === undefined ? null : await services.orgs.requireByName(options.org);
      return transferOf(context, services).exportEverything({ format, path, orgId: org?.id ?? null });
    });
    if (context.json) await context.printJson({ ...result, format });
    else
      await context.print(
        `${counted(result.rows, 'row')} written to ${result.path} (${counted(result.files, 'file')}, ${counted(result.bytes, 'byte')}).\n`,
      );
    return undefined;
  });
};
