import type { IdleRule, SeatDetail, SeatReason } from '../../../src/shared/model/idle-rule';
import type {
  LicenseKind,
  LicenseRef,
  LicenseTableRow,
  SeatsQuery,
  SeatTableRow,
} from '../../../src/shared/model/licenses';
import type { OrgSummary } from '../../../src/shared/model/org';
import { annualPrice, monthlyPrice, type SeatPrice } from '../../../src/shared/model/prices';
import type { Decision, LeaveEntry, PersonMark } from '../../../src/shared/model/reclaim';
import type { UserTableRow } from '../../../src/shared/model/users';
import { DAY, iso } from '../bridge-people';
import { makeLicenses, type FakeLicense } from './catalog';

/** What the parts of the fake licensing service share: who holds what, and what was entered and decided so far. */
export interface LicensingWorld {
  readonly now: number;
  org(orgId: string): OrgSummary;
  orgs(): readonly OrgSummary[];
  /** Everybody of the org, as `review.users` lists them. */
  users(orgId: string): readonly UserTableRow[];
  person(user: UserTableRow): FakePerson;
  /** Null price: taken away. Licenses that are not in here have the catalog's. */
  readonly prices: Map<string, SeatPrice | null>;
  /** By `seatKey`. */
  readonly decisions: Map<string, FakeDecision>;
  /** By user id. */
  readonly leave: Map<string, LeaveEntry>;
  readonly marks: Map<string, PersonMark>;
  licenses(orgId: string, rule: IdleRule, asOf: string | null): LicenseTableRow[];
  /** Every idle seat, unsorted. */
  seats(orgId: string, rule: IdleRule, asOf: string | null): SeatTableRow[];
  /** Idle seats that a query asks for, sorted, all pages. */
  seatsOf(query: SeatsQuery): SeatTableRow[];
  /** The licenses one person holds. */
  heldBy(user: UserTableRow): FakeLicense[];
}

export interface FakeDecision {
  decision: Decision;
  note: string;
  by: string;
  at: string;
}

/** What Salesforce knows of somebody besides what the list of users shows. */
export interface FakePerson {
  department: string | null;
  country: string | null;
  managerId: string | null;
  manager: string | null;
  managerEmail: string | null;
  isExternal: boolean;
  isIntegration: boolean;
  lastApiUseAt: string | null;
}

export interface WorldOptions {
  now: number;
  org: (orgId: string) => OrgSummary;
  orgs: () => readonly OrgSummary[];
  users: (orgId: string) => readonly UserTableRow[];
  /** How many licenses there are; default those of an ordinary org. */
  licenses?: number | undefined;
}

export const licenseKey = ({ kind, id }: LicenseRef): string => `${kind}/${id}`;
export const seatKey = (license: LicenseRef, userId: string): string => `${licenseKey(license)}/${userId}`;

const DEPARTMENTS = [
  'Sales',
  'Customer Support',
  'Field Service',
  'Marketing',
  'Finance',
  'Operations',
  null,
];
const COUNTRIES = ['United States', 'Germany', 'Brazil', 'Japan', 'United Kingdom', null];

interface Verdict {
  reason: SeatReason;
  detail: SeatDetail | null;
  daysIdle: number | null;
}

export function createWorld(options: WorldOptions): LicensingWorld {
  const { now } = options;
  const catalog = makeLicenses(options.licenses);
  let changes = 0;
  const noted = <V>() => new NotingMap<V>(() => changes++);
  const prices: LicensingWorld['prices'] = noted();
  const decisions: LicensingWorld['decisions'] = noted();
  const leave: LicensingWorld['leave'] = noted();
  const marks: LicensingWorld['marks'] = noted();
  const daysSince = (moment: string) => Math.floor((now - Date.parse(moment)) / DAY);

  const usersAt = (orgId: string, asOf: string | null) =>
    options.users(orgId).filter((user) => asOf === null || user.createdAt <= asOf);
  const numberOf = (user: UserTableRow) => parseInt(user.id.slice(11, 15), 36);

  const managed = new WeakMap<readonly UserTableRow[], readonly UserTableRow[]>();
  const managersOf = (users: readonly UserTableRow[]) => {
    const known = managed.get(users) ?? users.filter((one) => numberOf(one) % 97 === 3);
    managed.set(users, known);
    return known;
  };

  const person = (user: UserTableRow): FakePerson => {
    const n = numberOf(user);
    const managers = managersOf(options.users('acme'));
    const manager = n % 11 === 0 ? undefined : managers[n % Math.max(1, managers.length)];
    const isIntegration =
      marks.get(user.id) === 'integration' ||
      (user.license === 'Salesforce Integration' && marks.get(user.id) !== 'person');
    return {
      department: DEPARTMENTS[n % DEPARTMENTS.length] ?? null,
      country: COUNTRIES[(n >> 2) % COUNTRIES.length] ?? null,
      managerId: manager?.id ?? null,
      manager: manager?.name ?? null,
      managerEmail: manager?.email ?? null,
      isExternal: user.license === 'Customer Community Plus' || user.license === 'Customer Community Login',
      isIntegration,
      lastApiUseAt: isIntegration && n % 3 !== 0 ? user.lastLoginAt : null,
    };
  };

  const judge = (user: UserTableRow, rule: IdleRule): Verdict | null => {
    if (!user.isActive) return { reason: 'user-deactivated', detail: null, daysIdle: user.daysSinceLogin };
    if (rule.exceptions && leave.get(user.id)?.isExpired === false) return null;
    if (daysSince(user.createdAt) < rule.newUserDays) return null;
    const { isExternal, isIntegration, lastApiUseAt } = person(user);
    const byApi = isIntegration && rule.integration === 'api-only';
    const seen = byApi ? lastApiUseAt : user.lastLoginAt;
    const daysIdle = seen === null ? null : daysSince(seen);
    const detail: SeatDetail | null = byApi
      ? 'no-api-use'
      : isExternal && rule.externalDays !== null
        ? 'external-rule'
        : seen === null && user.failedLogins30d > 0
          ? 'only-failed-logins'
          : null;
    if (user.isFrozen) return { reason: 'frozen', detail: null, daysIdle };
    if (daysIdle === null) {
      return daysSince(user.createdAt) >= rule.graceDays
        ? { reason: 'never-logged-in', detail, daysIdle }
        : null;
    }
    const own = isIntegration ? rule.integrationDays : isExternal ? rule.externalDays : null;
    return daysIdle >= (own ?? rule.inactiveDays) ? { reason: 'inactive', detail, daysIdle } : null;
  };

  const holdersAt = (orgId: string, asOf: string | null, license: FakeLicense) =>
    usersAt(orgId, asOf).filter((user) => license.heldBy(user, numberOf(user)));
  const priceOf = (license: FakeLicense) => {
    const entered = prices.get(licenseKey(license));
    return entered === undefined ? license.price : entered;
  };
  const counts = (license: FakeLicense, rule: IdleRule) => rule.includeFree || license.paidPerSeat;

  const licenses = (orgId: string, rule: IdleRule, asOf: string | null): LicenseTableRow[] =>
    options.users(orgId).length === 0
      ? []
      : catalog.map((license): LicenseTableRow => {
          const held = holdersAt(orgId, asOf, license);
          const verdicts = counts(license, rule) ? held.map((user) => judge(user, rule)) : [];
          const reasons = { 'user-deactivated': 0, frozen: 0, 'never-logged-in': 0, inactive: 0 };
          for (const verdict of verdicts) if (verdict) reasons[verdict.reason]++;
          const unused = Object.values(reasons).reduce((sum, n) => sum + n, 0);
          const active = held.filter((user) => user.isActive).length;
          const used = license.used ?? (license.kind === 'user' ? active : held.length) + license.drift;
          const price = priceOf(license);
          const { total } = license;
          return {
            kind: license.kind,
            id: license.id,
            name: license.name,
            developerName: license.developerName,
            total,
            used,
            free: total === null ? null : total - used,
            assignedActive: active,
            unused,
            neverLoggedIn: reasons['never-logged-in'],
            monthlyPrice: price && monthlyPrice(price),
            currency: price?.currency ?? null,
            annualWaste: price && unused * annualPrice(price),
            status: license.status,
            expiresAt: license.expiresInDays === null ? null : iso(now + license.expiresInDays * DAY),
            paidPerSeat: license.paidPerSeat,
            metering: license.logins ? 'logins' : total === null ? 'unlimited' : 'seats',
            price,
            reasons,
            protected: {
              onLeave: held.filter((user) => leave.get(user.id)?.isExpired === false).length,
              created: held.filter((user) => daysSince(user.createdAt) < rule.newUserDays).length,
            },
            heldByDeactivated: held.length - active,
            usedUpdatedAt: license.kind === 'user' ? iso(now - 19 * 3_600_000) : null,
            changedSince: license.kind === 'user' ? Math.abs(license.drift) : null,
            logins: license.logins,
            metric: license.metered
              ? {
                  at: iso(now - DAY).slice(0, 10),
                  total,
                  assigned: used,
                  active: Math.round(held.length * 0.71),
                }
              : null,
            unneeded: license.unneeded,
          };
        });

  const seats = (orgId: string, rule: IdleRule, asOf: string | null): SeatTableRow[] =>
    catalog
      .filter((license) => counts(license, rule))
      .flatMap((license) =>
        holdersAt(orgId, asOf, license).flatMap((user) => {
          const verdict = judge(user, rule);
          if (!verdict) return [];
          const { reason, detail, daysIdle } = verdict;
          const price = priceOf(license);
          const known = person(user);
          const decided = decisions.get(seatKey(license, user.id));
          const recent = user.logins30d;
          const row: SeatTableRow = {
            org: options.org(orgId).name,
            licenseKind: license.kind,
            license: license.name,
            licenseId: license.id,
            userId: user.id,
            username: user.username,
            name: user.name,
            email: user.email,
            profile: user.profile,
            createdAt: user.createdAt,
            lastLoginAt: user.lastLoginAt,
            daysSinceLogin: user.daysSinceLogin,
            reason,
            monthlyPrice: price && monthlyPrice(price),
            currency: price?.currency ?? null,
            annualSaving: price && annualPrice(price),
            detail,
            department: known.department,
            manager: known.manager,
            managerEmail: known.managerEmail,
            managerId: known.managerId,
            country: known.country,
            logins30d: recent,
            logins90d: recent * 2,
            logins180d: recent * 2 + ((user.daysSinceLogin ?? 999) < 180 ? 4 : 0),
            access: accessOf(user, known.isIntegration).join(' '),
            licensesHeld: heldBy(user)
              .map(({ name }) => name)
              .join('; '),
            decision: decided?.decision ?? null,
            decisionNote: decided?.note ?? null,
            decidedBy: decided?.by ?? null,
            decidedAt: decided?.at ?? null,
            assignmentId: assignmentId(license.kind, user),
            userLastLoginAt: user.lastLoginAt,
            storedLoginAt: user.lastLoginAt,
            lastApiUseAt: known.lastApiUseAt,
            daysIdle,
            failedLogins30d: user.failedLogins30d,
            isIntegration: known.isIntegration,
            isExternal: known.isExternal,
          };
          return [row];
        }),
      );

  const heldBy = (user: UserTableRow) => catalog.filter((license) => license.heldBy(user, numberOf(user)));

  /** The newest lists, so that scrolling through a hundred thousand seats does not make all of them each time. */
  const lists = new Map<string, SeatTableRow[]>();
  const seatsOf = (query: SeatsQuery): SeatTableRow[] => {
    const key = JSON.stringify([
      { ...query, offset: 0, limit: 0 },
      options.users(query.orgId).length,
      changes,
    ]);
    const known = lists.get(key) ?? listOf(query);
    if (lists.size > 3) lists.clear();
    lists.set(key, known);
    return known;
  };
  const listOf = (query: SeatsQuery): SeatTableRow[] => {
    const { license, group, reasons, only } = query;
    const needle = query.search.toLowerCase();
    const wanted = new Set(only?.map((seat) => seatKey(seat, seat.userId)));
    return seats(query.orgId, query.rule, query.asOf)
      .filter((seat) => !license || (seat.licenseKind === license.kind && seat.licenseId === license.id))
      .filter((seat) => reasons.length === 0 || reasons.includes(seat.reason))
      .filter((seat) => query.decisions.length === 0 || query.decisions.includes(seat.decision ?? 'none'))
      .filter((seat) => !group || groupValue(seat, group.by) === group.value)
      .filter(
        (seat) =>
          only === null || wanted.has(seatKey({ kind: seat.licenseKind, id: seat.licenseId }, seat.userId)),
      )
      .filter(
        (seat) => !needle || `${seat.name} ${seat.username} ${seat.email}`.toLowerCase().includes(needle),
      )
      .sort((a, b) => compare(a[query.sort], b[query.sort], query.descending));
  };

  return {
    now,
    org: options.org,
    orgs: options.orgs,
    users: options.users,
    person,
    prices,
    decisions,
    leave,
    marks,
    licenses,
    seats,
    seatsOf,
    heldBy,
  };
}

type Access = 'ui' | 'api' | 'mobile' | 'sso';

/** Ways of signing in seen in the last 180 days. */
export function accessOf(user: UserTableRow, isIntegration: boolean): Access[] {
  if (user.daysSinceLogin === null || user.daysSinceLogin >= 180) return [];
  if (isIntegration) return ['api'];
  const every = user.id.charCodeAt(14);
  return [
    'ui' as const,
    ...(every % 5 === 0 ? (['api'] as const) : []),
    ...(every % 3 === 0 ? (['mobile'] as const) : []),
    ...(every % 2 === 0 ? (['sso'] as const) : []),
  ];
}

/** A map that tells when it changes. */
class NotingMap<V> extends Map<string, V> {
  constructor(private readonly note: () => void) {
    super();
  }
  override set(key: string, value: V): this {
    this.note();
    return super.set(key, value);
  }
  override delete(key: string): boolean {
    this.note();
    return super.delete(key);
  }
}

/** What seats are added up by: the manager's id, otherwise the text itself. */
export function groupValue(
  seat: SeatTableRow,
  by: 'department' | 'profile' | 'manager' | 'country',
): string | null {
  return by === 'manager' ? seat.managerId : seat[by];
}

function assignmentId(kind: LicenseKind, user: UserTableRow): string | null {
  if (kind === 'permissionSet') return user.id.replace('005', '2LA');
  return kind === 'package' ? user.id.replace('005', '051') : null;
}

type Sortable = string | number | null;

/** Missing values last, whatever the direction. */
export function compare(a: Sortable, b: Sortable, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
  return descending ? -order : order;
}
