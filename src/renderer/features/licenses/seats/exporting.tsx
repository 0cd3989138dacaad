import type { Api } from '../../../../shared/contract';
import { asAppError } from '../../../api/client';
import { formatCount } from '../../../ui/format';
import { notify, notifyError } from '../../../ui/notify';
import classes from './seats.module.css';

type Saved = Awaited<ReturnType<Api['licenses']['export']>>;
export type SeatFormat = Parameters<Api['licenses']['export']>[0]['format'];

/** What the rows of a file are: a seat each, or a user each. */
export const FORMAT_WORDS: Record<SeatFormat, { label: string; what: string; row: string }> = {
  csv: { label: 'CSV', what: 'Every column, for any spreadsheet', row: 'seat' },
  xlsx: { label: 'Excel', what: 'The same columns as an Excel workbook', row: 'seat' },
  deactivate: { label: 'Deactivate users', what: 'Update of User, IsActive', row: 'user' },
  freeze: { label: 'Freeze users', what: 'Update of UserLogin, IsFrozen', row: 'user' },
  unassign: {
    label: 'Unassign licenses',
    what: 'Delete of permission set and package license assignments',
    row: 'assignment',
  },
};

/**
 * Runs an export and says where the file is, or why there is none. Canceling the dialog says nothing.
 * `row`: what a row of the file is, "seat".
 */
export async function saveAndTell(work: () => Promise<Saved>, row: string): Promise<void> {
  try {
    const saved = await work();
    if (!saved) return;
    const files = saved.files > 1 ? ` in ${formatCount(saved.files, 'file')}` : '';
    notify(
      'success',
      `${formatCount(saved.rows, row)} exported${files}`,
      <>
        <span className={classes.file}>{saved.path}</span>
        {saved.notes?.map((note) => (
          <div key={note}>{note}</div>
        ))}
      </>,
    );
  } catch (error) {
    notifyError('The file was not written', asAppError(error));
  }
}
