import { faker } from '@faker-js/faker';
import type { LocalDatabase } from '../src/db/api';
import { AS_OF, DAY, HOUR, newOrg, store } from '../test/builders/db';
import * as rows from '../test/builders/db-records';
import { bulkLogins } from './db-fill-logins';
import { below, pick, random } from './db-random';
import { HISTORY_DAYS, type Size, loginId, range, userId } from './db-scale';

const PROFILES = 60;
const LICENSES = 5;
const PERMISSION_SET_LICENSES = 12;
const PACKAGES = 8;
/** Of the users, those who sign in at all. */
const ACTIVE_SHARE = 0.8;

/**
 * Fills an empty database with a company of that size: half a year of sign-ins, on weekdays mostly and by day,
 * few people many times and most people now and then. People and the first day of sign-ins come through the
 * commits of a collection, the millions after them straight into the table (see `bulkLogins`).
 */
export async function fill(db: LocalDatabase, file: string, size: Size): Promise<void> {
  faker.seed(20260630);
  await db.insertOrg(newOrg());
  await fillPeople(db, size);
  await fillLogins(db, file, size);
}

async function fillPeople(db: LocalDatabase, { users, pageRows = 5_000 }: Size): Promise<void> {
  const licenses = range(LICENSES).map((i) =>
    rows.userLicense(`100${i}`, { name: `License ${i}`, label: `License ${i}`, definitionKey: `KEY_${i}` }),
  );
  await store(db, 'userLicenses', licenses);
  const profiles = range(PROFILES).map((i) =>
    rows.profile(`00e${i}`, {
      name: `${faker.commerce.department()} ${i}`,
      userLicenseId: `100${i % LICENSES}`,
    }),
  );
  await store(db, 'profiles', profiles);
  const psls = range(PERMISSION_SET_LICENSES).map((i) =>
    rows.permissionSetLicense(`0PL${i}`, { label: `Feature ${i}` }),
  );
  await store(db, 'permissionSetLicenses', psls);
  const packages = range(PACKAGES).map((i) =>
    rows.packageLicense(`050${i}`, { namespacePrefix: `package_${i}` }),
  );
  await store(db, 'packageLicenses', packages);
  for (const [i, { id }] of licenses.entries())
    await db.setPrice('org-1', {
      kind: 'user',
      licenseId: id,
      price: { amount: 20 * (i + 1), per: 'month', currency: 'EUR', contractEnd: null },
    });

  const pages = inPages(users, pageRows);
  for (const { first, count, last } of pages)
    await store(
      db,
      'users',
      range(count, first).map((i) => person(i, users)),
      { endOfPass: last },
    );
  for (const { first, count, last } of pages) {
    const frozen = range(count, first).map((i) => rows.frozen(userId(i), i % 50 === 0));
    await store(db, 'userLogins', frozen, { endOfPass: last });
  }
  for (const { first, count, last } of pages) {
    const held = range(count, first).flatMap((i) =>
      psls.filter(() => random() < 0.1).map(({ id }) => rows.pslAssignment(userId(i), id)),
    );
    await store(db, 'permissionSetLicenseAssignments', held, { endOfPass: last });
  }
  for (const { first, count, last } of pages) {
    const held = range(count, first).flatMap((i) =>
      packages.filter(() => random() < 0.05).map(({ id }) => rows.packageAssignment(userId(i), id)),
    );
    await store(db, 'userPackageLicenses', held, { endOfPass: last });
  }
}

function person(i: number, users: number) {
  const name = faker.person.fullName();
  const username = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${i}@acme.example`;
  return rows.user(userId(i), {
    name,
    username,
    email: username,
    profileId: `00e${below(PROFILES)}`,
    isActive: i % 10 !== 0,
    createdAt: AS_OF - below(2_000) * DAY,
    // As in Salesforce, users come first and know of their newest login already.
    lastLoginAt: signsIn(i, users)
      ? AS_OF - below(30 * 24) * HOUR
      : i % 7 === 0
        ? null
        : AS_OF - below(400) * DAY,
  });
}

/** People who sign in are spread over all of them, in no order. */
const rankOf = (i: number, users: number): number => (i * 7919) % users;
const signsIn = (i: number, users: number): boolean => rankOf(i, users) < users * ACTIVE_SHARE;

/** The user who signs in: the first ranks many times a day, the last ones a few times in half a year. */
function someUser(users: number): number {
  return Math.floor(random() ** 1.6 * users * ACTIVE_SHARE);
}

/** Where companies have people. */
const COUNTRIES =
  'AT AU BE BR CA CH CL CZ DE DK ES FI FR GB HK ID IE IN IT JP KR MX MY NL NO NZ PL PT SE SG TH US ZA'.split(
    ' ',
  );

/** What logins refer to: everybody has one address, place and way to sign in, and now and then another. */
function circumstances() {
  const clients = range(400).map((i) => ({
    application: pick(['Browser', 'Salesforce for iOS', 'Data Loader', 'Workbench']),
    loginType: pick(['Application', 'Remote Access 2.0', 'SAML Sfdc Initiated SSO', 'Other Apex API']),
    browser: `Chrome ${100 + i}`,
    platform: pick(['Windows 11', 'Mac OSX', 'iPhone', 'Linux']),
  }));
  const places = range(300).map((i) => ({
    countryIso: pick(COUNTRIES),
    city: `${faker.location.city()} ${i}`,
    latitude: faker.location.latitude(),
    longitude: faker.location.longitude(),
  }));
  // Of the internet: of private ones nothing can be told.
  const addresses = range(20_000).map((i) => `62.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
  const statuses = ['Success', 'Invalid Password', 'User is Frozen', 'Restricted IP'];
  return { clients, places, addresses, statuses };
}

async function fillLogins(db: LocalDatabase, file: string, size: Size): Promise<void> {
  const { users, logins, pageRows = 5_000, usual = 0.9 } = size;
  const byRank = new Int32Array(users);
  for (let i = 0; i < users; i++) byRank[rankOf(i, users)] = i;
  const active = Math.ceil(users * ACTIVE_SHARE);
  const { clients, places, addresses, statuses } = circumstances();
  const sample = Math.max(active, addresses.length);
  // The first day through the commits of a collection: everybody once, and everything there is to refer to.
  for (const { first, count, last } of inPages(sample, pageRows)) {
    const page = range(count, first).map((i) =>
      rows.login(
        loginId(i),
        userId(byRank[i % active] ?? 0),
        dayStart(0) + Math.floor((i / sample) * 86_399) * 1000,
        {
          ...clients[i % clients.length],
          ...places[i % places.length],
          sourceIp: addresses[i % addresses.length] ?? null,
          status: statuses[i % 25 === 0 ? 1 + (i % 3) : 0] ?? null,
        },
      ),
    );
    await store(db, 'loginHistory', page, { endOfPass: last });
  }
  bulkLogins({
    file,
    from: sample,
    to: logins,
    usual,
    someUser: () => userId(byRank[someUser(users)] ?? 0),
    times: times(logins - sample),
  });
}

/** Moments from the second day on, ascending. */
function* times(count: number): Generator<number> {
  const days = range(HISTORY_DAYS - 1, 1);
  const weights = days.map((day) => ([0, 6].includes(weekday(day)) ? 0.15 : 1));
  const total = weights.reduce((a, b) => a + b, 0);
  let made = 0;
  for (const [i, day] of days.entries()) {
    const ofDay = i === days.length - 1 ? count - made : Math.round((count * (weights[i] ?? 0)) / total);
    made += ofDay;
    yield* Float64Array.from(
      { length: Math.max(0, ofDay) },
      () => dayStart(day) + someSecond() * 1000,
    ).sort();
  }
}

const dayStart = (day: number): number => Math.floor(AS_OF / DAY) * DAY - (HISTORY_DAYS - day) * DAY;
const weekday = (day: number): number => new Date(dayStart(day)).getUTCDay();
/** Most of them between six and eighteen o'clock. */
const someSecond = (): number => Math.floor((random() < 0.85 ? 6 + 12 * random() : 24 * random()) * 3600);

function inPages(total: number, size: number): { first: number; count: number; last: boolean }[] {
  return range(Math.ceil(total / size)).map((page) => {
    const first = page * size;
    const count = Math.min(size, total - first);
    return { first, count, last: first + count >= total };
  });
}
