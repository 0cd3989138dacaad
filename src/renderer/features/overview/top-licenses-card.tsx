import { Anchor, Text } from '@mantine/core';
import type { Overview } from '../../../shared/model/overview';
import { SegmentBar } from '../../ui/chart-bar';
import { SectionCard } from '../../ui/chart-card';
import { formatMoney, formatNumber } from '../../ui/format';
import { orgRoute, toHash } from '../../ui/routing/route';
import classes from './overview.module.css';

const KINDS = {
  user: 'User license',
  permissionSet: 'Permission set license',
  package: 'Managed package',
  feature: 'Feature license',
};

/** Where most can be reclaimed. */
export function TopLicensesCard({ orgId, licenses }: { orgId: string; licenses: Overview['topLicenses'] }) {
  const most = Math.max(1, ...licenses.map((row) => row.unused));
  const priced = licenses.some((row) => row.annualWaste !== null);
  return (
    <SectionCard
      title="Most idle seats"
      description="The licenses with most seats to reclaim"
      actions={
        <Anchor href={toHash(orgRoute(orgId, 'licenses'))} size="sm">
          All licenses
        </Anchor>
      }
    >
      {licenses.length === 0 ? (
        <Text size="sm" c="dimmed">
          No idle seats: everybody who holds a license uses it.
        </Text>
      ) : (
        <table className={classes.top} aria-label="Licenses with most idle seats">
          <thead>
            <tr>
              <th scope="col">License</th>
              <th scope="col" data-align="right">
                Idle
              </th>
              <th scope="col" data-align="right">
                Used
              </th>
              {priced && (
                <th scope="col" data-align="right">
                  Per year
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {licenses.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <div>{row.name}</div>
                  <div className={classes.topKind}>{KINDS[row.kind]}</div>
                  <SegmentBar
                    height={6}
                    max={most}
                    segments={[
                      {
                        key: 'idle',
                        label: `${formatNumber(row.unused)} idle`,
                        value: row.unused,
                        color: 'var(--sw-series-idle)',
                      },
                    ]}
                  />
                </th>
                <td data-align="right" className={classes.topIdle}>
                  {formatNumber(row.unused)}
                </td>
                <td data-align="right">{formatNumber(row.used)}</td>
                {priced && <td data-align="right">{formatMoney(row.annualWaste, row.currency)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </SectionCard>
  );
}
