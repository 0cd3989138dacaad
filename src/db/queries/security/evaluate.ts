import { createHash } from 'node:crypto';
import { judgeNeeds } from '../../../checks/coverage';
import type { LoginCheck, StateCheck, StateDraft } from '../../../checks/define';
import type { LoginFold } from '../../../checks/engine/fold';
import { changeOf, type FindingChange, loginVerdict, type Moment } from '../../../checks/engine/merge';
import type { EvaluationSummary } from '../../../shared/model/checks';
import type { Connection } from '../../connection';
import { changesOnly } from '../../freshness';
import type { Slices } from '../../slices';
import { iso } from '../time';
import { asOfOf } from '../user-state';
import { endAcknowledgements, resolveOff, resolveQuiet, storedFindings, writeFinding } from './finding-store';
import { foundOf, openForOf, stateDrafts } from './drafts';
import { foldLogins, settledThrough } from './fold-logins';
import { createInputs, type DatabaseInputs } from './inputs';
import { newCriticals, openCounts } from './open-findings';
import { recordResults, type ResultRow } from './results';
import { saveScore } from './score';
import { forgetStates, StateStore } from './state-store';
import { orgChecks, type OrgCheck } from './stored-checks';

/** Of what is stored in `check_state`: raised when its meaning changes, so that it is made anew. */
const STATE_VERSION = 1;

interface Progress {
  through: number;
  fingerprint: string;
  lateSince: number | null;
  asOf: number;
}

const PROGRESS = `
  SELECT through, fingerprint, late_since AS lateSince, as_of AS asOf FROM check_progress WHERE org_id = @org`;

export const progressOf = (db: Connection, org: number): Progress | undefined =>
  db.get<Progress>(PROGRESS, { org });

/** A check to be evaluated, or why it is not. */
interface Planned extends OrgCheck {
  notEvaluated: string | null;
  notes: string[];
}

type Active<C> = Planned & { check: C };

/**
 * Evaluates every check of an org and stores what they find, a few milliseconds at a time. What came since the last
 * evaluation is added to what was stored then; everything is looked at anew when that is asked for, was never done,
 * the settings are others, or older logins arrived.
 */
export function* evaluate(
  db: Connection,
  orgId: string,
  now: number,
  allHistory: boolean,
): Slices<EvaluationSummary> {
  const started = performance.now();
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org) ?? now;
  const before = progressOf(db, org);
  const inputs = createInputs(db, org, asOf);
  const planned = orgChecks(db, org).map((one): Planned => {
    if (!one.enabled) return { ...one, notEvaluated: null, notes: [] };
    return { ...one, ...judgeNeeds(one.check.info.needs, inputs.coverage) };
  });
  const active = planned.filter(({ enabled, notEvaluated }) => enabled && notEvaluated === null);
  const fingerprint = fingerprintOf(active, inputs);
  const startsAnew =
    allHistory || before === undefined || before.fingerprint !== fingerprint || before.lateSince !== null;
  const since = startsAnew ? null : before.through;
  const through = settledThrough(db, org, since);
  changesOnly(db, [], () => begin(db, org, { through, now, asOf: before?.asOf ?? asOf }));
  if (startsAnew) yield* forgetStates(db, org);
  const states = new StateStore(db, org);
  const { fold, logins } = yield* foldLogins(db, org, inputs, {
    checks: active.filter(isOfLogins),
    since,
    through,
    keep: (kind, key, state) => {
      states.keep(kind, key, state);
    },
  });
  states.flush();
  const write = new Writer(db, org, { now, asOf, previousAsOf: before?.asOf ?? null });
  const results: ResultRow[] = [];
  for (const one of planned) {
    const { check, enabled } = one;
    const result = { id: check.info.id, notes: one.notes, population: null };
    if (!enabled) {
      write.off(check.info.id);
      results.push({ ...result, status: 'off', reason: null });
    } else if (one.notEvaluated !== null) {
      results.push({ ...result, status: 'not-evaluated', reason: one.notEvaluated });
    } else if (isOfLogins(one)) {
      const { population, notes = [], notEvaluated } = one.check.population(inputs, one.values);
      if (notEvaluated === undefined) write.logins(one, fold, startsAnew, inputs.historySince);
      results.push({
        ...result,
        ...statusOf(notEvaluated),
        notes: [...one.notes, ...notes],
        population,
      });
    } else if (isOfStates(one)) {
      const verdict = yield* stateDrafts(one, inputs);
      if (verdict.notEvaluated === undefined) write.states(one, verdict.drafts);
      results.push({
        ...result,
        ...statusOf(verdict.notEvaluated),
        notes: [...one.notes, ...(verdict.notes ?? [])],
        population: verdict.population,
      });
    }
    yield;
  }
  changesOnly(db, ['findings'], () => {
    db.sqlite.transaction(() => {
      endAcknowledgements(db, org, now);
      recordResults(db, org, results, { now, asOf });
      saveScore(db, org, now);
      end(db, org, { fingerprint, now, asOf });
    })();
  });
  return {
    orgId,
    evaluatedAt: iso(now),
    scope: startsAnew ? 'all-history' : 'new-data',
    logins,
    millis: performance.now() - started,
    found: write.found,
    resolved: write.resolved,
    open: openCounts(db, org, now),
    notEvaluated: results.filter(({ status }) => status === 'not-evaluated').length,
    ...newCriticals(db, org, write.opened, now),
  };
}

const statusOf = (notEvaluated: string | undefined): Pick<ResultRow, 'status' | 'reason'> =>
  notEvaluated === undefined
    ? { status: 'evaluated', reason: null }
    : { status: 'not-evaluated', reason: notEvaluated };

const isOfLogins = (one: Planned): one is Active<LoginCheck> => one.check.kind === 'logins';
const isOfStates = (one: Planned): one is Active<StateCheck> => one.check.kind === 'state';

/**
 * All that a stored state depends on besides the logins. Who is an administrator or a program is known as of now: of
 * somebody who becomes one the whole past is looked at with other eyes.
 */
function fingerprintOf(active: readonly Planned[], inputs: DatabaseInputs): string {
  const { addresses, timeZone } = inputs;
  const checks = active.filter(isOfLogins).map(({ check, values }) => [check.info.id, values]);
  const admins = inputs.admins().map(({ id, isSuperAdmin }) => [id, isSuperAdmin]);
  const programs = [...inputs.integrationIds()].sort();
  return createHash('sha256')
    .update(JSON.stringify([STATE_VERSION, timeZone, addresses.fingerprint, checks, admins, programs]))
    .digest('hex');
}

/** Brings the stored findings in line, check by check, each in one transaction. */
class Writer {
  found = 0;
  resolved = 0;
  /** Ids of findings that are open now and were not before, or got worse. */
  readonly opened: number[] = [];
  private readonly db: Connection;
  private readonly org: number;
  private readonly moment: Omit<Moment, 'openFor'>;

  constructor(db: Connection, org: number, moment: Omit<Moment, 'openFor'>) {
    this.db = db;
    this.org = org;
    this.moment = moment;
  }

  states({ check, values }: Active<StateCheck>, drafts: ReadonlyMap<string, StateDraft>): void {
    const { id } = check.info;
    // Of events read from a table a finding stays open for a while; of a state, as long as it is true.
    const openFor = 'openDays' in values ? openForOf(values) : null;
    this.atOnce(() => {
      const stored = storedFindings(this.db, this.org, id, null);
      for (const key of new Set([...drafts.keys(), ...stored.keys()])) {
        const draft = drafts.get(key);
        const known = stored.get(key) ?? null;
        const found =
          draft === undefined ? null : foundOf(draft, known?.firstSeenAt ?? null, this.moment.asOf);
        this.apply(
          id,
          changeOf(
            { key, stored: known, found, settled: null, provisional: false },
            { ...this.moment, openFor },
          ),
        );
      }
    });
  }

  logins(
    { check, values }: Active<LoginCheck>,
    fold: LoginFold,
    startsAnew: boolean,
    historySince: number | null,
  ): void {
    const { id } = check.info;
    const openFor = openForOf(values);
    const { settled, tail } = fold.of(id);
    this.atOnce(() => {
      const keys = new Set([...settled.keys(), ...tail.keys()]);
      const stored = storedFindings(this.db, this.org, id, startsAnew ? null : [...keys]);
      for (const key of new Set([...keys, ...stored.keys()])) {
        const known = stored.get(key) ?? null;
        // Of logins that were removed because of their age nothing can be said any more.
        const isForgotten =
          known !== null &&
          !keys.has(key) &&
          (known.lastSeenAt ?? 0) < (historySince ?? Number.POSITIVE_INFINITY);
        if (isForgotten) continue;
        const verdict = loginVerdict(key, known, {
          settled: settled.get(key) ?? null,
          tail: tail.get(key) ?? null,
          startsAnew,
        });
        this.apply(id, changeOf(verdict, { ...this.moment, openFor }));
      }
      const { asOf, now } = this.moment;
      this.resolved += resolveQuiet(this.db, this.org, id, { openFor, asOf, now });
    });
  }

  off(id: string): void {
    const { now, asOf, previousAsOf } = this.moment;
    this.atOnce(() => {
      this.resolved += resolveOff(this.db, this.org, id, { previousAsOf: previousAsOf ?? asOf, now });
    });
  }

  private apply(check: string, change: FindingChange | null): void {
    if (change === null) return;
    const id = writeFinding(this.db, this.org, check, change, this.moment.now);
    if (change.id === null) this.found += 1;
    if (change.events.some(({ kind }) => kind === 'resolved')) this.resolved += 1;
    if (change.opens) this.opened.push(id);
  }

  private atOnce(work: () => void): void {
    changesOnly(this.db, ['findings'], () => {
      this.db.sqlite.transaction(work)();
    });
  }
}

/** In `late_since`: an evaluation is under way, or broke off. Later than any login, so that a late one shows. */
const UNDER_WAY = 8.64e15;

const BEGIN = `
  INSERT INTO check_progress (org_id, through, fingerprint, late_since, evaluated_at, as_of)
  VALUES (@org, @through, '', ${UNDER_WAY}, @now, @asOf)
  ON CONFLICT DO UPDATE SET through = excluded.through, late_since = excluded.late_since`;

/**
 * From here until `end` what is stored is partly of this evaluation, partly of the one before: one that breaks off
 * in between is done anew. Logins that arrive meanwhile and belong before `through` are noticed as late.
 */
function begin(db: Connection, org: number, state: { through: number; now: number; asOf: number }): void {
  db.run(BEGIN, { org, ...state });
}

const END = `
  UPDATE check_progress SET fingerprint = @fingerprint, late_since = nullif(late_since, ${UNDER_WAY}),
    evaluated_at = @now, as_of = @asOf
  WHERE org_id = @org`;

function end(db: Connection, org: number, state: { fingerprint: string; now: number; asOf: number }): void {
  db.run(END, { org, ...state });
}
