import type { LicenseKind } from '../../../src/shared/model/licenses';
import type { SeatPrice } from '../../../src/shared/model/prices';
import type { UserTableRow } from '../../../src/shared/model/users';

/** The licenses of the made-up org, one of every kind of trouble. */
export interface FakeLicense {
  kind: LicenseKind;
  id: string;
  name: string;
  developerName: string;
  /** null: unlimited. */
  total: number | null;
  /** Salesforce's own number; null: what is held, and the drift. */
  used: number | null;
  /** By how much Salesforce's number is off. */
  drift: number;
  price: SeatPrice | null;
  paidPerSeat: boolean;
  status: string | null;
  expiresInDays: number | null;
  logins: { entitlement: number; used: number | null } | null;
  /** Whether Salesforce has a metric of its active use. */
  metered: boolean;
  unneeded: number;
  heldBy(user: UserTableRow, number: number): boolean;
}

const PLAIN = {
  used: null,
  drift: 0,
  price: null,
  paidPerSeat: true,
  status: 'Active',
  expiresInDays: null,
  logins: null,
  metered: false,
  unneeded: 0,
} satisfies Partial<FakeLicense>;

const usd = (amount: number, contractEnd: string | null = '2027-01-31'): SeatPrice => ({
  amount,
  per: 'month',
  currency: 'USD',
  contractEnd,
});

const byLicense =
  (name: string) =>
  (user: UserTableRow): boolean =>
    user.isActive && user.license === name;
/** Every so-and-so-many CRM users, deactivated ones too: they keep what was assigned to them. */
const everyNth =
  (every: number, of = 'Salesforce') =>
  (user: UserTableRow, number: number): boolean =>
    user.license === of && number % every === 0;

const USUAL: readonly FakeLicense[] = [
  {
    ...PLAIN,
    kind: 'user',
    id: '100A',
    name: 'Salesforce',
    developerName: 'SFDC',
    total: 820,
    price: usd(165),
    drift: 4,
    metered: true,
    heldBy: byLicense('Salesforce'),
  },
  {
    ...PLAIN,
    kind: 'user',
    id: '100B',
    name: 'Salesforce Platform',
    developerName: 'AUL',
    total: 260,
    price: usd(25),
    metered: true,
    heldBy: byLicense('Salesforce Platform'),
  },
  {
    ...PLAIN,
    kind: 'user',
    id: '100C',
    name: 'Customer Community Plus',
    developerName: 'PID_Customer_Community_Plus',
    total: 150,
    price: { amount: 180, per: 'year', currency: 'EUR', contractEnd: '2027-09-30' },
    heldBy: byLicense('Customer Community Plus'),
  },
  {
    ...PLAIN,
    kind: 'user',
    id: '100F',
    name: 'Customer Community Login',
    developerName: 'PID_Customer_Community_Login',
    total: 20_000,
    used: 3_412,
    paidPerSeat: false,
    logins: { entitlement: 2_000, used: 1_386 },
    heldBy: () => false,
  },
  {
    ...PLAIN,
    kind: 'user',
    id: '100D',
    name: 'Chatter Free',
    developerName: 'CSN_User',
    total: 5_000,
    paidPerSeat: false,
    heldBy: byLicense('Chatter Free'),
  },
  {
    ...PLAIN,
    kind: 'user',
    id: '100E',
    name: 'Salesforce Integration',
    developerName: 'SFDC_INTEGRATION',
    total: 40,
    heldBy: byLicense('Salesforce Integration'),
  },
  {
    ...PLAIN,
    kind: 'permissionSet',
    id: '0PLA',
    name: 'CRM Analytics Growth',
    developerName: 'EinsteinAnalyticsGrowthPsl',
    total: 120,
    price: usd(125),
    expiresInDays: 70,
    unneeded: 12,
    metered: true,
    heldBy: everyNth(7),
  },
  {
    ...PLAIN,
    kind: 'permissionSet',
    id: '0PLB',
    name: 'Field Service Dispatcher',
    developerName: 'FieldServiceDispatcherPsl',
    total: 60,
    expiresInDays: 70,
    heldBy: everyNth(13),
  },
  {
    ...PLAIN,
    kind: 'permissionSet',
    id: '0PLC',
    name: 'Sales Engagement',
    developerName: 'HighVelocitySalesUser',
    total: 200,
    price: usd(75),
    expiresInDays: 252,
    unneeded: 31,
    heldBy: everyNth(5),
  },
  {
    ...PLAIN,
    kind: 'package',
    id: '050A',
    name: 'Signature Flow',
    developerName: 'sigflow',
    total: 300,
    price: usd(12, null),
    heldBy: everyNth(4),
  },
  {
    ...PLAIN,
    kind: 'package',
    id: '050B',
    name: 'Phone Connect',
    developerName: 'phcon',
    total: null,
    paidPerSeat: false,
    heldBy: everyNth(9),
  },
  {
    ...PLAIN,
    kind: 'package',
    id: '050C',
    name: 'Map Router',
    developerName: 'maprtr',
    total: 80,
    used: 64,
    heldBy: () => false,
  },
  {
    ...PLAIN,
    kind: 'feature',
    id: 'MarketingUser',
    name: 'Marketing User',
    developerName: 'MarketingUser',
    total: 150,
    paidPerSeat: false,
    status: null,
    metered: true,
    heldBy: everyNth(6),
  },
  {
    ...PLAIN,
    kind: 'feature',
    id: 'SupportUser',
    name: 'Service Cloud User',
    developerName: 'SupportUser',
    total: 220,
    price: usd(25),
    status: null,
    metered: true,
    heldBy: everyNth(3),
  },
  {
    ...PLAIN,
    kind: 'feature',
    id: 'KnowledgeUser',
    name: 'Knowledge User',
    developerName: 'KnowledgeUser',
    total: null,
    paidPerSeat: false,
    status: null,
    heldBy: everyNth(11),
  },
];

/** The usual ones and, for large orgs, as many made-up permission set and package licenses as are missing. */
export function makeLicenses(count: number = USUAL.length): FakeLicense[] {
  const more = Array.from({ length: Math.max(0, count - USUAL.length) }, (_, i): FakeLicense => {
    const kind = i % 3 === 0 ? 'package' : 'permissionSet';
    return {
      ...PLAIN,
      kind,
      id: `${kind === 'package' ? '050' : '0PL'}X${i}`,
      name: `${kind === 'package' ? 'Partner app' : 'Add-on'} ${i + 1}`,
      developerName: `${kind}${i + 1}`,
      total: 50 + ((i * 37) % 400),
      price: i % 2 === 0 ? usd(5 + (i % 40)) : null,
      heldBy: everyNth(8 + (i % 30)),
    };
  });
  return [...USUAL, ...more];
}
