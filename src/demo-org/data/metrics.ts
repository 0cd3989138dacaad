import type BetterSqlite3 from 'better-sqlite3';
import { columnName } from '../catalog/fields';
import { FEATURE_TYPES } from '../catalog/objects/metrics';
import { DAY_MS, dayOf } from '../options';
import { PROFILES, licenseNumber } from './company';
import { BulkInserter } from './insert';
import type { People } from './people';
import { roundUp } from './setup';

/** Users count as active when they signed in within so many days. */
const ACTIVE_DAYS = 30;
/** Earlier days do not know who signed in during the 30 days before. */
const WARM_UP_DAYS = ACTIVE_DAYS;

/** A seat or flag held by some users, as two parallel lists: user number, day from which on. */
interface Holding {
  users: Int32Array;
  since: Int32Array;
}

/** The license metrics Salesforce collects once a day: who is assigned, and who of them was there lately. */
export class LicenseMetrics {
  readonly #profileOf: Uint16Array;
  /** First day on which the user no longer is assigned anything. */
  readonly #until: Int32Array;
  readonly #features: Holding[];
  readonly #permissionSetLicenses: Holding[];
  readonly #profiles: BulkInserter;
  readonly #licenses: BulkInserter;
  readonly #featureRows: BulkInserter;
  #serial = { profile: 0, license: 0, feature: 0 };

  constructor(
    db: BetterSqlite3.Database,
    readonly people: People,
    /** First day of the login history. */
    readonly firstDay: number,
  ) {
    this.#profileOf = new Uint16Array(people.count + 1);
    this.#until = new Int32Array(people.count + 1).fill(0x7fff_ffff);
    const rows = db
      .prepare('SELECT n, coalesce(profile_id, 0), is_active, last_modified_date FROM user')
      .raw()
      .iterate() as Iterable<[number, number, number, number]>;
    for (const [n, profile, active, modified] of rows) {
      this.#profileOf[n] = profile;
      if (active === 0) this.#until[n] = dayOf(modified);
    }
    this.#features = FEATURE_TYPES.map((type) =>
      holding(db, `SELECT n, created_date FROM user WHERE ${columnName(`UserPermissions${type}`)} = 1`),
    );
    const count = db.prepare('SELECT count(*) FROM permission_set_license').pluck().get() as number;
    this.#permissionSetLicenses = Array.from({ length: count }, (_, i) =>
      holding(
        db,
        `SELECT assignee_id, created_date FROM permission_set_license_assign WHERE permission_set_license_id = ${i + 1}`,
      ),
    );
    const counts = ['metrics_date', 'system_modstamp', 'assigned_user_count', 'active_user_count'];
    this.#profiles = new BulkInserter(db, 'active_profile_metric', [
      'n',
      'user_license_id',
      'profile_id',
      ...counts,
    ]);
    this.#licenses = new BulkInserter(db, 'active_perm_set_license_metric', [
      'n',
      'permission_set_license_id',
      ...counts,
    ]);
    this.#featureRows = new BulkInserter(db, 'active_feature_license_metric', [
      'n',
      'feature_type',
      ...counts,
      'total_license_count',
    ]);
  }

  /** Collects the metrics of a day that is over; the people's last sign-ins must be those of that day's end. */
  close(day: number): void {
    if (day < this.firstDay + WARM_UP_DAYS) return;
    const { people } = this;
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    // Collected in the small hours of the next day.
    const stamp = (day + 1) * DAY_MS + 2 * 3_600_000;
    const assigned = new Uint32Array(PROFILES.length + 1);
    const active = new Uint32Array(PROFILES.length + 1);
    for (let n = 1; n <= people.count; n++) {
      if (!this.#isAssigned(n, (people.from[n] ?? 0) - 1, day)) continue;
      const profile = this.#profileOf[n] ?? 0;
      assigned[profile] = (assigned[profile] ?? 0) + 1;
      if (this.#isActive(n, day)) active[profile] = (active[profile] ?? 0) + 1;
    }
    PROFILES.forEach((profile, i) => {
      const license = licenseNumber(profile.license);
      this.#profiles.add(
        ++this.#serial.profile,
        license,
        i + 1,
        date,
        stamp,
        assigned[i + 1] ?? 0,
        active[i + 1] ?? 0,
      );
    });
    this.#permissionSetLicenses.forEach((seats, i) => {
      this.#licenses.add(++this.#serial.license, i + 1, date, stamp, ...this.#count(seats, day));
    });
    this.#features.forEach((flags, i) => {
      const [held, used] = this.#count(flags, day);
      const total = held === 0 ? 0 : roundUp(flags.users.length * 1.15);
      this.#featureRows.add(++this.#serial.feature, FEATURE_TYPES[i] ?? '', date, stamp, held, used, total);
    });
  }

  flush(): void {
    for (const rows of [this.#profiles, this.#licenses, this.#featureRows]) rows.flush();
  }

  /** [assigned, active] among the holders. */
  #count({ users, since }: Holding, day: number): [number, number] {
    let assigned = 0;
    let active = 0;
    users.forEach((user, i) => {
      // A seat outlives its holder: only the day it was given counts.
      if ((since[i] ?? 0) > day) return;
      assigned++;
      if (this.#isActive(user, day)) active++;
    });
    return [assigned, active];
  }

  #isAssigned(user: number, since: number, day: number): boolean {
    return since <= day && day < (this.#until[user] ?? 0);
  }

  #isActive(user: number, day: number): boolean {
    const last = this.people.lastSuccess[user] ?? Number.NaN;
    return last >= (day - ACTIVE_DAYS + 1) * DAY_MS;
  }
}

function holding(db: BetterSqlite3.Database, sql: string): Holding {
  const rows = db.prepare(sql).raw().all() as [number, number][];
  return {
    users: Int32Array.from(rows, ([user]) => user),
    since: Int32Array.from(rows, ([, since]) => dayOf(since)),
  };
}
