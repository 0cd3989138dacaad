import { Rand } from '../random';
import { CLIENTS } from './clients';
import { STREAM, type People } from './people';

const HOUR_MS = 3_600_000;

/** More calls than this a day make a log file nobody can open; the log of a huge company is a sample. */
const MOST_CALLS_A_DAY = 60_000;

/** A kind of call a program makes again and again. */
export interface CallShape {
  family: 'REST' | 'SOAP' | 'Bulk';
  version: string;
  resource: string;
  method: string;
  entity: string;
  status: string;
  /** Whether it uses up one of the org's daily calls. */
  counted: boolean;
}

const rest = (
  version: string,
  resource: string,
  entity: string,
  tweaks: Partial<CallShape> = {},
): CallShape => ({
  family: 'REST',
  version,
  resource: `/v${version}/${resource}`,
  method: 'GET',
  entity,
  status: '200',
  counted: true,
  ...tweaks,
});

const soap = (version: string, resource: string, entity: string): CallShape => ({
  family: 'SOAP',
  version,
  resource,
  method: 'POST',
  entity,
  status: '200',
  counted: true,
});

/** What each program does, by client key: [share of all calls of the org, kinds of calls with their shares]. */
const PROGRAMS: Readonly<Record<string, readonly [number, readonly (readonly [CallShape, number])[]]>> = {
  erp: [
    62,
    [
      [rest('61.0', 'sobjects/Account', 'Account'), 5],
      [rest('61.0', 'query', 'Order'), 9],
      [rest('61.0', 'composite', '', { method: 'POST' }), 6],
      [rest('61.0', 'query', 'Order', { status: '400' }), 1],
    ],
  ],
  etl: [
    21,
    [
      [rest('64.0', 'query', 'Opportunity'), 7],
      [rest('64.0', 'jobs/query', '', { family: 'Bulk', method: 'POST' }), 1],
      [rest('64.0', 'limits', ''), 1],
    ],
  ],
  'data-loader': [
    6,
    [
      [soap('64.0', 'query', 'Contact'), 3],
      [soap('64.0', 'upsert', 'Contact'), 2],
    ],
  ],
  'data-loader-bulk': [2, [[rest('64.0', 'jobs/ingest', '', { family: 'Bulk', method: 'PUT' }), 1]]],
  legacy: [
    7,
    [
      [soap('28.0', 'query', 'Product2'), 4],
      // A retired version: refused, and therefore not counted.
      [{ ...soap('28.0', 'login', ''), status: '500', counted: false }, 1],
    ],
  ],
  seatwatch: [
    2,
    [
      [rest('67.0', 'query', 'LoginHistory'), 5],
      [rest('67.0', 'limits', ''), 2],
      [rest('67.0', 'query', 'User'), 2],
    ],
  ],
};

/** One program's calls of one kind within an hour. */
export interface HourlyCalls {
  user: number;
  client: number;
  shape: CallShape;
  count: number;
}

/**
 * The API calls of a company's programs by hour: as many as the org's use of its daily limit suggests, more of
 * them in office hours (server/quota.ts pretends the same traffic). Any hour can be had without the others.
 */
export class ApiTraffic {
  readonly #kinds: { user: number; client: number; shape: CallShape; share: number }[] = [];
  readonly #perDay: number;

  constructor(
    readonly seed: number,
    people: People,
    /** Calls the programs make on an average day. */
    callsPerDay: number,
  ) {
    this.#perDay = Math.min(MOST_CALLS_A_DAY, callsPerDay);
    for (let user = 1; user <= people.count; user++) {
      if (people.program[user] !== 1) continue;
      const client = people.desk[user] ?? 0;
      const program = PROGRAMS[CLIENTS[client - 1]?.key ?? ''];
      if (!program) continue;
      const [weight, shapes] = program;
      const sum = shapes.reduce((total, [, share]) => total + share, 0);
      for (const [shape, share] of shapes)
        this.#kinds.push({ user, client, shape, share: (weight * share) / sum });
    }
    const total = this.#kinds.reduce((sum, kind) => sum + kind.share, 0);
    for (const kind of this.#kinds) kind.share /= total;
  }

  /** Numbers of the users whose programs make calls. */
  get users(): number[] {
    return [...new Set(this.#kinds.map((kind) => kind.user))];
  }

  /** Calls that began within the hour from `from` (epoch ms); kinds without any are left out. */
  hour(from: number): HourlyCalls[] {
    const hour = Math.floor(from / HOUR_MS);
    const office = hour % 24 >= 12 && hour % 24 < 23 ? 3 : 1;
    const mood = 0.9 + new Rand(this.seed, STREAM.traffic, hour).float() * 0.2;
    const calls = ((this.#perDay * office) / 46) * mood;
    return this.#kinds.flatMap(({ share, ...kind }) => {
      const count = Math.round(calls * share);
      return count > 0 ? [{ ...kind, count }] : [];
    });
  }
}
