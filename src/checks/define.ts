import type {
  CheckCategory,
  CheckInfo,
  ParameterInfo,
  ParameterValues,
  Severity,
} from '../shared/model/checks';
import type { Evidence } from '../shared/model/findings';
import type { StreamTitleName } from '../shared/model/streams';
import type { LoginContext, LoginEvent } from './logins/event';
import type { IpHistory } from './logins/ip-history';
import type { UserHistory } from './logins/user-history';
import type { Inputs } from './inputs';
import { number, type Parameters, type ValuesOf } from './parameters';

// A check is one file: its definition in words and the function that decides, on a `defineState` or a
// `defineLogins`. Functions are pure: the same rows and values give the same findings, in any order of asking,
// and no clock but `asOf` is looked at.

/** Something found. */
export interface Draft {
  /** What it is about, unique within the check and the same for ever: a user id, an address and a day. */
  key: string;
  severity: Severity;
  /** One sentence for people. No ages: they would change by themselves. */
  summary: string;
  /** The facts behind it, by the names in the definition's `evidence`; times as ISO 8601 UTC. */
  evidence: Evidence;
  userId?: string | null;
  ip?: string | null;
  app?: string | null;
}

/** A draft of a state: without `firstAt` it began when it was first found; without `lastAt` it goes on. */
export interface StateDraft extends Draft {
  firstAt?: number | null;
  lastAt?: number | null;
  occurrences?: number;
}

export interface Need {
  stream: StreamTitleName;
  fields?: readonly string[];
  /** Says that the check can do without, and what it cannot tell then. */
  without?: string;
}

/** The words of a check. See `CheckInfo` for what they mean. */
export interface Words<P extends Parameters> {
  id: string;
  title: string;
  category: CheckCategory;
  alsoKnownAs?: readonly string[];
  finds: string;
  matters: string;
  severityRule: string;
  subjects: string;
  needs: readonly Need[];
  parameters: P;
  evidence: Readonly<Record<string, string>>;
  remediation: readonly string[];
  references: readonly (keyof typeof TECHNIQUES)[];
  /** Posture checks: share in the score, 1 to 10. */
  weight?: number;
}

export interface Population {
  /** How many were checked; null: cannot be counted. */
  population: number | null;
  /** Sentences: what the verdict is based on. */
  notes?: readonly string[];
  /** The data turned out not to be enough: "… is not known". */
  notEvaluated?: string;
}

/** A check of how things are: asks the tables, finds everything that is true as of now. */
export interface StateCheck {
  readonly kind: 'state';
  readonly info: CheckInfo;
  /** Yields what is found; returns what was checked. */
  readonly evaluate: (inputs: Inputs, values: ParameterValues) => Generator<StateDraft, Population>;
}

export interface Subjects {
  user: UserHistory;
  ip: IpHistory;
  /** Nothing but what the check itself keeps. */
  app: null;
  org: null;
}
export type SubjectKind = keyof Subjects;

/** What a check of logins may keep of its own per subject, as JSON. */
export type OwnState = Record<string, unknown>;

export interface LoginTools<V, K extends SubjectKind> {
  readonly values: V;
  readonly context: LoginContext;
  /** What came before this login; the login itself is added afterwards. */
  readonly history: Subjects[K];
  /** This check's own memory of the subject; null until set. Must be JSON. */
  own: OwnState | null;
  /** Reports a finding as of this login. The same key again makes it go on: with the words of the worst, of equals the newest. */
  readonly report: (draft: Draft) => void;
}

/** A check of what happens: is shown every login once, in the order of time, with what came before it. */
export interface LoginCheck {
  readonly kind: 'logins';
  readonly info: CheckInfo;
  readonly subject: SubjectKind;
  readonly only: 'success' | 'failure' | null;
  readonly onLogin: (login: LoginEvent, tools: LoginTools<ParameterValues, SubjectKind>) => void;
  /** How many are checked, and what the verdict is based on. */
  readonly population: (inputs: Inputs, values: ParameterValues) => Population;
}

export type Check = StateCheck | LoginCheck;

export function defineState<P extends Parameters>(
  words: Words<P>,
  evaluate: (inputs: Inputs, values: ValuesOf<P>) => Generator<StateDraft, Population>,
): StateCheck {
  return {
    kind: 'state',
    info: infoOf(words),
    evaluate: (inputs, values) => evaluate(inputs, values as unknown as ValuesOf<P>),
  };
}

/**
 * How long a finding stays open after it was last seen; every check of logins has it. A check of states that asks
 * for events declares it, too, and gives its drafts a `lastAt`.
 */
export const OPEN_DAYS = {
  openDays: number({
    title: 'Stays open for',
    help: 'After this long without another sighting a finding resolves by itself.',
    default: 30,
    unit: 'days',
    min: 1,
    max: 3650,
  }),
};

export function defineLogins<P extends Parameters, K extends SubjectKind>(
  words: Words<P>,
  options: {
    subject: K;
    /** Shows the check only these logins. */
    only?: 'success' | 'failure';
    onLogin: (login: LoginEvent, tools: LoginTools<ValuesOf<P & typeof OPEN_DAYS>, K>) => void;
    population?: (inputs: Inputs, values: ValuesOf<P>) => Population;
  },
): LoginCheck {
  const { subject, only = null, onLogin, population = () => ({ population: null }) } = options;
  return {
    kind: 'logins',
    info: infoOf({ ...words, parameters: { ...words.parameters, ...OPEN_DAYS } }),
    subject,
    only,
    // The engine gives each check the values and the history that its definition names.
    onLogin: (login, tools) => {
      onLogin(login, tools as unknown as LoginTools<ValuesOf<P & typeof OPEN_DAYS>, K>);
    },
    population: (inputs, values) => population(inputs, values as unknown as ValuesOf<P>),
  };
}

function infoOf<P extends Parameters>(words: Words<P>): CheckInfo {
  const { parameters, needs, references, alsoKnownAs = [], weight = 0 } = words;
  return {
    id: words.id,
    title: words.title,
    category: words.category,
    alsoKnownAs: [...alsoKnownAs],
    finds: words.finds,
    matters: words.matters,
    severityRule: words.severityRule,
    subjects: words.subjects,
    needs: needs.map(({ stream, fields = [], without = null }) => ({ stream, fields: [...fields], without })),
    parameters: Object.entries(parameters).map(([id, { info }]): ParameterInfo => ({ id, ...info })),
    evidence: { ...words.evidence },
    remediation: [...words.remediation],
    references: references.map((id) => ({ id, title: TECHNIQUES[id], url: attackUrl(id) })),
    weight: words.category === 'posture' ? weight : 0,
  };
}

/** MITRE ATT&CK (Enterprise) techniques that checks refer to, by their names there. */
export const TECHNIQUES = {
  T1021: 'Remote Services',
  'T1021.007': 'Remote Services: Cloud Services',
  T1069: 'Permission Groups Discovery',
  T1078: 'Valid Accounts',
  'T1078.004': 'Valid Accounts: Cloud Accounts',
  T1087: 'Account Discovery',
  'T1087.004': 'Account Discovery: Cloud Account',
  T1098: 'Account Manipulation',
  'T1098.001': 'Account Manipulation: Additional Cloud Credentials',
  'T1098.003': 'Account Manipulation: Additional Cloud Roles',
  T1110: 'Brute Force',
  'T1110.001': 'Brute Force: Password Guessing',
  'T1110.003': 'Brute Force: Password Spraying',
  'T1110.004': 'Brute Force: Credential Stuffing',
  T1111: 'Multi-Factor Authentication Interception',
  T1133: 'External Remote Services',
  T1136: 'Create Account',
  T1213: 'Data from Information Repositories',
  'T1213.004': 'Data from Information Repositories: Customer Relationship Management Software',
  T1528: 'Steal Application Access Token',
  T1530: 'Data from Cloud Storage',
  T1531: 'Account Access Removal',
  T1539: 'Steal Web Session Cookie',
  T1550: 'Use Alternate Authentication Material',
  'T1550.001': 'Use Alternate Authentication Material: Application Access Token',
  'T1550.004': 'Use Alternate Authentication Material: Web Session Cookie',
  T1556: 'Modify Authentication Process',
  'T1556.006': 'Modify Authentication Process: Multi-Factor Authentication',
  T1557: 'Adversary-in-the-Middle',
  T1562: 'Impair Defenses',
  T1567: 'Exfiltration Over Web Service',
  T1587: 'Develop Capabilities',
  'T1587.003': 'Develop Capabilities: Digital Certificates',
  T1595: 'Active Scanning',
  T1621: 'Multi-Factor Authentication Request Generation',
  T1649: 'Steal or Forge Authentication Certificates',
} as const;

const attackUrl = (id: string): string => `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
