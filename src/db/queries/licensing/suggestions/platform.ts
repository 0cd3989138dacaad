import { counted } from '../../../../shared/model/counted';
import {
  ADMIN_PERMISSIONS,
  CRM_FEATURES,
  CRM_PACKAGES,
  CRM_PERMISSION_SET_LICENSES,
  MINIMAL_PROFILES,
  isOneOf,
} from '../../../license-needs';
import { UNKNOWN } from '../../id-list';
import { NO_PROFILE } from '../../people';
import type { StoredLicense } from '../../stored-licenses';
import { IN_USE } from '../judging';
import {
  type Facts,
  averagedDays,
  difference,
  isNew,
  licenseOf,
  monthlyLogins,
  paidUserSeat,
  profileOf,
} from './facts';
import { eachGrant } from './grants';
import { isUsedByPrograms } from './integration';
import type { KindOfSuggestion } from './kind';
import { LIMITS } from './limits';
import { rounded, seatsToTake } from './words';

const ADMIN = new Set(ADMIN_PERMISSIONS);
const makesAdmin = (permissions: readonly string[] | undefined): boolean =>
  permissions?.some((permission) => ADMIN.has(permission)) ?? false;

/** Whether holding this seat tells that CRM objects are needed. Features are judged by their flags. */
function needsCrm({ kind, name, label, developerName }: StoredLicense): boolean {
  if (kind === 'permissionSet') return isOneOf(CRM_PERMISSION_SET_LICENSES, developerName, label);
  return kind === 'package' && isOneOf(CRM_PACKAGES, name);
}

/** What is worked out once for everybody. */
interface Tables {
  /** By number of a license. */
  isCrm: boolean[];
  /** By number of a set of features. */
  hasCrmFeature: boolean[];
  /** By number of a permission set. */
  isAdminSet: boolean[];
  /** By number of a profile. */
  isAdminProfile: boolean[];
  isMinimal: boolean[];
}

function tablesOf({ people, grants, licenses }: Facts): Tables {
  return {
    isCrm: licenses.map(needsCrm),
    hasCrmFeature: people.featureSets.map((flags) => flags.some((flag) => isOneOf(CRM_FEATURES, flag))),
    isAdminSet: grants.sets.map(({ permissions }) => makesAdmin(permissions)),
    // A profile whose own permission set is not stored may grant anything.
    isAdminProfile: Array.from(
      grants.ofProfile,
      (set) => set === UNKNOWN || makesAdmin(grants.sets[set]?.permissions),
    ),
    isMinimal: people.profiles.map(({ name }) => isOneOf(MINIMAL_PROFILES, name)),
  };
}

function hasNeeds({ people, grants, asOf }: Facts, tables: Tables, person: number): boolean {
  const profile = people.profileOf[person] ?? NO_PROFILE;
  if (profile === NO_PROFILE || tables.isAdminProfile[profile] === true) return true;
  if (tables.hasCrmFeature[people.featureSetOf[person] ?? 0] === true) return true;
  const { starts, licenses } = people.holdings;
  for (let seat = starts[person] ?? 0; seat < (starts[person + 1] ?? 0); seat++)
    if (tables.isCrm[licenses[seat] ?? 0] === true) return true;
  let isAdmin = false;
  eachGrant(grants, person, asOf, (set) => {
    if (set === UNKNOWN || tables.isAdminSet[set] === true) isAdmin = true;
  });
  return isAdmin;
}

const isRare = (facts: Facts, person: number): boolean =>
  monthlyLogins(facts, person) <= LIMITS.platformLogins && !isNew(facts, person);

/** A full license, rarely used or with a profile that hardly does anything, and nothing in sight that needs CRM. */
export const PLATFORM: KindOfSuggestion = {
  kind: 'platform-license',

  obstacle({ noGrants, daysStored }) {
    if (noGrants !== null) return noGrants;
    if (daysStored < LIMITS.leastDays)
      return `Sign-ins of ${counted(daysStored, 'day')} are stored; ${String(LIMITS.leastDays)} are needed to tell how often somebody signs in.`;
    return null;
  },

  find(facts, take) {
    const { people, judged, usage, families } = facts;
    const tables = tablesOf(facts);
    for (let person = 0; person < people.count; person++) {
      if (judged.verdicts[person] !== IN_USE || (usage.logins90[person] ?? 0) === 0) continue;
      if (!isRare(facts, person) && tables.isMinimal[people.profileOf[person] ?? NO_PROFILE] !== true)
        continue;
      const seat = paidUserSeat(facts, person);
      if (seat === null) continue;
      const from = licenseOf(facts, seat);
      // Programs have a better place to go.
      if (families.get(from.id) !== 'crm' || isUsedByPrograms(facts, person)) continue;
      if (hasNeeds(facts, tables, person)) continue;
      const saving = difference(from, facts.platform, false);
      if (saving === null || saving > 0) take(seat, saving);
    }
  },

  target: ({ platform }) => platform,

  explain(facts, seat) {
    const { people, usage, platform, grants, asOf } = facts;
    const person = people.holdings.persons[seat] ?? 0;
    const profile = profileOf(facts, person)?.name ?? '';
    let sets = 0;
    eachGrant(grants, person, asOf, () => (sets += 1));
    const from = sets === 0 ? 'profile' : `profile and ${counted(sets, 'permission set')}`;
    const evidence = [
      `${counted(usage.logins90[person] ?? 0, 'sign-in')} in the last ${counted(averagedDays(facts), 'day')}: ${rounded(monthlyLogins(facts, person))} per 30 days.`,
      `No administrative permission in the ${from}; no permission set, package or feature license that needs CRM objects.`,
    ];
    if (isOneOf(MINIMAL_PROFILES, profile))
      evidence.push(`The profile “${profile}” would fit a cheaper license: by its name it changes nothing.`);
    evidence.push(
      platform === null
        ? 'This org has no platform license yet: one would have to be bought.'
        : seatsToTake(platform),
    );
    return {
      evidence,
      check: [
        `Which objects the user opens: leads, opportunities, cases, campaigns and forecasts are out of reach with a platform license. Sign-ins do not tell.`,
        `Reports, dashboards and approvals on these objects count too.`,
      ],
    };
  },
};
