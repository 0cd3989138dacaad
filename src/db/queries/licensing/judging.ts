import type { IdleRule, SeatReason } from '../../../shared/model/idle-rule';
import type { Connection } from '../../connection';
import { NEVER, NO_PROFILE, type People } from '../people';
import { DAY_MS } from '../time';
import { lastApiUses } from './api-use';
import { leavesAt } from './leave';
import { integrationPeople } from './integration-people';

// Who is idle, by one rule: a verdict for everybody, from columns in memory. What an answer shows of a person
// (why exactly, since when) is worked out for the rows it shows.

/** In use. */
export const IN_USE = 0;
export const DEACTIVATED = 1;
export const FROZEN = 2;
export const NEVER_LOGGED_IN = 3;
export const INACTIVE = 4;
/** Would be idle, but is on leave. */
export const ON_LEAVE = 5;
/** Would be idle, but was created a short while ago. */
export const CREATED = 6;
export const VERDICTS = 7;

/** Why a seat is reclaimable, by the verdict on who holds it. The others are not. */
export const REASONS: ReadonlyMap<number, SeatReason> = new Map<number, SeatReason>([
  [DEACTIVATED, 'user-deactivated'],
  [FROZEN, 'frozen'],
  [NEVER_LOGGED_IN, 'never-logged-in'],
  [INACTIVE, 'inactive'],
]);

export interface Judged {
  /** By person. */
  readonly verdicts: Uint8Array;
  /** By person: the moment judged by, epoch ms, or NEVER. */
  readonly seenAt: Float64Array;
  /**
   * By person: idle whatever the general threshold (ALWAYS), never (NOT), or by it (whole days from 0 up):
   * idle when days >= threshold.
   */
  readonly idleDays: Int16Array;
  /** Names this judgement among those of the same people. */
  readonly key: string;
}

export const ALWAYS = -1;
export const NOT = -2;
const MOST_DAYS = 0x7fff;

/** Salesforce's types of users from outside the company (User.UserType). */
const EXTERNAL_TYPES = new Set([
  'PowerPartner',
  'PowerCustomerSuccess',
  'CustomerSuccess',
  'CspLitePortal',
  'HighVolumePortal',
  'SelfService',
]);

/** By number of a profile: whether its people are from outside. */
export function externalProfiles({ profiles }: People): boolean[] {
  return profiles.map(({ userType }) => userType !== null && EXTERNAL_TYPES.has(userType));
}

export function judge(db: Connection, org: number, people: People, rule: IdleRule, asOf: number): Judged {
  const programs = rule.integration === 'api-only' || rule.integrationDays !== null;
  const integration = programs ? integrationPeople(db, org, people, asOf) : null;
  const uses =
    integration !== null && rule.integration === 'api-only'
      ? lastApiUses(db, org, people, integration, asOf)
      : null;
  const leaves = rule.exceptions ? leavesAt(db, org, asOf) : [];
  const { includeFree: _, ...judgedBy } = rule;
  const ids = JSON.stringify(leaves.map(({ userId }) => userId));
  const key = `judged ${asOf} ${JSON.stringify(judgedBy)} ${integration?.key ?? ''} ${uses?.key ?? ''} ${ids}`;
  return people.memo.get(key, () => {
    const seenAt = Float64Array.from(people.lastSeenAt);
    uses?.at.forEach((at, person) => (seenAt[person] = at));
    const own = ownThresholds(people, rule, integration?.people ?? null);
    const away = new Set(leaves.map(({ userId }) => people.ids.numberOf(userId)));
    const verdicts = new Uint8Array(people.count);
    const idleDays = new Int16Array(people.count).fill(NOT);
    const graceLimit = asOf - rule.graceDays * DAY_MS;
    const newLimit = rule.newUserDays === 0 ? Infinity : asOf - rule.newUserDays * DAY_MS;
    for (let person = 0; person < people.count; person++) {
      const seen = seenAt[person] ?? NEVER;
      const created = people.createdAt[person] ?? 0;
      const threshold = own?.[person] ?? 0;
      const days = seen === NEVER ? 0 : Math.max(0, Math.floor((asOf - seen) / DAY_MS));
      // A program that only ever was logged in to by people.
      const isMisused = seen === NEVER && people.lastSeenAt[person] !== NEVER;
      let verdict = IN_USE;
      if (people.isActive[person] === 0) verdict = DEACTIVATED;
      else if (people.isFrozen[person] === 1) verdict = FROZEN;
      else if (seen === NEVER && created > graceLimit) verdict = CREATED;
      else if (seen === NEVER) verdict = isMisused ? INACTIVE : NEVER_LOGGED_IN;
      else if (days >= (threshold === 0 ? rule.inactiveDays : threshold)) verdict = INACTIVE;
      if ((verdict === NEVER_LOGGED_IN || verdict === INACTIVE) && created > newLimit) verdict = CREATED;
      if (away.has(person)) {
        if (verdict !== IN_USE && verdict !== CREATED) verdict = ON_LEAVE;
      } else if (verdict === INACTIVE || verdict === IN_USE) {
        // Without the general threshold: those with one of their own stay what they are.
        if (threshold !== 0 || isMisused) idleDays[person] = verdict === INACTIVE ? ALWAYS : NOT;
        else if (created <= newLimit) idleDays[person] = Math.min(days, MOST_DAYS);
      } else if (REASONS.has(verdict)) idleDays[person] = ALWAYS;
      verdicts[person] = verdict;
    }
    return { verdicts, seenAt, idleDays, key };
  });
}

/** By person: the threshold of external users and programs in days; 0: the general one. Null: nobody has one. */
function ownThresholds(
  people: People,
  { externalDays, integrationDays }: IdleRule,
  integration: Int32Array | null,
): Uint16Array | null {
  if (externalDays === null && integrationDays === null) return null;
  const own = new Uint16Array(people.count);
  if (externalDays !== null) {
    const isExternal = externalProfiles(people);
    for (let person = 0; person < people.count; person++)
      if (isExternal[people.profileOf[person] ?? NO_PROFILE] === true) own[person] = externalDays;
  }
  if (integrationDays !== null)
    for (const person of integration ?? []) if (person >= 0) own[person] = integrationDays;
  return own;
}
