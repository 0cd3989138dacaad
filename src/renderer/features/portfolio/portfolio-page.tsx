import { Anchor, Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Portfolio } from '../../../shared/model/license-trend';
import type { OrgSummary } from '../../../shared/model/org';
import { useAppEvent, useSettingsStore } from '../../api/services';
import { useExchangeRates } from '../../api/use-exchange-rates';
import { useLoad } from '../../api/use-load';
import { ExchangeRatesDialog } from '../../ui/exchange-rates-dialog';
import { formatCount } from '../../ui/format';
import { Note } from '../../ui/note';
import { Page } from '../../ui/page';
import { orgRoute, toHash } from '../../ui/routing/route';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { PortfolioTable } from './portfolio-table';
import { introWords, listWords, unpricedOrgs } from './portfolio-words';
import { PortfolioTotals } from './portfolio-totals';
import classes from './portfolio.module.css';

/** What all orgs pay for and nobody uses, in one currency. */
export function PortfolioPage({ orgs }: { orgs: readonly OrgSummary[] }) {
  const currency = useSettingsStore((s) => s.settings.reportingCurrency);
  const key = orgs.map((org) => `${org.id}/${org.name}/${org.dataAsOf}/${org.inactiveDays}`).join();
  const { data, error, reload } = useLoad(`${currency} ${key}`, (api) => api.licenses.portfolio());
  // What a collection found is written down after its last rows.
  useAppEvent('collect.ended', reload);
  useAppEvent('data.changed', reload);
  const [asking, setAsking] = useState(false);
  const rates = useExchangeRates(useCallback(() => reload(), [reload]));

  return (
    <Page
      title="All orgs"
      description={data ? introWords(data) : 'What they pay for and nobody uses.'}
      actions={
        <Button variant="default" onClick={() => setAsking(true)}>
          Currency and exchange rates…
        </Button>
      }
    >
      {error && <ErrorState error={error} title="The orgs could not be added up" onRetry={reload} />}
      {!data && !error && <LoadingState label="Adding up all orgs" />}
      {data && !error && <Content portfolio={data} onRates={() => setAsking(true)} />}
      <ExchangeRatesDialog
        {...rates}
        opened={asking}
        onClose={() => setAsking(false)}
        inUse={data?.missingRates ?? NONE}
      />
    </Page>
  );
}

const NONE: readonly string[] = [];

function Content({ portfolio, onRates }: { portfolio: Portfolio; onRates: () => void }) {
  if (portfolio.orgs.every((org) => org.asOf === null)) {
    const [first] = portfolio.orgs;
    return (
      <EmptyState
        title="Nothing collected yet"
        actions={
          first && (
            <Button component="a" href={toHash(orgRoute(first.orgId))}>
              Go to {first.name}
            </Button>
          )
        }
      >
        Seats and what they cost appear here when an org has been collected once.
      </EmptyState>
    );
  }
  return (
    <div className={classes.content}>
      <Missing portfolio={portfolio} onRates={onRates} />
      <PortfolioTotals portfolio={portfolio} />
      <PortfolioTable portfolio={portfolio} />
    </div>
  );
}

/** The table names the others. */
const MOST_NAMED = 5;

/** What the totals lack, and where to enter it. */
function Missing({ portfolio, onRates }: { portfolio: Portfolio; onRates: () => void }) {
  const { missingRates, reportingCurrency, orgs } = portfolio;
  const unpriced = unpricedOrgs(orgs);
  const seats = unpriced.reduce((sum, org) => sum + org.unpricedIdleSeats, 0);
  return (
    <>
      {missingRates.length > 0 && (
        <Note
          tone="warning"
          inline
          title={`No exchange rate for ${listWords(missingRates)}`}
          actions={
            <Button size="compact-sm" variant="default" onClick={onRates}>
              Enter rates…
            </Button>
          }
        >
          Amounts in {missingRates.length === 1 ? 'this currency' : 'these currencies'} are shown beside those
          in {reportingCurrency} and are not part of the sums.
        </Note>
      )}
      {seats > 0 && (
        <Note title={`${formatCount(seats, 'idle seat')} without a price`}>
          What they cost is not part of the sums. Prices are entered on the licenses page:{' '}
          {unpriced.slice(0, MOST_NAMED).map((org, i) => (
            <span key={org.orgId}>
              {i > 0 && ', '}
              <Anchor size="sm" underline="always" href={toHash(orgRoute(org.orgId, 'licenses'))}>
                {org.name}
              </Anchor>{' '}
              ({formatCount(org.unpricedIdleSeats, 'seat')})
            </span>
          ))}
          {unpriced.length > MOST_NAMED && ` and ${formatCount(unpriced.length - MOST_NAMED, 'more org')}`}.
        </Note>
      )}
    </>
  );
}
