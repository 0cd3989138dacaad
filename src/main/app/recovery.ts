import { backupsFolder, listBackups } from '../../core/care/backup-folder';
import type { CareTasks, DirectoryRequest, RecoveryOptions, SalvageReport } from '../../core/ports-care';
import { counted } from '../../shared/model/counted';
import { type AppErrorShape, toErrorShape } from '../../shared/model/errors';

/** Codes after which opening again leads nowhere, and a person has to decide. */
const CURABLE: ReadonlySet<string> = new Set(['DATABASE_DAMAGED', 'DATABASE_IO_ERROR', 'DATABASE_MISSING']);

export const isCurable = ({ code }: Pick<AppErrorShape, 'code'>): boolean => CURABLE.has(code);

export type RecoveryChoice = 'restore' | 'salvage' | 'empty' | 'folder' | 'quit';

export interface RecoveryDialog {
  /** Asks; the choices in the order of the buttons. */
  ask(question: {
    message: string;
    detail: string;
    choices: { choice: RecoveryChoice; label: string }[];
  }): Promise<RecoveryChoice>;
  tell(message: string, detail: string): Promise<void>;
  openFolder(folder: string): Promise<void>;
  /** A moment (ISO 8601 UTC) as people here write it. */
  moment(iso: string): string;
}

export interface RecoveryDeps {
  care: Pick<CareTasks, 'recoveryOptions' | 'restore' | 'salvage' | 'startEmpty'>;
  dialog: RecoveryDialog;
  dataDir: string;
}

/** How long to wait for a process that is just ending. */
const WAIT_MS = 5_000;

/**
 * Leads a person from a database that cannot be used to one that can. "recovered": open again; "quit": the person
 * wants no more. Removes nothing, whatever is chosen: what is replaced is set aside.
 */
export async function recover(
  problem: AppErrorShape,
  { care, dialog, dataDir }: RecoveryDeps,
): Promise<'recovered' | 'quit'> {
  const request: DirectoryRequest = { dataDir, command: 'window: recovery', waitMs: WAIT_MS };
  const options = await care
    .recoveryOptions(dataDir, listBackups(backupsFolder(dataDir)))
    .catch((): RecoveryOptions => ({ problem: problem.message, backup: null, content: null }));
  let message = problem.message;
  for (;;) {
    const choice = await dialog.ask({
      message,
      detail: detailFor(options, dialog, dataDir),
      choices: choicesFor(problem, options),
    });
    if (choice === 'quit') return 'quit';
    if (choice === 'folder') {
      await dialog.openFolder(dataDir);
      continue;
    }
    try {
      if (choice === 'restore' && options.backup !== null) {
        const { previous } = await care.restore({ ...request, file: options.backup.file });
        await dialog.tell(
          'The backup was restored.',
          `${setAsideWords(previous)}What was collected since the backup is collected again, as far as Salesforce still tells it.`,
        );
      } else if (choice === 'salvage') {
        const report = await care.salvage(request);
        await dialog.tell('The database was salvaged.', salvageWords(report));
      } else {
        const previous = await care.startEmpty(request);
        await dialog.tell('Seatwatch begins with an empty database.', setAsideWords(previous));
      }
      return 'recovered';
    } catch (error) {
      const { message: why, fix } = toErrorShape(error);
      message = `${why} ${fix}`.trim();
    }
  }
}

function choicesFor(
  { code }: AppErrorShape,
  { backup }: RecoveryOptions,
): { choice: RecoveryChoice; label: string }[] {
  const isMissing = code === 'DATABASE_MISSING';
  return [
    // Its date is in the text: some systems make all buttons as wide as the widest.
    ...(backup === null ? [] : [{ choice: 'restore' as const, label: 'Restore the Backup' }]),
    isMissing
      ? { choice: 'empty', label: 'Begin with an Empty Database' }
      : { choice: 'salvage', label: 'Salvage What Can Be Read' },
    { choice: 'folder', label: 'Open Data Folder' },
    { choice: 'quit', label: 'Quit' },
  ];
}

function detailFor({ backup, content }: RecoveryOptions, dialog: RecoveryDialog, dataDir: string): string {
  const orgs = content?.orgs ?? [];
  const logins = orgs.reduce((sum, org) => sum + org.logins, 0);
  const found =
    backup === null
      ? 'There is no sound backup in the data folder.'
      : `The newest sound backup is of ${dialog.moment(backup.createdAt)}: ${counted(orgs.length, 'org')}, ${counted(logins, 'sign-in')}.`;
  return `${found}\n\nNothing is deleted: what is there now is kept beside the new database.\n\nData folder: ${dataDir}`;
}

const setAsideWords = (previous: string | null): string =>
  previous === null ? '' : `What was there before is kept in ${previous}. `;

/** What a person has to know about a salvaged database. */
export function salvageWords({ tables, readAgain, previous, orgs }: SalvageReport): string {
  const lost = tables.filter(({ whole, dropped }) => !whole || dropped > 0).map(({ table }) => table);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `${counted(rows, 'row')} of ${counted(orgs.length, 'org')} could be read.`,
    lost.length === 0
      ? 'Nothing is missing.'
      : `Rows are missing from: ${lost.join(', ')}.${readAgain.length === 0 ? '' : ' The next collection reads them again, as far as Salesforce still tells them.'}`,
    `The damaged files are kept in ${previous}.`,
  ].join('\n');
}
