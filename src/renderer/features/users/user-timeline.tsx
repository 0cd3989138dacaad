import { Anchor, Button, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { Severity } from '../../../shared/model/checks';
import type { OrgSummary } from '../../../shared/model/org';
import type { TimelineEntry } from '../../../shared/model/sign-in-map';
import { useAsOf, useFeatureStore } from '../../api/services';
import { useCalmStore } from '../../api/use-calm-store';
import { SeverityTag } from '../../ui/severity';
import { Note } from '../../ui/note';
import { orgRoute, toHash } from '../../ui/routing/route';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { Tag } from '../../ui/status';
import { Time, useZone } from '../../ui/time';
import { createTimelineStore } from './timeline-store';
import { byDay, ENTRY_WORDS, repeatWords } from './timeline-words';
import classes from './users.module.css';

/** What is known of one user, newest first: sign-ins, verifications, findings, changes, Setup, apps. */
export function UserTimeline({ org, userId }: { org: OrgSummary; userId: string }) {
  const store = useFeatureStore((api) => createTimelineStore(api, { orgId: org.id, userId }));
  const { entries, next, loading, loaded, error, reload, more } = useCalmStore(store, (s) => s);
  const zone = useZone();
  const past = useAsOf(org.id);
  useEffect(() => store.getState().reload(), [store, org.dataAsOf]);

  if (!loaded && error)
    return <ErrorState error={error} title="The timeline could not be loaded" onRetry={reload} />;
  if (!loaded) return <LoadingState shape="table" label="Loading the timeline" />;
  if (entries.length === 0)
    return (
      <EmptyState title="Nothing is known yet">
        No sign-in, change or finding of this user is stored.
      </EmptyState>
    );
  return (
    <div className={classes.timeline}>
      {past !== null && (
        <Note>The timeline always tells all that is known, whatever moment you look back to.</Note>
      )}
      {byDay(entries, zone).map(({ day, entries: some }) => (
        <section key={day} className={classes.section} aria-label={day}>
          <Title order={3} size="h5">
            {day}
          </Title>
          <ol className={classes.logins}>
            {some.map((entry, i) => (
              <Entry key={i} entry={entry} orgId={org.id} />
            ))}
          </ol>
        </section>
      ))}
      {error && (
        <Note tone="problem" title={error.message} live>
          {error.fix}
        </Note>
      )}
      {next === null ? (
        <Text size="sm" c="dimmed" mt="md">
          That is all that is stored.
        </Text>
      ) : (
        <Button variant="default" mt="md" loading={loading} onClick={more}>
          {error ? 'Try again' : 'Show older'}
        </Button>
      )}
    </div>
  );
}

function Entry({ entry, orgId }: { entry: TimelineEntry; orgId: string }) {
  const zone = useZone();
  const severity = Severity.safeParse(entry.severity);
  const repeated = repeatWords(entry, zone);
  return (
    <li className={classes.login}>
      <span className={classes.entryTitle}>
        {entry.findingId === null ? (
          entry.title
        ) : (
          <Anchor size="sm" href={toHash(orgRoute(orgId, 'findings', { finding: String(entry.findingId) }))}>
            {entry.title}
          </Anchor>
        )}
      </span>
      {severity.success ? (
        <SeverityTag severity={severity.data} />
      ) : (
        <Tag tone={ENTRY_WORDS[entry.kind].tone}>{ENTRY_WORDS[entry.kind].label}</Tag>
      )}
      <span className={classes.loginMeta}>
        <Time iso={entry.at} timeOnly />
        {[repeated, ...entry.details].filter(Boolean).map((detail, i) => (
          <span key={i}>{` · ${detail}`}</span>
        ))}
      </span>
    </li>
  );
}
