import { Anchor, Text } from '@mantine/core';
import type { QuotaSnapshot } from '../../../shared/model/quota';
import { SectionCard } from '../../ui/chart-card';
import { Gauge } from '../../ui/chart-gauge';
import { formatNumber, formatPercent } from '../../ui/format';
import { orgRoute, toHash } from '../../ui/routing/route';
import { Time } from '../../ui/time';
import classes from './overview.module.css';

/** The org's daily API requests with the line at which Seatwatch stops. */
export function OverviewQuotaCard({ orgId, quota }: { orgId: string; quota: QuotaSnapshot | null }) {
  return (
    <SectionCard
      title="API quota"
      actions={
        <Anchor href={toHash(orgRoute(orgId, 'usage'))} size="sm">
          API usage
        </Anchor>
      }
    >
      {quota === null ? (
        <Text size="sm" c="dimmed">
          Not seen yet.
        </Text>
      ) : (
        <QuotaGauge quota={quota} />
      )}
    </SectionCard>
  );
}

function QuotaGauge({ quota }: { quota: QuotaSnapshot }) {
  const percent = quota.max > 0 ? (quota.used / quota.max) * 100 : 0;
  const words = `${formatNumber(quota.used)} of ${formatNumber(quota.max)} requests used, ${formatPercent(percent)}. Seatwatch stops at ${formatPercent(quota.thresholdPercent)}.`;
  return (
    <>
      <Gauge
        label="Daily API requests used by the org"
        percent={percent}
        threshold={quota.thresholdPercent}
        value={formatPercent(percent)}
        caption={`of ${formatNumber(quota.max)}`}
        words={words}
      />
      <p className={classes.quotaText}>
        {formatNumber(quota.used)} requests in 24 hours, {formatNumber(quota.ownCalls24h)} of them by
        Seatwatch. It stops at {formatPercent(quota.thresholdPercent)}. Seen <Time iso={quota.at} />.
      </p>
    </>
  );
}
