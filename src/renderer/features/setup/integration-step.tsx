import { Button, Loader, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import type { AuthKind, OrgSummary } from '../../../shared/model/org';
import type { SetupDraft, SetupProgress, SubStepId } from '../../../shared/model/setup';
import { ConnectivityReportView } from '../../ui/connectivity-report';
import { PlugIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { SUB_STEP_TITLES } from '../../ui/setup-words';
import { CollectStep } from './collect-step';
import { ConnectionForm } from './connection-form';
import { stateOf } from './content';
import type { ConnectionInput, SetupState } from './setup-store';
import { StateTag } from './sub-step-card';
import classes from './setup.module.css';

interface IntegrationStepProps {
  org: OrgSummary | null;
  auth: AuthKind;
  progress: SetupProgress;
  state: SetupState;
  onSave: (input: ConnectionInput) => Promise<boolean>;
  onSubStep: (id: SubStepId) => void;
}

/** Step 3: connection details, Test Connectivity, Collect Now. */
export function IntegrationStep({ org, auth, progress, state, onSave, onSubStep }: IntegrationStepProps) {
  const { report, testing, testError } = state;
  const wasTesting = useRef(false);
  useEffect(() => {
    // The result of a test is below the button and may be out of sight.
    if (wasTesting.current && !testing) {
      document.getElementById('step-integration.test')?.scrollIntoView({ block: 'start' });
    }
    wasTesting.current = testing;
  }, [testing]);
  return (
    <ol className={classes.parts}>
      <Part id="integration.details" progress={progress}>
        <ConnectionForm
          initial={org ? savedDetails(org) : progress.draft}
          auth={auth}
          certificate={org ? (org.certificates?.current ?? null) : progress.draftCertificate}
          saved={org !== null}
          saving={state.saving}
          error={state.saveError}
          onDraft={(draft) => void state.saveDraft(draft)}
          onSave={onSave}
          onSubStep={onSubStep}
        />
      </Part>
      <Part id="integration.test" progress={progress}>
        <Text size="sm" c="dimmed">
          Signs in once and looks at everything Seatwatch needs. It costs a few API calls and changes nothing
          in Salesforce.
        </Text>
        <div>
          <Button
            leftSection={<PlugIcon size={16} />}
            variant={report?.connected ? 'default' : 'filled'}
            disabled={org === null}
            loading={testing}
            onClick={() => void state.test()}
          >
            Test Connectivity
          </Button>
        </div>
        {org === null && (
          <Text size="sm" c="dimmed">
            Save the connection details first.
          </Text>
        )}
        {testing && (
          <Text size="sm" role="status" className={classes.busy}>
            <Loader size="xs" aria-hidden="true" /> Asking Salesforce…
          </Text>
        )}
        {testError && (
          <Note tone="problem" title={testError.message} live>
            {testError.fix}
          </Note>
        )}
        {report && <ConnectivityReportView report={report} onSubStep={onSubStep} fresh />}
      </Part>
      <Part id="integration.collect" progress={progress}>
        <CollectStep org={org} connected={report?.connected ?? false} />
      </Part>
    </ol>
  );
}

function savedDetails({ name, url, consumerKey, auth, jwtUsername }: OrgSummary): SetupDraft {
  return { name, url, consumerKey, auth, username: jwtUsername ?? '' };
}

function Part({ id, progress, children }: { id: SubStepId; progress: SetupProgress; children: ReactNode }) {
  const state = stateOf(progress, id);
  return (
    <li className={classes.part} id={`step-${id}`}>
      <div className={classes.partHead}>
        <Title order={3} size="h5">
          {SUB_STEP_TITLES[id]}
        </Title>
        <StateTag state={state} />
      </div>
      {state.problem !== null && <Note tone="problem">{state.problem}</Note>}
      {children}
    </li>
  );
}
