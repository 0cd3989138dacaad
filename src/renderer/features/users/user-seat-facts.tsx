import { Anchor, Button, Text, Title } from '@mantine/core';
import type { OrgSummary } from '../../../shared/model/org';
import type { PersonFacts } from '../../../shared/model/reclaim';
import { useAsOf } from '../../api/services';
import { useLoad } from '../../api/use-load';
import { AccessTags } from '../../ui/access-tags';
import { formatNumber, NO_VALUE } from '../../ui/format';
import { IntegrationMark } from '../../ui/integration-mark';
import { LeaveLine } from '../../ui/leave-line';
import { usePastReason } from '../../ui/look-back';
import { orgRoute, toHash } from '../../ui/routing/route';
import { LoadingState } from '../../ui/states';
import { Time } from '../../ui/time';
import { useMark } from '../../ui/use-mark';
import classes from './users.module.css';

/** What decides whether somebody's seats are idle: logins, kinds of access, integration user or not, leave. */
export function UserSeatFacts({ org, userId }: { org: OrgSummary; userId: string }) {
  const { id: orgId } = org;
  const asOf = useAsOf(orgId);
  const { data, error, reload } = useLoad(JSON.stringify([orgId, userId, asOf, org.dataAsOf]), (api) =>
    api.licenses.person({ orgId, userId, asOf }),
  );
  return (
    <section className={classes.section} aria-label="Use of licenses">
      <Title order={3} size="h5" mb={8}>
        Use of licenses
      </Title>
      {error && (
        <div role="alert">
          <Text size="sm" mb={6}>
            {error.message} {error.fix}
          </Text>
          <Button size="compact-sm" variant="default" onClick={reload}>
            Try again
          </Button>
        </div>
      )}
      {data === undefined && !error && <LoadingState shape="spinner" label="Loading the use of licenses" />}
      {data && <Facts orgId={orgId} userId={userId} facts={data} onChange={reload} />}
      {data === null && (
        <Text size="sm" c="dimmed">
          Nothing is known of this user at that moment.
        </Text>
      )}
    </section>
  );
}

interface FactsProps {
  orgId: string;
  userId: string;
  facts: PersonFacts;
  onChange: () => void;
}

function Facts({ orgId, userId, facts, onChange }: FactsProps) {
  const { mark, busy } = useMark(orgId, userId, onChange);
  const past = usePastReason(orgId, 'Marks are of');
  return (
    <>
      <dl className={classes.facts}>
        <dt>Last login, by User</dt>
        <dd>
          <Time iso={facts.userLastLoginAt} empty="Never" />
        </dd>
        <dt>Newest stored login</dt>
        <dd>
          <Time iso={facts.storedLoginAt} empty="None stored" />
        </dd>
        {facts.isIntegration && (
          <>
            <dt>Last API use</dt>
            <dd>
              <Time iso={facts.lastApiUseAt} empty="None seen" />
            </dd>
          </>
        )}
        <dt>Logins</dt>
        <dd className="sw-numbers">
          {formatNumber(facts.logins30d)} in 30 days, {formatNumber(facts.logins90d)} in 90,{' '}
          {formatNumber(facts.logins180d)} in 180
        </dd>
        <dt>Access</dt>
        <dd>
          <AccessTags access={facts.access} empty="Nothing seen in 180 days" />
        </dd>
        <dt>Department</dt>
        <dd>{facts.department ?? NO_VALUE}</dd>
        <dt>Manager</dt>
        <dd>
          {facts.managerId !== null && facts.manager !== null ? (
            <Anchor size="sm" href={toHash(orgRoute(orgId, 'users', { user: facts.managerId }))}>
              {facts.manager}
            </Anchor>
          ) : (
            (facts.manager ?? NO_VALUE)
          )}
        </dd>
        <dt>Country</dt>
        <dd>{facts.country ?? NO_VALUE}</dd>
        <dt>Leave</dt>
        <dd>
          <LeaveLine leave={facts.leave} />{' '}
          <Anchor size="sm" href={toHash(orgRoute(orgId, 'licenses', { tab: 'seats', leave: 'list' }))}>
            People on leave
          </Anchor>
        </dd>
        <dt>Kind of user</dt>
        <dd>
          <IntegrationMark facts={facts} busy={busy} reason={past} onMark={mark} />
        </dd>
      </dl>
    </>
  );
}
