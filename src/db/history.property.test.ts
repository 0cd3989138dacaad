import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, type TestDatabase, newOrg, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import type { RunEnd } from '../core/ports';
import { createConnection } from './connection';
import { openDatabase } from './open';
import { createPast } from './past';
import { columnOf, streamTables } from './stream-tables';
import { rounds } from '../../test/builders/rounds';

// A naive model beside the real thing: it keeps a copy of everything after each run. Whatever passes were
// read, broken off, continued, begun anew and repeated: looking back must show those copies, and the list of
// changes must be the difference between them.

const STREAMS = ['users', 'userLogins', 'profiles', 'permissionSetLicenseAssignments'] as const;
type Name = (typeof STREAMS)[number];
interface AnyRow {
  id: string;
}

/** The rows of each stream, made of a few numbers. `version` 0: there is none. */
const MAKE: { [S in Name]: (i: number, version: number) => AnyRow } = {
  users: (i, version) =>
    rows.user(`u${i}`, {
      name: `Name ${version % 4}`,
      isActive: version % 2 === 0,
      profileId: version % 3 === 0 ? null : `p${version % 3}`,
      features: version % 5 === 0 ? [] : ['KnowledgeUser', `Feature${version % 5}`],
      // Moves with every change and is no change.
      lastModifiedAt: AS_OF + version,
    }),
  userLogins: (i, version) => rows.frozen(`u${i}`, version % 2 === 0),
  profiles: (i, version) => rows.profile(`p${i}`, { name: `Profile ${version % 3}` }),
  permissionSetLicenseAssignments: (i) => rows.pslAssignment(`u${i}`),
};

const SIZE = 6;

interface Pass {
  /** 0: as it was; otherwise the new version of row i, or its end. */
  moves: number[];
  mode: 'full' | 'changes';
  pageSize: number;
  /** Pages that are committed once more. */
  repeats: boolean;
  /** How much of it is read: 0 to 1; below 1 it is broken off. */
  share: number;
  /** What becomes of a pass that was broken off. */
  goesOn: boolean;
}

const pass: fc.Arbitrary<Pass> = fc.record({
  moves: fc.array(fc.integer({ min: -3, max: 6 }), { minLength: SIZE, maxLength: SIZE }),
  mode: fc.constantFrom('full', 'full', 'changes'),
  pageSize: fc.integer({ min: 1, max: 4 }),
  repeats: fc.boolean(),
  share: fc.constantFrom(1, 1, 1, 0.5),
  goesOn: fc.boolean(),
});
const run = fc.record({
  users: pass,
  userLogins: pass,
  profiles: pass,
  permissionSetLicenseAssignments: pass,
});

/** One stream in Salesforce, in the model of the database, and the place of the collector. */
class Model {
  truth = new Map<string, AnyRow>();
  versions = new Array<number>(SIZE).fill(0);
  stored = new Map<string, AnyRow>();
  passOf = new Map<string, number>();
  pass = 0;
  complete = false;
  tracked = false;
  /** Rows of a pass that was broken off, not read yet. */
  open: AnyRow[] | null = null;
  changed = new Set<string>();
  constructor(readonly name: Name) {}

  move(moves: readonly number[]): void {
    moves.forEach((move, i) => {
      if (move === 0) return;
      const id = MAKE[this.name](i, 1).id;
      if (move < 0) {
        this.truth.delete(id);
        return;
      }
      this.versions[i] = move;
      this.truth.set(id, MAKE[this.name](i, move));
      this.changed.add(id);
    });
  }
}

const END: Omit<RunEnd, 'endedAt'> = {
  state: 'complete',
  resumeAt: null,
  callsMade: 1,
  orgUsedBefore: null,
  orgUsedAfter: null,
  orgMax: null,
  error: null,
};

async function readPass(
  { db }: TestDatabase,
  { orgId, runId }: { orgId: string; runId: number },
  model: Model,
  plan: Pass,
  at: number,
): Promise<void> {
  model.move(plan.moves);
  const changesSuffice = plan.mode === 'changes' && model.complete;
  let todo: AnyRow[];
  if (model.open !== null && plan.goesOn) {
    todo = model.open;
  } else if (changesSuffice) {
    todo = [...model.truth.values()].filter((row) => model.changed.has(row.id));
  } else {
    model.pass += 1;
    todo = [...model.truth.values()];
  }
  const pages: AnyRow[][] = [];
  for (let i = 0; i < todo.length || pages.length === 0; i += plan.pageSize)
    pages.push(todo.slice(i, i + plan.pageSize));
  const read = plan.share === 1 ? pages.length : Math.floor(pages.length * plan.share);
  for (const [i, page] of pages.slice(0, read).entries()) {
    const last = i === pages.length - 1;
    const commit = () =>
      db.commitPage({
        orgId,
        runId,
        stream: model.name,
        rows: page as never[],
        checkpoint: {
          watermark: at,
          cursor: last ? null : `c${i}`,
          pass: model.pass,
          complete: last,
          updatedAt: at,
        },
        endOfPass: last,
        at: at + i,
      });
    await commit();
    if (plan.repeats) await commit();
    for (const row of page) {
      model.stored.set(row.id, row);
      model.passOf.set(row.id, model.pass);
    }
    if (!last) continue;
    for (const id of [...model.stored.keys()])
      if (model.passOf.get(id) !== model.pass) model.stored.delete(id);
  }
  model.complete = read === pages.length;
  if (model.complete) model.changed.clear();
  model.open = model.complete ? null : todo.slice(read * plan.pageSize);
}

/** As stored, tracked fields only: the others have no history of their own. */
function tracked(name: Name, row: AnyRow): Record<string, unknown> {
  const record = row as unknown as Record<string, unknown>;
  return Object.fromEntries(
    ['id', ...(streamTables[name].tracked ?? [])].map((field) => {
      const value = record[field];
      return [
        field,
        Array.isArray(value) ? JSON.stringify(value) : typeof value === 'boolean' ? Number(value) : value,
      ];
    }),
  );
}

const snapshot = (model: Model) =>
  [...model.stored.values()]
    .map((row) => tracked(model.name, row))
    .sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));

type Snapshot = ReturnType<typeof snapshot>;

function difference(before: Snapshot, after: Snapshot) {
  const old = new Map(before.map((row) => [row['id'], row]));
  const now = new Map(after.map((row) => [row['id'], row]));
  const found: { rowId: unknown; kind: string; fields: unknown[] }[] = [];
  for (const [rowId, row] of now) {
    const was = old.get(rowId);
    if (was === undefined) {
      found.push({ rowId, kind: 'added', fields: [] });
      continue;
    }
    const fields = Object.keys(row)
      .filter((field) => row[field] !== was[field])
      .map((field) => ({ field, before: was[field], after: row[field] }));
    if (fields.length > 0) found.push({ rowId, kind: 'changed', fields });
  }
  for (const rowId of old.keys()) if (!now.has(rowId)) found.push({ rowId, kind: 'removed', fields: [] });
  return found;
}

const byRow = <T extends { rowId: unknown }>(list: T[]): T[] =>
  list.sort((a, b) => (String(a.rowId) < String(b.rowId) ? -1 : 1));

describe('history', () => {
  let test: TestDatabase;
  let orgs = 0;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.dispose());

  /** Runs everything against an org of its own; resolves with what each moment was. */
  async function collect(orgId: string, runs: readonly Record<Name, Pass>[]) {
    const moments: { at: number; runId: number; streams: Map<Name, Snapshot> }[] = [];
    const models = STREAMS.map((name) => new Model(name));
    const snapshots = () =>
      new Map(models.filter((model) => model.tracked).map((model) => [model.name, snapshot(model)]));
    for (const [n, plan] of runs.entries()) {
      const at = AS_OF + n * DAY;
      const runId = await test.db.startRun(orgId, at, 75, 'manual');
      const before = snapshots();
      for (const model of models) await readPass(test, { orgId, runId }, model, plan[model.name], at + HOUR);
      await test.db.finishRun(runId, { ...END, endedAt: at + 2 * HOUR });
      for (const model of models) {
        const was = before.get(model.name);
        const wanted = was === undefined ? [] : difference(was, snapshot(model));
        expect(await changesOf(orgId, runId, model.name)).toEqual(byRow(wanted));
        model.tracked ||= model.complete;
      }
      moments.push({ at: at + 2 * HOUR, runId, streams: snapshots() });
    }
    return moments.filter(({ streams }) => streams.has('users'));
  }

  async function changesOf(orgId: string, runId: number, stream: Name) {
    const { rows: found, counts } = await test.db.changes({
      ...{ orgId, runId, since: null, until: null, streams: [stream], kinds: [], userId: null },
      ...{ search: '', offset: 0, limit: 500 },
    });
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(found.length);
    const plain = found.map(({ rowId, kind, fields }) => ({
      rowId,
      kind,
      fields: fields.map(({ field, before, after }) => ({ field, before, after })),
    }));
    return byRow(plain);
  }

  it(
    'shows every moment as it was, and every difference between two once',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 7 }), async (runs) => {
          const orgId = `org-${++orgs}`;
          await test.db.insertOrg(
            newOrg({ id: orgId, name: orgId, url: `https://${orgId}.my.salesforce.com` }),
          );
          const known = await collect(orgId, runs);
          expect(await test.db.asOfChoices(orgId)).toEqual(
            known.map(({ at, runId }) => ({ at: new Date(at).toISOString(), runId })).reverse(),
          );
          const main = createConnection(openDatabase({ file: test.file, readOnly: true }), test.file);
          const past = createPast({ file: test.file });
          try {
            const org = main.orgKey(orgId);
            for (const { at, streams } of known) {
              const then = past.of(main, orgId, new Date(at).toISOString());
              for (const [name, wanted] of streams) {
                const fields: readonly string[] = ['id', ...(streamTables[name].tracked ?? [])];
                const columns = fields.map((field) => `${columnOf(field)} AS "${field}"`).join(', ');
                const sql = `SELECT ${columns} FROM ${streamTables[name].table} WHERE org_id = @org ORDER BY id`;
                expect(then.all(sql, { org })).toEqual(wanted);
              }
            }
          } finally {
            past.close();
            main.sqlite.close();
          }
        }),
        { numRuns: rounds(30) },
      );
    },
  );
});
