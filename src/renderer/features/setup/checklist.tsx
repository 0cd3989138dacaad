import { Card, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AuthKind, OrgSummary } from '../../../shared/model/org';
import type { SetupProgress, SubStepId } from '../../../shared/model/setup';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { notifyError } from '../../ui/notify';
import { AuthChoice, AuthSettled } from './auth-choice';
import { CertificatePanel } from './certificate-panel';
import { GUIDE_STEPS, initiallyOpen, INTEGRATION_STEP, nextGuided, stateOf } from './content';
import { IntegrationStep } from './integration-step';
import type { ConnectionInput, SetupStore } from './setup-store';
import { StepRail } from './step-rail';
import { SubStepCard } from './sub-step-card';
import classes from './setup.module.css';

interface ChecklistProps {
  org: OrgSummary | null;
  store: SetupStore;
  progress: SetupProgress;
  /** Unfolded and scrolled to at first. */
  focus: SubStepId | null;
  onSave: (input: ConnectionInput) => Promise<boolean>;
}

/** The three steps on one page. Steps 1 and 2 unfold; step 3 is always open. */
export function Checklist({ org, store, progress, focus, onSave }: ChecklistProps) {
  const api = useApi();
  const state = useStore(store);
  const auth = org?.auth ?? progress.draft.auth;
  const [open, setOpen] = useState<readonly SubStepId[]>(() => {
    const first = initiallyOpen(progress, auth);
    return focus ? [...first, focus] : first;
  });

  useEffect(() => {
    if (focus) scrollTo(`step-${focus}`);
  }, [focus]);

  const hasKey = progress.draftCertificate !== null || org?.certificates != null;
  const chooseAuth = (chosen: AuthKind) => {
    state
      .saveDraft({ auth: chosen })
      .catch((error: unknown) => notifyError('The choice was not saved', asAppError(error)));
  };
  const goTo = (id: SubStepId) => {
    setOpen((now) => (now.includes(id) ? now : [...now, id]));
    scrollTo(`step-${id}`);
  };
  const tick = (id: SubStepId, done: boolean) => {
    state
      .tick(id, done)
      .catch((error: unknown) => notifyError('The checklist was not saved', asAppError(error)));
  };
  const markDone = (id: SubStepId) => {
    tick(id, true);
    const next = nextGuided(id, auth);
    setOpen((now) => [...now.filter((other) => other !== id), ...(next ? [next] : [])]);
    scrollTo(next ? `step-${next}` : 'setup-step-3');
  };

  return (
    <div className={classes.layout}>
      <StepRail progress={progress} auth={auth} onGo={(number) => scrollTo(`setup-step-${number}`)} />
      <div className={classes.steps}>
        {org ? <AuthSettled auth={auth} /> : <AuthChoice value={auth} onChange={chooseAuth} />}
        {GUIDE_STEPS[auth].map((step) => (
          <section
            key={step.number}
            id={`setup-step-${step.number}`}
            className={classes.step}
            aria-labelledby={`title-${step.number}`}
          >
            <StepHead number={step.number} title={step.title} intro={step.intro} />
            <Card padding={0} component="ol" className={classes.list}>
              {step.subSteps.map((text) => (
                <SubStepCard
                  key={text.id}
                  text={text}
                  state={stateOf(progress, text.id)}
                  open={open.includes(text.id)}
                  onToggle={(id) =>
                    setOpen((now) => (now.includes(id) ? now.filter((other) => other !== id) : [...now, id]))
                  }
                  onTick={tick}
                  onDone={markDone}
                  onCopy={(value) => api.app.copyText({ text: value })}
                  onHelp={(topic) => void api.app.openHelp({ topic })}
                  canFinish={text.id !== 'app.certificate' || hasKey}
                >
                  {text.id === 'app.certificate' && (
                    <CertificatePanel org={org} progress={progress} state={state} />
                  )}
                </SubStepCard>
              ))}
            </Card>
          </section>
        ))}
        <section id="setup-step-3" className={classes.step} aria-labelledby="title-3">
          <StepHead {...INTEGRATION_STEP} />
          <Card padding={0}>
            <IntegrationStep
              org={org}
              auth={auth}
              progress={progress}
              state={state}
              onSave={onSave}
              onSubStep={goTo}
            />
          </Card>
        </section>
      </div>
    </div>
  );
}

function StepHead({ number, title, intro }: { number: number; title: string; intro: string }) {
  return (
    <div className={classes.stepHead}>
      <span className={classes.number} aria-hidden="true">
        {number}
      </span>
      <div>
        <Title order={2} size="h4" id={`title-${number}`}>
          <span className="sw-visually-hidden">Step {number}: </span>
          {title}
        </Title>
        <Text size="sm" c="dimmed" maw={720}>
          {intro}
        </Text>
      </div>
    </div>
  );
}

/** After the next paint, so that what was just unfolded has its height. */
function scrollTo(id: string): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(id);
    element?.scrollIntoView({ block: 'start' });
    element?.querySelector<HTMLElement>('button, input')?.focus({ preventScroll: true });
  });
}
