import type { SeatPrice } from '../../../shared/model/prices';
import type { Connection } from '../../connection';
import type { StoredLicense } from '../stored-license';

/**
 * Feature licenses are flags of a user (UserPermissions*). How many were bought Salesforce only tells in
 * ActiveFeatureLicenseMetric, whose FeatureType is the name of the flag.
 */

/** Names people know them by (User in the Object Reference); others are spelled out from the flag. EDIT HERE. */
const LABELS: Readonly<Record<string, string>> = {
  AvantgoUser: 'AvantGo User',
  ChatterAnswersUser: 'Chatter Answers User',
  InteractionUser: 'Flow User',
  JigsawProspectingUser: 'Data.com User',
  KnowledgeUser: 'Knowledge User',
  LiveAgentUser: 'Chat User',
  MarketingUser: 'Marketing User',
  MobileUser: 'Apex Mobile User',
  OfflineUser: 'Offline User',
  SFContentUser: 'Salesforce CRM Content User',
  SiteforceContributorUser: 'Site.com Contributor User',
  SiteforcePublisherUser: 'Site.com Publisher User',
  SupportUser: 'Service Cloud User',
  WorkDotComUserFeature: 'WDC User',
};

/** Flags of the same kind that are settings of a user and no licenses. */
const NO_LICENSES: ReadonlySet<string> = new Set(['CallCenterAutoLogin']);

export const featureLabel = (flag: string): string =>
  LABELS[flag] ?? flag.replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ');

/** Flags that somebody has. */
export function featuresInUse({
  featureSets,
}: {
  readonly featureSets: readonly (readonly string[])[];
}): string[] {
  return [...new Set(featureSets.flat())].filter((flag) => !NO_LICENSES.has(flag));
}

interface FeatureMetric {
  flag: string;
  total: number | null;
  assigned: number | null;
}

const METRICS = `
  SELECT subject AS flag, total, assigned_users AS assigned FROM license_metric
  WHERE org_id = @org AND kind = 'feature' AND metrics_date <= @until
    AND metrics_date = (SELECT max(metrics_date) FROM license_metric
      WHERE org_id = @org AND kind = 'feature' AND metrics_date <= @until)`;

const PRICES = `
  SELECT license_id AS id, amount, per, currency, contract_end AS contractEnd FROM license_price
  WHERE org_id = @org AND kind = 'feature'`;

/** Features that somebody has, that were bought, or that somebody priced, by label. */
export function storedFeatures(db: Connection, org: number, inUse: readonly string[]): StoredLicense[] {
  const metrics = new Map(
    db.all<FeatureMetric>(METRICS, { org, until: db.until }).map((metric) => [metric.flag, metric]),
  );
  const prices = new Map(
    db.all<SeatPrice & { id: string }>(PRICES, { org }).map(({ id, ...price }) => [id, price]),
  );
  const bought = [...metrics.values()].filter(
    ({ total, assigned }) => (total ?? 0) > 0 || (assigned ?? 0) > 0,
  );
  const flags = new Set([...inUse, ...bought.map(({ flag }) => flag), ...prices.keys()]);
  return [...flags]
    .filter((flag) => !NO_LICENSES.has(flag))
    .map((flag): StoredLicense => {
      const metric = metrics.get(flag);
      return {
        kind: 'feature',
        id: flag,
        name: flag,
        label: featureLabel(flag),
        developerName: flag,
        definitionKey: null,
        status: null,
        total: metric?.total ?? null,
        used: metric?.assigned ?? null,
        usedUpdatedAt: null,
        expiresAt: null,
        monthlyLoginsEntitlement: null,
        monthlyLoginsUsed: null,
        price: prices.get(flag) ?? null,
      };
    })
    .sort((a, b) => a.label.localeCompare(b.label, 'en') || (a.id < b.id ? -1 : 1));
}
