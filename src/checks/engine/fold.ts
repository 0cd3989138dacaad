import type { ParameterValues } from '../../shared/model/checks';
import type { Draft, LoginCheck, LoginTools, OwnState, SubjectKind } from '../define';
import type { LoginContext, LoginEvent } from '../logins/event';
import { IpHistory, type StoredIp } from '../logins/ip-history';
import { type StoredUser, UserHistory } from '../logins/user-history';
import { type Accumulated, together } from './accumulate';

// Shows every check of logins every login once, in the order of time, together with what came before it. What
// came before is kept per subject (a person, an address, an app, the org) and can be stored, so that the next
// evaluation goes on where this one stopped and finds the same as one over everything.

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
const keyOf: Record<SubjectKind, (login: LoginEvent) => string | null> = {
  user: ({ userKey }) => String(userKey),
  ip: ({ ip }) => (ip === null ? null : String(ip.key)),
  app: ({ client }) => client.application,
  org: () => '',
};

/** By check id and key of the draft, joined by a space: ids have none. */
export type Findings = Map<string, Accumulated>;
export const findingKey = (checkId: string, key: string): string => `${checkId} ${key}`;

export class LoginFold {
  /** What logins up to the horizon say. */
  readonly settled: Findings = new Map();
  /** What the logins after it add. */
  readonly tail: Findings = new Map();
  logins = 0;
  private readonly context: LoginContext;
  private readonly kinds: readonly SubjectKind[];
  private readonly tools = new Map<SubjectKind, Tools[]>();
  private readonly histories = new Map<SubjectKind, Map<string, History>>();
  /** Copies that the logins after the horizon change; null: before it. */
  private copies: Map<SubjectKind, Map<string, History>> | null = null;

  constructor(checks: readonly ActiveCheck[], context: LoginContext) {
    this.context = context;
    for (const { check, values } of checks) {
      const report = (draft: Draft, login: LoginEvent) => {
        this.take(check, draft, login);
      };
      const tools = this.tools.get(check.subject) ?? [];
      tools.push(new Tools(check, values, context, report));
      this.tools.set(check.subject, tools);
    }
    // Histories are kept also of subjects no check asks about now: one that is switched on begins with them.
    this.kinds = SUBJECTS;
    for (const kind of this.kinds) this.histories.set(kind, new Map());
  }

  /** Keys of the subjects of these logins that nothing is known of in memory. */
  unknown(kind: SubjectKind, logins: readonly LoginEvent[]): string[] {
    const known = this.histories.get(kind);
    const keys = new Set<string>();
    for (const login of logins) {
      const key = keyOf[kind](login);
      if (key !== null && known?.has(key) !== true) keys.add(key);
    }
    return [...keys];
  }

  /** What an earlier evaluation stored of a subject. */
  restore(kind: SubjectKind, key: string, stored: unknown): void {
    this.histories.get(kind)?.set(key, make[kind](stored));
  }

  /** From now on nothing changes what is stored: newer logins may still be joined by earlier ones. */
  beginTail(): void {
    this.copies = new Map(this.kinds.map((kind) => [kind, new Map()]));
  }

  step(login: LoginEvent): void {
    this.logins += 1;
    for (const kind of this.kinds) {
      const key = keyOf[kind](login);
      if (key === null) continue;
      const history = this.historyOf(kind, key);
      for (const tools of this.tools.get(kind) ?? []) tools.show(login, history);
      if (history instanceof UserHistory) history.add(login, this.localOf(login));
      else if (history instanceof IpHistory) history.add(login);
    }
  }

  /** Everything to be stored: subjects that logins up to the horizon changed, or all of a first evaluation. */
  *toStore(): Generator<[kind: SubjectKind, key: string, state: string]> {
    for (const [kind, histories] of this.histories) {
      for (const [key, history] of histories) {
        if (history instanceof PlainHistory && Object.keys(history.own).length === 0) continue;
        yield [kind, key, JSON.stringify(history)];
      }
    }
  }

  private localOf({ at, success, userId }: LoginEvent): { hour: number; weekday: number } | null {
    // Hours matter for admins only, and cost a lookup.
    return success && this.context.person(userId)?.isAdmin === true ? this.context.local(at) : null;
  }

  private historyOf(kind: SubjectKind, key: string): History {
    const known = this.histories.get(kind);
    const copies = this.copies?.get(kind);
    if (known === undefined) throw new Error(`No histories of ${kind}.`);
    if (copies === undefined) {
      let history = known.get(key);
      if (history === undefined) known.set(key, (history = make[kind]()));
      return history;
    }
    let copy = copies.get(key);
    if (copy === undefined) {
      const history = known.get(key);
      // Through text: a copy must share nothing with what is stored.
      copy = make[kind](history === undefined ? undefined : JSON.parse(JSON.stringify(history)));
      copies.set(key, copy);
    }
    return copy;
  }

  private take(check: LoginCheck, draft: Draft, login: LoginEvent): void {
    const findings = this.copies === null ? this.settled : this.tail;
    const key = findingKey(check.info.id, draft.key);
    const found: Accumulated = {
      severity: draft.severity,
      userId: draft.userId ?? (check.subject === 'user' && draft.userId === undefined ? login.userId : null),
      ip: draft.ip ?? null,
      app: draft.app ?? null,
      firstAt: login.at,
      lastAt: login.at,
      occurrences: 1,
      summary: draft.summary,
      evidence: draft.evidence,
    };
    const all = together(findings.get(key) ?? null, found);
    if (all !== null) findings.set(key, all);
  }
}

/** One check's tools; one object for all logins, which come by the million. */
class Tools implements LoginTools<ParameterValues, SubjectKind> {
  readonly values: ParameterValues;
  readonly context: LoginContext;
  private readonly check: LoginCheck;
  private readonly onReport: (draft: Draft, login: LoginEvent) => void;
  private current: History | null = null;
  private login: LoginEvent | null = null;

  constructor(
    check: LoginCheck,
    values: ParameterValues,
    context: LoginContext,
    onReport: (draft: Draft, login: LoginEvent) => void,
  ) {
    this.check = check;
    this.values = values;
    this.context = context;
    this.onReport = onReport;
  }

  show(login: LoginEvent, history: History): void {
    const { only } = this.check;
    if (only !== null && (only === 'success') !== login.success) return;
    this.current = history;
    this.login = login;
    this.check.onLogin(login, this);
  }

  get history(): LoginTools<ParameterValues, SubjectKind>['history'] {
    return this.current instanceof PlainHistory ? null : this.current;
  }

  get own(): OwnState | null {
    return this.current?.own[this.check.info.id] ?? null;
  }

  set own(state: OwnState | null) {
    if (this.current === null) return;
    const { own } = this.current;
    const { id } = this.check.info;
    if (state === null) Reflect.deleteProperty(own, id);
    else own[id] = state;
  }

  report = (draft: Draft): void => {
    if (this.login !== null) this.onReport(draft, this.login);
  };
}
