/** The data of a small company and SOQL over it without HTTP, for the tests of catalog and data. */
import { Catalog } from './catalog/catalog';
import type { CatalogSwitches } from './catalog/switches';
import { createStore, type DemoStore } from './data/store';
import { RUN_AS } from './data/system-users';
import { ApiError } from './errors';
import { planData, type DemoOrgOptions } from './options';
import { allPermissions, type PermissionState } from './permissions';
import { Cursors } from './soql/cursors';
import { executeSoql } from './soql/execute';
import { NOON, type Row } from './test-client';

export interface Caller {
  permissions?: Partial<PermissionState>;
  switches?: Partial<CatalogSwitches>;
  /** Default 67. */
  version?: number;
  /** Default: the run-as user. */
  user?: number;
}

export class TestStore {
  readonly #cursors: Cursors;
  now = NOON;

  constructor(readonly store: DemoStore) {
    this.#cursors = new Cursors(store.db);
  }

  catalog({ permissions = {}, version = 67, switches = {} }: Caller = {}): Catalog {
    return new Catalog(allPermissions(permissions), version, switches);
  }

  /** Records of a query, at most 2,000; throws ApiError. */
  query(soql: string, caller: Caller = {}): Row[] {
    return this.#run(soql, caller).records;
  }

  count(from: string, caller: Caller = {}): number {
    return this.#run(`SELECT COUNT() FROM ${from}`, caller).totalSize;
  }

  /** Error code of a query, or undefined when it works. */
  refusal(soql: string, caller: Caller = {}): string | undefined {
    try {
      this.#run(soql, caller);
      return undefined;
    } catch (error) {
      if (error instanceof ApiError) return error.errorCode;
      throw error;
    }
  }

  #run(soql: string, caller: Caller): ReturnType<typeof executeSoql> {
    return executeSoql(soql, {
      db: this.store.db,
      cursors: this.#cursors,
      batchSize: 2000,
      catalog: this.catalog(caller),
      instance: this.store.instance,
      base: `/services/data/v${caller.version ?? 67}.0`,
      now: this.now,
      runAs: caller.user ?? RUN_AS,
    });
  }
}

/** A company as it was on a Wednesday at noon (UTC). */
export async function openStore(options: DemoOrgOptions = {}): Promise<TestStore> {
  const plan = planData({ users: 300, live: false, ...options }, NOON);
  return new TestStore(await createStore({ plan, now: NOON }));
}
