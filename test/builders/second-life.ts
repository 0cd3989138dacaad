import { createCsvPage } from '../../src/core/collect/ingest/csv-page';
import { createCollector } from '../../src/core/collect/collector';
import { createClientFactory } from '../../src/core/salesforce/client-factory';
import type { Clock, SecretStore } from '../../src/core/ports';
import type { Collector } from '../../src/core/services';
import { silentLog } from '../../src/core/testing/fakes';
import { createDatabase } from '../../src/db/api';
import type { CollectRig } from './collect-rig';
import { NOON } from './collect-rig';
import { MIGRATIONS_FOLDER } from './db';

export interface SecondLife {
  collector: Collector;
  orgId: string;
  close(): void;
}

/** The app on another file that holds a rig's database, as after the computer was started again. */
export async function secondLife(rig: CollectRig, file: string): Promise<SecondLife> {
  const db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER, readCsvPage: createCsvPage });
  await db.closeDanglingRuns(NOON);
  const clock: Clock = { now: () => NOON, sleep: () => Promise.resolve() };
  const secrets: SecretStore = {
    getPassword: () => Promise.resolve(rig.demo.consumerSecret),
    setPassword: () => Promise.resolve(),
    deletePassword: () => Promise.resolve(true),
    findCredentials: () => Promise.resolve([]),
  };
  const clientFor = createClientFactory({
    fetch: (url, init) => fetch(url, init),
    clock,
    log: silentLog,
    secrets,
    random: () => 0,
  });
  return {
    collector: createCollector({ db, clientFor, clock, log: silentLog }),
    orgId: rig.orgId,
    close: () => db.close(),
  };
}
