import type BetterSqlite from 'better-sqlite3';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type * as open from '../src/db/open';
import { collectRig, type CollectRig } from './builders/collect-rig';
import { differences, rollUpProblems } from './builders/content';

// The disk is full: SQLite refuses to add a page to the file, in the middle of whatever it is writing.

const ORG = { users: 60, logins: 6_000 };
/** Pages a file may have by SQLite's own limit. */
const ENDLESS = 4_294_967_294;

/** The connections the rigs have opened, newest last. */
const connections: BetterSqlite.Database[] = [];
vi.mock('../src/db/open', async (original) => {
  const actual = await original<typeof open>();
  return {
    ...actual,
    openDatabase(options: open.OpenOptions) {
      const connection = actual.openDatabase(options);
      connections.push(connection);
      return connection;
    },
  };
});

/** Room for so many pages more than the file has; null: for as many as wanted. */
function leaveRoom(pages: number | null): void {
  const connection = connections.at(-1);
  if (connection === undefined) throw new Error('no database is open');
  const used = Number(connection.pragma('page_count', { simple: true }));
  connection.pragma(`max_page_count = ${pages === null ? ENDLESS : used + pages}`);
}

let wanted: CollectRig;
let grown: number;
const rigs: CollectRig[] = [];
const rigOf = async (bulk: 'always' | 'never'): Promise<CollectRig> => {
  const rig = await collectRig(ORG, { bulk, bulkPageSize: 1_500 });
  rigs.push(rig);
  return rig;
};
beforeAll(async () => {
  wanted = await rigOf('never');
  const before = Number(connections.at(-1)?.pragma('page_count', { simple: true }));
  expect(await wanted.collector.collect(wanted.orgId)).toMatchObject({ state: 'complete', error: null });
  grown = Number(connections.at(-1)?.pragma('page_count', { simple: true })) - before;
  return () => Promise.all(rigs.map((rig) => rig.dispose()));
});
afterEach(() => leaveRoom(null));

it.each([
  ['never', 0.02],
  ['never', 0.3],
  ['never', 0.9],
  ['always', 0.1],
  ['always', 0.5],
  ['always', 0.8],
] as const)(
  'REST or bulk (%s): full at %d of the way, freed, and nothing is lost',
  async (bulk, share) => {
    const rig = await rigOf(bulk);
    const { file } = rig.database;
    leaveRoom(Math.floor(grown * share));
    // Where there is no room even for the end of the run, the collection itself is refused.
    const first = await rig.collector.collect(rig.orgId).then(
      ({ state, error }) => ({ state, code: error?.code, fix: error?.fix }),
      (error: { kind: string; code: string; fix: string }) => ({ state: error.kind, ...error }),
    );
    expect(first).toMatchObject({
      code: 'DISK_FULL',
      fix: expect.stringContaining('Free some disk space') as string,
    });
    expect(['failed', 'data']).toContain(first.state);
    expect(rollUpProblems(file)).toEqual([]);
    expect((await rig.database.db.health()).problems).toEqual([]);

    // Still full: refused again, and still nothing is lost.
    await rig.collector.collect(rig.orgId).catch(() => undefined);
    expect(rollUpProblems(file)).toEqual([]);

    leaveRoom(null);
    expect(await rig.collector.collect(rig.orgId)).toMatchObject({ state: 'complete', error: null });
    expect(differences(file, wanted.database.file)).toEqual([]);
  },
  60_000,
);
