import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/model/errors';
import type { Query, Server } from './server';
import { qualified } from './table';

/** Who publishes: the org as one database of Seatwatch knows it, and the process. */
export interface Publisher {
  /** Id of the org in that database: no other workstation has the same. */
  id: string;
  host: string;
  pid: number;
  /** Whether a process of this computer is there; undefined where that cannot be told. */
  isAlive?: ((pid: number) => boolean) | undefined;
}

export interface Lease {
  generation: number;
  /**
   * To be said first in every transaction: rejects LEASE_LOST when somebody else publishes by now, and keeps
   * everybody else from beginning until the transaction has ended.
   */
  hold(query: Query): Promise<void>;
  release(): Promise<void>;
}

export interface LeaseRequest {
  server: Server;
  schema: string;
  org: { id: string; name: string; url: string; inactiveDays: number };
  publisher: Publisher;
  /** Publishes in the place of another workstation. */
  takeOver: boolean;
}

/** Others stay away for so long after the last sign of life. */
const LEASE_SECONDS = 60;

/**
 * Takes the org's row in `publication_org`. Correctness rests on the generation alone, which every transaction
 * asks for; the time only keeps two from taking it from each other again and again. Rejects PUBLISHED_ELSEWHERE,
 * BEING_PUBLISHED.
 */
export async function takeLease({ server, schema, org, publisher, takeOver }: LeaseRequest): Promise<Lease> {
  const table = qualified(schema, 'publication_org');
  const holder = `${String(publisher.pid)} ${randomUUID()}`;
  await server.query(
    `INSERT INTO ${table} (org_id, org_name, url, inactive_days, publisher, publisher_host, generation)
     VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (org_id) DO NOTHING`,
    [org.id, org.name, org.url, org.inactiveDays, publisher.id, publisher.host],
  );
  const generation = await server.transaction(async (query) => {
    const { rows } = await query(
      `SELECT publisher, publisher_host, holder, held_until > now(), to_char(held_until, 'HH24:MI:SS'), generation
       FROM ${table} WHERE org_id = $1 FOR UPDATE`,
      [org.id],
    );
    const [owner, host, held, isHeld, until, before] = rows[0] ?? [];
    if (owner !== publisher.id && !takeOver) throw publishedElsewhere(org.name, host ?? 'another computer');
    const isOurs = held === holder;
    const isDead = host === publisher.host && isGone(held ?? null, publisher);
    if (held != null && isHeld === 't' && !isOurs && !isDead)
      throw beingPublished(org.name, host ?? 'another computer', until ?? '');
    const next = isOurs ? Number(before) : Number(before ?? 0) + 1;
    await query(
      `UPDATE ${table} SET org_name = $2, url = $3, inactive_days = $4, publisher = $5, publisher_host = $6,
         holder = $7, held_until = now() + INTERVAL '${String(LEASE_SECONDS)} seconds', generation = $8
       WHERE org_id = $1`,
      [org.id, org.name, org.url, org.inactiveDays, publisher.id, publisher.host, holder, next],
    );
    return next;
  });
  const mine = [org.id, holder, generation];
  return {
    generation,
    async hold(query) {
      const { count } = await query(
        `UPDATE ${table} SET held_until = now() + INTERVAL '${String(LEASE_SECONDS)} seconds'
         WHERE org_id = $1 AND holder = $2 AND generation = $3`,
        mine,
      );
      if (count !== 1) throw leaseLost(org.name);
    },
    async release() {
      await server.once(
        `UPDATE ${table} SET holder = NULL, held_until = NULL
         WHERE org_id = $1 AND holder = $2 AND generation = $3`,
        mine,
      );
    },
  };
}

/** A publication of this computer that was killed: nobody has to wait for it. */
function isGone(holder: string | null, { isAlive }: Publisher): boolean {
  const pid = Number(holder?.split(' ')[0] ?? NaN);
  return isAlive !== undefined && Number.isInteger(pid) && pid > 0 && !isAlive(pid);
}

function publishedElsewhere(org: string, host: string): AppError {
  return new AppError({
    code: 'PUBLISHED_ELSEWHERE',
    kind: 'busy',
    message: `${org} is published into this schema from another database of Seatwatch (on ${host}). Two that know different things would undo each other's work.`,
    fix: 'Publish from there, or into a schema of its own (--schema). To publish from here from now on: --take-over.',
  });
}

function beingPublished(org: string, host: string, until: string): AppError {
  return new AppError({
    code: 'BEING_PUBLISHED',
    kind: 'busy',
    message: `${org} is being published just now (on ${host}).`,
    fix: `Wait for it to end, then publish again. If it died, its place is free at ${until} UTC (time of the server).`,
    retryable: true,
  });
}

function leaseLost(org: string): AppError {
  return new AppError({
    code: 'LEASE_LOST',
    kind: 'busy',
    message: `Another publication of ${org} has begun meanwhile, and goes on in the place of this one.`,
    fix: 'Nothing is lost: wait for it to end, then publish again if you want to.',
    retryable: true,
  });
}
