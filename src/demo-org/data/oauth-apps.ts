import { CLIENTS } from './clients';
import { COMPANY } from './company';

/** An application people or programs let into the org with OAuth. */
export interface OauthApp {
  label: string;
  /** Keys of the clients its sign-ins show as. */
  clients: readonly string[];
  /** connected: installed connected app; uninstalled: used without being installed; external: external client app. */
  kind: 'connected' | 'uninstalled' | 'external';
  adminApprovedOnly: boolean;
  /** Refresh tokens: how long they live; null: until revoked. */
  validity: { period: number; unit: 'Hours' | 'Days' | 'Months'; afterLastUse: boolean } | null;
  startUrl: string | null;
  namespace?: string;
  /** Shares of internal people who let it in long ago, and of those who did but never used it. */
  stale?: number;
  unused?: number;
}

const days = (period: number): OauthApp['validity'] => ({ period, unit: 'Days', afterLastUse: true });

/** Position + 1 is the app's number. */
export const OAUTH_APPS: readonly OauthApp[] = [
  {
    label: 'Salesforce for iOS',
    clients: ['ios'],
    kind: 'connected',
    adminApprovedOnly: false,
    validity: null,
    startUrl: null,
  },
  {
    label: 'Salesforce for Android',
    clients: ['android'],
    kind: 'connected',
    adminApprovedOnly: false,
    validity: null,
    startUrl: null,
  },
  {
    label: 'Seatwatch',
    clients: ['seatwatch', 'seatwatch-jwt'],
    kind: 'external',
    adminApprovedOnly: true,
    validity: days(30),
    startUrl: null,
  },
  {
    label: 'Nightly ETL',
    clients: ['etl'],
    kind: 'connected',
    adminApprovedOnly: true,
    validity: days(90),
    startUrl: null,
  },
  // Let in by whoever set up the ERP, installed by nobody: what "uninstalled connected apps" are about.
  {
    label: 'ERP Connector',
    clients: ['erp'],
    kind: 'uninstalled',
    adminApprovedOnly: false,
    validity: null,
    startUrl: null,
  },
  {
    label: 'Dataloader Partner',
    clients: [],
    kind: 'connected',
    adminApprovedOnly: false,
    validity: null,
    startUrl: null,
    stale: 0.05,
  },
  {
    label: 'Salesforce CLI',
    clients: [],
    kind: 'connected',
    adminApprovedOnly: false,
    validity: days(90),
    startUrl: null,
    stale: 0.03,
  },
  {
    label: 'DocuSign eSignature',
    clients: [],
    kind: 'connected',
    adminApprovedOnly: true,
    validity: null,
    startUrl: 'https://docusign.example/start',
    stale: 0.04,
    unused: 0.02,
  },
  {
    label: 'Quick Export Helper',
    clients: [],
    kind: 'uninstalled',
    adminApprovedOnly: false,
    validity: null,
    startUrl: null,
    stale: 0.008,
    unused: 0.012,
  },
  {
    label: 'Northfield Intranet',
    clients: [],
    kind: 'external',
    adminApprovedOnly: false,
    validity: null,
    startUrl: `https://intranet.${COMPANY.domain}`,
    stale: 0.1,
    unused: 0.05,
  },
  {
    label: 'Payroll Sync',
    clients: [],
    kind: 'external',
    adminApprovedOnly: true,
    validity: { period: 6, unit: 'Months', afterLastUse: false },
    startUrl: null,
    namespace: 'payrollsync',
    unused: 0.001,
  },
];

const CLIENT_APPS = CLIENTS.map(
  (client) => OAUTH_APPS.findIndex((app) => app.clients.includes(client.key)) + 1,
);

/** Number of the app a client signs in for, or 0. */
export const appOfClient = (client: number): number => CLIENT_APPS[client - 1] ?? 0;

/** Record number of an installed connected app among ConnectedApplication, or undefined. */
export function connectedAppNumber(app: number): number | undefined {
  const position = CONNECTED_APPS.indexOf(app);
  return position < 0 ? undefined : position + 1;
}

const ofKind = (kind: OauthApp['kind']): number[] =>
  OAUTH_APPS.flatMap((app, i) => (app.kind === kind ? [i + 1] : []));

export const CONNECTED_APPS = ofKind('connected');
export const EXTERNAL_APPS = ofKind('external');
