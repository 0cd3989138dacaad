import { Anchor, Text, Title } from '@mantine/core';
import type { Decision, DecisionRow } from '../../../../shared/model/reclaim';
import { formatMoney, formatNumber, NO_VALUE } from '../../../ui/format';
import { ArrowRightIcon } from '../../../ui/icons';
import { orgRoute, toHash } from '../../../ui/routing/route';
import { Tag } from '../../../ui/status';
import { SideDrawer } from '../../../ui/table-drawer';
import { Time, useZone } from '../../../ui/time';
import { REASON_WORDS } from '../license-words';
import { DecideButtons } from '../seats/decide-buttons';
import { DECISION_WORDS, KIND_WORDS } from '../seats/seat-words';
import { outcomeWords } from './decision-words';
import { refOfDecision } from './decisions-store';
import classes from '../seats/seats.module.css';

interface DecisionDrawerProps {
  orgId: string;
  row: DecisionRow | null;
  /** Why nothing can be decided now; null: it can. */
  past: string | null;
  onDecide: (row: DecisionRow, decision: Decision) => void;
  onCleared: () => void;
  onClose: () => void;
  /** As in `SideDrawer`. */
  closeOnEscape: boolean;
}

/** One decision: what was decided, what the seat was like then, and what became of it. */
export function DecisionDrawer({ row, onClose, closeOnEscape, ...rest }: DecisionDrawerProps) {
  return (
    <SideDrawer
      opened={row !== null}
      onClose={onClose}
      closeOnEscape={closeOnEscape}
      size={480}
      title={row?.name ?? 'Decision'}
    >
      {row && <Details row={row} {...rest} />}
    </SideDrawer>
  );
}

function Details({
  orgId,
  row,
  past,
  onDecide,
  onCleared,
}: Omit<DecisionDrawerProps, 'row' | 'onClose' | 'closeOnEscape'> & { row: DecisionRow }) {
  const words = DECISION_WORDS[row.decision];
  const outcome = outcomeWords(row, useZone());
  return (
    <>
      <div className={classes.tags}>
        <Tag tone={words.tone}>{words.label}</Tag>
        <Text size="sm" fw={550}>
          {row.license}
        </Text>
        <Text size="sm" c="dimmed">
          {KIND_WORDS[row.kind]}
        </Text>
      </div>
      {row.note && (
        <Text size="sm" mt={8}>
          {row.note}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={4} mb="md">
        {row.decidedBy}, <Time iso={row.decidedAt} />
      </Text>
      <div className={classes.buttons}>
        <DecideButtons
          orgId={orgId}
          past={past}
          onDecide={row.outcome === 'reclaimed' ? undefined : (decision) => onDecide(row, decision)}
          clears={() => Promise.resolve({ seats: [refOfDecision(row)] })}
          onCleared={onCleared}
        />
      </div>

      <section className={classes.section}>
        <Title order={3} size="h5">
          Outcome
        </Title>
        <dl className={`${classes.facts} ${classes.sectionBody}`}>
          <dt>Now</dt>
          <dd>
            <Tag tone={outcome.tone}>{outcome.label}</Tag>
            <Text size="xs" c="dimmed" mt={2}>
              {outcome.meaning}
            </Text>
          </dd>
          <dt>When decided</dt>
          <dd>
            {row.reason === null ? 'Not idle' : REASON_WORDS[row.reason].label}
            {row.daysIdle !== null && `, ${formatNumber(row.daysIdle)} days idle`}
          </dd>
          <dt>Worth per year</dt>
          <dd>
            {row.annualPrice === null ? 'No price entered' : formatMoney(row.annualPrice, row.currency)}
          </dd>
          <dt>Saved so far</dt>
          <dd>{row.outcome === 'open' ? NO_VALUE : formatMoney(row.savedSoFar, row.currency)}</dd>
        </dl>
      </section>

      <section className={classes.section}>
        <Title order={3} size="h5">
          Person
        </Title>
        <dl className={`${classes.facts} ${classes.sectionBody}`}>
          <dt>Username</dt>
          <dd>{row.username}</dd>
          <dt>Department</dt>
          <dd>{row.department ?? NO_VALUE}</dd>
          <dt>Manager</dt>
          <dd>
            {row.manager ?? NO_VALUE}
            {row.managerEmail && (
              <Text size="xs" c="dimmed">
                {row.managerEmail}
              </Text>
            )}
          </dd>
        </dl>
        <Anchor
          size="sm"
          className={classes.link}
          href={toHash(orgRoute(orgId, 'users', { user: row.userId }))}
        >
          Open this user <ArrowRightIcon size={14} />
        </Anchor>
      </section>
    </>
  );
}
