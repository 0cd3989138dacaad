import { Anchor, Button, Text, Title } from '@mantine/core';
import type { OrgSummary } from '../../../shared/model/org';
import type { UserTableRow } from '../../../shared/model/users';
import { useLoad } from '../../api/use-load';
import { changeSentence, CHANGE_KIND_WORDS } from '../../ui/change-words';
import { formatCount } from '../../ui/format';
import { orgRoute, toHash } from '../../ui/routing/route';
import { LoadingState } from '../../ui/states';
import { Tag } from '../../ui/status';
import { Time, useZone } from '../../ui/time';
import classes from './users.module.css';

const LIMIT = 15;

/** What became of one person between collections, newest first. */
export function UserHistory({ org, user }: { org: OrgSummary; user: Pick<UserTableRow, 'id' | 'name'> }) {
  const zone = useZone();
  const { data, error, reload } = useLoad(`${org.id}/${user.id}/${org.dataAsOf}`, (api) =>
    api.review.changes({ orgId: org.id, userId: user.id, limit: LIMIT }),
  );
  return (
    <section className={classes.section} aria-label="History">
      <Title order={3} size="h5">
        History
      </Title>
      {error && (
        <div role="alert">
          <Text size="sm" mt={6} mb={6}>
            {error.message} {error.fix}
          </Text>
          <Button size="compact-sm" variant="default" onClick={reload}>
            Try again
          </Button>
        </div>
      )}
      {!data && !error && <LoadingState shape="spinner" label="Loading the history" />}
      {data && data.rows.length === 0 && (
        <Text size="sm" c="dimmed" mt={6}>
          {data.trackedSince === null ? (
            'Changes are known from the second collection on.'
          ) : (
            <>
              No changes since <Time iso={data.trackedSince} dateOnly />.
            </>
          )}
        </Text>
      )}
      {data && data.rows.length > 0 && (
        <>
          <ol className={classes.logins}>
            {data.rows.map((change) => {
              const words = CHANGE_KIND_WORDS[change.kind];
              const sentence = changeSentence(change, zone);
              // The row is the person: no need to name it again.
              const about =
                change.label === user.name ? change.streamTitle : `${change.streamTitle}: ${change.label}`;
              return (
                <li key={change.id} className={classes.login}>
                  <span>{sentence || about}</span>
                  <Tag tone={words.tone}>{words.label}</Tag>
                  <span className={classes.loginMeta}>
                    <Time iso={change.at} />
                    {sentence && ` · ${about}`}
                  </span>
                </li>
              );
            })}
          </ol>
          {data.total > data.rows.length && (
            <Anchor
              size="sm"
              href={toHash(orgRoute(org.id, 'changes', { run: 'all', user: user.id, name: user.name }))}
            >
              All {formatCount(data.total, 'change')}
            </Anchor>
          )}
        </>
      )}
    </section>
  );
}
