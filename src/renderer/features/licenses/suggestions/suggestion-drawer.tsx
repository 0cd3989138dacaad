import { Anchor, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Suggestion } from '../../../../shared/model/suggestions';
import { formatMoney, formatNumber, NO_VALUE } from '../../../ui/format';
import { ArrowRightIcon } from '../../../ui/icons';
import { orgRoute, toHash } from '../../../ui/routing/route';
import { Tag } from '../../../ui/status';
import { SideDrawer } from '../../../ui/table-drawer';
import { Time } from '../../../ui/time';
import { tabRoute } from '../license-tabs';
import { KIND_WORDS, insteadWords } from './suggestion-words';
import type { SuggestionsStore } from './suggestions-store';
import classes from './suggestions.module.css';

/** One suggestion: what was seen, and what to look at before doing anything. */
export function SuggestionDrawer({ store, orgId }: { store: SuggestionsStore; orgId: string }) {
  const row = useStore(store, (s) => s.opened);
  return (
    <SideDrawer
      opened={row !== null}
      onClose={store.getState().close}
      size={520}
      title={row?.name || 'Suggestion'}
    >
      {row && <Details row={row} orgId={orgId} />}
    </SideDrawer>
  );
}

function Details({ row, orgId }: { row: Suggestion; orgId: string }) {
  const words = KIND_WORDS[row.kind];
  return (
    <>
      <div className={classes.kind}>
        <Tag tone="info">{words.label}</Tag>
      </div>
      <Text size="sm" mt={8}>
        {words.meaning}
      </Text>
      <dl className={classes.change}>
        <dt>Now</dt>
        <dd>{row.from.name}</dd>
        <dt>Instead</dt>
        <dd>{sentence(insteadWords(row))}</dd>
        <dt>Saving</dt>
        <dd>
          {row.annualSaving === null ? (
            <>
              Not known: <Anchor href={toHash(tabRoute(orgId, 'table'))}>enter the prices</Anchor> of both
            </>
          ) : (
            `${formatMoney(row.annualSaving, row.currency)} per year`
          )}
        </dd>
      </dl>

      <Section title="What was seen">
        <List items={row.evidence} />
      </Section>
      <Section title="What to check first">
        <List items={row.check} />
        <Text size="xs" c="dimmed" mt={10}>
          This is a suggestion, not a fact. Seatwatch changes nothing in the org.
        </Text>
      </Section>

      <Section title="Person">
        <dl className={classes.facts}>
          <dt>Username</dt>
          <dd>{row.username}</dd>
          <dt>Profile</dt>
          <dd>{row.profile ?? NO_VALUE}</dd>
          <dt>Last login</dt>
          <dd>
            <Time iso={row.lastLoginAt} empty="Never" />
          </dd>
          <dt>Logins</dt>
          <dd className="sw-numbers">{formatNumber(row.logins90d)} in 90 days</dd>
        </dl>
        <Anchor
          size="sm"
          className={classes.link}
          href={toHash(orgRoute(orgId, 'users', { user: row.userId }))}
        >
          Open this user <ArrowRightIcon size={14} />
        </Anchor>
      </Section>
    </>
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function List({ items }: { items: readonly string[] }) {
  return (
    <ul className={classes.list}>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={3} size="h5" mb={8}>
        {title}
      </Title>
      {children}
    </section>
  );
}
