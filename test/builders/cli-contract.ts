/**
 * The commands that scripts rely on, to the letter: what may be given, and runs of each in the real program. More
 * options and more commands may come; none of these may go or change.
 */
export interface ContractCommand {
  /** Arguments as they stand behind the command, optional ones in brackets. */
  args: string[];
  /** Long options; those with a value end in "=". */
  options: string[];
}

export const CONTRACT: Record<string, ContractCommand> = {
  'org add': {
    args: [],
    options: [
      '--name=',
      '--url=',
      '--consumer-key=',
      '--secret-stdin',
      '--secret-env=',
      '--jwt-username=',
      '--private-key-file=',
    ],
  },
  'org cert': { args: ['name'], options: ['--out='] },
  'org list': { args: [], options: [] },
  'org show': { args: ['name'], options: [] },
  'org remove': { args: ['name'], options: ['--delete-data'] },
  test: { args: ['name'], options: [] },
  collect: { args: ['[name]'], options: ['--all', '--max-calls=', '--threshold='] },
  status: { args: ['name'], options: [] },
  licenses: {
    args: ['name'],
    options: ['--unused', '--inactive-days=', '--grace-days=', '--include-free', '--format=', '--out='],
  },
  users: { args: ['name'], options: ['--format=', '--out='] },
  logins: { args: ['name'], options: ['--since=', '--until=', '--user=', '--format=', '--out='] },
  findings: { args: ['name'], options: ['--check=', '--severity=', '--format=', '--out='] },
  limits: { args: ['name'], options: ['--history', '--format=', '--out='] },
  backup: { args: ['file'], options: [] },
  restore: { args: ['file'], options: [] },
  doctor: { args: [], options: ['--bundle='] },
  'demo-org': { args: [], options: ['--port=', '--users=', '--logins=', '--seed=', '--daily-limit='] },
};

export const GLOBAL_OPTIONS = ['--data-dir=', '--json', '--quiet'];

/** One start of the real program with --json. FOLDER is a folder of the test, URL and KEY are the demo org's. */
export interface ContractRun {
  /** Of the command tree. */
  command: string;
  args: string[];
  exitCode: number;
  /** Keys of the document, or of the first element of an array; null: only that it is one document. */
  keys: string[] | null;
}

const run = (command: string, args: string[], keys: string[] | null = null, exitCode = 0): ContractRun => ({
  command,
  args,
  exitCode,
  keys,
});

const RUN_KEYS = ['org', 'state', 'runId', 'startedAt', 'endedAt', 'resumeAt', 'apiCalls', 'rows', 'error'];
const ORG_KEYS = ['name', 'url', 'auth', 'consumerKey', 'paused', 'addedAt'];
const ERROR = ['error'];

/**
 * In this order, on one data folder: every command of the program at least once. The demo org itself, which runs until
 * it is stopped, has a test of its own.
 */
export const CONTRACT_RUNS: ContractRun[] = [
  run('org add', ['--name', 'Acme', '--url', 'URL', '--consumer-key', 'KEY', '--secret-stdin'], ORG_KEYS),
  run(
    'org add',
    ['--name', 'Signed', '--url', 'URL', '--consumer-key', 'KEY', '--jwt-username', 'api@acme.example'],
    ORG_KEYS,
  ),
  run('org cert', ['Signed', '--out', 'FOLDER/server.crt'], ['org', 'file']),
  run('org rotate-key', ['Signed'], null),
  run('org list', [], ORG_KEYS),
  run('org show', ['Acme'], [...ORG_KEYS, 'lastRun', 'quota']),
  run('test', ['Acme'], ['org', 'connected', 'checks']),
  run('collect', ['Acme', '--quiet'], RUN_KEYS),
  run(
    'status',
    ['Acme'],
    ['org', 'state', 'lastRun', 'nextRun', 'checkpoint', 'rows', 'historySince', 'historyUntil'],
  ),
  run('licenses', ['Acme'], ['org', 'asOf', 'licenses']),
  run('users', ['Acme'], ['id', 'username', 'name', 'email', 'isActive']),
  run('logins', ['Acme'], ['id', 'userId', 'username', 'loginTime', 'status', 'success']),
  run('findings', ['Acme'], ['check', 'severity', 'userId', 'username']),
  run('checks', ['Acme'], ['check', 'title', 'category', 'enabled']),
  run('limits', ['Acme'], ['org', 'asOf', 'limits', 'dailyApi']),
  run('backup', ['FOLDER/backup.db'], ['file', 'sizeBytes']),
  run('restore', ['FOLDER/backup.db'], ['file', 'orgs', 'previous']),
  run('data where', [], ['dataDir', 'chosenBy', 'defaultDir']),
  run('data check', [], ['ok', 'checkedAt', 'problems']),
  run('data backups', [], ['folder', 'files']),
  // There is nothing to recover from.
  run('data recover', ['--from-backup', 'FOLDER/none.db'], ERROR, 2),
  run('export', ['FOLDER/everything.db'], null),
  run('import', ['FOLDER/backup.db', '--merge', '--dry-run'], null),
  run('forget', ['Acme', '--user', 'nobody@acme.example', '--dry-run'], ERROR, 2),
  run('publish', ['Acme', '--to', 'postgres://127.0.0.1:1/none'], ERROR, 5),
  run('doctor', ['--bundle', 'FOLDER/bundle.json'], ['ok', 'checks']),
  run('log', [], null),
  run('metrics', [], ['format', 'text']),
  run('policy', [], ['file', 'policy']),
  run('update check', [], ERROR, 2),
  run('update download', [], ERROR, 2),
  run(
    'schedule install',
    ['--dry-run', '--with', 'systemd'],
    ['org', 'at', 'every', 'with', 'name', 'installed'],
  ),
  run('schedule show', [], ['schedules']),
  run('schedule remove', ['--org', 'Never scheduled'], ['removed']),
  run('demo-org', ['--switches'], ['name', 'value', 'effect']),
  run('completion', ['bash'], ['shell', 'script']),
  run('man', [], ['page']),
  run('org remove', ['Acme', '--delete-data'], ['removed', 'dataDeleted']),
  // Last: the folder of this test is another one afterwards.
  run('data move', ['FOLDER/moved'], ['from', 'to', 'files', 'bytes']),
];

/** Which tests hold the meaning of each exit code: `file › words of its title`. */
export const EXIT_CODE_TESTS: Record<number, string[]> = {
  0: ['e2e/specs/headless/every-command.spec.ts › every command answers with one document'],
  1: [
    'e2e/specs/headless/exit-codes.spec.ts › 1: a fault of our own says where the log is',
    'test/cli.test.ts › that are bugs say where the log is',
  ],
  2: [
    'e2e/specs/headless/exit-codes.spec.ts › 2: whatever cannot be understood',
    'test/cli.test.ts › ends with 2',
  ],
  3: [
    'e2e/specs/headless/exit-codes.spec.ts › 3: the vault is locked',
    'test/cli-contract.integration.test.ts › wrong credentials are 3',
  ],
  4: [
    'e2e/specs/headless/exit-codes.spec.ts › 4: a collection that is stopped goes on next time',
    'test/cli-contract.integration.test.ts › --max-calls, the quota and the threshold pause with 4',
  ],
  5: [
    'e2e/specs/headless/exit-codes.spec.ts › 5: an org that cannot be reached',
    'test/cli-contract.integration.test.ts › an org that cannot be reached is 5',
  ],
  6: [
    'e2e/specs/headless/exit-codes.spec.ts › 6: a database that is damaged',
    'e2e/specs/headless/commands.spec.ts › a second writer on the same data directory ends with 6',
  ],
};

/** Which tests hold what the words of the answers mean. */
export const MEANING_TESTS: Record<string, string[]> = {
  'last seen, inactive days, reasons': [
    'test/licensing-boundaries.test.ts › 89, 90 and 91 days end to the millisecond',
  ],
  'one row per seat': ['test/licensing-agreement.integration.test.ts › the demo org'],
  'a login up to an hour behind is picked up': [
    'src/core/collect/plan.test.ts › look back an hour, in order, for logins',
  ],
  'since inclusive, until exclusive': [
    'test/cli-contract.integration.test.ts › --since is inclusive, --until is exclusive',
  ],
  'severity S or worse': ['test/cli-contract.integration.test.ts › --severity means that bad or worse'],
  'before resumeAt at most one call': [
    'test/cli-contract.integration.test.ts › and the next collect goes on',
  ],
  'made counts what was charged': ['test/cli-contract.integration.test.ts › its numbers are the org’s'],
  'owner-only files': [
    'test/cli-contract.integration.test.ts › whatever holds personal data is written for its owner only',
  ],
};
