import { Anchor, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { StorageReport } from '../../../../shared/model/storage';
import type { AppError } from '../../../../shared/model/errors';
import { asAppError } from '../../../api/client';
import { useApi, useLastingStore, useOrgsStore } from '../../../api/services';
import { useLoad } from '../../../api/use-load';
import { formatBytes, formatNumber } from '../../../ui/format';
import { Note } from '../../../ui/note';
import { orgRoute, toHash } from '../../../ui/routing/route';
import { Facts, Section } from '../../../ui/section';
import { ErrorState, LoadingState } from '../../../ui/states';
import { Time } from '../../../ui/time';
import { createBackupsStore } from './backups-store';
import { CompactDialog } from './compact-dialog';
import { freePart, isWorthCompacting, keepingWords } from './storage-words';
import table from '../../../ui/data-table.module.css';
import classes from '../settings.module.css';

/** How much room the collected data takes, how long logins are kept, and compacting. */
export function StorageSection() {
  const api = useApi();
  // A collection, a removed org or a changed rule: all of them end in new summaries.
  const summaries = useOrgsStore((s) =>
    (s.orgs ?? []).map((org) => `${org.id}/${org.dataAsOf}/${org.keepLoginsDays}`).join(),
  );
  // Backups take room, too.
  const changed = useStore(useLastingStore(createBackupsStore), ({ outcome }) =>
    outcome && 'backup' in outcome ? `${outcome.kind} ${outcome.backup.name}` : '',
  );
  const { data, error, reload } = useLoad(`${summaries} ${changed}`, (client) => client.data.storage());
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [freed, setFreed] = useState<number | null>(null);
  const [failed, setFailed] = useState<AppError | null>(null);

  const compact = async () => {
    setAsking(false);
    setBusy(true);
    setFreed(null);
    setFailed(null);
    try {
      setFreed((await api.data.compact()).freedBytes);
      reload();
    } catch (thrown) {
      setFailed(asAppError(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section
      title="Storage"
      description="What the collected data takes up on this computer."
      actions={
        data && (
          <Button variant="default" loading={busy} onClick={() => setAsking(true)}>
            Compact…
          </Button>
        )
      }
    >
      <div className={classes.storage}>
        {error && (
          <ErrorState
            compact
            error={error}
            title="What the data takes up could not be found out"
            onRetry={reload}
          />
        )}
        {!data && !error && <LoadingState shape="spinner" label="Looking at the storage" />}
        {failed && (
          <Note tone="problem" title={failed.message} live>
            {failed.fix}
          </Note>
        )}
        {busy && (
          <Note live title="Compacting the database">
            This takes a few seconds per gigabyte. Pages may answer late meanwhile.
          </Note>
        )}
        {freed !== null && (
          <Note tone="success" live>
            {freed > 0 ? `${formatBytes(freed)} given back to the disk.` : 'There was nothing to give back.'}
          </Note>
        )}
        {data && (
          <>
            <Facts
              facts={[
                { name: 'Database', value: formatBytes(data.sizeBytes) },
                { name: 'Free part of it', value: freePart(data) },
                { name: 'Backups', value: formatBytes(data.backupBytes) },
                {
                  name: 'Room left on the disk',
                  value: data.diskFreeBytes === null ? 'Not known' : formatBytes(data.diskFreeBytes),
                },
              ]}
            />
            <Text size="xs" c="dimmed" className={classes.path}>
              {data.file}
            </Text>
            {isWorthCompacting(data) && !busy && freed === null && (
              <Note>
                Compacting would give {formatBytes(data.freeBytes)} back to the disk. Seatwatch uses the free
                part for new data before the file grows.
              </Note>
            )}
            <Orgs orgs={data.orgs} />
          </>
        )}
      </div>
      {data && (
        <CompactDialog
          opened={asking}
          report={data}
          onClose={() => setAsking(false)}
          onConfirm={() => void compact()}
        />
      )}
    </Section>
  );
}

function Orgs({ orgs }: { orgs: StorageReport['orgs'] }) {
  if (orgs.length === 0) return null;
  return (
    <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Data by org, scrollable">
      <table className={table.table} aria-label="Data by org">
        <thead>
          <tr>
            <th scope="col">Org</th>
            <th scope="col" data-align="right">
              Users
            </th>
            <th scope="col" data-align="right">
              Logins
            </th>
            <th scope="col">Logins since</th>
            <th scope="col">Logins kept</th>
          </tr>
        </thead>
        <tbody>
          {orgs.map((org) => (
            <tr key={org.orgId}>
              <th scope="row">{org.name}</th>
              <td data-align="right">{formatNumber(org.users)}</td>
              <td data-align="right">{formatNumber(org.logins)}</td>
              <td>
                <Time iso={org.oldestLogin} dateOnly />
              </td>
              <td>
                <Anchor
                  inherit
                  href={toHash(orgRoute(org.orgId, 'details'))}
                  aria-label={`${keepingWords(org.keepLoginsDays)}. Change how long logins of ${org.name} are kept`}
                >
                  {keepingWords(org.keepLoginsDays)}
                </Anchor>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
