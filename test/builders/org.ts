import type { Org } from '../../src/shared/model/org';

/** A connected org for tests, with data and without an identity. */
export const makeOrg = (changes: Partial<Org> = {}): Org => ({
  id: 'org-1',
  name: 'Acme',
  url: 'https://acme.my.salesforce.com',
  auth: 'client-credentials',
  consumerKey: '3MVG9acme.key',
  jwtUsername: null,
  certificates: null,
  paused: false,
  isDemo: false,
  thresholdPercent: 75,
  runBudget: null,
  dailyBudget: null,
  keepLoginsDays: null,
  inactiveDays: 90,
  addedAt: '2026-01-01T00:00:00.000Z',
  dataAsOf: '2026-03-01T10:00:00.000Z',
  identity: {
    salesforceOrgId: null,
    organizationName: null,
    edition: null,
    isSandbox: null,
    instanceName: null,
    apiVersion: null,
  },
  ...changes,
});
