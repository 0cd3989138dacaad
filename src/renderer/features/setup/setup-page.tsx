import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { OrgSummary } from '../../../shared/model/org';
import type { SubStepId } from '../../../shared/model/setup';
import { useApi, useAfterCollection, useServices } from '../../api/services';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { asSubStepId } from '../../ui/setup-words';
import { ErrorState, LoadingState } from '../../ui/states';
import { notify } from '../../ui/notify';
import { Checklist } from './checklist';
import { createSetupStore, type ConnectionInput } from './setup-store';

/** The checklist of a saved org. */
export function SetupPage({ org, params }: OrgPageProps) {
  return <Setup org={org} focus={asSubStepId(params['step'])} />;
}

/** The checklist of an org that is being added. */
export function AddOrgPage() {
  return <Setup org={null} focus={null} />;
}

function Setup({ org, focus }: { org: OrgSummary | null; focus: SubStepId | null }) {
  const api = useApi();
  const { orgs } = useServices();
  const orgId = org?.id ?? null;
  const [store] = useState(() => createSetupStore(api, orgId));
  const { progress, loadError, load } = useStore(store);

  useEffect(() => void load(), [load]);
  useAfterCollection(
    orgId,
    useCallback(
      () =>
        void store
          .getState()
          .refreshProgress()
          .catch(() => undefined),
      [store],
    ),
  );

  const save = async (input: ConnectionInput): Promise<boolean> => {
    const saved = await store.getState().save(input);
    if (!saved) return false;
    await orgs.getState().refresh();
    if (orgId === null) navigate(orgRoute(saved.id, 'setup', { step: 'integration.test' }));
    else notify('success', 'Connection details saved');
    return true;
  };

  return (
    <Page
      title={org ? 'Setup' : 'Connect an org'}
      description={
        org
          ? 'What this connection needs in Salesforce. Test Connectivity checks it off where the API can tell.'
          : 'Two steps in Salesforce, one here. Your progress is kept; come back whenever you like.'
      }
    >
      {loadError && <ErrorState error={loadError} onRetry={() => void load()} />}
      {!progress && !loadError && <LoadingState shape="table" label="Loading the checklist" />}
      {progress && <Checklist org={org} store={store} progress={progress} focus={focus} onSave={save} />}
    </Page>
  );
}
