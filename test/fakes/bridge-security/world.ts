import { NO_COUNTS, SEVERITIES, type Severity, type SeverityCounts } from '../../../src/shared/model/checks';
import type {
  Evidence,
  Finding,
  FindingEvent,
  FindingStatus,
  Mute,
} from '../../../src/shared/model/findings';
import type { UserTableRow } from '../../../src/shared/model/users';
import { DAY, seeded } from '../bridge-people';
import { FAKE_CHECKS, type EvidenceKind, type FakeCheck } from './catalog';

/** The findings of one made-up org; changed by what is done with them. */
export interface FakeOrgSecurity {
  /** Newest evaluation; null: never evaluated. */
  evaluatedAt: string | null;
  findings: Finding[];
  mutes: Mute[];
  history: Map<number, FindingEvent[]>;
  off: Set<string>;
  values: Map<string, Record<string, number | boolean | string[]>>;
}

export interface FakeSecurityOptions {
  now: number;
  users: (orgId: string) => readonly UserTableRow[];
  /** How many findings an org has. */
  findings: number;
  /** "unevaluated": there is data, and nobody has evaluated it. "clean": nothing is found. */
  mode: 'usual' | 'unevaluated' | 'clean';
}

const APPS = [
  'Data Loader',
  'Gong Recorder',
  'Legacy Mailer',
  'Zapier',
  'Field Service Mobile',
  'Report Bot',
];
const IPS = [
  '203.0.113.41',
  '198.51.100.7',
  '192.0.2.199',
  '2001:db8:4a:12::9f',
  '203.0.113.90',
  '198.51.100.230',
];

/** Lazily: a hundred thousand findings take a moment. */
export function createSecurityWorld(options: FakeSecurityOptions) {
  const orgs = new Map<string, FakeOrgSecurity>();
  return (orgId: string): FakeOrgSecurity => {
    const known = orgs.get(orgId);
    if (known) return known;
    const made = makeOrgSecurity(orgId, options);
    orgs.set(orgId, made);
    return made;
  };
}

function makeOrgSecurity(orgId: string, options: FakeSecurityOptions): FakeOrgSecurity {
  const { now, mode } = options;
  const users = options.users(orgId);
  const evaluated = users.length > 0 && mode !== 'unevaluated';
  const findings = evaluated && mode !== 'clean' ? makeFindings(users, options.findings, now) : [];
  return {
    evaluatedAt: evaluated ? new Date(now - 25 * 60_000).toISOString() : null,
    findings,
    mutes: mutesOf(findings, now),
    history: new Map(),
    off: new Set(['user-password-expiration']),
    values: new Map([['inactive-users', { days: 45 }]]),
  };
}

function makeFindings(users: readonly UserTableRow[], count: number, now: number): Finding[] {
  const random = seeded(11);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const shares = FAKE_CHECKS.reduce((sum, { share }) => sum + share, 0);
  const draw = (): FakeCheck => {
    let roll = random() * shares;
    return FAKE_CHECKS.find(({ share }) => (roll -= share) < 0) ?? (FAKE_CHECKS[0] as FakeCheck);
  };
  return Array.from({ length: count }, (_, index): Finding => {
    const check = draw();
    const user = pick(users);
    const ip = check.evidence === 'user' || check.evidence === 'org' ? null : pick(IPS);
    const app = check.evidence === 'app' || check.evidence === 'login' ? pick(APPS) : null;
    const about = check.evidence !== 'org' && !(check.evidence === 'spray' && index % 3 !== 0);
    const last = now - Math.floor(random() ** 2 * 80 * DAY) - 26 * 60_000;
    const severity: Severity = random() < 0.75 ? (check.severities[0] as Severity) : pick(check.severities);
    const status: FindingStatus = index % 9 === 4 ? 'acknowledged' : index % 7 === 3 ? 'resolved' : 'open';
    const at = (time: number) => new Date(time).toISOString();
    return {
      id: index + 1,
      check: check.info.id,
      title: check.info.title,
      category: check.info.category,
      severity,
      status,
      userId: about ? user.id : null,
      username: about ? user.username : null,
      name: about ? user.name : null,
      ip,
      app,
      firstSeenAt: at(last - Math.floor(random() * 9) * 3_600_000),
      lastSeenAt: at(last),
      summary: check.says
        .replace('{who}', about ? user.name : 'Somebody')
        .replace('{ip}', ip ?? '203.0.113.41')
        .replace('{app}', app ?? 'Legacy Mailer'),
      evidence: evidenceOf(check.evidence, { user, ip, app, last, random }),
      occurrences: check.info.category === 'threat' ? 1 + Math.floor(random() * 60) : 0,
      foundAt: at(last + 20 * 60_000),
      resolvedAt: status === 'resolved' ? at(Math.min(now, last + 2 * DAY)) : null,
      resolvedReason: status === 'resolved' ? 'no-longer-true' : null,
      acknowledgement:
        status === 'acknowledged'
          ? {
              by: 'Kim Doe',
              at: at(now - 3 * DAY),
              reason: 'Known: on parental leave until spring, agreed with the manager.',
              until: index % 2 === 0 ? at(now + 60 * DAY) : null,
            }
          : null,
      muted: index % 41 === 5 && about,
    };
  });
}

interface EvidenceOf {
  user: UserTableRow;
  ip: string | null;
  app: string | null;
  last: number;
  random: () => number;
}

function evidenceOf(kind: EvidenceKind, { user, ip, app, last, random }: EvidenceOf): Evidence {
  const at = (time: number) => new Date(time).toISOString();
  const names = ['amara.keller', 'ben.ito', 'chloe.okafor', 'diego.walker', 'emil.haddad', 'ines.park'].map(
    (name) => `${name}@acme.example`,
  );
  switch (kind) {
    case 'user':
      return {
        lastSeenAt: at(last),
        lastLoginAt: random() < 0.3 ? null : at(last),
        isAdmin: random() < 0.2,
        methods: random() < 0.5 ? [] : ['Email', 'Text message'],
      };
    case 'login':
      return {
        at: at(last),
        previousSuccessAt: random() < 0.3 ? null : at(last - 40 * DAY),
        historySince: at(last - 150 * DAY),
        ip,
        country: 'BR',
        loginType: 'Application',
        application: app ?? 'Browser',
      };
    case 'travel':
      return {
        from: { at: at(last - 41 * 60_000), ip: '203.0.113.41', city: 'Dublin', country: 'IE' },
        to: { at: at(last), ip: ip ?? '198.51.100.7', city: 'São Paulo', country: 'BR' },
        kilometers: 9412,
        minutes: 41,
        speed: 13_774,
        network: false,
      };
    case 'spray':
      return {
        ip,
        failures: 212,
        users: [...names, ...names.map((name) => `x.${name}`)],
        usersTotal: 46,
        firstAt: at(last - 3_600_000),
        lastAt: at(last),
        successes: random() < 0.5 ? [] : [user.username],
      };
    case 'app':
      return {
        app,
        users: names,
        usersTotal: 14,
        lastUsedAt: random() < 0.4 ? null : at(last - 90 * DAY),
        policy: 'All users may self-authorize',
      };
    case 'org':
      return { share: 3.1, limit: 2, top: names };
    case 'audit':
      return {
        at: at(last),
        action: 'changedprofileforuser',
        by: 'Kim Doe',
        display: `Changed profile for user ${user.name} from Sales User to System Administrator`,
      };
  }
}

function mutesOf(findings: readonly Finding[], now: number): Mute[] {
  const one = findings.find(({ muted }) => muted);
  if (!one?.userId) return [];
  return [
    {
      id: 1,
      check: null,
      target: 'user',
      value: one.userId,
      label: one.name ?? one.userId,
      reason: 'Load test account, watched by the platform team.',
      by: 'Kim Doe',
      at: new Date(now - 9 * DAY).toISOString(),
      until: new Date(now + 81 * DAY).toISOString(),
    },
    {
      id: 2,
      check: 'new-country-for-user',
      target: 'ip',
      value: '198.51.100.7',
      label: '198.51.100.7',
      reason: 'Exit of the company VPN in Lisbon.',
      by: 'Kim Doe',
      at: new Date(now - 2 * DAY).toISOString(),
      until: null,
    },
  ];
}

export function countBySeverity(findings: readonly Pick<Finding, 'severity'>[]): SeverityCounts {
  const counts = { ...NO_COUNTS };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Worst and most first, as the groups are ordered. */
export function byWorst(a: { counts: SeverityCounts }, b: { counts: SeverityCounts }): number {
  for (const severity of SEVERITIES) {
    if (a.counts[severity] !== b.counts[severity]) return b.counts[severity] - a.counts[severity];
  }
  return 0;
}
