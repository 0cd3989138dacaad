import { faker } from '@faker-js/faker/locale/en';
import type BetterSqlite3 from 'better-sqlite3';
import { columnName } from '../catalog/fields';
import { MFA } from '../catalog/objects/mfa';
import { FEATURE_FLAGS } from '../catalog/objects/user';
import { DAY_MS, HISTORY_DAYS, type DataPlan } from '../options';
import { cumulate, Rand } from '../random';
import { CLIENTS, clientNumber, DESK_COUNT } from './clients';
import { COMPANY, PROFILES, profileNumber, ROLES } from './company';
import { rowInserter, type Cell } from './insert';
import { registeredMethods } from './mfa';
import { fateOf, homePlace, People, STREAM, type Fate } from './people';
import { PLACES } from './places';
import { PASSWORD_DAYS } from './security-settings';
import { systemUsers, type SystemUser } from './system-users';

/** Only faker's word lists are used; choosing is ours, so that one seed decides everything. */
const FIRST_NAMES = [
  ...(faker.definitions.person.first_name.female ?? []),
  ...(faker.definitions.person.first_name.male ?? []),
];
const LAST_NAMES = faker.definitions.person.last_name.generic ?? [];
const JOB_LEVELS = ['Specialist', 'Coordinator', 'Analyst', 'Manager', 'Associate', 'Lead', 'Director'];

const PROFILE_WEIGHTS = cumulate(PROFILES.map((profile) => profile.weight));
const SECOND = 1000;
const FLAG_COLUMNS = FEATURE_FLAGS.map(columnName);

/** Sign-ins of a community member or Chatter user, relative to a desk worker. */
const FREQUENCY: Readonly<Record<string, number>> = { CspLitePortal: 0.25, PowerPartner: 0.5, CsnOnly: 0.2 };

interface Person {
  n: number;
  first: string | null;
  last: string;
  username: string;
  email: string;
  profile: number | null;
  userType: string | null;
  department: string | null;
  fate: Fate;
  created: number;
  /** Epoch ms of the last sign-in on record; null for never. */
  lastLogin: number | null;
}

/** Writes all User rows and says how each of them signs in. */
export function createUsers(db: BetterSqlite3.Database, plan: DataPlan): People {
  const people = new People(plan.users);
  const insert = rowInserter(db, 'user');
  const anchor = plan.anchorDay * DAY_MS;
  const system = systemUsers(plan, anchor);
  const taken = new Map<number, number>();
  for (let n = 1; n <= plan.users; n++) {
    const rand = new Rand(plan.seed, STREAM.person, n);
    const special = system[n - 1];
    const person = special
      ? systemPerson(n, special)
      : ordinaryPerson(n, n - system.length - 1, plan.users - system.length, rand, anchor, taken);
    describeHabits(people, person, special, rand, anchor);
    people.mfa[n] = registeredMethods(plan.seed, {
      n,
      machine: person.fate === 'system' || person.fate === 'api',
      external: person.department === 'External',
      singleSignOn: CLIENTS[(people.desk[n] ?? 1) - 1]?.sso === true,
      everSignedIn: person.lastLogin !== null,
    });
    insert(userRow(person, rand, people, anchor));
  }
  return people;
}

function systemPerson(n: number, special: SystemUser): Person {
  return {
    n,
    first: special.first,
    last: special.last,
    username: special.username,
    email: special.username,
    profile: special.profile,
    userType: special.userType,
    department: 'Information Technology',
    fate: special.program ? 'api' : special.client === null ? 'system' : 'regular',
    created: special.created,
    lastLogin: special.lastLogin,
  };
}

function ordinaryPerson(
  n: number,
  i: number,
  people: number,
  rand: Rand,
  anchor: number,
  taken: Map<number, number>,
): Person {
  const { fate, idleDays } = fateOf(i, people, rand);
  // Those cast on purpose hold a full license, so that every review of paid seats meets them.
  const cast = fate === 'boundary' || fate === 'dormant';
  const profile = cast ? profileNumber('Northfield Sales Rep') : rand.weighted(PROFILE_WEIGHTS) + 1;
  const spec = PROFILES[profile - 1];
  if (!spec) throw new RangeError(`no profile ${profile}`);
  const firstIndex = rand.int(0, FIRST_NAMES.length - 1);
  const lastIndex = rand.int(0, LAST_NAMES.length - 1);
  const first = FIRST_NAMES[firstIndex] ?? 'Alex';
  const last = LAST_NAMES[lastIndex] ?? 'Smith';
  const key = firstIndex * 100_000 + lastIndex;
  const namesakes = (taken.get(key) ?? 0) + 1;
  taken.set(key, namesakes);
  const local = `${first}.${last}${namesakes > 1 ? namesakes : ''}`.toLowerCase().replace(/[^a-z0-9.]/g, '');
  const external = spec.department === 'External';
  const email = external
    ? `${local}@${rand.pick(['customer', 'partner', 'supplier'])}.example`
    : `${local}@${COMPANY.domain}`;
  const second = rand.int(7 * 3600, 18 * 3600) * SECOND;
  const lastLogin =
    fate === 'never' || fate === 'new'
      ? null
      : fate === 'boundary'
        ? anchor - idleDays * DAY_MS
        : anchor - idleDays * DAY_MS + second;
  const age =
    fate === 'new' ? rand.int(1, 6) : fate === 'never' ? rand.int(8, 400) : idleDays + rand.int(20, 1500);
  return {
    n,
    first,
    last,
    email,
    username: external ? `${local}@portal.${COMPANY.domain}` : email,
    profile,
    userType: spec.userType,
    department: spec.department,
    fate,
    created: anchor - age * DAY_MS + rand.int(0, 86_399) * SECOND,
    lastLogin,
  };
}

function describeHabits(
  people: People,
  person: Person,
  special: SystemUser | undefined,
  rand: Rand,
  anchor: number,
): void {
  const { n, fate, userType, lastLogin } = person;
  const anchorDay = anchor / DAY_MS;
  people.fate[n] = fate;
  people.active[n] = fate === 'deactivated' ? 0 : 1;
  people.department[n] = people.departmentNumber(person.department ?? '');
  people.place[n] = homePlace(rand);
  people.from[n] = Math.floor(person.created / DAY_MS) + 1;
  people.weight[n] = special ? special.weight : (FREQUENCY[userType ?? ''] ?? 1) * (0.4 + rand.float() * 1.2);
  people.program[n] = special?.program ? 1 : 0;
  const desk = Math.min(rand.int(0, DESK_COUNT + 2), DESK_COUNT + 1) % DESK_COUNT;
  const kind =
    userType === 'CspLitePortal'
      ? 'customer'
      : userType === 'PowerPartner'
        ? 'partner'
        : rand.chance(0.72)
          ? 'sso'
          : 'password';
  people.desk[n] = clientNumber(special?.client ?? `${kind}-${desk}`);
  people.mobile[n] =
    !special && userType === 'Standard' && rand.chance(0.3)
      ? clientNumber(rand.pick(['ios', 'android', 'outlook']))
      : 0;
  if (lastLogin === null) {
    people.weight[n] = 0;
    return;
  }
  if (fate !== 'regular' && fate !== 'api') people.until[n] = Math.floor(lastLogin / DAY_MS);
  if (lastLogin >= (anchorDay - HISTORY_DAYS) * DAY_MS) people.forced.push([lastLogin, n]);
}

function userRow(person: Person, rand: Rand, people: People, anchor: number): Record<string, Cell> {
  const { n, fate, created } = person;
  const place = PLACES[(people.place[n] ?? 1) - 1] ?? PLACES[0];
  const internal = person.userType === 'Standard' || person.userType === 'CsnOnly';
  const name = person.first === null ? person.last : `${person.first} ${person.last}`;
  const changed = Math.min(anchor - DAY_MS, created + rand.int(0, 400) * DAY_MS);
  const modified =
    fate === 'deactivated' && person.lastLogin !== null
      ? Math.min(anchor, person.lastLogin + 3 * DAY_MS)
      : Math.max(created, changed);
  const row: Record<string, Cell> = {
    n,
    username: person.username,
    last_name: person.last,
    first_name: person.first,
    name,
    company_name: person.department === 'External' ? `${person.last} Supply` : COMPANY.name,
    division: null,
    department: person.department,
    title: internal && person.first !== null ? `${person.department ?? ''} ${rand.pick(JOB_LEVELS)}` : null,
    city: place?.city ?? null,
    country: place?.country ?? null,
    email: person.email,
    alias:
      `${(person.first ?? 'x').slice(0, 1)}${person.last.replace(/[^A-Za-z]/g, '').slice(0, 4)}`.toLowerCase() +
      String(n % 1000),
    community_nickname: `${person.last.toLowerCase().replace(/[^a-z]/g, '')}${n}`,
    is_active: fate === 'deactivated' ? 0 : 1,
    time_zone_sid_key: 'GMT',
    user_role_id: internal && rand.chance(0.85) ? rand.int(1, ROLES.length) : null,
    locale_sid_key: 'en_US',
    email_encoding_key: 'UTF-8',
    profile_id: person.profile,
    user_type: person.userType,
    language_locale_key: 'en_US',
    employee_number: internal && person.first !== null ? `NF${String(10_000 + n)}` : null,
    manager_id: internal && n > 40 ? rand.int(9, 40) : null,
    last_login_date: person.lastLogin,
    last_password_change_date:
      person.userType === 'Guest' ? null : Math.max(created, anchor - rand.int(1, 300) * DAY_MS),
    created_date: created,
    last_modified_date: Math.max(created, modified),
    system_modstamp: Math.max(created, modified),
    number_of_failed_logins: fate === 'locked' ? 10 : 0,
    federation_identifier: internal && person.first !== null ? person.email : null,
    contact_id: internal || person.first === null ? null : n,
    account_id: internal || person.first === null ? null : 1 + (n % 400),
    is_portal_enabled: internal || person.first === null ? 0 : 1,
    forecast_enabled: person.department === 'Sales' ? 1 : 0,
    is_frozen: fate === 'frozen' ? 1 : 0,
    is_password_locked: fate === 'locked' ? 1 : 0,
    user_login_modified: fate === 'frozen' && person.lastLogin !== null ? person.lastLogin + DAY_MS : created,
  };
  addContact(row, people);
  for (const column of FLAG_COLUMNS) row[column] = 0;
  if (internal && person.first !== null) {
    row['user_permissions_marketing_user'] = person.department === 'Marketing' ? 1 : 0;
    row['user_permissions_support_user'] = person.department === 'Customer Service' ? 1 : 0;
    row['user_permissions_knowledge_user'] = rand.chance(0.1) ? 1 : 0;
    row['user_permissions_sfcontent_user'] = rand.chance(0.3) ? 1 : 0;
  }
  return row;
}

/** Phone, address and password dates: they follow from the row itself, no chance is involved. */
function addContact(row: Record<string, Cell>, people: People): void {
  const n = Number(row['n']);
  const place = PLACES[(people.place[n] ?? 1) - 1];
  const person = row['first_name'] !== null && people.program[n] !== 1;
  const own = person && row['profile_id'] !== null;
  const digits = String((n * 7919) % 10_000).padStart(4, '0');
  row['street'] = own ? `${1 + (n % 180)} Mill Street` : null;
  row['state'] = own ? (place?.subdivision ?? null) : null;
  row['postal_code'] = own ? (place?.postalCode ?? null) : null;
  // Numbers set aside for fiction.
  row['phone'] = own ? `+1 555 010 ${digits}` : null;
  row['extension'] = own && n % 3 === 0 ? digits : null;
  const mobile = (people.mfa[n] ?? 0) & MFA.verifiedMobile;
  row['mobile_phone'] = own && (mobile !== 0 || n % 4 === 0) ? `+1 555 011 ${digits}` : null;
  const changed = row['last_password_change_date'] as number | null;
  // Programs have "password never expires"; with single sign-on nobody has changed it in time.
  row['password_expiration_date'] =
    changed === null || people.program[n] === 1 ? null : changed + PASSWORD_DAYS * DAY_MS;
  row['mfa'] = people.mfa[n] ?? 0;
}
