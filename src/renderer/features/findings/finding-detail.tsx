import { Anchor, Button, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CheckInfo } from '../../../shared/model/checks';
import type { Finding, FindingDetail as Detail } from '../../../shared/model/findings';
import { useApi } from '../../api/services';
import { formatCount } from '../../ui/format';
import { Note } from '../../ui/note';
import { orgRoute, toHash } from '../../ui/routing/route';
import { Facts } from '../../ui/section';
import { SeverityTag } from '../../ui/severity';
import { Tag } from '../../ui/status';
import { TechniqueLinks } from '../../ui/technique-links';
import { Time, useZone } from '../../ui/time';
import { EvidenceList } from './evidence-list';
import type { Subject } from './finding-filters';
import { EVENT_WORDS, RESOLVED_WORDS, STATUS_WORDS, TARGET_WORDS, untilWords } from './finding-words';
import { subjectsOf } from './mute-dialog';
import classes from './finding-detail.module.css';

interface FindingDetailProps {
  orgId: string;
  detail: Detail;
  /** The check's definition; undefined: not known (yet). */
  check: CheckInfo | undefined;
  /** Leaves only findings about somebody or something. */
  onOnly: (subject: Subject) => void;
  /** Buttons: what can be done with it. */
  children: ReactNode;
}

/** One finding: what it says, on what it is based, why it matters, what to do, and what became of it. */
export function FindingDetail({ orgId, detail, check, onOnly, children }: FindingDetailProps) {
  const api = useApi();
  const { finding, history } = detail;
  return (
    <div className={classes.detail}>
      <div className={classes.tags}>
        <SeverityTag severity={finding.severity} />
        <Tag tone={STATUS_WORDS[finding.status].tone}>{STATUS_WORDS[finding.status].label}</Tag>
        {finding.muted && <Tag>Muted</Tag>}
      </div>
      <Text className={classes.summary}>{finding.summary}</Text>
      <StatusNote finding={finding} />
      <div className={classes.buttons}>{children}</div>
      <Facts facts={aboutFacts(orgId, finding)} />
      <div className={classes.only}>
        {subjectsOf(finding).map((subject) => (
          <Button key={subject.kind} size="compact-sm" variant="default" onClick={() => onOnly(subject)}>
            Only findings about {TARGET_WORDS[subject.kind].only}
          </Button>
        ))}
      </div>

      <Part title="Evidence">
        <EvidenceList
          evidence={finding.evidence}
          words={check?.evidence ?? {}}
          onCopy={(text) => api.app.copyText({ text })}
        />
      </Part>
      {check && (
        <>
          <Part title="Why it matters">
            <Text size="sm">{check.matters}</Text>
            <Text size="sm" c="dimmed" mt={6}>
              Severity: {check.severityRule}
            </Text>
          </Part>
          <Part title="What to do">
            <ol className={classes.steps}>
              {check.remediation.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </Part>
          {check.references.length > 0 && (
            <Part title="References">
              <TechniqueLinks
                references={check.references}
                onOpen={(id) => void api.app.openTechnique({ id })}
              />
            </Part>
          )}
        </>
      )}
      <Part title="History">
        <ol className={classes.history}>
          {[...history].reverse().map((event, index) => (
            <li key={`${event.at}/${event.kind}/${String(index)}`}>
              <div>
                <strong>{EVENT_WORDS[event.kind]}</strong>
                {event.by !== null && <> by {event.by}</>}
              </div>
              {event.note !== null && <div>{event.note}</div>}
              <Text size="xs" c="dimmed">
                <Time iso={event.at} />
              </Text>
            </li>
          ))}
        </ol>
      </Part>
      <Text size="sm">
        <Anchor href={toHash(orgRoute(orgId, 'checks', { check: finding.check }))} size="sm">
          The check “{finding.title}” and its settings
        </Anchor>
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

/** What was decided about it, or why it is no longer open. */
function StatusNote({ finding }: { finding: Finding }) {
  const zone = useZone();
  const { status, acknowledgement, resolvedAt, resolvedReason } = finding;
  if (status === 'acknowledged' && acknowledgement) {
    const { by, at, reason, until } = acknowledgement;
    return (
      <Note
        title={
          <>
            Acknowledged {untilWords(until, zone)} by {by}, <Time iso={at} dateOnly />
          </>
        }
      >
        {reason}
      </Note>
    );
  }
  if (status === 'resolved' && resolvedReason) {
    return (
      <Note tone="success" title={RESOLVED_WORDS[resolvedReason]}>
        Resolved by itself, <Time iso={resolvedAt} />.
      </Note>
    );
  }
  return null;
}

function aboutFacts(orgId: string, finding: Finding) {
  const { userId, name, username, ip, app, firstSeenAt, lastSeenAt, occurrences, foundAt } = finding;
  return [
    ...(userId === null
      ? []
      : [
          {
            name: 'User',
            value: (
              <>
                <Anchor href={toHash(orgRoute(orgId, 'users', { user: userId }))} size="sm">
                  {name ?? username ?? userId}
                </Anchor>
                {name !== null && username !== null && <div className={classes.quiet}>{username}</div>}
              </>
            ),
          },
        ]),
    ...(ip === null ? [] : [{ name: 'Address', value: ip }]),
    ...(app === null ? [] : [{ name: 'App', value: app }]),
    { name: 'First seen', value: <Time iso={firstSeenAt} /> },
    { name: 'Last seen', value: <Time iso={lastSeenAt} /> },
    { name: 'Found by Seatwatch', value: <Time iso={foundAt} /> },
    ...(occurrences > 0 ? [{ name: 'Seen', value: formatCount(occurrences, 'time') }] : []),
  ];
}
