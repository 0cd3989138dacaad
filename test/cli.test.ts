import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnusedSeat } from '../src/shared/model/licenses';
import { licenseTableRow } from './builders/export-rows';
import { failure, FakeProcess, loginRow, orgSummary, runSummary, seat, SECRET, userRow } from './cli-fakes';

let cli: FakeProcess;
beforeEach(() => {
  cli = new FakeProcess();
});
afterEach(() => {
  // Whatever a test did: no secret was printed, and everything opened was closed.
  expect(cli.stdout + cli.stderr).not.toContain(SECRET);
  if (cli.openError === null) expect(cli.closed).toBe(cli.requests.length);
  cli.remove();
});

const out = (name: string): string => join(cli.dir, name);

describe('usage', () => {
  it.each([
    ['unknown command', ['frobnicate']],
    ['unknown sub-command', ['org', 'frobnicate']],
    ['incomplete command', ['org']],
    ['unknown option', ['status', 'Acme', '--frob']],
    ['unknown option before the command', ['--frob', 'status', 'Acme']],
    ['missing argument', ['status']],
    ['excess argument', ['status', 'Acme', 'Other']],
    ['missing option value', ['status', 'Acme', '--data-dir']],
    ['missing mandatory option', ['org', 'add', '--name', 'A']],
    ['bad format', ['users', 'Acme', '--format', 'xml']],
    ['bad date', ['logins', 'Acme', '--since', 'yesterday']],
    ['date that does not exist', ['logins', 'Acme', '--since', '2026-02-30']],
    ['time that does not exist', ['logins', 'Acme', '--until', '2026-02-03T25:00Z']],
    ['swapped dates', ['logins', 'Acme', '--since', '2026-02-03', '--until', '2026-02-01']],
    ['negative number', ['licenses', 'Acme', '--inactive-days', '-1']],
    ['fraction', ['licenses', 'Acme', '--inactive-days', '1.5']],
    ['no number', ['collect', 'Acme', '--max-calls', 'many']],
    ['percentage above 100', ['collect', 'Acme', '--threshold', '101']],
    ['neither org nor --all', ['collect']],
    ['both org and --all', ['collect', 'Acme', '--all']],
    ['port out of range', ['demo-org', '--port', '70000']],
    ['contradicting formats', ['users', 'Acme', '--json', '--format', 'csv']],
  ])('%s ends with 2 and says so on standard error', async (_, argv) => {
    expect(await cli.run(...argv)).toBe(2);
    if (!argv.includes('--json')) {
      expect(cli.stdout).toBe('');
      expect(cli.stderr.trim().split('\n').length).toBeGreaterThanOrEqual(2);
    }
    cli.stdout = '';
    expect(await cli.run('--json', ...argv)).toBe(2);
    expect(cli.json()).toMatchObject({
      error: {
        code: 'USAGE',
        message: expect.stringMatching(/^[A-Z]/) as string,
        fix: expect.any(String) as string,
      },
    });
  });

  it('an unknown org ends with 2', async () => {
    for (const argv of [
      ['status', 'Nope'],
      ['test', 'Nope'],
      ['collect', 'Nope'],
      ['users', 'Nope', '--json'],
    ])
      expect(await cli.run(...argv)).toBe(2);
    expect(cli.json()).toEqual({
      error: { code: 'UNKNOWN_ORG', message: 'Message of UNKNOWN_ORG.', fix: 'Fix of UNKNOWN_ORG.' },
    });
    expect(cli.stderr).toContain('UNKNOWN_ORG');
  });

  it('help and version are answers', async () => {
    for (const argv of [
      ['--help'],
      ['org', '--help'],
      ['org', 'add', '--help'],
      ['collect', '-h'],
      ['help', 'demo-org'],
      ['--version'],
    ]) {
      cli.stdout = '';
      expect(await cli.run(...argv)).toBe(0);
      expect(cli.stdout).not.toBe('');
    }
    expect(cli.stdout).toBe('0.1.0\n');
    expect(cli.stderr).toBe('');
    cli.stdout = '';
    await cli.run('licenses', '--help');
    for (const option of [
      '--unused',
      '--inactive-days',
      '--grace-days',
      '--include-free',
      '--format',
      '--out',
      '--data-dir',
      '--json',
    ])
      expect(cli.stdout).toContain(option);
  });

  it('global options stand before or after the command', async () => {
    for (const argv of [
      ['--data-dir', '/d', '--json', 'status', 'Acme'],
      ['status', '--data-dir', '/d', 'Acme', '--json'],
      [
        '--no-sandbox',
        '--ozone-platform=headless',
        '--',
        '--data-dir=/d',
        'status',
        'Acme',
        '--json',
        '--quiet',
      ],
    ]) {
      cli.stdout = '';
      expect(await cli.run(...argv)).toBe(0);
      expect(cli.json()).toMatchObject({ org: 'Acme' });
      expect(cli.requests.at(-1)?.dataDir).toBe('/d');
    }
  });
});

describe('failures', () => {
  it.each([
    ['usage', 2],
    ['credentials', 3],
    ['vault-locked', 3],
    ['paused', 4],
    ['canceled', 4],
    ['unreachable', 5],
    ['busy', 6],
    ['data', 6],
    ['unexpected', 1],
  ] as const)('of kind %s end with %i', async (kind, code) => {
    cli.openError = failure('X', kind);
    expect(await cli.run('status', 'Acme')).toBe(code);
    expect(cli.stderr).toBe('Message of X. (X)\nFix of X.\n');
    expect(await cli.run('status', 'Acme', '--json')).toBe(code);
    expect(cli.json()).toEqual({ error: { code: 'X', message: 'Message of X.', fix: 'Fix of X.' } });
  });

  it('that are bugs say where the log is, and nothing of their own words', async () => {
    cli.openError = new TypeError(SECRET);
    expect(await cli.run('status', 'Acme')).toBe(1);
    expect(cli.stderr).toContain('seatwatch.log');
    expect(cli.faults).toEqual([cli.openError]);
  });

  it('of a closed output are quiet', async () => {
    cli.loginRows = Array.from({ length: 5000 }, (_, index) => loginRow(index));
    cli.closedAfter = 1000;
    expect(await cli.run('logins', 'Acme', '--json')).toBe(0);
    expect(cli.stderr).toBe('');
  });
});

describe('org', () => {
  const add = [
    'org',
    'add',
    '--name',
    'Acme',
    '--url',
    'acme.my.salesforce.com',
    '--consumer-key',
    '3MVG9acme.key',
  ];

  it('add takes the secret from standard input or a variable, without its line end', async () => {
    cli.stdin = `${SECRET}\r\n`;
    expect(await cli.run(...add, '--secret-stdin', '--json')).toBe(0);
    expect(cli.json()).toEqual({
      name: 'Acme',
      url: 'https://acme.my.salesforce.com',
      auth: 'client-credentials',
      consumerKey: '3MVG9acme.key',
      paused: false,
      addedAt: '2026-01-01T00:00:00.000Z',
    });
    cli.env['MINE'] = SECRET;
    expect(await cli.run(...add, '--secret-env', 'MINE')).toBe(0);
    cli.stdinIsTerminal = true;
    expect(await cli.run(...add, '--secret-stdin')).toBe(0);
    expect(cli.added).toHaveLength(3);
    for (const input of cli.added)
      expect(input).toEqual({
        name: 'Acme',
        url: 'acme.my.salesforce.com',
        consumerKey: '3MVG9acme.key',
        credentials: { auth: 'client-credentials', consumerSecret: SECRET },
      });
    expect(cli.requests[0]).toMatchObject({ mode: 'write', command: 'org add Acme' });
    expect(cli.requests[0]?.waitMs).toBeGreaterThan(0);
  });

  it('add refuses unclear, missing and impossible secrets', async () => {
    cli.env['MINE'] = SECRET;
    cli.env['EMPTY'] = '\n';
    for (const more of [
      [],
      ['--secret-stdin', '--secret-env', 'MINE'],
      ['--secret-env', 'NOT_SET'],
      ['--secret-env', 'EMPTY'],
      ['--secret-stdin'],
      ['--secret-env', 'MINE', '--jwt-username', 'u@x'],
      ['--secret-env', 'MINE', '--private-key-file', 'x.pem'],
      ['--jwt-username', 'u@x', '--private-key-file', out('none.pem')],
    ])
      expect(await cli.run(...add, ...more)).toBe(2);
    cli.stdin = 'one\ntwo';
    expect(await cli.run(...add, '--secret-stdin')).toBe(2);
    expect(
      await cli.run(
        'org',
        'add',
        '--name',
        ' ',
        '--url',
        'x',
        '--consumer-key',
        '3MVG9acme',
        '--secret-stdin',
      ),
    ).toBe(2);
    expect(
      await cli.run('org', 'add', '--name', 'A', '--url', 'x', '--consumer-key', 'a b', '--secret-stdin'),
    ).toBe(2);
    expect(cli.added).toEqual([]);
  });

  it('add makes a JWT org with a key of its own or a given one', async () => {
    expect(await cli.run(...add, '--jwt-username', 'api@acme.example')).toBe(0);
    expect(cli.stderr).toContain('org cert');
    writeFileSync(out('key.pem'), 'PEM');
    expect(
      await cli.run(...add, '--jwt-username', 'api@acme.example', '--private-key-file', out('key.pem')),
    ).toBe(0);
    expect(cli.added.map(({ credentials }) => credentials)).toEqual([
      { auth: 'jwt-bearer', username: 'api@acme.example', key: { from: 'generate' } },
      { auth: 'jwt-bearer', username: 'api@acme.example', key: { from: 'pem', pem: 'PEM' } },
    ]);
  });

  it('list and show have exactly the fields of the contract', async () => {
    const fields = ['name', 'url', 'auth', 'consumerKey', 'paused', 'addedAt'];
    expect(await cli.run('org', 'list', '--json')).toBe(0);
    expect((cli.json() as object[]).map((org) => Object.keys(org))).toEqual([fields]);
    expect(cli.requests[0]).toMatchObject({ mode: 'read', waitMs: 0 });
    cli.stdout = '';
    expect(await cli.run('org', 'show', 'acme', '--json')).toBe(0);
    expect(Object.keys(cli.json() as object)).toEqual([...fields, 'lastRun', 'quota', 'certificate']);
    cli.stdout = '';
    expect(await cli.run('org', 'list')).toBe(0);
    expect(cli.stdout).toMatch(/^NAME +URL .*\nAcme +https:\/\/acme/);
    expect(await cli.run('org', 'show', 'Acme')).toBe(0);
    cli.orgs = [];
    cli.stdout = '';
    expect(await cli.run('org', 'list', '--json')).toBe(0);
    expect(cli.json()).toEqual([]);
    expect(await cli.run('org', 'list')).toBe(0);
  });

  it('remove keeps the data unless told otherwise', async () => {
    expect(await cli.run('org', 'remove', 'Acme')).toBe(0);
    expect(await cli.run('org', 'remove', 'Acme', '--delete-data')).toBe(0);
    expect(cli.removed).toEqual([
      ['org-id-1', false],
      ['org-id-1', true],
    ]);
  });

  it('cert prints PEM or writes a file', async () => {
    expect(await cli.run('org', 'cert', 'Acme')).toBe(0);
    expect(cli.stdout).toBe('-----BEGIN CERTIFICATE-----\ncurrent\n-----END CERTIFICATE-----\n');
    expect(await cli.run('org', 'cert', 'Acme', '--out', out('server.crt'))).toBe(0);
    expect(readFileSync(out('server.crt'), 'utf8')).toContain('current');
  });
});

describe('test', () => {
  it('says Connected! on the very first line', async () => {
    expect(await cli.run('test', 'acme')).toBe(0);
    expect(cli.stdout.split('\n')[0]).toBe('Connected!');
    expect(cli.stdout).toContain('token');
    expect(cli.stdout).toContain('Wait.');
    expect(cli.requests[0]?.mode).toBe('write');
    cli.stdout = '';
    expect(await cli.run('test', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toEqual({
      org: 'Acme',
      connected: true,
      checks: [
        { id: 'token', status: 'pass', summary: 'A token was granted.', fix: '' },
        { id: 'quota', status: 'warn', summary: '70% used.', fix: 'Wait.' },
      ],
    });
  });

  it.each([
    ['invalid_client', 3],
    ['INVALID_SESSION_ID', 3],
    ['WRONG_HOST', 3],
    [null, 3],
    ['NETWORK_UNREACHABLE', 5],
    ['TLS_FAILED', 5],
    ['SERVER_UNAVAILABLE', 5],
  ])('on %s shows code, reason and fix and ends with %i', async (code, exit) => {
    cli.report = {
      ...cli.report,
      connected: false,
      checks: [{ id: 'token', status: 'fail', summary: 'The reason.', fix: 'The fix.', code, subStep: null }],
    };
    expect(await cli.run('test', 'Acme')).toBe(exit);
    expect(cli.stdout).toContain(code ?? 'NOT_CONNECTED');
    expect(cli.stdout).toContain('The reason.');
    expect(cli.stdout).toContain('The fix.');
    expect(cli.stdout).not.toContain('Connected!');
    cli.stdout = '';
    expect(await cli.run('test', 'Acme', '--json')).toBe(exit);
    expect(cli.json()).toMatchObject({
      connected: false,
      checks: [{ id: 'token', status: 'fail' }],
      error: { code: code ?? 'NOT_CONNECTED', message: 'The reason.', fix: 'The fix.' },
    });
  });
});

describe('collect', () => {
  it('prints the summary of the run', async () => {
    expect(await cli.run('collect', 'Acme', '--max-calls', '5', '--threshold', '60.5', '--json')).toBe(0);
    expect(cli.json()).toEqual(runSummary());
    expect(cli.collected[0]).toMatchObject([
      'org-id-1',
      { trigger: 'command', maxCalls: 5, thresholdPercent: 60.5 },
    ]);
    expect(cli.requests).toMatchObject([{ mode: 'write', command: 'collect Acme' }]);
    cli.stdout = '';
    expect(await cli.run('collect', 'Acme')).toBe(0);
    expect(cli.stdout).toContain('54,000');
  });

  it('says in words why it paused, with the numbers, and when it goes on', async () => {
    const apiCalls = {
      made: 1,
      orgUsedBefore: 83_011,
      orgUsedAfter: 83_012,
      orgMax: 100_000,
      thresholdPercent: 75,
    };
    const resumeAt = '2026-03-02T00:00:00.000Z';
    cli.collectResult = runSummary({ state: 'paused-quota', apiCalls, resumeAt });
    expect(await cli.run('collect', 'Acme')).toBe(4);
    expect(cli.stdout).toContain(
      "83% of the org's API requests of the last 24 hours are used, by all its clients together " +
        '(83,012 of 100,000); the line is 75% (75,000). ' +
        'Goes on at 2026-03-02T00:00:00.000Z, or with the next collect after that.',
    );
    cli.collectResult = runSummary({ state: 'paused-budget', apiCalls });
    await cli.run('collect', 'Acme');
    expect(cli.stdout).toContain('The budget of the run is spent (1 made).');
    const error = { code: 'DAILY_BUDGET', message: 'The daily budget is spent.', fix: 'Wait.' };
    cli.collectResult = runSummary({ state: 'paused-budget', apiCalls, resumeAt, error });
    await cli.run('collect', 'Acme');
    expect(cli.stdout).toContain('The daily budget is spent. (DAILY_BUDGET)');
  });

  it.each([
    ['complete', null, 0],
    ['paused-quota', null, 4],
    ['paused-budget', null, 4],
    ['interrupted', null, 4],
    ['failed', 'invalid_client', 3],
    ['failed', 'API_DISABLED_FOR_ORG', 3],
    ['failed', 'NETWORK_TIMEOUT', 5],
    ['failed', 'CONNECTION_LOST', 5],
    ['failed', 'SERVER_ERROR', 5],
    ['failed', 'HTTP_503', 5],
    ['failed', 'DATABASE_DAMAGED', 6],
    ['failed', 'DISK_FULL', 6],
    ['failed', 'UNEXPECTED', 1],
  ] as const)('state %s (%s) ends with %i', async (state, code, exit) => {
    const error = code === null ? null : { code, message: 'm', fix: 'f' };
    cli.collectResult = runSummary({
      state,
      error,
      resumeAt: state === 'paused-quota' ? '2026-03-02T00:00:00.000Z' : null,
    });
    expect(await cli.run('collect', 'Acme', '--json')).toBe(exit);
    expect(cli.json()).toMatchObject({ state, error });
    // Keeping times are seen to when there is news, not when something went wrong.
    expect(cli.caredFor).toEqual(state === 'complete' ? ['org-id-1'] : []);
  });

  it('reports progress on standard error unless it shall be quiet', async () => {
    cli.onCollect = async (options) =>
      options.onProgress?.({
        orgId: 'org-id-1',
        runId: 12,
        phase: 'collecting',
        activity: 'Login history',
        rowsDone: 2000,
        rowsExpected: 54000,
        rowsPerSecond: 100,
        callsMade: 3,
        orgUsed: 123,
        orgMax: 100000,
        startedAt: '2026-03-01T10:00:00.000Z',
        plan: {
          at: '2026-03-01T10:00:01.000Z',
          calls: 29,
          seconds: 40,
          percentOfQuota: 0.029,
          callsLeft: 74_880,
          edition: 'Enterprise Edition',
          streams: [],
        },
      });
    await cli.run('collect', 'Acme', '--json');
    expect(cli.stderr).toBe(
      'Acme: about 29 calls, less than a minute; 0.03% of today’s quota\n' +
        'Acme: Login history, 2,000 of about 54,000 rows, 3 calls, the org has used 123 of 100,000\n',
    );
    cli.stderr = '';
    await cli.run('collect', 'Acme', '--quiet');
    expect(cli.stderr).toBe('');
  });

  it('is aborted by a signal and ends with 4', async () => {
    cli.collectResult = runSummary({ state: 'interrupted' });
    let aborted = false;
    cli.onCollect = async (options) => {
      setImmediate(() => cli.stop());
      await new Promise((resolve) => options.signal?.addEventListener('abort', resolve));
      aborted = true;
    };
    expect(await cli.run('collect', 'Acme', '--json')).toBe(4);
    expect(aborted).toBe(true);
    expect(cli.json()).toMatchObject({ state: 'interrupted' });
  });

  it('of all orgs is an array, without the paused ones, and stops for a locked vault only', async () => {
    cli.orgs = [
      orgSummary(),
      orgSummary({ id: 'b', name: 'Paused', paused: true }),
      orgSummary({ id: 'c', name: 'Other' }),
    ];
    expect(await cli.run('collect', '--all', '--json')).toBe(0);
    expect((cli.json() as { org: string }[]).map(({ org }) => org)).toEqual(['Acme', 'Other']);
    expect(cli.stderr).toContain('Paused');
    cli.stdout = '';
    cli.collectResult = failure('NO_SECRET', 'credentials');
    expect(await cli.run('collect', '--all', '--json')).toBe(3);
    expect(cli.json()).toMatchObject([
      { org: 'Acme', state: 'failed', error: { code: 'NO_SECRET' } },
      { org: 'Other' },
    ]);
    cli.stdout = '';
    cli.collectResult = failure('VAULT_LOCKED', 'vault-locked');
    expect(await cli.run('collect', '--all', '--json')).toBe(3);
    expect(cli.json()).toMatchObject({ error: { code: 'VAULT_LOCKED' } });
    cli.orgs = [];
    cli.stdout = '';
    expect(await cli.run('collect', '--all', '--json')).toBe(0);
    expect(cli.json()).toEqual([]);
  });
});

describe('status', () => {
  it('has the shape of the contract', async () => {
    expect(await cli.run('status', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toEqual({
      org: 'Acme',
      state: 'complete',
      lastRun: runSummary(),
      nextRun: '2026-03-02T10:00:00.000Z',
      checkpoint: {
        loginHistory: {
          watermark: '2026-03-01T09:59:00.000Z',
          complete: true,
          updatedAt: '2026-03-01T10:01:00.000Z',
        },
      },
      rows: { users: 1200 },
      historySince: '2025-09-01T00:00:00.000Z',
      historyUntil: '2026-03-01T09:59:00.000Z',
    });
    cli.stdout = '';
    cli.orgs = [orgSummary({ lastRun: null, state: 'idle' })];
    expect(await cli.run('status', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({ state: 'idle', lastRun: null });
    expect(await cli.run('status', 'Acme')).toBe(0);
  });
});

describe('licenses', () => {
  it('has the shape of the contract', async () => {
    expect(await cli.run('licenses', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toEqual({
      org: 'Acme',
      asOf: '2026-03-01T10:00:00.000Z',
      licenses: [
        {
          kind: 'user',
          name: 'Salesforce',
          developerName: 'SFDC',
          total: 100,
          used: 80,
          free: 20,
          assignedActive: 78,
          unused: 12,
          neverLoggedIn: 3,
          monthlyPrice: null,
          currency: null,
          annualWaste: null,
        },
      ],
    });
    const defaults = {
      inactiveDays: 90,
      graceDays: 7,
      includeFree: false,
      newUserDays: 0,
      externalDays: null,
      integration: 'any-login',
      integrationDays: null,
      exceptions: false,
    };
    expect(cli.licenses).toHaveBeenCalledWith('org-id-1', defaults);
    await cli.run('licenses', 'Acme', '--inactive-days', '30', '--grace-days', '0', '--include-free');
    expect(cli.licenses).toHaveBeenLastCalledWith('org-id-1', {
      ...defaults,
      inactiveDays: 30,
      graceDays: 0,
      includeFree: true,
    });
    expect(cli.stdout).toContain('Acme, as of 2026-03-01T10:00:00.000Z');
  });

  it('--unused writes the CSV of the contract', async () => {
    cli.seats = Array.from({ length: 40_001 }, (_, index) => seat(index));
    expect(await cli.run('licenses', 'Acme', '--unused', '--format', 'csv')).toBe(0);
    const lines = cli.stdout.split('\r\n');
    expect(lines[0]).toBe(
      '\uFEFForg,license_kind,license,user_id,username,name,email,profile,created_at,last_login_at,days_since_login,reason,monthly_price,currency,annual_saving' +
        ',detail,department,manager,manager_email,country,logins_30d,logins_90d,logins_180d,access,licenses_held,decision,decision_note,decided_by,decided_at',
    );
    expect(lines).toHaveLength(40_003);
    expect(Papa.parse<string[]>(lines[1] ?? '').data[0]?.[5]).toBe('\'=HYPERLINK("https://evil")');
    expect(lines[2]).toBe(
      'Acme,user,Salesforce,005000000000001AAA,user1@acme.example,User 1,,Standard User,2025-01-01T00:00:00.000Z,,,never-logged-in,150,EUR,1800' +
        ',,Sales,Mia Boss,mia@acme.example,DE,0,0,0,,Salesforce,,,,',
    );
    expect(cli.seatQueries.map(({ offset }) => offset)).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
  });

  it('--unused as JSON is an array with the columns in camelCase', async () => {
    expect(await cli.run('licenses', 'Acme', '--unused', '--json')).toBe(0);
    expect(cli.json()).toEqual([seat(0), seat(1)].map((row) => UnusedSeat.parse(row)));
    expect(Object.keys((cli.json() as object[])[0] ?? {}).join()).toBe(
      'org,licenseKind,license,userId,username,name,email,profile,createdAt,lastLoginAt,daysSinceLogin,reason,monthlyPrice,currency,annualSaving' +
        ',detail,department,manager,managerEmail,country,logins30d,logins90d,logins180d,access,licensesHeld,decision,decisionNote,decidedBy,decidedAt',
    );
  });

  it('leaves feature licenses out unless they are asked for', async () => {
    cli.seats = [seat(1), seat(2, { licenseKind: 'feature', license: 'Marketing User' })];
    cli.licenseRows = [licenseTableRow(), licenseTableRow({ kind: 'feature', name: 'Marketing User' })];
    const kinds = async (...options: string[]): Promise<unknown[][]> => {
      cli.stdout = '';
      await cli.run('licenses', 'Acme', '--json', ...options);
      const overview = (cli.json() as { licenses: { kind: string }[] }).licenses.map(({ kind }) => kind);
      cli.stdout = '';
      await cli.run('licenses', 'Acme', '--unused', '--json', ...options);
      return [overview, (cli.json() as { licenseKind: string }[]).map(({ licenseKind }) => licenseKind)];
    };
    expect(await kinds()).toEqual([['user'], ['user']]);
    expect(await kinds('--include-features')).toEqual([
      ['user', 'feature'],
      ['user', 'feature'],
    ]);
  });

  it('--own-rule takes the definition set in the window, options before it', async () => {
    await cli.run('licenses', 'Acme', '--own-rule', '--unused', '--json');
    expect(cli.seatQueries.at(-1)?.rule).toEqual({
      inactiveDays: 45,
      graceDays: 14,
      includeFree: false,
      newUserDays: 0,
      externalDays: 200,
      integration: 'api-only',
      integrationDays: null,
      exceptions: true,
    });
    await cli.run('licenses', 'Acme', '--own-rule', '--inactive-days', '10', '--grace-days', '3');
    expect(cli.licenses.mock.lastCall?.[1]).toMatchObject({
      inactiveDays: 10,
      graceDays: 3,
      externalDays: 200,
    });
  });

  it('writes an Excel workbook of the seats to a file, and only of them', async () => {
    expect(await cli.run('licenses', 'Acme', '--unused', '--out', out('seats.xlsx'))).toBe(0);
    expect(readFileSync(out('seats.xlsx')).subarray(0, 2).toString()).toBe('PK');
    expect(statSync(out('seats.xlsx')).mode & 0o777).toBe(0o600);
    expect(cli.stderr).toContain('2 rows');
    for (const argv of [
      ['licenses', 'Acme', '--unused', '--format', 'xlsx'],
      ['licenses', 'Acme', '--format', 'xlsx', '--out', out('overview.xlsx')],
      ['users', 'Acme', '--format', 'xlsx', '--out', out('users.xlsx')],
    ])
      expect(await cli.run(...argv)).toBe(2);
    expect(readdirSync(cli.dir)).toEqual(['seats.xlsx']);
  });

  it('--out writes an owner-only file in the format its name says', async () => {
    expect(await cli.run('licenses', 'Acme', '--unused', '--out', out('unused.csv'))).toBe(0);
    expect(cli.stdout).toBe('');
    expect(cli.stderr).toContain('2 rows');
    expect(readFileSync(out('unused.csv'), 'utf8')).toMatch(/^\uFEFForg,/);
    expect(statSync(out('unused.csv')).mode & 0o777).toBe(0o600);
    expect(
      await cli.run('licenses', 'Acme', '--unused', '--out', out('x'), '--format', 'csv', '--json'),
    ).toBe(0);
    expect(cli.json()).toEqual({ file: out('x'), format: 'csv', rows: 2 });
    expect(await cli.run('licenses', 'Acme', '--unused', '--out', out('none/x.csv'))).toBe(2);
    expect(readdirSync(cli.dir).sort()).toEqual(['unused.csv', 'x']);
  });
});

describe('users and logins', () => {
  it('users are streamed page by page in every format', async () => {
    cli.users = Array.from({ length: 1001 }, (_, index) => userRow(index));
    expect(await cli.run('users', 'Acme', '--format', 'json')).toBe(0);
    const rows = cli.json() as object[];
    expect(rows).toHaveLength(1001);
    expect(Object.keys(rows[0] ?? {}).join()).toBe(
      'id,username,name,email,isActive,isFrozen,profile,userType,license,createdAt,lastLoginAt,daysSinceLogin,logins30d,failedLogins30d',
    );
    cli.stdout = '';
    expect(await cli.run('users', 'Acme', '--format', 'csv')).toBe(0);
    expect(cli.stdout.split('\r\n')).toHaveLength(1003);
    cli.stdout = '';
    expect(await cli.run('users', 'Acme')).toBe(0);
    expect(cli.stdout).toContain('1,001 rows');
    cli.users = [];
    expect(await cli.run('users', 'Acme')).toBe(0);
    expect(cli.stdout).toContain('Nothing to show.');
  });

  it('control characters of a name do not reach the terminal', async () => {
    cli.users = [userRow(1, { name: 'a\u001b[2Jb' })];
    await cli.run('users', 'Acme');
    expect(cli.stdout).not.toContain('\u001b');
  });

  it('logins pass the window and the user on, since inclusive, until exclusive', async () => {
    cli.loginRows = Array.from({ length: 25_000 }, (_, index) => loginRow(index));
    expect(
      await cli.run(
        'logins',
        'Acme',
        '--since',
        '2026-02-01',
        '--until',
        '2026-02-02T10:30:00+02:00',
        '--user',
        'a@b',
        '--json',
      ),
    ).toBe(0);
    expect(cli.json()).toEqual(cli.loginRows);
    expect(cli.loginQueries).toHaveLength(3);
    expect(cli.loginQueries[0]).toMatchObject({
      since: Date.parse('2026-02-01T00:00:00Z'),
      until: Date.parse('2026-02-02T08:30:00Z'),
      username: 'a@b',
      after: null,
    });
    expect(cli.loginQueries[1]?.after).toEqual({
      loginTime: cli.loginRows[9_999]?.loginTime,
      id: cli.loginRows[9_999]?.id,
    });
    cli.loginRows = [];
    cli.stdout = '';
    expect(await cli.run('logins', 'Acme', '--since', '2026-02-01 10:00', '--json')).toBe(0);
    expect(cli.json()).toEqual([]);
    expect(cli.loginQueries.at(-1)?.since).toBe(Date.parse('2026-02-01T10:00:00Z'));
    expect(await cli.run('logins', 'Acme')).toBe(0);
  });

  it('an export that is interrupted leaves no file', async () => {
    cli.loginRows = Array.from({ length: 3000 }, (_, index) => loginRow(index));
    const run = cli.run('logins', 'Acme', '--out', out('logins.csv'));
    cli.stop();
    expect(await run).toBe(4);
    expect(readdirSync(cli.dir)).toEqual([]);
  });
});

describe('limits', () => {
  it('now and over time have the shapes of the contract', async () => {
    expect(await cli.run('limits', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toEqual({
      org: 'Acme',
      asOf: '2026-03-01T10:00:00.000Z',
      limits: [{ name: 'DailyApiRequests', max: 100000, remaining: 99871, used: 129, usedPercent: 0.129 }],
      dailyApi: { max: 100000, used: 129, thresholdPercent: 75, ownCallsToday: 9 },
    });
    cli.stdout = '';
    expect(await cli.run('limits', 'Acme', '--history', '--json')).toBe(0);
    const points = [{ at: '2026-03-01T10:00:00.000Z', max: 100000, remaining: 99871 }];
    expect(cli.json()).toEqual({ org: 'Acme', series: [{ name: 'DailyApiRequests', points }] });
    cli.stdout = '';
    expect(await cli.run('limits', 'Acme', '--history', '--format', 'csv')).toBe(0);
    expect(cli.stdout).toBe(
      '\uFEFFname,at,max,remaining\r\nDailyApiRequests,2026-03-01T10:00:00.000Z,100000,99871\r\n',
    );
    expect(await cli.run('limits', 'Acme')).toBe(0);
  });
});

describe('backup', () => {
  it('names the file and its size', async () => {
    expect(await cli.run('backup', out('b.db'), '--json')).toBe(0);
    expect(cli.json()).toEqual({ file: out('b.db'), sizeBytes: 4096 });
    expect(cli.backupTo).toHaveBeenCalledWith(out('b.db'));
    expect(cli.requests[0]?.mode).toBe('read');
  });
});

describe('doctor', () => {
  it('reports every check', async () => {
    expect(await cli.run('doctor', '--json')).toBe(0);
    const answer = cli.json() as { ok: boolean; checks: { id: string }[] };
    expect(answer.ok).toBe(true);
    expect(answer.checks.map(({ id }) => id)).toEqual([
      'versions',
      'display',
      'policy',
      'data-dir',
      'files',
      'disk',
      'database',
      'backup',
      'vault',
      'log',
      'clock',
      'crashes',
      'schedule',
    ]);
    expect(Object.keys(answer.checks[0] ?? {})).toEqual(['id', 'status', 'summary', 'fix']);
    cli.hasDisplay = false;
    expect(await cli.run('doctor')).toBe(0);
    expect(cli.stdout).toContain('no display');
  });

  it('ends with 6 for the database, 3 for the vault, and 0 for a vault that waits', async () => {
    cli.problem = failure('VAULT_LOCKED', 'vault-locked');
    expect(await cli.run('doctor')).toBe(0);
    cli.problem = failure('WRONG_PASSPHRASE', 'vault-locked');
    expect(await cli.run('doctor')).toBe(3);
    cli.databaseProblems = ['row missing'];
    expect(await cli.run('doctor', '--json')).toBe(6);
    expect(cli.stdout).toContain('row missing');
  });

  it('examines a data directory that cannot be opened', async () => {
    cli.openError = failure('DATABASE_DAMAGED', 'data');
    expect(await cli.run('doctor', '--json', '--bundle', out('b.json'))).toBe(6);
    expect(cli.json()).toMatchObject({ ok: false });
    expect(readFileSync(out('b.json'), 'utf8')).toContain('DATABASE_DAMAGED');
  });

  it('writes a bundle without secrets and personal data', async () => {
    const log = [
      'signed in as api@acme.example at https://acme.my.salesforce.com from 203.0.113.9',
      `client_secret=${SECRET} Authorization: Bearer abcdefghijkl`,
      'Acme: user 005000000000001AAA, /home/ada/.config/Seatwatch',
    ];
    writeFileSync(out('seatwatch.log'), log.join('\n'));
    expect(await cli.run('doctor', '--bundle', out('bundle.json'))).toBe(0);
    expect(statSync(out('bundle.json')).mode & 0o777).toBe(0o600);
    const text = readFileSync(out('bundle.json'), 'utf8');
    for (const word of [
      SECRET,
      'Acme',
      'acme',
      'abcdefghijkl',
      '203.0',
      '005000000000001AAA',
      '3MVG9',
      cli.dir,
    ])
      expect(text, word).not.toContain(word);
    expect(text).not.toMatch(/\bada\b/);
    expect(JSON.parse(text)).toMatchObject({
      report: 'seatwatch-doctor',
      orgs: [{ org: 'org-1', edition: 'Enterprise Edition', rows: { users: 1200 } }],
      settings: { thresholdPercent: 75 },
    });
  });
});

describe('demo-org', () => {
  const server = (closed: Promise<void>) => ({
    url: 'http://127.0.0.1:4711',
    consumerKey: 'KEY',
    consumerSecret: 'demo-secret',
    username: 'seatwatch.integration@northfield.example',
    organizationId: '00D5g00000004jrEAA',
    closed,
    stop: cli.demoStop,
  });

  it('prints where it is on the first line and stays until it is stopped', async () => {
    cli.startDemoOrg.mockResolvedValue(server(new Promise(() => undefined)));
    const run = cli.run(
      'demo-org',
      '--port',
      '4711',
      '--users',
      '50',
      '--logins',
      '100',
      '--seed',
      '7',
      '--daily-limit',
      '1000',
    );
    await expect.poll(() => cli.stdout).toContain('\n');
    expect(JSON.parse(cli.stdout.split('\n')[0] ?? '')).toEqual({
      url: 'http://127.0.0.1:4711',
      consumerKey: 'KEY',
      consumerSecret: 'demo-secret',
      username: 'seatwatch.integration@northfield.example',
      organizationId: '00D5g00000004jrEAA',
    });
    expect(cli.stderr).toContain(`kill ${String(process.pid)}`);
    expect(cli.demoStop).not.toHaveBeenCalled();
    cli.stop();
    expect(await run).toBe(0);
    expect(cli.demoStop).toHaveBeenCalledOnce();
    expect(cli.startDemoOrg).toHaveBeenCalledWith({
      dataDir: undefined,
      port: 4711,
      users: 50,
      logins: 100,
      seed: 7,
      dailyLimit: 1000,
    });
  });

  it('that ends because of the same Ctrl+C is no fault, whichever is heard of first', async () => {
    let end = (): void => undefined;
    cli.startDemoOrg.mockResolvedValue(server(new Promise((resolve) => (end = resolve))));
    const run = cli.run('demo-org');
    await expect.poll(() => cli.stdout).toContain('\n');
    end();
    await new Promise((resolve) => setImmediate(resolve));
    cli.stop();
    expect(await run).toBe(0);
    expect(cli.stderr).not.toContain('DEMO_ORG_ENDED');
  });

  it('that ends by itself is a fault', async () => {
    cli.startDemoOrg.mockResolvedValue(server(Promise.resolve()));
    expect(await cli.run('demo-org')).toBe(1);
    expect(cli.stderr).toContain('DEMO_ORG_ENDED');
  });

  it('tells how to point other clients at it', async () => {
    expect(await cli.run('demo-org', '--help')).toBe(0);
    expect(cli.stdout).toContain('services/oauth2/token');
    for (const words of [
      'sf org login jwt',
      'sf org login access-token',
      'jsforce',
      'simple-salesforce',
      '__control',
    ])
      expect(cli.stdout).toContain(words);
  });

  it('takes certificates, a sandbox and a control token', async () => {
    cli.startDemoOrg.mockResolvedValue(server(Promise.resolve()));
    const file = join(cli.dir, 'server.crt');
    writeFileSync(file, 'PEM');
    cli.env = { CONTROL: 'open-sesame' };
    await cli.run(
      'demo-org',
      '--certificate',
      file,
      '--certificate',
      file,
      '--sandbox',
      '--control-token-env',
      'CONTROL',
    );
    expect(cli.startDemoOrg).toHaveBeenCalledWith({
      dataDir: undefined,
      port: 0,
      certificates: ['PEM', 'PEM'],
      sandbox: true,
      controlToken: 'open-sesame',
    });
    expect(cli.stdout + cli.stderr).not.toContain('open-sesame');
  });

  it.each([
    ['a certificate that is not there', ['--certificate', '/nowhere/server.crt']],
    ['a control token that is not set', ['--control-token-env', 'NOT_SET']],
  ])('refuses %s before it starts anything', async (_, args) => {
    expect(await cli.run('demo-org', ...args)).toBe(2);
    expect(cli.startDemoOrg).not.toHaveBeenCalled();
  });

  it('lists the switches, for people and for scripts', async () => {
    expect(await cli.run('demo-org', '--switches')).toBe(0);
    for (const name of ['setUsed', 'latencyMs (0)', 'loginBumpsModstamp']) expect(cli.stdout).toContain(name);
    expect(cli.startDemoOrg).not.toHaveBeenCalled();
    cli.stdout = '';
    expect(await cli.run('--json', 'demo-org', '--switches')).toBe(0);
    expect(cli.json()).toContainEqual(
      expect.objectContaining({ name: 'limitInfoExcludesCurrent', initial: false }),
    );
  });
});
