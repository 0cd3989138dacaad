import { Text } from '@mantine/core';
import type { BackupContent } from '../../../shared/model/backups';
import { formatBytes, formatNumber } from '../../ui/format';
import { Note } from '../../ui/note';
import { Time } from '../../ui/time';
import table from '../../ui/data-table.module.css';
import classes from './settings.module.css';

/** What a backup holds: its file, and its orgs with how much is known of each. */
export function BackupContentView({ content }: { content: BackupContent }) {
  const { file, sizeBytes, orgs, isOlder } = content;
  return (
    <>
      <Text size="sm" className={classes.path}>
        {file} ({formatBytes(sizeBytes)})
      </Text>
      {orgs.length === 0 ? (
        <Note tone="warning" title="No org is in this backup">
          It was made before an org was connected.
        </Note>
      ) : (
        <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Orgs, scrollable">
          <table className={table.table} aria-label="Orgs in the backup">
            <thead>
              <tr>
                <th scope="col">Org</th>
                <th scope="col" data-align="right">
                  Users
                </th>
                <th scope="col" data-align="right">
                  Logins
                </th>
                <th scope="col">Last collection</th>
              </tr>
            </thead>
            <tbody>
              {orgs.map((org) => (
                <tr key={`${org.url} ${org.name}`}>
                  <th scope="row">
                    {org.name}
                    <span className={table.detail}>{org.url.replace(/^https:\/\//, '')}</span>
                  </th>
                  <td data-align="right">{formatNumber(org.users)}</td>
                  <td data-align="right">{formatNumber(org.logins)}</td>
                  <td data-nowrap>
                    <Time iso={org.collectedAt} empty="None was complete" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isOlder && (
        <Note>It was written by an older version of Seatwatch, and is brought up to date on the way.</Note>
      )}
    </>
  );
}
