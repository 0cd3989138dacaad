import { eq } from 'drizzle-orm';
import { ConnectivityReport } from '../../shared/model/connectivity';
import { type SetupDraft, type SetupProgress, SubStepId } from '../../shared/model/setup';
import type { Connection } from '../connection';
import { connectivityReport, setupDraft, setupDraftStep, setupStep } from '../schema';
import { iso } from './time';

const EMPTY_DRAFT: SetupDraft = { name: '', url: '', consumerKey: '' };
const DRAFT_ROW = 1;

interface StepRow {
  step: string;
  doneBy: 'user' | 'app' | null;
  problem: string | null;
  updatedAt: number;
}

/** Every sub-step in the order of the checklist, touched or not. */
export function getSetup(db: Connection, orgId: string | null): SetupProgress {
  const rows: StepRow[] =
    orgId === null
      ? db.orm.select().from(setupDraftStep).all()
      : db.orm
          .select()
          .from(setupStep)
          .where(eq(setupStep.orgId, db.orgKey(orgId)))
          .all();
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const draft = orgId === null ? db.orm.select().from(setupDraft).get() : undefined;
  return {
    orgId,
    steps: SubStepId.options.map((id) => {
      const row = byStep.get(id);
      return {
        id,
        doneBy: row?.doneBy ?? null,
        problem: row?.problem ?? null,
        updatedAt: iso(row?.updatedAt ?? null),
      };
    }),
    draft:
      draft === undefined
        ? EMPTY_DRAFT
        : { name: draft.name, url: draft.url, consumerKey: draft.consumerKey },
  };
}

export function setSubStep(
  db: Connection,
  orgId: string | null,
  id: SubStepId,
  state: { doneBy: 'user' | 'app' | null; problem: string | null },
  at: number,
): void {
  // A step that just failed is not done, whoever ticked it before.
  const doneBy = state.problem === null ? state.doneBy : null;
  const set = { doneBy, problem: state.problem, updatedAt: at };
  if (orgId === null) {
    db.orm
      .insert(setupDraftStep)
      .values({ step: id, ...set })
      .onConflictDoUpdate({ target: setupDraftStep.step, set })
      .run();
    return;
  }
  db.orm
    .insert(setupStep)
    .values({ orgId: db.orgKey(orgId), step: id, ...set })
    .onConflictDoUpdate({ target: [setupStep.orgId, setupStep.step], set })
    .run();
}

export function saveDraft(db: Connection, draft: SetupDraft): void {
  const set = { name: draft.name, url: draft.url, consumerKey: draft.consumerKey };
  db.orm
    .insert(setupDraft)
    .values({ id: DRAFT_ROW, ...set })
    .onConflictDoUpdate({ target: setupDraft.id, set })
    .run();
}

export function adoptDraft(db: Connection, orgId: string): void {
  db.sqlite.transaction(() => {
    db.run(
      `INSERT OR REPLACE INTO setup_step (org_id, step, done_by, problem, updated_at)
       SELECT @org, step, done_by, problem, updated_at FROM setup_draft_step`,
      { org: db.orgKey(orgId) },
    );
    db.orm.delete(setupDraftStep).run();
    db.orm.delete(setupDraft).run();
  })();
}

export function saveConnectivity(db: Connection, orgId: string, report: ConnectivityReport): void {
  const text = JSON.stringify(report);
  db.orm
    .insert(connectivityReport)
    .values({ orgId: db.orgKey(orgId), report: text })
    .onConflictDoUpdate({ target: connectivityReport.orgId, set: { report: text } })
    .run();
}

export function lastConnectivity(db: Connection, orgId: string): ConnectivityReport | null {
  const row = db.orm
    .select()
    .from(connectivityReport)
    .where(eq(connectivityReport.orgId, db.orgKey(orgId)))
    .get();
  if (row === undefined) return null;
  // A report of an older version may lack what this one needs; it is only a memory of a test.
  const report = ConnectivityReport.safeParse(JSON.parse(row.report));
  return report.success ? report.data : null;
}
