import type { AddressList } from '../../shared/model/addresses';
import type { ParameterValues } from '../../shared/model/checks';
import {
  isPrivateAddress,
  type KnownAddresses,
  knownAddresses,
  networkOf,
  type TrustedRange,
} from '../addresses/known-addresses';
import type { LoginCheck } from '../define';
import { type Accumulated, together } from '../engine/accumulate';
import { foldAll } from './fold-all';
import type { Person } from '../inputs';
import { familyOf } from '../logins/families';
import type { Client, Ip, LoginContext, LoginEvent, Place } from '../logins/event';
import { statusKindOf } from '../logins/statuses';
import { withDefaults } from '../parameters';

// For tests of single checks of logins: people and logins in a few words. Salesforce ids are what is given.

export interface LoginWords {
  at: number;
  /** LoginHistory.Id; default: made up, ascending as the logins are given. */
  id?: string;
  user?: string;
  /** Default "Success". */
  status?: string;
  ip?: string | null;
  country?: string | null;
  city?: string | null;
  latitude?: number | null;
  longitude?: number | null;
  client?: Partial<Client>;
}

const BROWSER: Client = {
  key: 0,
  loginType: 'Application',
  loginSubType: null,
  browser: 'Chrome 131',
  platform: 'Windows 10',
  browserFamily: null,
  platformFamily: null,
  application: 'Browser',
  apiType: 'N/A',
  apiVersion: 'N/A',
  tlsProtocol: 'TLS 1.3',
  authMethodReference: null,
  isUi: true,
  isApi: false,
  isMobile: false,
  isSso: false,
};

export const somebody = (id: string, facts: Partial<Person> = {}): Person => ({
  id,
  username: `${id}@example.com`,
  name: `User ${id}`,
  isActive: true,
  isFrozen: false,
  userType: 'Standard',
  profile: 'Standard User',
  createdAt: 0,
  lastLoginAt: null,
  isIntegration: false,
  isApiOnly: false,
  isAdmin: false,
  isSuperAdmin: false,
  usesSso: false,
  ...facts,
});

export interface Scene {
  logins: readonly LoginWords[];
  people?: readonly Person[];
  addresses?: readonly Pick<AddressList, 'name' | 'purpose' | 'ranges'>[];
  /** The org's own trusted ranges. */
  trusted?: readonly TrustedRange[];
  values?: ParameterValues;
  historySince?: number;
  /** Logins after this moment are the tail of the evaluation; default: none. */
  horizon?: number;
}

/** Shows the logins to one check, in the order of time; what it found by the key of the draft. */
export function found(check: LoginCheck, scene: Scene): Map<string, Accumulated> {
  const events = eventsOf(scene);
  const context = contextOf(scene, events);
  const values = withDefaults(check.info.parameters, scene.values ?? {});
  const { fold } = foldAll(
    [{ check, values }],
    context,
    events,
    scene.horizon === undefined ? {} : { through: scene.horizon },
  );
  const { settled, tail } = fold.of(check.info.id);
  const all = new Map(settled);
  for (const [key, finding] of tail) {
    const joined = together(settled.get(key) ?? null, finding);
    if (joined !== null) all.set(key, joined);
  }
  return all;
}

const knownOf = ({ addresses = [], trusted = [] }: Scene): KnownAddresses =>
  knownAddresses(
    addresses.map((list, id) => ({ ...list, id, orgId: null, changedBy: '', changedAt: '' })),
    trusted,
  );

/** The logins of a scene in the order of time; people and addresses get their keys in the order given. */
export function eventsOf(scene: Scene): LoginEvent[] {
  const { logins } = scene;
  const known = knownOf(scene);
  const ips = new Map<string, Ip>();
  const ipOf = (address: string): Ip => {
    let ip = ips.get(address);
    if (ip === undefined) {
      const { purposes, lists } = known.of(address);
      ip = {
        key: ips.size + 1,
        address,
        network: networkOf(address),
        purposes,
        lists,
        isPrivate: isPrivateAddress(address),
      };
      ips.set(address, ip);
    }
    return ip;
  };
  const users = new Map<string, number>();
  return logins
    .map((words, i): LoginEvent => {
      const user = words.user ?? 'ada';
      if (!users.has(user)) users.set(user, users.size + 1);
      const client = { ...BROWSER, ...words.client };
      const place: Place = {
        key: i,
        country: words.country === undefined ? 'US' : words.country,
        city: words.city ?? null,
        latitude: words.latitude ?? null,
        longitude: words.longitude ?? null,
      };
      const status = words.status ?? 'Success';
      return {
        at: words.at,
        id: words.id ?? `0Ya${String(i).padStart(15, '0')}`,
        success: status === 'Success',
        status,
        statusKind: statusKindOf(status),
        userKey: users.get(user) ?? 0,
        userId: user,
        ip: words.ip === null ? null : ipOf(words.ip ?? '198.51.100.7'),
        place,
        client: {
          ...client,
          browserFamily: client.browserFamily ?? familyOf(client.browser),
          platformFamily: client.platformFamily ?? familyOf(client.platform),
        },
      };
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

export function contextOf(scene: Scene, events: readonly LoginEvent[]): LoginContext {
  const known = knownOf(scene);
  const people = new Map(scene.people?.map((person) => [person.id, person]));
  const ips = new Map(events.flatMap(({ ip }) => (ip === null ? [] : [[ip.key, ip] as const])));
  return {
    asOf: events.at(-1)?.at ?? 0,
    historySince: scene.historySince ?? events[0]?.at ?? 0,
    person: (id) => people.get(id) ?? (scene.people === undefined ? somebody(id) : null),
    local: (at) => {
      const date = new Date(at);
      return { hour: date.getUTCHours(), weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay() };
    },
    ip: (key) => ips.get(key) ?? null,
    hasAddresses: (purpose) => known.has(purpose),
  };
}
