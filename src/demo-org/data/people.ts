import { cumulate, type Rand } from '../random';
import { PLACES } from './places';

/** What becomes of a person, decided once per user number. */
export type Fate =
  | 'regular'
  | 'idle'
  | 'long-gone'
  | 'new'
  | 'never'
  | 'deactivated'
  | 'frozen'
  | 'locked'
  | 'dormant'
  | 'boundary'
  | 'api'
  | 'system';

/** Names the random streams, so that none overlaps another. */
export const STREAM = {
  person: 1,
  day: 2,
  access: 3,
  org: 4,
  scenario: 5,
  mfa: 6,
  session: 7,
  audit: 8,
  app: 9,
  traffic: 10,
} as const;

/** Last day of people who keep coming. */
const FOREVER = 0x7fff_ffff;

/**
 * How every user signs in, as flat arrays indexed by user number (1 to count): about 70 bytes each, so that
 * 200,000 users cost 14 MB and no row has to be read back while logins are made.
 */
export class People {
  /** Relative frequency of sign-ins; `cumulative` holds the running sums. */
  readonly weight: Float64Array;
  #cumulative: Float64Array | undefined;
  /** Place, desk client and mobile client numbers (0: no mobile). */
  readonly place: Uint8Array;
  readonly desk: Uint16Array;
  readonly mobile: Uint16Array;
  /** First and last + 1 day number with everyday sign-ins. */
  readonly from: Int32Array;
  readonly until: Int32Array;
  /** 1: a program, at any hour, from a server. */
  readonly program: Uint8Array;
  readonly active: Uint8Array;
  readonly department: Uint8Array;
  /** Verification methods registered: bits of MFA (catalog/objects/mfa.ts). */
  readonly mfa: Uint8Array;
  /** Use of the one OAuth app each user signs in with: grants, and epoch ms of the first and the last. */
  readonly appUses: Uint32Array;
  readonly firstAppUse: Float64Array;
  readonly lastAppUse: Float64Array;
  /** Epoch ms of the latest counted success; NaN for none in the history. */
  readonly lastSuccess: Float64Array;
  /** Failed sign-ins since the last success. */
  readonly failed: Uint16Array;
  readonly fate: Fate[] = ['system'];
  readonly departments: string[] = [];
  /** Sign-ins that must exist, whatever chance does: [epoch ms, user]. */
  readonly forced: [number, number][] = [];

  constructor(readonly count: number) {
    const size = count + 1;
    this.weight = new Float64Array(size);
    this.place = new Uint8Array(size);
    this.desk = new Uint16Array(size);
    this.mobile = new Uint16Array(size);
    this.from = new Int32Array(size);
    this.until = new Int32Array(size).fill(FOREVER);
    this.program = new Uint8Array(size);
    this.active = new Uint8Array(size);
    this.department = new Uint8Array(size);
    this.mfa = new Uint8Array(size);
    this.appUses = new Uint32Array(size);
    this.firstAppUse = new Float64Array(size);
    this.lastAppUse = new Float64Array(size);
    this.lastSuccess = new Float64Array(size).fill(Number.NaN);
    this.failed = new Uint16Array(size);
  }

  /** Number of a department name, given out on first use. */
  departmentNumber(name: string): number {
    const known = this.departments.indexOf(name);
    return known >= 0 ? known : this.departments.push(name) - 1;
  }

  get cumulative(): Float64Array {
    if (!this.#cumulative) {
      let sum = 0;
      this.#cumulative = this.weight.map((w) => (sum += w));
    }
    return this.#cumulative;
  }

  /** Sum of the weights of those who sign in on that day. */
  weightOn(day: number): number {
    let sum = 0;
    for (let n = 1; n <= this.count; n++)
      if (day >= (this.from[n] ?? 0) && day < (this.until[n] ?? 0)) sum += this.weight[n] ?? 0;
    return sum;
  }

  /** First `limit` users (by number) with that fate. */
  withFate(fate: Fate, limit: number): number[] {
    const out: number[] = [];
    for (let n = 1; n <= this.count && out.length < limit; n++) if (this.fate[n] === fate) out.push(n);
    return out;
  }
}

const PLACE_WEIGHTS = cumulate(PLACES.map((place) => place.weight));

/** Number of a home place, by population. */
export function homePlace(rand: Rand): number {
  return rand.weighted(PLACE_WEIGHTS) + 1;
}

/** [fate, share] of people; the rest are regular. */
const FATES: readonly (readonly [Fate, number])[] = [
  ['deactivated', 0.1],
  ['idle', 0.065],
  ['long-gone', 0.045],
  ['never', 0.03],
  ['frozen', 0.014],
  ['new', 0.012],
  ['locked', 0.005],
];

/** Days without a sign-in that lie right at the usual thresholds; three people each. */
const BOUNDARY_DAYS = [89, 90, 91] as const;

/** Fate of person number `i` (from 0) among people; the first ones are cast on purpose. */
export function fateOf(i: number, people: number, rand: Rand): { fate: Fate; idleDays: number } {
  const cast = people >= 40;
  if (cast && i >= 4 && i < 13) return { fate: 'boundary', idleDays: BOUNDARY_DAYS[(i - 4) % 3] ?? 90 };
  if (cast && i === 13) return { fate: 'dormant', idleDays: 75 };
  let at = rand.float();
  const days = rand.float();
  for (const [fate, share] of FATES) {
    at -= share;
    if (at >= 0) continue;
    if (fate === 'idle') return { fate, idleDays: 92 + Math.floor(days * 85) };
    if (fate === 'long-gone') return { fate, idleDays: 190 + Math.floor(days * 500) };
    if (fate === 'deactivated') return { fate, idleDays: 5 + Math.floor(days * 500) };
    if (fate === 'frozen') return { fate, idleDays: 2 + Math.floor(days * 120) };
    return { fate, idleDays: 1 + Math.floor(days * 6) };
  }
  // How long ago regular people were surely there: most this week, a few only weeks ago.
  const idleDays =
    days < 0.6
      ? 1 + Math.floor(days * 5)
      : days < 0.85
        ? 4 + Math.floor((days - 0.6) * 40)
        : 14 + Math.floor((days - 0.85) * 430);
  return { fate: 'regular', idleDays };
}
