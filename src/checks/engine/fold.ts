import type { ParameterValues } from '../../shared/model/checks';
import type { Draft, LoginCheck, LoginTools, OwnState, SubjectKind } from '../define';
import type { LoginContext, LoginEvent } from '../logins/event';
import { IpHistory, type StoredIp } from '../logins/ip-history';
import { type StoredUser, UserHistory } from '../logins/user-history';
import { type Accumulated, together } from './accumulate';

// Shows the checks of logins the logins of one subject after the other (a person, an address, an app, the org), each
// in the order of time, together with what came before. What came before can be stored, so that the next evaluation
// goes on where this one stopped and finds the same as one over everything. Subject by subject, because then only
// one history is in memory at a time, however many people there are.

/** A check that is on and has its data, with the values in force. */
export interface ActiveCheck {
  check: LoginCheck;
  values: ParameterValues;
}

/** Of apps and the org nothing is known but what single checks keep. */
class PlainHistory {
  own: Record<string, OwnState>;

  constructor(stored?: { w: Record<string, OwnState> }) {
    this.own = stored?.w ?? {};
  }

  toJSON(): { w: Record<string, OwnState> } {
    return { w: this.own };
  }
}

type History = UserHistory | IpHistory | PlainHistory;

const make: Record<SubjectKind, (stored?: unknown) => History> = {
  user: (stored) => new UserHistory(stored as StoredUser | undefined),
  ip: (stored) => new IpHistory(stored as StoredIp | undefined),
  app: (stored) => new PlainHistory(stored as { w: Record<string, OwnState> } | undefined),
  org: (stored) => new PlainHistory(stored as { w: Record<string, OwnState> } | undefined),
};

export const SUBJECTS = ['user', 'ip', 'app', 'org'] as const satisfies readonly SubjectKind[];

/** What a login is a login of, as a key; null: of no such subject. */
export const SUBJECT_KEY: Readonly<Record<SubjectKind, (login: LoginEvent) => string | null>> = {
  user: ({ userKey }) => String(userKey),
  ip: ({ ip }) => (ip === null ? null : String(ip.key)),
  app: ({ client }) => client.application,
  org: () => '',
};

/** Findings of one check by the key of the draft: of settled logins, and what the others add. */
export interface CheckFindings {
  readonly settled: ReadonlyMap<string, Accumulated>;
  readonly tail: ReadonlyMap<string, Accumulated>;
}

interface Collecting {
  settled: Map<string, Accumulated>;
  tail: Map<string, Accumulated>;
}

export class LoginFold {
  private readonly context: LoginContext;
  private readonly through: number;
  private readonly checks = new Map<SubjectKind, ActiveCheck[]>();
  private readonly findings = new Map<string, Collecting>();

  /** Logins after `through` (epoch ms) change nothing that is stored: they may still be joined by earlier ones. */
  constructor(checks: readonly ActiveCheck[], context: LoginContext, through: number) {
    this.context = context;
    this.through = through;
    for (const active of checks) {
      const { subject, info } = active.check;
      this.checks.set(subject, [...(this.checks.get(subject) ?? []), active]);
      this.findings.set(info.id, { settled: new Map(), tail: new Map() });
    }
  }

  /** Begins with the logins of one subject. `stored`: what an earlier evaluation stored of it, parsed; or nothing. */
  subject(kind: SubjectKind, stored?: unknown): SubjectRun {
    return new SubjectRun({
      kind,
      history: make[kind](stored),
      checks: this.checks.get(kind) ?? [],
      context: this.context,
      through: this.through,
      report: (check, draft, login) => {
        this.take(check, draft, login);
      },
    });
  }

  of(checkId: string): CheckFindings {
    return this.findings.get(checkId) ?? { settled: new Map(), tail: new Map() };
  }

  private take(check: LoginCheck, draft: Draft, login: LoginEvent): void {
    const findings = this.findings.get(check.info.id)?.[login.at > this.through ? 'tail' : 'settled'];
    const found: Accumulated = {
      severity: draft.severity,
      userId: draft.userId === undefined ? (check.subject === 'user' ? login.userId : null) : draft.userId,
      ip: draft.ip ?? null,
      app: draft.app ?? null,
      firstAt: login.at,
      lastAt: login.at,
      occurrences: 1,
      summary: draft.summary,
      evidence: draft.evidence,
    };
    const all = together(findings?.get(draft.key) ?? null, found);
    if (all !== null) findings?.set(draft.key, all);
  }
}

interface RunOptions {
  kind: SubjectKind;
  history: History;
  checks: readonly ActiveCheck[];
  context: LoginContext;
  through: number;
  report: (check: LoginCheck, draft: Draft, login: LoginEvent) => void;
}

/** The logins of one subject. */
export class SubjectRun {
  private readonly options: RunOptions;
  private readonly tools: readonly Tools[];
  /** Whether hours are kept, which only matter for admins; undefined: not known yet. */
  private isAdmin: boolean | undefined;
  private steps = 0;
  /** Of the settled logins, once there are others. */
  private settled: string | null = null;
  private isTail = false;

  constructor(options: RunOptions) {
    this.options = options;
    const { checks, context, history, report } = options;
    this.tools = checks.map((active) => new Tools(active, context, history, report));
  }

  step(login: LoginEvent): void {
    const { history, through } = this.options;
    if (!this.isTail && login.at > through) {
      this.settled = this.state();
      this.isTail = true;
    }
    this.steps += 1;
    for (const tools of this.tools) tools.show(login);
    if (history instanceof UserHistory) history.add(login, this.localOf(login));
    else if (history instanceof IpHistory) history.add(login);
  }

  /** What is to be stored, as JSON: of the settled logins; null: nothing new. */
  state(): string | null {
    if (this.isTail) return this.settled;
    const { history } = this.options;
    if (this.steps === 0 || (history instanceof PlainHistory && Object.keys(history.own).length === 0))
      return null;
    return JSON.stringify(history);
  }

  private localOf({ at, success, userId }: LoginEvent): { hour: number; weekday: number } | null {
    if (!success) return null;
    const { context } = this.options;
    this.isAdmin ??= context.person(userId)?.isAdmin === true;
    return this.isAdmin ? context.local(at) : null;
  }
}

/** One check's tools for the logins of one subject; the same object for all of them, which may be millions. */
class Tools implements LoginTools<ParameterValues, SubjectKind> {
  readonly values: ParameterValues;
  readonly context: LoginContext;
  readonly history: LoginTools<ParameterValues, SubjectKind>['history'];
  private readonly check: LoginCheck;
  private readonly memory: Record<string, OwnState>;
  private readonly onReport: RunOptions['report'];
  private login: LoginEvent | null = null;

  constructor(
    { check, values }: ActiveCheck,
    context: LoginContext,
    history: History,
    onReport: RunOptions['report'],
  ) {
    this.values = values;
    this.context = context;
    this.history = history instanceof PlainHistory ? null : history;
    this.check = check;
    this.memory = history.own;
    this.onReport = onReport;
  }

  show(login: LoginEvent): void {
    const { only } = this.check;
    if (only !== null && (only === 'success') !== login.success) return;
    this.login = login;
    this.check.onLogin(login, this);
  }

  get own(): OwnState | null {
    return this.memory[this.check.info.id] ?? null;
  }

  set own(state: OwnState | null) {
    const { id } = this.check.info;
    if (state === null) Reflect.deleteProperty(this.memory, id);
    else this.memory[id] = state;
  }

  readonly report = (draft: Draft): void => {
    if (this.login !== null) this.onReport(this.check, draft, this.login);
  };
}
