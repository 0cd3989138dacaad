import { Button, Stack } from '@mantine/core';
import { useEffect } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { useFeatureStore } from '../../api/services';
import { CertificateBanner } from '../../ui/certificate-notice';
import { TrashIcon } from '../../ui/icons';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { QuotaMeter } from '../../ui/quota-meter';
import { orgRoute } from '../../ui/routing/route';
import { navigate, replaceRoute } from '../../ui/routing/router';
import { Facts, Section } from '../../ui/section';
import { AUTH_TITLES } from '../../ui/setup-words';
import { OrgStatus } from '../../ui/status';
import { Soon, Time } from '../../ui/time';
import { CertificateSection } from './certificate-section';
import { CollectingRules } from './collecting-rules';
import { ConnectivitySection } from './connectivity-section';
import { createOrgActionsStore } from './org-actions';
import { OrgDialogs } from './org-dialogs';
import { OrgMenu } from './org-menu';
import { ReplaceSecret } from './replace-secret';
import { RunsSection } from './runs-section';

/** Everything about one connection. */
export function DetailsPage({ org, params }: OrgPageProps) {
  const actions = useFeatureStore(createOrgActionsStore);
  const replace = () => actions.getState().open('certificate', org);
  const wanted = params['dialog'] === 'certificate' && org.certificates !== null;
  useEffect(() => {
    if (!wanted) return;
    actions.getState().open('certificate', org);
    // Once: reloading the page, or going back to it, does not open the dialog again.
    replaceRoute(orgRoute(org.id, 'details'));
  }, [wanted, actions, org]);
  return (
    <Page title="Details" actions={<OrgMenu org={org} actions={actions} />}>
      <Stack gap="md">
        <CertificateBanner org={org} onReplace={replace} />
        <Section title="Org">
          <Facts facts={identityFacts(org)} />
        </Section>
        <Section title="Collection" description="What is collected stays on this computer.">
          <Facts facts={collectionFacts(org)} />
        </Section>
        <CollectingRules key={`${org.thresholdPercent}/${org.inactiveDays}`} org={org} />
        <ConnectivitySection org={org} />
        {org.certificates && (
          <CertificateSection org={org} certificates={org.certificates} onReplace={replace} />
        )}
        <RunsSection org={org} opened={runFromParam(params['run'])} />
        {!org.isDemo && org.auth === 'client-credentials' && <ReplaceSecret org={org} />}
        <Section
          title="Remove"
          description="Disconnects the org from Seatwatch. You choose whether collected data is kept."
          actions={
            <Button
              variant="default"
              leftSection={<TrashIcon size={16} />}
              onClick={() => actions.getState().open('remove', org)}
            >
              Remove org…
            </Button>
          }
        />
      </Stack>
      <OrgDialogs actions={actions} onRemoved={() => navigate({ name: 'orgs' })} />
    </Page>
  );
}

/** Which run's log the address asks for. */
function runFromParam(param: string | undefined): number | null {
  return param !== undefined && /^[1-9]\d{0,15}$/.test(param) ? Number(param) : null;
}

function identityFacts(org: OrgSummary) {
  const { identity } = org;
  return [
    { name: 'Organization', value: identity.organizationName ?? 'Known after the first test' },
    { name: 'Organization ID', value: identity.salesforceOrgId ?? '–' },
    { name: 'Edition', value: identity.edition ?? '–' },
    {
      name: 'Kind',
      value: identity.isSandbox === null ? '–' : identity.isSandbox ? 'Sandbox' : 'Production',
    },
    { name: 'Instance', value: identity.instanceName ?? '–' },
    { name: 'API version', value: identity.apiVersion ?? '–' },
    { name: 'Salesforce URL', value: org.url },
    { name: 'Signs in by', value: AUTH_TITLES[org.auth] },
    { name: 'Consumer key', value: `${org.consumerKey.slice(0, 10)}…${org.consumerKey.slice(-4)}` },
    ...(org.jwtUsername ? [{ name: 'Username', value: org.jwtUsername }] : []),
    { name: 'Connected since', value: <Time iso={org.addedAt} dateOnly /> },
  ];
}

function collectionFacts(org: OrgSummary) {
  return [
    { name: 'State', value: <OrgStatus org={org} /> },
    { name: 'Data as of', value: <Time iso={org.dataAsOf} empty="No data yet" /> },
    { name: 'Last collection', value: <Time iso={org.lastRun?.startedAt} empty="None yet" /> },
    ...(org.resumeAt ? [{ name: 'Goes on', value: <Soon iso={org.resumeAt} first /> }] : []),
    {
      name: 'Next collection',
      value: org.nextRunAt ? <Soon iso={org.nextRunAt} first /> : org.paused ? 'Paused' : 'None planned',
    },
    {
      name: 'Login history',
      value: org.historySince ? (
        <>
          <Time iso={org.historySince} dateOnly /> – <Time iso={org.historyUntil} dateOnly />
        </>
      ) : (
        '–'
      ),
    },
    {
      name: 'Daily API requests',
      value: org.quota ? <QuotaMeter quota={org.quota} size="full" /> : 'Known after the first test',
    },
  ];
}
