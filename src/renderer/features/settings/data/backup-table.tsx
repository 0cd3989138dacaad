import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import type { BackupFile } from '../../../../shared/model/backups';
import { formatBytes, formatCount } from '../../../ui/format';
import { TrashIcon } from '../../../ui/icons';
import { Time, useZone } from '../../../ui/time';
import { backupName, REASON_WORDS } from './backup-words';
import table from '../../../ui/data-table.module.css';
import classes from '../settings.module.css';

interface BackupTableProps {
  /** Newest first. */
  files: readonly BackupFile[];
  busy: boolean;
  onRestore: (backup: BackupFile) => void;
  onRemove: (backup: BackupFile) => void;
}

/** So many are shown at first: the newest are what is looked for. */
const FIRST = 5;

export function BackupTable({ files, busy, onRestore, onRemove }: BackupTableProps) {
  const zone = useZone();
  const [all, setAll] = useState(false);
  const shown = all ? files : files.slice(0, FIRST);
  return (
    <div>
      <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Backups, scrollable">
        <table className={`${table.table ?? ''} ${classes.backups ?? ''}`} aria-label="Backups">
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">Why</th>
              <th scope="col" data-align="right">
                Size
              </th>
              <th scope="col">
                <span className="sw-visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((backup) => {
              // Two may be of the same minute.
              const name = `${backupName(backup, zone)} (${REASON_WORDS[backup.reason].toLowerCase()})`;
              return (
                <tr key={backup.name}>
                  <th scope="row" data-nowrap title={backup.name}>
                    <Time iso={backup.createdAt} />
                  </th>
                  <td>{REASON_WORDS[backup.reason]}</td>
                  <td data-align="right">{formatBytes(backup.sizeBytes)}</td>
                  <td className={classes.actionsCell}>
                    <div className={classes.rowActions}>
                      <Button
                        size="compact-sm"
                        variant="default"
                        disabled={busy}
                        aria-label={`Restore the ${name}`}
                        onClick={() => onRestore(backup)}
                      >
                        Restore…
                      </Button>
                      <ActionIcon
                        variant="subtle"
                        color="red.8"
                        disabled={busy}
                        aria-label={`Remove the ${name}`}
                        onClick={() => onRemove(backup)}
                      >
                        <TrashIcon size={17} />
                      </ActionIcon>
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {files.length > FIRST && (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show the newest only' : `Show all ${formatCount(files.length, 'backup')}`}
        </Button>
      )}
    </div>
  );
}
