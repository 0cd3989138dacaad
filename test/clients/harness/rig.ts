import { createDemoOrg, type DemoOrg, type DemoOrgOptions } from '../../../src/demo-org/index';
import { TestClient, type Row } from '../../../src/demo-org/test-client';
import { Measures } from './measures';

/** Three pages of 2,000. */
export const USERS = 4_500;
/** Five pages of 2,000. */
export const LOGINS = 9_000;
/** Far above what the tests use, so that the gauge never stops them. */
export const DAILY_LIMIT = 100_000;

/** A demo org nobody else uses, and what is true about it. */
export interface Rig {
  org: DemoOrg;
  /** Our own plain fetch, in a session like the client's: what it is told is what the client must be told. */
  truth: TestClient;
  measures: Measures;
}

/** Every client gets an org of its own, so that the calls charged are that client's alone. */
export async function startRig(client: string, options: DemoOrgOptions = {}): Promise<Rig> {
  const org = await createDemoOrg({
    users: USERS,
    logins: LOGINS,
    live: false, // nobody signs in meanwhile: two readers see the same rows
    dailyLimit: DAILY_LIMIT,
    ...options,
  });
  const truth = new TestClient(org);
  await truth.grant();
  return { org, truth, measures: new Measures(client, org) };
}

/** Without a rig (it could not be started, and that is what the test run says) there is nothing to do. */
export async function stopRig(rig: Rig | undefined): Promise<void> {
  rig?.measures.save();
  await rig?.org.close();
}

/** The truth in a given API version: addresses inside records carry the version they were asked in. */
export async function rowsIn(truth: TestClient, version: number, soql: string): Promise<Row[]> {
  const rows: Row[] = [];
  let reply = await truth.soql(soql, {}, version);
  for (;;) {
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    const page = reply.body as { records: Row[]; nextRecordsUrl?: string };
    rows.push(...page.records);
    if (page.nextRecordsUrl === undefined) return rows;
    reply = await truth.get(page.nextRecordsUrl);
  }
}
