import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ParameterValues } from '../../shared/model/checks';
import type { LoginCheck } from '../define';
import { type LoginContext, type LoginEvent, DAY_MS, HOUR_MS } from '../logins/event';
import { withDefaults } from '../parameters';
import { CHECKS } from '../registry';
import { foldAll, type States } from '../testing/fold-all';
import { contextOf, eventsOf, type LoginWords, type Scene, somebody } from '../testing/logins';
import { addressList, FIREFOX, HAMBURG, IPHONE, LIMA, MONDAY, PROGRAM } from '../testing/scenes';
import { type Accumulated, together } from './accumulate';
import type { ActiveCheck, LoginFold } from './fold';
import { rounds } from '../../../test/builders/rounds';

const LOGIN_CHECKS = CHECKS.filter((check): check is LoginCheck => check.kind === 'logins');

/** As easily alarmed as the settings allow: so that there is something to compare. */
const touchy = ({ info }: LoginCheck): ParameterValues =>
  Object.fromEntries(
    info.parameters.flatMap(({ id, kind, min }) => (kind === 'number' && min !== null ? [[id, min]] : [])),
  );
const active = (values: (check: LoginCheck) => ParameterValues): ActiveCheck[] =>
  LOGIN_CHECKS.map((check) => ({ check, values: withDefaults(check.info.parameters, values(check)) }));
const SETTINGS = { defaults: active(() => ({})), touchy: active(touchy) };

const PEOPLE = [
  somebody('user0', { isAdmin: true, isSuperAdmin: true }),
  somebody('user1', { isAdmin: true }),
  somebody('user2', { isIntegration: true }),
  somebody('user3', { createdAt: MONDAY + 60 * DAY_MS }),
  // User 4 is not among the users read.
  ...Array.from({ length: 40 }, (_, i) => somebody(`user${String(i + 5)}`)),
];
const ADDRESSES = [
  addressList('office', '45.1.1.0/24'),
  addressList('vpn', '45.2.1.0/24'),
  addressList('carrier', '45.3.1.0/24'),
  addressList('denied', '45.4.1.0/24'),
];
const IPS = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `45.${String(n)}.1.7`),
  '2a0d:5600:1::7',
  '10.1.2.3',
  null,
];
const PLACES: readonly Partial<LoginWords>[] = [
  HAMBURG,
  LIMA,
  { country: 'DE', city: 'Munich', latitude: 48.14, longitude: 11.58 },
  { country: 'PE', city: null, latitude: -9.19, longitude: -75.02 },
  { country: 'IR' },
  { country: null },
];
const CLIENTS: readonly LoginWords['client'][] = [
  {},
  FIREFOX,
  { browser: 'Safari 18', platform: 'Mac OSX' },
  IPHONE,
  PROGRAM,
  { ...PROGRAM, application: 'N/A' },
  { loginType: 'SAML Sfdc Initiated SSO', isSso: true },
  { ...PROGRAM, tlsProtocol: 'TLS 1.0', apiType: 'SOAP Partner', apiVersion: '20.0' },
];
const STATUSES = ['Success', 'Success', 'Success', 'Invalid Password', 'Invalid Password'].concat([
  'User is Inactive',
  'Password Lockout',
  'Multi-factor required',
  'Restricted IP',
]);
const GAPS = [0, 1_000, 20_000, 600_000, HOUR_MS, DAY_MS];

/** Some logins one after the other, alike in most. */
const burst = fc.record({
  day: fc.nat(70),
  minute: fc.nat(1439),
  count: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.integer({ min: 7, max: 60 })),
  gap: fc.constantFrom(...GAPS),
  user: fc.nat(6),
  eachUser: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  ip: fc.nat(IPS.length - 1),
  eachIp: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  status: fc.nat(STATUSES.length - 1),
  place: fc.nat(PLACES.length - 1),
  eachPlace: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  client: fc.nat(CLIENTS.length - 1),
  endsWell: fc.boolean(),
});

const logins = fc.array(burst, { minLength: 3, maxLength: 25 }).map((bursts) => {
  const words: LoginWords[] = [];
  for (const all of bursts)
    for (let i = 0; i < all.count; i++)
      words.push({
        at: MONDAY + all.day * DAY_MS + all.minute * 60_000 + i * all.gap,
        id: `0Ya${String(words.length).padStart(15, '0')}`,
        user: `user${String(all.eachUser ? all.user + i : all.user)}`,
        ip: all.eachIp ? `46.${String(i)}.1.${String(all.ip + 1)}` : (IPS[all.ip] ?? null),
        status: all.endsWell && i === all.count - 1 ? 'Success' : (STATUSES[all.status] ?? 'Success'),
        ...PLACES[(all.eachPlace ? all.place + i : all.place) % PLACES.length],
        client: CLIENTS[all.client] ?? {},
      });
  return words;
});

const sceneOf = (words: readonly LoginWords[]): Scene => ({
  logins: words,
  people: PEOPLE,
  addresses: ADDRESSES,
  historySince: MONDAY,
});

const newestOf = (events: readonly LoginEvent[]): number => events.at(-1)?.at ?? 0;

interface Evaluation {
  fold: LoginFold;
  states: States;
  through: number;
}

/** One evaluation: what is settled up to an hour before the newest login, and what the rest adds. */
function evaluate(
  checks: readonly ActiveCheck[],
  context: LoginContext,
  events: readonly LoginEvent[],
  before: { states: States; through: number } = { states: new Map(), through: -1 },
): Evaluation {
  const through = Math.max(newestOf(events) - HOUR_MS, before.through);
  const news = events.filter(({ at }) => at > before.through);
  return { ...foldAll(checks, context, news, { through, stored: before.states }), through };
}

type Findings = readonly (readonly [key: string, finding: Accumulated])[];

/** Findings of all checks, by check id and key; settled ones as they come out of the database. */
const findingsOf = (checks: readonly ActiveCheck[], fold: LoginFold, part: 'settled' | 'tail'): Findings =>
  checks.flatMap(({ check: { info } }) =>
    [...fold.of(info.id)[part]].map(
      ([key, finding]) => [`${info.id} ${key}`, JSON.parse(JSON.stringify(finding)) as Accumulated] as const,
    ),
  );

function told(...stretches: readonly Findings[]): Record<string, Accumulated> {
  const all = new Map<string, Accumulated>();
  for (const [key, finding] of stretches.flat()) {
    const found = together(all.get(key) ?? null, finding);
    if (found !== null) all.set(key, found);
  }
  return Object.fromEntries(all);
}

describe.each(Object.entries(SETTINGS))('every check of logins, with %s', (name, checks) => {
  const met = new Set<string>();
  afterAll(() => {
    // A property nothing ever happens in proves nothing. With the defaults some are too rare.
    if (name === 'touchy') expect(met.size).toBeGreaterThanOrEqual(18);
  });

  const toldBy = ({ fold }: Evaluation) =>
    told(findingsOf(checks, fold, 'settled'), findingsOf(checks, fold, 'tail'));

  it('finds the same however the logins come in', () => {
    fc.assert(
      fc.property(logins, fc.infiniteStream(fc.nat()), (words, luck) => {
        const run = (order: readonly LoginWords[]) => {
          const scene = sceneOf(order);
          const events = eventsOf(scene);
          return toldBy(evaluate(checks, contextOf(scene, events), events));
        };
        // People and addresses get other keys as well: findings must not depend on them.
        const shuffled = words
          .map((word) => [luck.next().value as number, word] as const)
          .sort(([a], [b]) => a - b)
          .map(([, word]) => word);
        expect(run(shuffled)).toEqual(run(words));
      }),
      { numRuns: rounds(60) },
    );
  });

  it('finds the same in many evaluations as in one', () => {
    fc.assert(
      fc.property(logins, fc.array(fc.nat(100), { minLength: 1, maxLength: 25 }), (words, cuts) => {
        const scene = sceneOf(words);
        const events = eventsOf(scene);
        const context = contextOf(scene, events);
        const whole = evaluate(checks, context, events);
        // Each evaluation has a last hour of its own; the next begins where that did.
        let last: Evaluation | undefined;
        const settled: Findings[] = [];
        for (const percent of [...[...cuts].sort((a, b) => a - b), 100]) {
          const known = events.slice(0, Math.ceil((events.length * percent) / 100));
          last = evaluate(checks, context, known, last);
          settled.push(findingsOf(checks, last.fold, 'settled'));
        }
        const tail = last === undefined ? [] : findingsOf(checks, last.fold, 'tail');
        expect(told(...settled, tail)).toEqual(toldBy(whole));
        // And leaves the same behind for the next.
        expect(new Map([...(last?.states ?? [])].sort())).toEqual(new Map([...whole.states].sort()));
      }),
      { numRuns: rounds(100) },
    );
  });

  it('explains what it finds in the words of its definition', () => {
    fc.assert(
      fc.property(logins, (words) => {
        const scene = sceneOf(words);
        const events = eventsOf(scene);
        for (const [key, finding] of Object.entries(
          toldBy(evaluate(checks, contextOf(scene, events), events)),
        )) {
          const id = key.slice(0, key.indexOf(' '));
          const info = LOGIN_CHECKS.find((check) => check.info.id === id)?.info;
          met.add(id);
          expect(Object.keys(info?.evidence ?? {}).sort(), id).toEqual(Object.keys(finding.evidence).sort());
          expect(finding.summary).toMatch(/^[^\n]{10,250}[.]$/);
        }
      }),
      { numRuns: rounds(60) },
    );
  });
});
