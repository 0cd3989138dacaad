import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rand } from '../src/demo-org/random';
import { collectRig, type CollectRig } from './builders/collect-rig';
import { hasPostgres, startPostgres, type Postgres } from './builders/postgres';
import { buildPublisher, startPublication } from './builders/publish-process';
import { changesOf, differencesOf, NOTHING, publish } from './builders/publish-scene';
import { rounds } from './builders/rounds';

/** The instants change with it; `FAST_CHECK_SEED` gives another seed, as for the property tests. */
const random = new Rand(Number(process.env['FAST_CHECK_SEED']) || 1);
const KILLS = rounds(3);
const HOUR = 3_600_000;

describe.runIf(hasPostgres)('publishing that is broken off', () => {
  let server: Postgres;
  let rig: CollectRig;
  let program: string;
  let remove: () => void;
  /** How long a whole publication takes that nobody disturbs. */
  let spanMs: number;

  beforeAll(async () => {
    server = await startPostgres();
    rig = await collectRig({ users: 60, logins: 2_500 });
    await rig.collector.collect(rig.orgId);
    ({ program, remove } = await buildPublisher());
    const publication = start(await server.createDatabase());
    await publication.begun;
    const at = performance.now();
    expect(await publication.result).toMatchObject({ code: null });
    spanMs = performance.now() - at;
  });
  afterAll(async () => {
    await rig.dispose();
    remove();
    await server.dispose();
  });

  const start = (database: string) =>
    startPublication(program, { file: rig.database.file, url: server.url(database), host: 'workstation' });

  const same = async (database: string): Promise<void> => {
    expect(await differencesOf(rig.database.file, server, database)).toEqual([]);
    // Nothing is there twice, and everything is known to be there.
    expect(changesOf(await publish(rig.database.db, server.url(database)))).toEqual(NOTHING);
    expect(changesOf(await publish(rig.database.db, server.url(database), { full: true }))).toEqual(NOTHING);
  };

  it('kill -9 of the program at random instants: the next ones end with the rows of the source', async () => {
    let killed = 0;
    for (let round = 0; killed < KILLS; round += 1) {
      expect(round).toBeLessThan(3 * KILLS);
      const database = await server.createDatabase();
      for (;;) {
        const publication = start(database);
        if (killed % 4 !== 3) await publication.begun;
        const ended = await Promise.race([
          publication.result.then(() => true),
          delay(random.float() * spanMs * 0.7).then(() => false),
        ]);
        if (ended) {
          expect(await publication.result).toMatchObject({ code: null });
          break;
        }
        publication.child.kill('SIGKILL');
        if ((await publication.result) === null) killed += 1;
        if (killed % 3 === 0) {
          // Between two attempts there is something new to publish, too.
          rig.advance(HOUR);
          await rig.collector.collect(rig.orgId);
        }
      }
      await same(database);
    }
  });

  it('the server is killed, and comes back: the same publication goes on', async () => {
    const database = await server.createDatabase();
    for (const how of ['kill', 'fast'] as const) {
      const publication = start(database);
      await publication.begun;
      await delay(random.float() * spanMs * 0.3);
      if (how === 'kill') await server.kill();
      else await server.stop(how);
      await server.start();
      expect(await publication.result).toMatchObject({ code: null });
      await server.ask(database, 'TRUNCATE seatwatch.publication_part, seatwatch.logins');
    }
    expect(await start(database).result).toMatchObject({ code: null });
    await same(database);
  });

  it('connections are cut again and again while it goes on', async () => {
    const database = await server.createDatabase();
    const publication = start(database);
    await publication.begun;
    let going = true;
    void publication.result.then(() => (going = false));
    let cuts = 0;
    // Now and then something must come through: a transaction takes longer on a busy computer.
    for (let tries = 0; going && tries < 15; tries += 1) {
      cuts += await server.cut();
      await delay(random.float() * spanMs * 0.3);
    }
    expect(await publication.result).toMatchObject({ code: null });
    expect(cuts).toBeGreaterThan(0);
    await same(database);
  });
});
