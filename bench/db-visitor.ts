import { setImmediate } from 'node:timers/promises';
import type { LocalDatabase } from '../src/db/api';
import { LicenseKind, SeatsQuery } from '../src/shared/model/licenses';
import { type LoginRow, UserSortColumn, UserState, UsersQuery } from '../src/shared/model/users';
import { AS_OF, DAY } from '../test/builders/db';
import { below, pick, random } from './db-random';
import { HISTORY_DAYS, type Size, userId } from './db-scale';
import { IdleRule } from '../src/shared/model/idle-rule';

/** Milliseconds of one question: by the clock, and of the processor, which other programs do not add to. */
export interface Time {
  wall: number;
  cpu: number;
}

/** Many of them, in milliseconds. */
export interface Summary {
  n: number;
  p50: number;
  p95: number;
  max: number;
  cpuP50: number;
  cpuP95: number;
  cpuMax: number;
}

/** Rows the window asks for at once. */
const PAGE = 100;
const rule = IdleRule.parse({});

export async function timed(work: () => unknown): Promise<Time> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall: round(wall), cpu: round((user + system) / 1000) };
}

/** Nobody clicks faster than this, and a click for which nothing else is made ready waits for nothing. */
const BETWEEN_QUESTIONS_MS = 100;

/** Lets the database do what it does when nobody asks, for so long or until there is nothing to do. */
export async function idle(ms: number): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < ms) {
    const turn = performance.now();
    await setImmediate();
    if (performance.now() - turn < 0.2) return;
  }
}

export const round = (n: number): number => Math.round(n * 10) / 10;

/** Somebody who looks through the window. */
export class Visitor {
  readonly times = new Map<string, Time[]>();
  private readonly db: LocalDatabase;
  private readonly size: Size;

  constructor(db: LocalDatabase, size: Size) {
    this.db = db;
    this.size = size;
  }

  /** The first question of each kind, when nothing is in memory. */
  async opening(): Promise<Record<string, Time>> {
    return {
      overview: await timed(() => this.db.overview('org-1', rule, AS_OF)),
      users: await timed(() => this.users({})),
      'users, searched': await timed(() => this.users({ search: 'an' })),
      'users, by logins in 30 days': await timed(() => this.users({ sort: 'logins30d', descending: true })),
      seats: await timed(() => this.seats({})),
    };
  }

  /** A random walk of some 20 questions. */
  async visit(): Promise<void> {
    const walks = [
      () => this.looksAround(),
      () => this.scrollsUsers(),
      () => this.searchesUsers(),
      () => this.opensUsers(),
      () => this.reviewsSeats(),
      () => this.readsLogins(),
    ];
    for (let i = 0; i < 3; i++) await pick(walks)();
  }

  private users(changes: Partial<UsersQuery>) {
    return this.db.users(UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, limit: PAGE, ...changes }));
  }

  private seats(changes: Partial<SeatsQuery>) {
    return this.db.seats(SeatsQuery.parse({ orgId: 'org-1', rule, limit: PAGE, ...changes }));
  }

  private async ask<T>(name: string, work: () => Promise<T>): Promise<T> {
    await idle(BETWEEN_QUESTIONS_MS);
    let answer: T | undefined;
    const time = await timed(async () => {
      answer = await work();
    });
    const times = this.times.get(name) ?? [];
    times.push(time);
    this.times.set(name, times);
    return answer as T;
  }

  private async looksAround(): Promise<void> {
    const { db } = this;
    const inactiveDays = pick([90, 90, 90, 30, 180]);
    await this.ask('overview', () => db.overview('org-1', { ...rule, inactiveDays }, AS_OF));
    await this.ask('licenses', () => db.licenses('org-1', { ...rule, inactiveDays }));
    await this.ask('limits', () => db.latestLimits('org-1'));
    // The window draws one limit at a time.
    await this.ask('limit history', () =>
      db.limitHistory('org-1', [`Limit${1 + below(59)}`], AS_OF - pick([7, 30, 180]) * DAY),
    );
    await this.ask('usage', () => db.usage('org-1', AS_OF - pick([1, 7, 30]) * DAY));
    await this.ask('runs', () => db.listRuns('org-1', 50));
    await this.ask('row counts', () => db.rowCounts('org-1'));
    await this.ask('history span', () => db.historySpan('org-1'));
  }

  /** Filters or sorts, then scrolls on and jumps somewhere. */
  private async scrollsUsers(): Promise<void> {
    const { facets } = await this.ask('users', () => this.users({}));
    const list: Partial<UsersQuery> = {
      sort: pick(UserSortColumn.options),
      descending: random() < 0.5,
      ...(random() < 0.4 ? { states: [pick(UserState.options)] } : {}),
      ...(random() < 0.2 ? { licenses: [pick(facets.licenses)] } : {}),
      ...(random() < 0.2 ? { profiles: [pick(facets.profiles)] } : {}),
    };
    const { total } = await this.ask('users, sorted or filtered', () => this.users(list));
    for (let offset = PAGE; offset < Math.min(total, 6 * PAGE); offset += PAGE)
      await this.ask('users, scrolled', () => this.users({ ...list, offset }));
    await this.ask('users, far down', () => this.users({ ...list, offset: below(total + 1) }));
  }

  /** Types a name letter by letter. */
  private async searchesUsers(): Promise<void> {
    const { user } = (await this.db.user('org-1', userId(below(this.size.users)), 90)) ?? {};
    const name = user?.name ?? 'nobody';
    for (let letters = 1; letters <= Math.min(8, name.length); letters++)
      await this.ask('users, searched', () => this.users({ search: name.slice(0, letters) }));
  }

  private async opensUsers(): Promise<void> {
    for (let i = 0; i < 5; i++) {
      const id = userId(below(this.size.users));
      await this.ask('one user', () => this.db.user('org-1', id, 90));
    }
  }

  private async reviewsSeats(): Promise<void> {
    const stored = await this.ask('licenses', () => this.db.licenses('org-1', rule));
    const license = pick(stored.filter(({ kind }) => kind === pick(LicenseKind.options)).concat(stored));
    const list: Partial<SeatsQuery> = {
      sort: pick(['name', 'license', 'lastLoginAt', 'reason', 'annualSaving'] as const),
      descending: random() < 0.5,
      license: random() < 0.5 ? { kind: license.kind, id: license.id } : null,
      rule: { ...rule, inactiveDays: pick([90, 90, 30, 180]), includeFree: random() < 0.2 },
    };
    const { total } = await this.ask('seats, sorted or filtered', () => this.seats(list));
    for (let page = 1; page < 4; page++)
      await this.ask('seats, scrolled', () => this.seats({ ...list, offset: page * PAGE }));
    await this.ask('seats, far down', () => this.seats({ ...list, offset: below(total + 1) }));
    for (const search of ['m', 'ma', 'mar'])
      await this.ask('seats, searched', () => this.seats({ ...list, search }));
  }

  /** The log from a random moment on, of everybody or of one person, three pages. */
  private async readsLogins(): Promise<void> {
    const { user } = (await this.db.user('org-1', userId(below(this.size.users)), 90)) ?? {};
    for (const username of [null, user?.username ?? null]) {
      let after: { loginTime: string; id: string } | null = null;
      const since = AS_OF - random() * HISTORY_DAYS * DAY;
      for (let page = 0; page < 3; page++) {
        const position: { loginTime: string; id: string } | null = after;
        const found: LoginRow[] = await this.ask(username === null ? 'logins' : 'logins of one user', () =>
          this.db.logins({ orgId: 'org-1', since, until: null, username, after: position, limit: PAGE }),
        );
        const last = found.at(-1);
        if (last === undefined) break;
        after = { loginTime: last.loginTime, id: last.id };
      }
    }
  }
}
