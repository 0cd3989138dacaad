import type { MergeReport } from '../../shared/model/backups';
import { counted } from '../../shared/model/counted';
import type { Register } from '../command';
import { filePath, usageError } from '../context';
import { count } from '../output/table';
import { transferOf } from './transfer';

interface ImportOptions {
  merge?: boolean;
  dryRun?: boolean;
}

export const registerImport: Register = (program, run) => {
  const command = program
    .command('import')
    .argument('<file>', 'a backup that another Seatwatch made')
    .description('takes over what another workstation collected')
    .option('--merge', 'add it to what is here (to replace what is here: seatwatch restore)')
    .option('--dry-run', 'only show what would be added');

  run<ImportOptions>(command, async (context, { merge = false, dryRun = false }, [name = '']) => {
    if (!merge)
      throw usageError(
        'An import adds to what is here, and wants to be told so.',
        'Say: seatwatch import FILE --merge. To put a backup in the place of what is here: seatwatch restore FILE.',
      );
    const file = filePath(name);
    const report = await context.withServices('write', 'import', (services) => {
      const transfer = transferOf(context, services);
      return dryRun ? transfer.previewMerge(file) : transfer.merge(file);
    });
    if (context.json) await context.printJson({ ...report, dryRun });
    else await context.print(words(report, dryRun));
    return undefined;
  });
};

function words({ orgs }: MergeReport, dryRun: boolean): string {
  if (orgs.length === 0) return 'The backup holds no org.\n';
  const lines = orgs.flatMap(({ name, url, outcome, added, updated }) => {
    const is = outcome === 'new' ? 'new here; connect it to collect' : 'merged';
    const rows = Object.entries(added).filter(([, n]) => n > 0);
    return [
      `${name} (${url}): ${is}`,
      ...(rows.length === 0 && updated === 0 ? ['  nothing new'] : []),
      ...rows.map(([what, n]) => `  ${what}: ${count(n)} added`),
      ...(updated === 0 ? [] : [`  ${newerRows(updated, dryRun)} newer in the backup`]),
    ];
  });
  return `${[...(dryRun ? ['This would be done:'] : []), ...lines].join('\n')}\n`;
}

const newerRows = (rows: number, dryRun: boolean): string =>
  dryRun ? counted(rows, 'row is', 'rows are') : counted(rows, 'row was', 'rows were');
