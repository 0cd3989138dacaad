import { counted } from '../../shared/model/counted';
import type { Register } from '../command';
import { filePath } from '../context';

export const registerBackup: Register = (program, run) => {
  const command = program
    .command('backup')
    .argument('<file>', 'where the copy goes; readable by its owner only')
    .description('makes a consistent, verified copy of the database, also while the window is open');

  run(command, async (context, _options, [name = '']) => {
    const file = filePath(name);
    const sizeBytes = await context.withServices('read', 'backup', ({ db }) => db.backupTo(file));
    if (context.json) await context.printJson({ file, sizeBytes });
    else await context.print(`Backup written to ${file} (${counted(sizeBytes, 'byte')}).\n`);
    return undefined;
  });
};
