import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { ConnectivityReport } from '../../../shared/model/connectivity';
import type { AppError } from '../../../shared/model/errors';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { useLoad } from '../../api/use-load';
import { ConnectivityReportView } from '../../ui/connectivity-report';
import { PlugIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { Section } from '../../ui/section';
import { ErrorState, LoadingState } from '../../ui/states';

/** The newest connectivity report, and a new one on demand. */
export function ConnectivitySection({ org }: { org: OrgSummary }) {
  const api = useApi();
  const last = useLoad(org.id, (client) => client.orgs.lastConnectivity({ orgId: org.id }));
  const [fresh, setFresh] = useState<ConnectivityReport | null>(null);
  const [testing, setTesting] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const report = fresh ?? last.data;

  const test = async () => {
    setTesting(true);
    setError(null);
    try {
      setFresh(await api.orgs.testConnectivity({ orgId: org.id }));
    } catch (thrown) {
      setError(asAppError(thrown));
    } finally {
      setTesting(false);
    }
  };

  return (
    <Section
      title="Connectivity"
      actions={
        <Button
          variant="default"
          leftSection={<PlugIcon size={16} />}
          loading={testing}
          onClick={() => void test()}
        >
          Test Connectivity
        </Button>
      }
    >
      {error && (
        <Note tone="problem" title={error.message} live>
          {error.fix}
        </Note>
      )}
      {last.error && !fresh && <ErrorState error={last.error} onRetry={last.reload} />}
      {last.loading && !report && <LoadingState shape="spinner" label="Loading the last test" />}
      {report && (
        <ConnectivityReportView
          report={report}
          fresh={fresh !== null}
          onSubStep={(step) => navigate(orgRoute(org.id, 'setup', { step }))}
        />
      )}
      {report === null && !testing && (
        <Text size="sm" c="dimmed">
          Not tested yet.
        </Text>
      )}
    </Section>
  );
}
