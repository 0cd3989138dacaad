import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rand } from '../src/demo-org/random';
import { begun, buildPrograms, resultOf, startCollection, startOrg } from './builders/collect-process';
import type { CollectOptions, OrgProcess, Programs } from './builders/collect-process';
import { FEW_PROGRAM_CALLS } from './builders/collect-rig';
import { contentOf, differences } from './builders/content';
import { tempFolder } from './builders/db';
import { killUntilComplete, TARGETS, type Kill } from './builders/kills';
import { rounds } from './builders/rounds';

// The same at length, and with the real app: `npm run bench -- kills`.

const STANDS_AT = Date.UTC(2026, 5, 30, 12);
const LATENCY_MS = 10;
const KILLS = rounds(4);
/** The instants change with it; `FAST_CHECK_SEED` gives another seed, as for the property tests. */
const random = new Rand(Number(process.env['FAST_CHECK_SEED']) || 1);

let programs: Programs;
let org: OrgProcess;
/** How long a run takes that nobody disturbs. */
let runMs: number;
let { folder, remove }: ReturnType<typeof tempFolder> = { folder: '', remove: () => undefined };

const options = (dataDir: string): CollectOptions => ({
  dataDir,
  clockOffset: STANDS_AT - started,
  sleepScale: 0.005,
  bulk: 'always',
  bulkPageSize: 800,
  waitMs: 10_000,
});
const started = Date.now();

/** How long it took, in ms. */
async function collectUndisturbed(dataDir: string): Promise<number> {
  const result = await resultOf(startCollection(programs, org, options(dataDir)));
  expect(result).toMatchObject({ state: 'complete', code: null });
  return result.ms;
}

beforeAll(async () => {
  ({ folder, remove } = tempFolder());
  programs = await buildPrograms();
  org = await startOrg(programs, {
    users: 300,
    logins: 3_000,
    programCalls: FEW_PROGRAM_CALLS,
    live: false,
    dailyLimit: 1_000_000,
    standsAt: STANDS_AT,
  });
  await org.control({ latencyMs: LATENCY_MS, gzip: 'never' });
  runMs = await collectUndisturbed(join(folder, 'undisturbed'));
}, 60_000);
afterAll(async () => {
  await org.close();
  programs.remove();
  remove();
});

// Kills need Linux: what the killed process was doing is read from /proc.
describe.runIf(process.platform === 'linux')('kill -9 at random instants', () => {
  it('always leaves a sound file, and the next runs end with the content of an undisturbed one', async () => {
    const wanted = join(folder, 'undisturbed', 'seatwatch.db');
    const kills: Kill[] = [];
    for (let round = 0; kills.length < KILLS; round += 1) {
      expect(round).toBeLessThan(3 * KILLS);
      const dataDir = join(folder, `killed-${round}`);
      await killUntilComplete(
        {
          start: () => startCollection(programs, org, options(dataDir)),
          begun,
          dataDir,
          stats: () => org.stats(),
          streams: contentOf(wanted).tables['stream_checkpoint']?.rows ?? 0,
        },
        {
          next: () =>
            kills.length >= KILLS
              ? null
              : {
                  // Now and then also while the program starts and opens its database.
                  ...(kills.length % 5 === 4
                    ? { since: 'start', afterMs: random.float() * 1_000 }
                    : { since: 'beginning', afterMs: random.float() * runMs }),
                  target: TARGETS[kills.length % TARGETS.length] ?? 'tree',
                },
          onKill: (kill) => kills.push(kill),
        },
      );
      expect(differences(join(dataDir, 'seatwatch.db'), wanted)).toEqual([]);
    }
  }, 300_000);
});

describe('two programs on one data directory', () => {
  it('the second one is refused at once, or waits for its turn and then has nothing left to do', async () => {
    const dataDir = join(folder, 'shared');
    // The first one gets nowhere until the second one has been refused, however long that takes to start.
    await org.control({ latencyMs: 2_000 });
    const first = startCollection(programs, org, options(dataDir));
    const firstResult = resultOf(first);
    await begun(first);
    const refused = resultOf(startCollection(programs, org, { ...options(dataDir), waitMs: 0 }));
    const waiting = resultOf(startCollection(programs, org, { ...options(dataDir), waitMs: 120_000 }));
    const outcome = await refused;
    await org.control({ latencyMs: LATENCY_MS });
    expect(outcome).toMatchObject({
      state: 'rejected',
      code: 'DATA_DIR_IN_USE',
      message: expect.stringMatching(/collect Acme, process \d+, since/) as string,
    });
    expect(await firstResult).toMatchObject({ state: 'complete' });
    expect(await waiting).toMatchObject({ state: 'complete' });
    expect(differences(join(dataDir, 'seatwatch.db'), join(folder, 'undisturbed', 'seatwatch.db'))).toEqual(
      [],
    );
  }, 300_000);
});

it('two databases differ when one row does, and only then', () => {
  const [one, other] = [join(folder, 'undisturbed', 'seatwatch.db'), join(folder, 'other.db')];
  copyFileSync(one, other);
  expect(differences(one, other)).toEqual([]);
  const db = new Sqlite(other);
  db.exec('UPDATE run SET calls_made = 0; UPDATE stream_checkpoint SET pass = pass + 1');
  expect(differences(one, other)).toEqual([]);
  db.exec("UPDATE sf_user SET name = 'Nobody' WHERE id = (SELECT min(id) FROM sf_user)");
  db.close();
  expect(contentOf(other).hash).not.toBe(contentOf(one).hash);
  const lines = differences(one, other);
  expect(lines[0]).toBe('sf_user: 300 rows against 300');
  expect(lines).toHaveLength(3);
  expect(lines[2]).toContain('"Nobody"');
});
