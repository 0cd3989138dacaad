import { annualPrice } from '../../../../shared/model/prices';
import type { NeededAnyway } from '../../../../shared/model/suggestions';
import type { Connection } from '../../../connection';
import { isPaidPerSeat } from '../../../free-licenses';
import { type Family, familyOf, loginSiblings } from '../../../license-families';
import { NO_PROFILE, type People } from '../../people';
import { type StoredLicense, storedLicenses } from '../../stored-licenses';
import { DAY_MS } from '../../time';
import { type EverybodysUsage, everybodysUsage } from '../../usage';
import { type Judged, judge } from '../judging';
import { idlePolicy } from '../policy';
import { type Grants, grantsOf, whyUnknown } from './grants';
import { LIMITS, MONTH_DAYS } from './limits';
import { unneededSeats } from './unneeded';

/** Everything the suggestions of one org are made from, as of one moment. */
export interface Facts {
  readonly asOf: number;
  readonly people: People;
  readonly usage: EverybodysUsage;
  readonly judged: Judged;
  readonly grants: Grants;
  /** Why nothing is known of permission sets; null: they are known. */
  readonly noGrants: string | null;
  /** Whole days before `asOf` of which sign-ins are stored, 180 at most. */
  readonly daysStored: number;
  /** Whether there are sign-ins of which Salesforce does not say how they reached the org. */
  readonly hasUnknownWays: boolean;
  /** By number in `people.holdings`. */
  readonly licenses: readonly StoredLicense[];
  readonly families: ReadonlyMap<string, Family>;
  /** By id of a license paid per member: its sibling paid by logins. */
  readonly siblings: ReadonlyMap<string, StoredLicense>;
  /** Where to move people of a family to; null: this org has no such license. */
  readonly integration: StoredLicense | null;
  readonly platform: StoredLicense | null;
  /** Seats of permission set licenses held without need; null: nothing is known of permission sets. */
  readonly unneeded: Int32Array | null;
  readonly neededAnyway: readonly NeededAnyway[];
}

export function factsOf(
  db: Connection,
  orgId: string,
  org: number,
  people: People,
  asOf: number,
  inactiveDays: number,
): Facts {
  const { policy, neededAnyway } = idlePolicy(db, orgId);
  const grants = grantsOf(db, org, people);
  const stored = storedLicenses(db, org, []);
  const byId = new Map(stored.map((license) => [license.id, license]));
  const usable = stored.filter(
    ({ kind, status }) => kind === 'user' && !/^(disabled|expired)$/i.test(status ?? ''),
  );
  const families = new Map(
    usable.flatMap((license): [string, Family][] => {
      const family = familyOf(license);
      return family === null ? [] : [[license.id, family]];
    }),
  );
  const roomiest = (family: Family): StoredLicense | null =>
    usable
      .filter(({ id }) => families.get(id) === family)
      .reduce<StoredLicense | null>(
        (best, one) => (best === null || room(one) > room(best) ? one : best),
        null,
      );
  return {
    ...{ asOf, people, families, neededAnyway },
    usage: everybodysUsage(db, org, people, asOf),
    judged: judge(db, org, people, { ...policy, inactiveDays, includeFree: false }, asOf),
    grants,
    noGrants: grants.areKnown ? null : whyUnknown(db),
    daysStored: daysStored(db, org, asOf),
    hasUnknownWays: db.get(UNKNOWN_WAYS, { org }) !== undefined,
    licenses: people.holdings.licenseIds.map((id) => byId.get(id) ?? unknownLicense(id)),
    siblings: loginSiblings(usable),
    integration: roomiest('integration'),
    platform: roomiest('platform'),
    unneeded: unneededSeats(db, org, people, neededAnyway),
  };
}

const UNKNOWN_WAYS = 'SELECT 1 FROM login_client WHERE org_id = @org AND coalesce(access, 0) = 0 LIMIT 1';

/** Free seats, to choose by: unlimited ones come first. */
const room = (license: StoredLicense): number => freeSeats(license) ?? Infinity;

/** Null: unlimited, or Salesforce does not say. */
export function freeSeats({ total, used }: StoredLicense): number | null {
  return total === null || total < 0 || used === null ? null : Math.max(0, total - used);
}

/** A license that went between two readings, or a feature: never one that is suggested about. */
const unknownLicense = (id: string): StoredLicense => ({
  ...{ kind: 'feature', id, name: id, label: id, developerName: id, definitionKey: null, status: null },
  ...{ total: null, used: null, usedUpdatedAt: null, expiresAt: null },
  ...{ monthlyLoginsEntitlement: null, monthlyLoginsUsed: null, price: null },
});

function daysStored(db: Connection, org: number, asOf: number): number {
  const first = db.get<{ day: number | null }>('SELECT min(day) AS day FROM login_day WHERE org_id = @org', {
    org,
  })?.day;
  if (first === null || first === undefined) return 0;
  return Math.min(LIMITS.apiOnlyDays, Math.max(0, Math.floor((asOf - first * DAY_MS) / DAY_MS)));
}

/** The seat of a person's user license; null: none, or one nobody pays for per seat. */
export function paidUserSeat({ people, licenses }: Facts, person: number): number | null {
  const { starts, licenses: held } = people.holdings;
  const seat = starts[person] ?? 0;
  if (seat >= (starts[person + 1] ?? 0)) return null;
  const license = licenses[held[seat] ?? 0];
  return license?.kind === 'user' && isPaidPerSeat(license) ? seat : null;
}

/** The license of a seat. */
export function licenseOf({ people, licenses }: Facts, seat: number): StoredLicense {
  const license = licenses[people.holdings.licenses[seat] ?? 0];
  if (license === undefined) throw new Error('Every seat is of a license.');
  return license;
}

export const profileOf = ({ people }: Facts, person: number) =>
  people.profiles[people.profileOf[person] ?? NO_PROFILE];

/** Days that the average is over. */
export const averagedDays = ({ daysStored }: Facts): number => Math.min(LIMITS.averageDays, daysStored);

/** Logins per 30 days. */
export const monthlyLogins = (facts: Facts, person: number): number =>
  ((facts.usage.logins90[person] ?? 0) * MONTH_DAYS) / Math.max(1, averagedDays(facts));

/** Whether somebody is too new to be called a rare user. */
export const isNew = ({ people, asOf }: Facts, person: number): boolean =>
  (people.createdAt[person] ?? 0) > asOf - LIMITS.newDays * DAY_MS;

/** What is saved per year by giving a seat back for another one; null where a price is missing or in another currency. */
export function difference(from: StoredLicense, to: StoredLicense | null, toIsFree: boolean): number | null {
  if (from.price === null) return null;
  if (toIsFree) return annualPrice(from.price);
  if (to?.price === null || to?.price.currency !== from.price.currency) return null;
  return annualPrice(from.price) - annualPrice(to.price);
}
