import { Anchor, Code, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CheckState } from '../../../shared/model/checks';
import { useApi } from '../../api/services';
import { Note } from '../../ui/note';
import { orgRoute, toHash } from '../../ui/routing/route';
import { countAll, SeverityNumbers } from '../../ui/severity';
import { Status, Tag } from '../../ui/status';
import { TechniqueLinks } from '../../ui/technique-links';
import { Time } from '../../ui/time';
import { CheckSettings } from './check-settings';
import { resultWords, streamTitle } from './check-words';
import classes from './check-detail.module.css';

interface CheckDetailProps {
  orgId: string;
  check: CheckState;
  past: string | null;
  onDirty: (dirty: boolean) => void;
  onSaved: () => void;
}

export function CheckDetail({ orgId, check, past, onDirty, onSaved }: CheckDetailProps) {
  const api = useApi();
  const { info } = check;
  return (
    <div className={classes.detail}>
      <div className={classes.tags}>
        <Tag>{info.category === 'posture' ? 'Posture' : 'Threat'}</Tag>
        {info.weight > 0 && <Tag>Weight {info.weight} in the score</Tag>}
      </div>
      <Text>{info.finds}</Text>
      <LastResult orgId={orgId} check={check} />
      <Part title="Settings">
        {/* Saved elsewhere, or by this form: begins again from what is in force. */}
        <CheckSettings
          key={JSON.stringify([check.values, check.enabled])}
          orgId={orgId}
          check={check}
          past={past}
          onDirty={onDirty}
          onSaved={onSaved}
        />
      </Part>
      <Part title="Why it matters">
        <Text size="sm">{info.matters}</Text>
      </Part>
      <Part title="Severity">
        <Text size="sm">{info.severityRule}</Text>
      </Part>
      <Part title="What to do about a finding">
        <ol className={classes.steps}>
          {info.remediation.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Part>
      <Part title="Data it needs">
        <ul className={classes.steps}>
          {info.needs.map(({ stream, fields, without }) => (
            <li key={stream}>
              {streamTitle(stream)}
              {fields.length > 0 && ` (${fields.join(', ')})`}
              <Text size="sm" c="dimmed">
                {without === null ? 'Without it the check is not evaluated.' : `Without it: ${without}`}
              </Text>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="What a finding shows">
        <dl className={classes.evidence}>
          {Object.entries(info.evidence).map(([key, words]) => (
            <div key={key}>
              <dt>
                <Code>{key}</Code>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </Part>
      {info.references.length > 0 && (
        <Part title="References">
          <TechniqueLinks references={info.references} onOpen={(id) => void api.app.openTechnique({ id })} />
        </Part>
      )}
      {info.alsoKnownAs.length > 0 && (
        <Part title="Also known as">
          <Text size="sm">{info.alsoKnownAs.join(', ')}</Text>
        </Part>
      )}
      <Text size="xs" c="dimmed">
        Its name in exports and on the command line: <Code>{info.id}</Code>
      </Text>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** What became of it: over what it was evaluated, or why it was not and where that is put right. */
function LastResult({ orgId, check }: { orgId: string; check: CheckState }) {
  const { result, info, open, enabled } = check;
  const { label, tone, detail } = resultWords(check);
  if (enabled && result?.status === 'not-evaluated') {
    return (
      <Note tone="warning" title="Not evaluated">
        {detail} What the run-as user may read is granted in the{' '}
        <Anchor href={toHash(orgRoute(orgId, 'setup'))} size="sm" underline="always">
          setup checklist
        </Anchor>
        ; what a collection could not read is in{' '}
        <Anchor href={toHash(orgRoute(orgId, 'details'))} size="sm" underline="always">
          its log
        </Anchor>
        .
      </Note>
    );
  }
  return (
    <div className={classes.result}>
      <div>
        <Status tone={tone}>{label}</Status>
        {detail !== null && <span className={classes.quiet}> over {detail}</span>}
        {result && (
          <span className={classes.quiet}>
            , <Time iso={result.evaluatedAt} />
          </span>
        )}
      </div>
      <div className={classes.open}>
        <SeverityNumbers counts={open} none="No open findings" />
        {countAll(open) > 0 && (
          <Anchor href={toHash(orgRoute(orgId, 'findings', { check: info.id }))} size="sm">
            Show them
          </Anchor>
        )}
      </div>
      {result && result.notes.length > 0 && (
        <ul className={classes.steps}>
          {result.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
