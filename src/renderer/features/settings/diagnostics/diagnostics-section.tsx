import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { DiagnosticsReport } from '../../../../shared/model/diagnostics';
import { asAppError } from '../../../api/client';
import { useApi, useLastingStore, useSettingsStore } from '../../../api/services';
import { useLoad, type Loaded } from '../../../api/use-load';
import { FolderIcon } from '../../../ui/icons';
import { Note } from '../../../ui/note';
import { notifyError } from '../../../ui/notify';
import { Section } from '../../../ui/section';
import { ErrorState, LoadingState } from '../../../ui/states';
import { Time } from '../../../ui/time';
import { TaskError } from '../task-error';
import { taskOf } from '../task-store';
import { partWords } from './diagnostics-words';
import { MetricsSection } from './metrics-section';
import table from '../../../ui/data-table.module.css';
import classes from '../settings.module.css';

/** What helps when something goes wrong, and what others can watch. */
export function DiagnosticsSection() {
  const port = useSettingsStore((s) => s.settings.metricsPort);
  // Another port: another address, or another problem.
  const loaded = useLoad(`${port}`, (api) => api.system.diagnostics());
  return (
    <>
      <LogSection />
      <CrashSection loaded={loaded} />
      <BundleSection />
      <MetricsSection loaded={loaded} />
    </>
  );
}

function LogSection() {
  const api = useApi();
  const logFile = useSettingsStore((s) => s.info?.logFile);
  return (
    <Section
      title="Log file"
      description={
        <>
          What Seatwatch did and what went wrong, without secrets and without people’s names.
          {logFile !== undefined && <div className={classes.path}>{logFile}</div>}
        </>
      }
      actions={
        <Button
          variant="default"
          leftSection={<FolderIcon size={16} />}
          onClick={() =>
            void api.app
              .showLogFile()
              .catch((error: unknown) => notifyError('The log file could not be shown', asAppError(error)))
          }
        >
          Show log file
        </Button>
      }
    />
  );
}

function CrashSection({ loaded: { data, error, reload } }: { loaded: Loaded<DiagnosticsReport> }) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await api.system.removeCrashReports();
      reload();
    } catch (thrown) {
      notifyError('The crash reports were not removed', asAppError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section
      title="Crash reports"
      description="Written down on this computer when something stopped unexpectedly, and sent to nobody."
      actions={
        data &&
        data.crashes.length > 0 && (
          <Button variant="default" loading={busy} onClick={() => void remove()}>
            Remove all
          </Button>
        )
      }
    >
      {error && (
        <ErrorState compact error={error} title="The crash reports could not be read" onRetry={reload} />
      )}
      {!data && !error && <LoadingState shape="spinner" label="Looking for crash reports" />}
      {data && data.crashes.length === 0 && (
        <Text size="sm" c="dimmed">
          None.
        </Text>
      )}
      {data && data.crashes.length > 0 && (
        <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Crashes, scrollable">
          <table className={table.table} aria-label="Crash reports">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Part</th>
                <th scope="col">Message</th>
              </tr>
            </thead>
            <tbody>
              {data.crashes.map((crash) => (
                <tr key={crash.name}>
                  <th scope="row" data-nowrap title={crash.name}>
                    <Time iso={crash.at} />
                  </th>
                  <td data-nowrap>{partWords(crash)}</td>
                  <td className={classes.path}>{crash.summary}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

export const createBundleStore = taskOf((api, _: void) => api.system.saveBundle());

function BundleSection() {
  const { running, result, error, run } = useStore(useLastingStore(createBundleStore));
  return (
    <Section
      title="Support bundle"
      description="One file to send to whoever helps you. You can open it and read it first."
      actions={
        <Button variant="default" loading={running !== null} onClick={() => void run()}>
          Save support bundle…
        </Button>
      }
    >
      <div className={classes.storage}>
        <div className={classes.twoLists}>
          <div>
            <Text size="sm" fw={600} mb={4}>
              In it
            </Text>
            <ul className={classes.plain}>
              <li>The newest lines of the log and the crash reports, without names</li>
              <li>Versions of Seatwatch and of the system</li>
              <li>Settings, and what is managed by your organization</li>
              <li>The health of the database, and how many rows each org has</li>
              <li>How the latest collections ended</li>
            </ul>
          </div>
          <div>
            <Text size="sm" fw={600} mb={4}>
              Not in it
            </Text>
            <ul className={classes.plain}>
              <li>Secrets, keys and tokens</li>
              <li>Names, usernames, email and IP addresses of people</li>
              <li>Rows collected from Salesforce</li>
              <li>Names and addresses of your orgs, which become org-1, org-2 …</li>
            </ul>
          </div>
        </div>
        <TaskError error={error} />
        {result && (
          <Note tone="success" title="The support bundle was saved" live>
            <span className={classes.path}>{result.file}</span>
          </Note>
        )}
      </div>
    </Section>
  );
}
