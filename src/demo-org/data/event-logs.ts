import type BetterSqlite3 from 'better-sqlite3';
import { EVENT_TYPES, type EventType, type Interval } from '../catalog/objects/event-log';
import { PREFIXES } from '../catalog/prefixes';
import { encodeId } from '../ids';
import { DAY_MS } from '../options';
import { Rand } from '../random';
import type { ApiTraffic } from './api-traffic';
import {
  callLines,
  COLUMNS,
  headerLine,
  loginLine,
  logoutLine,
  logoutOf,
  LONGEST_SESSION_MS,
  type LineContext,
  type LoginWithUser,
} from './event-log-lines';
import { rowInserter, type Cell } from './insert';
import { connectedAppNumber } from './oauth-apps';
import { STREAM } from './people';

const HOUR_MS = 3_600_000;
/** An hour's file appears three hours after the hour, a day's file in the small hours of the next day. */
const HOURLY_LAG_MS = 3 * HOUR_MS;
const DAILY_LAG_MS = 3 * HOUR_MS + 840_000;

interface LogFile {
  type: EventType;
  interval: Interval;
  /** Epoch ms; the file covers a day or an hour from here. */
  from: number;
}

/** A file's record number says what it is about, so that the same log has the same id after a restart. */
const numberOf = ({ type, interval, from }: LogFile): number =>
  ((from / HOUR_MS) * 2 + (interval === 'Daily' ? 1 : 0)) * EVENT_TYPES.length +
  EVENT_TYPES.indexOf(type) +
  1;

function fileOf(n: number): LogFile {
  const position = (n - 1) % EVENT_TYPES.length;
  const rest = (n - 1 - position) / EVENT_TYPES.length;
  return {
    type: EVENT_TYPES[position] ?? 'Login',
    interval: rest % 2 === 1 ? 'Daily' : 'Hourly',
    from: Math.floor(rest / 2) * HOUR_MS,
  };
}

/**
 * Event log files. Only their records are kept; the content is rendered from the sign-ins and the API traffic
 * when somebody asks for it, line by line as it was when its length was taken.
 */
export class EventLogs {
  readonly #logins: BetterSqlite3.Statement;
  readonly #insert: (row: Readonly<Record<string, Cell>>) => void;
  readonly #usernames = new Map<number, string>();
  readonly #context: LineContext;
  /** Bytes of the lines of an hour by event type, taken once. */
  readonly #lengths = new Map<string, number>();
  /** Latest hour and day with files; epoch ms of their start. */
  #lastHour = Number.NaN;
  #lastDay = Number.NaN;

  constructor(
    readonly db: BetterSqlite3.Database,
    instance: string,
    readonly seed: number,
    readonly traffic: ApiTraffic,
    /** Days of files kept: 1 is free, 30 comes with the Event Monitoring add-on. */
    public days = 1,
  ) {
    this.#logins = db.prepare(
      `SELECT l.n, l.t, l.user, l.status, l.client, l.ip, coalesce(l.place, 0) AS place,
              coalesce(l.verification, 0) AS verification, u.username, coalesce(u.user_type, 'Standard') AS userType
       FROM login l JOIN user u ON u.n = l.user WHERE l.t >= ? AND l.t < ? ORDER BY l.t, l.n`,
    );
    this.#insert = rowInserter(db, 'event_log_file');
    const username = db.prepare('SELECT username FROM user WHERE n = ?').pluck();
    for (const user of traffic.users) this.#usernames.set(user, String(username.get(user)));
    this.#context = {
      organizationId: encodeId(PREFIXES.Organization, instance, 1).slice(0, 15),
      userId: (n) => encodeId(PREFIXES.User, instance, n),
      // What is not installed is known by its consumer (888), for want of a ConnectedApplication.
      appId: (app) => {
        const n = connectedAppNumber(app);
        return encodeId(n === undefined ? '888' : PREFIXES.ConnectedApplication, instance, n ?? app).slice(
          0,
          15,
        );
      },
    };
  }

  /** Adds the files that have appeared by `now` and removes those kept long enough. */
  advance(now: number): void {
    const hour = startOf(now - HOURLY_LAG_MS, HOUR_MS) - HOUR_MS;
    const day = startOf(now - DAILY_LAG_MS, DAY_MS) - DAY_MS;
    if (hour === this.#lastHour && day === this.#lastDay) return;
    const oldestHour = hour - (this.days * 24 - 1) * HOUR_MS;
    const oldestDay = day - (this.days - 1) * DAY_MS;
    for (let at = later(this.#lastHour + HOUR_MS, oldestHour); at <= hour; at += HOUR_MS)
      this.#add('Hourly', at);
    for (let at = later(this.#lastDay + DAY_MS, oldestDay); at <= day; at += DAY_MS) this.#add('Daily', at);
    this.db
      .prepare("DELETE FROM event_log_file WHERE log_date < CASE interval WHEN 'Daily' THEN ? ELSE ? END")
      .run(oldestDay, oldestHour);
    this.#lastHour = hour;
    this.#lastDay = day;
    for (const key of this.#lengths.keys())
      if (Number(key.split('/')[1]) < oldestDay) this.#lengths.delete(key);
  }

  /** Changes how many days of files are kept; files that had gone come back with a longer time. */
  keep(days: number, now: number): void {
    if (days === this.days) return;
    this.days = days;
    this.#lastHour = Number.NaN;
    this.#lastDay = Number.NaN;
    this.db.exec('DELETE FROM event_log_file');
    this.advance(now);
  }

  /**
   * The CSV behind `LogFile` by record number, or undefined when there is no such file (any more). All cells
   * quoted, lines end in `\n`, ASCII only.
   */
  render(n: number): string | undefined {
    if (this.db.prepare('SELECT 1 FROM event_log_file WHERE n = ?').get(n) === undefined) return undefined;
    const { type, interval, from } = fileOf(n);
    const parts = [headerLine(type)];
    const hours = interval === 'Daily' ? 24 : 1;
    for (let i = 0; i < hours; i++) this.#hour(type, from + i * HOUR_MS, (text) => parts.push(text));
    return parts.join('');
  }

  #add(interval: Interval, from: number): void {
    const hours = interval === 'Daily' ? 24 : 1;
    for (const type of EVENT_TYPES) {
      let length = 0;
      for (let i = 0; i < hours; i++) length += this.#hourLength(type, from + i * HOUR_MS);
      // Without an event there is no file.
      if (length === 0) continue;
      const lag = interval === 'Daily' ? DAY_MS + DAILY_LAG_MS : HOUR_MS + HOURLY_LAG_MS;
      this.#insert({
        n: numberOf({ type, interval, from }),
        created_date: from + lag,
        event_type: type,
        log_date: from,
        log_file_length: headerLine(type).length + length,
        api_version: 67,
        sequence: interval === 'Daily' ? 0 : 1,
        interval,
        log_file_field_names: COLUMNS[type].map(([name]) => name).join(','),
        log_file_field_types: COLUMNS[type].map(([, kind]) => kind).join(','),
      });
    }
  }

  #hourLength(type: EventType, from: number): number {
    const key = `${type}/${from}`;
    const known = this.#lengths.get(key);
    if (known !== undefined) return known;
    let length = 0;
    if (type === 'ApiTotalUsage') {
      // Lines of one kind are equally long: no need to make them all.
      for (const calls of this.traffic.hour(from)) {
        const username = this.#usernames.get(calls.user) ?? '';
        length += calls.count * callLines({ ...calls, username }, this.#context)(from, 0).length;
      }
    } else {
      this.#hour(type, from, (text) => (length += text.length));
    }
    this.#lengths.set(key, length);
    return length;
  }

  #hour(type: EventType, from: number, add: (line: string) => void): void {
    const to = from + HOUR_MS;
    if (type === 'ApiTotalUsage') {
      this.#calls(from, add);
    } else if (type === 'Login') {
      for (const login of this.#logins.iterate(from, to) as Iterable<LoginWithUser>)
        add(loginLine(login, this.#context));
    } else {
      const ends: { t: number; text: string }[] = [];
      for (const login of this.#logins.iterate(from - LONGEST_SESSION_MS, to) as Iterable<LoginWithUser>) {
        const end = logoutOf(login);
        if (end && end.t >= from && end.t < to)
          ends.push({ t: end.t, text: logoutLine(login, end, this.#context) });
      }
      for (const { text } of ends.sort((a, b) => a.t - b.t)) add(text);
    }
  }

  /** The calls of an hour, spread evenly and mixed. */
  #calls(from: number, add: (line: string) => void): void {
    const order = this.traffic.hour(from).flatMap((calls) => {
      const username = this.#usernames.get(calls.user) ?? '';
      const lineAt = callLines({ ...calls, username }, this.#context);
      return Array.from({ length: calls.count }, () => lineAt);
    });
    const rand = new Rand(this.seed, STREAM.traffic, from / HOUR_MS, 1);
    for (let i = order.length - 1; i > 0; i--) {
      const k = rand.int(0, i);
      const [a, b] = [order[i], order[k]];
      if (a && b) [order[i], order[k]] = [b, a];
    }
    order.forEach((lineAt, i) => {
      add(lineAt(from + Math.floor((i * HOUR_MS) / order.length), i));
    });
  }
}

const startOf = (t: number, unit: number): number => Math.floor(t / unit) * unit;

/** The later of two moments; NaN stands for "never". */
const later = (a: number, b: number): number => (Number.isNaN(a) ? b : Math.max(a, b));
