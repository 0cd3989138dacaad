import { OAUTH_ROWS } from '../../core/salesforce/oauth-errors';
import { REST_ROWS } from '../../core/salesforce/rest-errors';
import type { ErrorKind } from '../../shared/model/errors';
import type { RunSummary } from '../../shared/model/run';

/** The numbers scripts rely on. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  credentials: 3,
  paused: 4,
  unreachable: 5,
  data: 6,
} as const;

const BY_KIND: Record<ErrorKind, number> = {
  usage: EXIT.usage,
  credentials: EXIT.credentials,
  'vault-locked': EXIT.credentials,
  paused: EXIT.paused,
  // Stopped by the user: nothing is lost, and the same command goes on where it stopped.
  canceled: EXIT.paused,
  unreachable: EXIT.unreachable,
  busy: EXIT.data,
  data: EXIT.data,
  unexpected: EXIT.unexpected,
};

export function exitCodeOf(kind: ErrorKind): number {
  return BY_KIND[kind];
}

/** Our own codes, first that fits; Salesforce's are in the tables of `core/salesforce`. */
const OWN_CODES: readonly [RegExp, ErrorKind][] = [
  [
    /^(NETWORK_|TLS_|PROXY_|HOST_NOT_ALLOWED|CONNECTION_|SERVER_|TOO_MANY_REQUESTS|UNEXPECTED_ANSWER|UNEXPECTED_REDIRECT|HTTP_5\d\d)/,
    'unreachable',
  ],
  // Concurrent requests only: the daily limit pauses a run, it does not fail it.
  [/^REQUEST_LIMIT_EXCEEDED$/, 'unreachable'],
  [/^(QUOTA_|BUDGET_)/, 'paused'],
  [/^(CANCELED|DATABASE_CLOSED)$/, 'canceled'],
  [/^(DISABLED_BY_POLICY|[A-Z_]+_ABOVE_POLICY)$/, 'usage'],
  [/^(DATABASE_BUSY|DATA_DIR_IN_USE|VAULT_BUSY)$/, 'busy'],
  [/^DATABASE_PROCESS_GONE$/, 'unexpected'],
  [/^(DATABASE_|DATA_DIR_|MIGRATION_|DISK_FULL|POLICY_)/, 'data'],
  [/^VAULT_(DAMAGED|NEWER|UNREADABLE|NOT_WRITTEN)$/, 'data'],
  [/^(VAULT_|WRONG_PASSPHRASE|KEYCHAIN_)/, 'vault-locked'],
  [
    /^(NO_CREDENTIALS|NO_SECRET|PRIVATE_KEY_|NOT_SALESFORCE|UNTRUSTED_|WRONG_HOST|LOGIN_HISTORY_|HTTP_40[13]$)/,
    'credentials',
  ],
];

/** The kind behind a code, where only the code was kept (stored runs, connectivity checks). */
export function kindOfCode(code: string): ErrorKind {
  const own = OWN_CODES.find(([pattern]) => pattern.test(code));
  if (own) return own[1];
  const wanted = code.toLowerCase();
  const row = [...REST_ROWS, ...OAUTH_ROWS].find((one) =>
    [one.code ?? [], one.fallbackCode ?? []].flat().some((known) => known.toLowerCase() === wanted),
  );
  return row?.kind ?? 'unexpected';
}

export function exitCodeOfRun(run: Pick<RunSummary, 'state' | 'error'>): number {
  switch (run.state) {
    case 'complete':
      return EXIT.done;
    case 'paused-quota':
    case 'paused-budget':
    case 'interrupted':
      return EXIT.paused;
    case 'failed':
      return exitCodeOf(kindOfCode(run.error?.code ?? ''));
  }
}

const WORST_FIRST = [EXIT.unexpected, EXIT.data, EXIT.credentials, EXIT.unreachable, EXIT.paused, EXIT.usage];

/** One code for several orgs: the one that most needs a person. */
export function worstExitCode(codes: readonly number[]): number {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.done;
}
