import { judgeNeeds } from '../../src/checks/coverage';
import type { StateCheck, StateDraft } from '../../src/checks/define';
import { withDefaults } from '../../src/checks/parameters';
import { createConnection } from '../../src/db/connection';
import { openDatabase } from '../../src/db/open';
import { createInputs } from '../../src/db/queries/security/inputs';
import type { ParameterValues } from '../../src/shared/model/checks';
import {
  AS_OF,
  type StreamName,
  type StreamRecords,
  type TestDatabase,
  newOrg,
  store,
  testDatabase,
} from './db';

/** What a check of states says of the org: what the engine would store of it. */
export interface StateVerdict {
  /** By key. Empty where it was not evaluated. */
  drafts: Map<string, StateDraft>;
  population: number | null;
  notes: string[];
  /** Null: it was evaluated. */
  notEvaluated: string | null;
}

/** One org in a real database, filled stream by stream, and checks of its state. */
export class CheckScene {
  readonly test: TestDatabase;

  private constructor(test: TestDatabase) {
    this.test = test;
  }

  /** `read`: streams that were read to the end and had no rows, unless some are stored. */
  static async of(read: readonly StreamName[] = []): Promise<CheckScene> {
    const scene = new CheckScene(await testDatabase());
    await scene.test.db.insertOrg(newOrg());
    for (const stream of read) await scene.store(stream, []);
    return scene;
  }

  dispose(): void {
    this.test.dispose();
  }

  /** Rows as one complete pass, at AS_OF unless said otherwise. */
  async store<S extends StreamName>(
    stream: S,
    rows: StreamRecords[S][],
    changes: Parameters<typeof store>[3] = {},
  ): Promise<void> {
    await store(this.test.db, stream, rows, changes);
  }

  /** What the check says as of a moment (AS_OF), with the defaults where no values are given. */
  judge(check: StateCheck, values: ParameterValues = {}, asOf = AS_OF): StateVerdict {
    return judgeState(this.test.file, 'org-1', check, values, asOf);
  }
}

/** What a check of states says of an org in a database file, by the same steps as the engine. */
export function judgeState(
  file: string,
  orgId: string,
  check: StateCheck,
  values: ParameterValues,
  asOf: number,
): StateVerdict {
  const sqlite = openDatabase({ file, readOnly: true });
  try {
    const db = createConnection(sqlite, file);
    const inputs = createInputs(db, db.orgKey(orgId), asOf);
    const needs = judgeNeeds(check.info.needs, inputs.coverage);
    const drafts = new Map<string, StateDraft>();
    if (needs.notEvaluated !== null) return { drafts, population: null, ...needs };
    const drafting = check.evaluate(inputs, withDefaults(check.info.parameters, values));
    for (;;) {
      const { done, value } = drafting.next();
      if (done === true) {
        const { population, notes = [], notEvaluated = null } = value;
        return { drafts, population, notes: [...needs.notes, ...notes], notEvaluated };
      }
      if (drafts.has(value.key)) throw new Error(`${check.info.id} found ${value.key} twice.`);
      const undocumented = Object.keys(value.evidence).filter((key) => !(key in check.info.evidence));
      if (undocumented.length > 0) throw new Error(`Not documented: ${undocumented.join(', ')}.`);
      drafts.set(value.key, value);
    }
  } finally {
    sqlite.close();
  }
}
