import { Anchor, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IdleRule } from '../../../../shared/model/idle-rule';
import type { SeatTableRow } from '../../../../shared/model/licenses';
import { useLoad } from '../../../api/use-load';
import { AccessTags } from '../../../ui/access-tags';
import { formatMoney, formatNumber, NO_VALUE } from '../../../ui/format';
import { ArrowRightIcon } from '../../../ui/icons';
import { IntegrationMark } from '../../../ui/integration-mark';
import { LeaveLine } from '../../../ui/leave-line';
import { orgRoute, toHash } from '../../../ui/routing/route';
import { ErrorState, LoadingState } from '../../../ui/states';
import { Tag } from '../../../ui/status';
import { Time } from '../../../ui/time';
import { useMark } from '../../../ui/use-mark';
import { REASON_WORDS } from '../license-words';
import { DECISION_WORDS, KIND_WORDS, whyIdle } from './seat-words';
import classes from './seats.module.css';

interface SeatEvidenceProps {
  orgId: string;
  seat: SeatTableRow;
  rule: IdleRule;
  asOf: string | null;
  /** Renews what is read of the person. */
  version: number;
  /** Why nothing can be changed now; null: it can. */
  past: string | null;
  onChange: () => void;
  /** What can be done, under the reason. */
  children: ReactNode;
}

/** Everything that speaks for or against a seat being idle. */
export function SeatEvidence({
  orgId,
  seat,
  rule,
  asOf,
  version,
  past,
  onChange,
  children,
}: SeatEvidenceProps) {
  const reason = REASON_WORDS[seat.reason];
  return (
    <>
      <div className={classes.tags}>
        <Tag tone={reason.tone}>{reason.label}</Tag>
        <Text size="sm" fw={550}>
          {seat.license}
        </Text>
        <Text size="sm" c="dimmed">
          {KIND_WORDS[seat.licenseKind]}
        </Text>
      </div>
      <Text size="sm" mt={8} mb="md">
        {whyIdle(seat, rule)}
      </Text>
      <DecisionMade seat={seat} />
      {children}

      <Section title="Use">
        <dl className={classes.facts}>
          <dt>Days idle</dt>
          <dd>{seat.daysIdle === null ? 'Never used' : formatNumber(seat.daysIdle)}</dd>
          <dt>Last login, by User</dt>
          <dd>
            <Time iso={seat.userLastLoginAt} empty="Never" />
          </dd>
          <dt>Newest stored login</dt>
          <dd>
            <Time iso={seat.storedLoginAt} empty="None stored" />
          </dd>
          {seat.isIntegration && (
            <>
              <dt>Last API use</dt>
              <dd>
                <Time iso={seat.lastApiUseAt} empty="None seen" />
              </dd>
            </>
          )}
          <dt>Logins</dt>
          <dd className="sw-numbers">
            {formatNumber(seat.logins30d)} in 30 days, {formatNumber(seat.logins90d)} in 90,{' '}
            {formatNumber(seat.logins180d)} in 180
          </dd>
          <dt>Failed logins</dt>
          <dd className="sw-numbers">{formatNumber(seat.failedLogins30d)} in 30 days</dd>
          <dt>Access</dt>
          <dd>
            <AccessTags access={seat.access} empty="Nothing seen in 180 days" />
          </dd>
        </dl>
      </Section>

      <Section title="Person">
        <dl className={classes.facts}>
          <dt>Username</dt>
          <dd>{seat.username}</dd>
          <dt>Email</dt>
          <dd>{seat.email ?? NO_VALUE}</dd>
          <dt>Profile</dt>
          <dd>{seat.profile ?? NO_VALUE}</dd>
          <dt>Department</dt>
          <dd>{seat.department ?? NO_VALUE}</dd>
          <dt>Manager</dt>
          <dd>
            {seat.manager ?? NO_VALUE}
            {seat.managerEmail && (
              <Text size="xs" c="dimmed">
                {seat.managerEmail}
              </Text>
            )}
          </dd>
          <dt>Country</dt>
          <dd>{seat.country ?? NO_VALUE}</dd>
          <dt>Created</dt>
          <dd>
            <Time iso={seat.createdAt} dateOnly />
          </dd>
        </dl>
        <Anchor
          size="sm"
          className={classes.link}
          href={toHash(orgRoute(orgId, 'users', { user: seat.userId }))}
        >
          Open this user <ArrowRightIcon size={14} />
        </Anchor>
      </Section>

      <Section title="Kind of user and leave">
        <Standing
          orgId={orgId}
          userId={seat.userId}
          asOf={asOf}
          version={version}
          past={past}
          onChange={onChange}
        />
      </Section>

      <Section title="Cost">
        <Text size="sm">
          {seat.annualSaving === null
            ? 'No price was entered for this license.'
            : `${formatMoney(seat.annualSaving, seat.currency)} per year, ${formatMoney(seat.monthlyPrice, seat.currency)} per month.`}
        </Text>
      </Section>

      <Section title="Licenses held">
        <ul className={classes.list}>
          {seat.licensesHeld
            .split('; ')
            .filter(Boolean)
            .map((label) => (
              <li key={label}>{label}</li>
            ))}
        </ul>
      </Section>
    </>
  );
}

function DecisionMade({ seat }: { seat: SeatTableRow }) {
  if (seat.decision === null) return null;
  const words = DECISION_WORDS[seat.decision];
  return (
    <div className={classes.decided}>
      <span>
        <Tag tone={words.tone}>{words.label}</Tag>
      </span>
      {seat.decisionNote && <Text size="sm">{seat.decisionNote}</Text>}
      <Text size="xs" c="dimmed">
        {seat.decidedBy}, <Time iso={seat.decidedAt} />
      </Text>
    </div>
  );
}

/** Whether this is an integration user, and whether the person is on leave: what only the admin knows. */
function Standing({
  orgId,
  userId,
  asOf,
  version,
  past,
  onChange,
}: {
  orgId: string;
  userId: string;
  asOf: string | null;
  version: number;
  past: string | null;
  onChange: () => void;
}) {
  const { data, error, reload } = useLoad(JSON.stringify([orgId, userId, asOf, version]), (api) =>
    api.licenses.person({ orgId, userId, asOf }),
  );
  const { mark, busy } = useMark(orgId, userId, onChange);
  if (error) return <ErrorState error={error} title="This could not be loaded" onRetry={reload} />;
  if (data === undefined) return <LoadingState shape="spinner" label="Loading more about the person" />;
  if (data === null) return <Text size="sm">The user is not in the data any more.</Text>;
  return (
    <>
      <IntegrationMark facts={data} busy={busy} reason={past} onMark={mark} />
      <Text size="sm" mt="sm">
        <LeaveLine leave={data.leave} />
      </Text>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <div className={classes.sectionBody}>{children}</div>
    </section>
  );
}
