import type { LoginRow, UserTableRow } from '../../src/shared/model/users';

/** Made-up people for the fake bridge: the same ones on every start, relative to the given moment. */

const FIRST =
  'Aisha Alejandro Amara Anika Ben Bianca Carlos Chen Chloe Daniel Deepa Diego Elena Emil Emma Farid Fatima Felix Grace Hana Hugo Ines Isaac Ivy Jamal Jonas Julia Kai Karim Keiko Lara Leo Lina Lucas Maya Mei Mila Nadia Noah Nora Olga Omar Paula Priya Quinn Rania Ravi Rosa Samir Sara Sofia Tariq Theo Uma Vera Viktor Wei Yara Yusuf Zoe'.split(
    ' ',
  );
const LAST =
  'Abbott Adeyemi Ahmed Almeida Andersen Bakker Banerjee Becker Brooks Castillo Chowdhury Cohen Costa Dubois Eriksen Evans Fischer Fontaine Garcia Gupta Haddad Hansen Hayashi Hughes Ito Ivanova Jansen Johansson Kaplan Keller Khan Kim Kowalski Larsen Lee Lopez Marino Martin Mbeki Mendoza Meyer Moreau Murphy Nakamura Nguyen Novak Okafor Olsen Park Patel Petrov Ramos Reyes Rossi Sato Schmidt Silva Singh Tanaka Torres Usman Vargas Walker Weber Yilmaz Zhang'.split(
    ' ',
  );
export const DAY = 86_400_000;

/** A small seeded generator (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const KINDS = [
  {
    share: 0.62,
    license: 'Salesforce',
    type: 'Standard',
    profiles: ['Standard User', 'Sales User', 'Service User', 'System Administrator'],
  },
  {
    share: 0.8,
    license: 'Salesforce Platform',
    type: 'Standard',
    profiles: ['Standard Platform User', 'Field Technician'],
  },
  {
    share: 0.9,
    license: 'Customer Community Plus',
    type: 'PowerCustomerSuccess',
    profiles: ['Customer Portal User'],
  },
  { share: 0.985, license: 'Chatter Free', type: 'CsnOnly', profiles: ['Chatter Free User'] },
  { share: 1, license: 'Salesforce Integration', type: 'Standard', profiles: ['API Integration'] },
] as const;

export function makeUsers(count: number, now: number): UserTableRow[] {
  const random = seeded(7);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const used = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const roll = random();
    const kind = KINDS.find((k) => roll < k.share) ?? KINDS[0];
    const first = pick(FIRST);
    const last = pick(LAST);
    const base = `${first}.${last}`.toLowerCase();
    const twin = used.get(base) ?? 0;
    used.set(base, twin + 1);
    const email = `${base}${twin || ''}@acme-field.example`;
    const created = now - (20 + random() * 2200) * DAY;
    const fate = random();
    const deactivated = fate < 0.07;
    const frozen = !deactivated && fate < 0.085;
    const never = !deactivated && !frozen && fate < 0.135;
    const away = fate < 0.24 ? 90 + random() * 500 : random() ** 2 * 60;
    const lastLogin = never ? null : Math.max(created + DAY, now - away * DAY);
    const days = lastLogin === null ? null : Math.floor((now - lastLogin) / DAY);
    const recent = days !== null && days < 30;
    return {
      id: `005Fk00000${index.toString(36).toUpperCase().padStart(5, '0')}IAQ`,
      username: email,
      name: `${first} ${last}`,
      email,
      isActive: !deactivated,
      isFrozen: frozen,
      profile: pick(kind.profiles),
      userType: kind.type,
      license: kind.license,
      createdAt: iso(created),
      lastLoginAt: lastLogin === null ? null : iso(lastLogin),
      daysSinceLogin: days,
      logins30d: recent ? 1 + Math.floor(random() * 44) : 0,
      failedLogins30d: random() < 0.12 ? 1 + Math.floor(random() * (random() < 0.1 ? 38 : 4)) : 0,
      state: deactivated
        ? 'deactivated'
        : frozen
          ? 'frozen'
          : days === null
            ? 'never-logged-in'
            : days >= 90
              ? 'inactive'
              : 'active',
    };
  });
}

export function makeLogins(user: UserTableRow): LoginRow[] {
  if (!user.lastLoginAt) return [];
  const random = seeded(user.id.charCodeAt(13) + user.id.charCodeAt(14) * 40);
  const last = Date.parse(user.lastLoginAt);
  return Array.from({ length: 20 }, (_, n) => {
    const success = n === 0 || random() > 0.12;
    return {
      id: `0YaFk0000${n.toString().padStart(6, '0')}KAB`,
      userId: user.id,
      username: user.username,
      loginTime: iso(last - n * (0.3 + random()) * DAY),
      status: success ? 'Success' : 'Invalid Password',
      success,
      loginType: n % 5 === 4 ? 'Remote Access 2.0' : 'Application',
      loginSubType: null,
      sourceIp: `203.0.113.${1 + Math.floor(random() * 250)}`,
      countryIso: random() < 0.95 ? 'US' : 'DE',
      city: 'Chicago',
      browser: 'Chrome 141',
      platform: 'Windows 11',
      application: 'Browser',
      clientVersion: null,
      apiType: null,
      apiVersion: null,
      tlsProtocol: 'TLS 1.3',
      authMethodReference: null,
    };
  });
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}
