import { SegmentedControl, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { SEVERITIES, type Severity, type SeverityCounts } from '../../../shared/model/checks';
import { formatNumber, NO_VALUE } from '../../ui/format';
import { SEVERITY_WORDS, SeverityDot, severityCountWords } from '../../ui/severity';
import { useGradually } from '../../ui/use-gradually';
import {
  countOf,
  GROUPINGS,
  severityCountsOf,
  type Facets,
  type Filters,
  type Grouping,
} from './finding-filters';
import type { FindingsStore } from './findings-store';
import classes from './findings.module.css';

const GROUPING_WORDS: Record<Grouping, string> = { check: 'Check', user: 'User', severity: 'Severity' };

interface Group {
  key: string;
  label: string;
  more: string | null;
  counts: SeverityCounts;
  count: number;
  chosen: boolean;
  choose: () => void;
}

/** The findings in groups, with how many are in each; a click leaves only those. */
export function GroupsRail({ store }: { store: FindingsStore }) {
  const grouping = useStore(store, (s) => s.grouping);
  const facets = useStore(store, (s) => s.facets);
  const filters = useStore(store, (s) => s.filters);
  return (
    <section className={classes.rail} aria-label="Groups of findings">
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Group by"
        data={GROUPINGS.map((value) => ({ value, label: GROUPING_WORDS[value] }))}
        value={grouping}
        onChange={(value) => store.getState().setGrouping(GROUPINGS.find((one) => one === value) ?? 'check')}
      />
      {facets && <Groups groups={groupsOf(store, facets, filters, grouping)} />}
      {grouping === 'user' && facets?.byUser.length === MOST_USERS && (
        <Text size="xs" c="dimmed" px={10}>
          The {MOST_USERS} users with the worst findings. Search for others by name.
        </Text>
      )}
    </section>
  );
}

/** As many users as an answer tells. */
const MOST_USERS = 100;

function Groups({ groups }: { groups: readonly Group[] }) {
  const drawn = useGradually(groups.length, 24);
  return (
    <ul className={classes.groups}>
      {groups.slice(0, drawn).map((group) => (
        <li key={group.key}>
          <UnstyledButton
            className={classes.group}
            aria-pressed={group.chosen}
            title={severityCountWords(group.counts)}
            onClick={group.choose}
          >
            <Worst counts={group.counts} />
            <span className={classes.groupWords}>
              <span className={classes.groupLabel}>{group.label}</span>
              {group.more !== null && <span className={classes.groupMore}>{group.more}</span>}
            </span>
            <span className={classes.groupCount}>{formatNumber(group.count)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

/** A dot of the worst there is; its words are in the row's tooltip. */
function Worst({ counts }: { counts: SeverityCounts }): ReactNode {
  const worst = SEVERITIES.find((severity) => counts[severity] > 0);
  return worst && <SeverityDot severity={worst} />;
}

function groupsOf(store: FindingsStore, facets: Facets, filters: Filters, grouping: Grouping): Group[] {
  const { setFilters } = store.getState();
  const { severities, checks, subject } = filters;
  if (grouping === 'severity') {
    return SEVERITIES.map((severity): Group => {
      const chosen = severities.includes(severity);
      const counts = {
        critical: 0,
        high: 0,
        medium: 0,
        low: 0,
        info: 0,
        [severity]: facets.counts[severity],
      };
      return {
        key: severity,
        label: SEVERITY_WORDS[severity],
        more: null,
        counts,
        count: facets.counts[severity],
        chosen,
        choose: () => setFilters({ severities: chosen && severities.length === 1 ? [] : [severity] }),
      };
    });
  }
  const groups =
    grouping === 'check'
      ? facets.byCheck.map(({ check, title, counts }): Group => {
          const chosen = checks.includes(check);
          return {
            key: check,
            label: title,
            more: null,
            counts,
            count: countOf(counts, severities),
            chosen,
            choose: () => setFilters({ checks: chosen && checks.length === 1 ? [] : [check] }),
          };
        })
      : facets.byUser.map(({ userId, name, username, counts }): Group => {
          const chosen = subject?.kind === 'user' && subject.value === userId;
          const label = name ?? username ?? userId;
          return {
            key: userId,
            label,
            more: name === null ? null : username,
            counts,
            count: countOf(counts, severities),
            chosen,
            choose: () => setFilters({ subject: chosen ? null : { kind: 'user', value: userId, label } }),
          };
        });
  return groups.filter(({ count, chosen }) => count > 0 || chosen);
}

/** The severities as switches, with how many there are of each among what the other filters leave. */
export function SeverityChips({ store }: { store: FindingsStore }) {
  const filters = useStore(store, (s) => s.filters);
  const grouping = useStore(store, (s) => s.grouping);
  const facets = useStore(store, (s) => s.facets);
  const counts = facets && severityCountsOf(facets, filters, grouping);
  const { severities } = filters;
  const toggle = (severity: Severity) =>
    store.getState().setFilters({
      severities: severities.includes(severity)
        ? severities.filter((one) => one !== severity)
        : SEVERITIES.filter((one) => one === severity || severities.includes(one)),
    });
  return (
    <div className={classes.chips} role="group" aria-label="Severity">
      {SEVERITIES.map((severity) => (
        <UnstyledButton
          key={severity}
          className={classes.chip}
          data-none={counts?.[severity] === 0 || undefined}
          aria-pressed={severities.includes(severity)}
          onClick={() => toggle(severity)}
        >
          <span className={classes.chipCount}>{counts ? formatNumber(counts[severity]) : NO_VALUE}</span>
          <span className={classes.chipLabel}>
            <SeverityDot severity={severity} />
            {SEVERITY_WORDS[severity]}
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}
