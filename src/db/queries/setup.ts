import { eq, inArray } from 'drizzle-orm';
import { Certificate } from '../../shared/model/certificate';
import { ConnectivityReport } from '../../shared/model/connectivity';
import type { AuthKind } from '../../shared/model/org';
import { type SetupDraft, type SetupProgress, SubStepId, subStepsFor } from '../../shared/model/setup';
import type { Connection } from '../connection';
import { connectivityReport, org, setupDraft, setupDraftStep, setupStep } from '../schema';
import { fromJson, toJson } from './json-column';
import { iso } from './time';

const EMPTY_DRAFT: SetupDraft = {
  name: '',
  url: '',
  consumerKey: '',
  auth: 'client-credentials',
  username: '',
};
const DRAFT_ROW = 1;

interface StepRow {
  step: string;
  doneBy: 'user' | 'app' | null;
  problem: string | null;
  updatedAt: number;
}

/**
 * Every sub-step in the order of the checklist, touched or not. An org's steps of the way of signing in that
 * it does not use stay blank: a problem noted there would never be cured.
 */
export function getSetup(db: Connection, orgId: string | null): SetupProgress {
  if (orgId === null) {
    const draft = db.orm.select().from(setupDraft).get();
    return {
      orgId,
      steps: steps(db.orm.select().from(setupDraftStep).all()),
      draft: draft === undefined ? EMPTY_DRAFT : pickDraft(draft),
      draftCertificate: fromJson(Certificate, draft?.certificate ?? null),
    };
  }
  const key = db.orgKey(orgId);
  const used = new Set<string>(subStepsFor(authOf(db, key)));
  const rows = db.orm.select().from(setupStep).where(eq(setupStep.orgId, key)).all();
  return {
    orgId,
    steps: steps(rows.filter(({ step }) => used.has(step))),
    draft: EMPTY_DRAFT,
    draftCertificate: null,
  };
}

function steps(rows: readonly StepRow[]): SetupProgress['steps'] {
  const byStep = new Map(rows.map((row) => [row.step, row]));
  return SubStepId.options.map((id) => {
    const row = byStep.get(id);
    return {
      id,
      doneBy: row?.doneBy ?? null,
      problem: row?.problem ?? null,
      updatedAt: iso(row?.updatedAt ?? null),
    };
  });
}

function authOf(db: Connection, key: number): AuthKind {
  const row = db.orm.select({ auth: org.auth }).from(org).where(eq(org.id, key)).get();
  return row?.auth ?? 'client-credentials';
}

function pickDraft({ name, url, consumerKey, auth, username }: SetupDraft): SetupDraft {
  return { name, url, consumerKey, auth, username };
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
  const set = pickDraft(draft);
  db.orm
    .insert(setupDraft)
    .values({ id: DRAFT_ROW, ...set })
    .onConflictDoUpdate({ target: setupDraft.id, set })
    .run();
}

export function saveDraftCertificate(db: Connection, certificate: Certificate | null): void {
  const set = { certificate: toJson(certificate) };
  db.orm
    .insert(setupDraft)
    .values({ id: DRAFT_ROW, ...EMPTY_DRAFT, ...set })
    .onConflictDoUpdate({ target: setupDraft.id, set })
    .run();
}

export function adoptDraft(db: Connection, orgId: string): void {
  db.sqlite.transaction(() => {
    const key = db.orgKey(orgId);
    // Somebody may have begun with the other way of signing in; those ticks concern nobody now.
    const moved = db.orm
      .select()
      .from(setupDraftStep)
      .where(inArray(setupDraftStep.step, subStepsFor(authOf(db, key))))
      .all();
    for (const { step, doneBy, problem, updatedAt } of moved) {
      const set = { doneBy, problem, updatedAt };
      db.orm
        .insert(setupStep)
        .values({ orgId: key, step, ...set })
        .onConflictDoUpdate({ target: [setupStep.orgId, setupStep.step], set })
        .run();
    }
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
