import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeRelations } from '../src/core/export/everything';
import { createPolicyRules } from '../src/core/policy';
import { createDatabase, type LocalDatabase } from '../src/db/api';
import { AS_OF, HOUR, MIGRATIONS_FOLDER, newOrg, store, tempFolder } from './builders/db';
import * as rows from './builders/db-records';
import { FakeProcess, orgSummary } from './cli-fakes';

const ADA = '005000000000001AAA';
let cli: FakeProcess;
let db: LocalDatabase;
let folder: string;
let remove: () => void;
beforeEach(async () => {
  cli = new FakeProcess();
  ({ folder, remove } = tempFolder());
  db = await createDatabase({
    file: join(folder, 'seatwatch.db'),
    migrationsFolder: MIGRATIONS_FOLDER,
    writeRelations,
  });
  await db.insertOrg(newOrg());
  await store(db, 'users', [rows.user(ADA, { username: 'ada@acme.test' }), rows.user('005000000000002AAA')]);
  await store(db, 'loginHistory', [rows.login('0Ya1', ADA, AS_OF)]);
  cli.realDatabase = db;
  cli.backupMake.mockImplementation(async (reason) => {
    const file = out(`${reason}.db`);
    return { name: `${reason}.db`, file, reason, createdAt: '', sizeBytes: await db.backupTo(file) };
  });
  cli.orgs = [orgSummary({ id: 'org-1' })];
});
afterEach(() => {
  cli.remove();
  db.close();
  remove();
});
const out = (name: string) => join(folder, name);

describe('seatwatch export', () => {
  it('writes CSV unless told otherwise, SQLite for names of databases, and says what it wrote', async () => {
    expect(await cli.run('export', out('all'))).toBe(0);
    expect(cli.stdout).toMatch(/^\d+ rows written to .*all \(\d+ files, [\d,]+ bytes\)\.\n$/);
    expect(readdirSync(out('all'))).toContain('users.csv');
    cli.stdout = '';
    expect(await cli.run('export', out('all.sqlite'), '--json', '--all')).toBe(0);
    expect(cli.json()).toMatchObject({ path: out('all.sqlite'), files: 1, format: 'sqlite' });
    cli.stdout = '';
    expect(await cli.run('export', out('lake'), '--format', 'parquet', '--org', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({ format: 'parquet', rows: expect.any(Number) as number });
    expect(existsSync(join(out('lake'), 'logins', 'org=Acme', 'day=2026-06-30', 'part-0.parquet'))).toBe(
      true,
    );
    expect(cli.requests.every(({ mode }) => mode === 'read')).toBe(true);
  });

  it.each([
    ['an unknown org', ['--org', 'Nope']],
    ['an unknown format', ['--format', 'xml']],
    ['one org and all', ['--org', 'Acme', '--all']],
  ])('%s ends with 2', async (_, options) => {
    expect(await cli.run('export', out('all'), ...options)).toBe(2);
    expect(existsSync(out('all'))).toBe(false);
  });

  it('into a folder of others ends with 2, and so does what the policy forbids', async () => {
    mkdirSync(out('mine'));
    writeFileSync(join(out('mine'), 'letter.txt'), 'x');
    expect(await cli.run('export', out('mine'), '--json')).toBe(2);
    expect(cli.json()).toMatchObject({ error: { code: 'NOT_AN_EXPORT' } });
    cli.stdout = '';
    cli.policy = createPolicyRules({ file: '/p', policy: { disabledFeatures: ['export'] } });
    expect(await cli.run('export', out('all'), '--json')).toBe(2);
    expect(cli.json()).toMatchObject({ error: { code: 'DISABLED_BY_POLICY' } });
  });
});

describe('seatwatch import', () => {
  it('shows what it would do, does it, and does nothing the second time', async () => {
    const other = await createDatabase({ file: out('other.db'), migrationsFolder: MIGRATIONS_FOLDER });
    await other.insertOrg(newOrg({ id: 'x', name: 'Theirs' }));
    await store(
      other,
      'loginHistory',
      [rows.login('0Ya1', ADA, AS_OF), rows.login('0Ya2', ADA, AS_OF + HOUR)],
      {
        orgId: 'x',
      },
    );
    await other.backupTo(out('theirs.db'));
    other.close();
    expect(await cli.run('import', out('theirs.db'), '--merge', '--dry-run')).toBe(0);
    expect(cli.stdout).toBe(
      'This would be done:\nAcme (https://acme.my.salesforce.com): merged\n  loginHistory: 1 added\n',
    );
    expect(await db.rowCounts('org-1')).toMatchObject({ loginHistory: 1 });
    cli.stdout = '';
    expect(await cli.run('import', out('theirs.db'), '--merge', '--json')).toBe(0);
    expect(cli.json()).toEqual({
      dryRun: false,
      orgs: [
        {
          name: 'Acme',
          url: 'https://acme.my.salesforce.com',
          outcome: 'merged',
          added: { loginHistory: 1 },
          updated: 0,
        },
      ],
    });
    expect(cli.stderr).toContain(out('before-import.db'));
    cli.stdout = '';
    expect(await cli.run('import', out('theirs.db'), '--merge')).toBe(0);
    expect(cli.stdout).toBe('Acme (https://acme.my.salesforce.com): merged\n  nothing new\n');
    expect(await db.rowCounts('org-1')).toMatchObject({ loginHistory: 2 });
  });

  it('without --merge, or of what is no backup, ends with 2', async () => {
    expect(await cli.run('import', out('theirs.db'))).toBe(2);
    expect(cli.stderr).toContain('--merge');
    expect(await cli.run('import', out('theirs.db'), '--merge')).toBe(2);
  });
});

describe('seatwatch forget', () => {
  it('shows what would go, and removes it', async () => {
    expect(await cli.run('forget', 'Acme', '--user', 'ADA@acme.test', '--dry-run')).toBe(0);
    expect(cli.stdout).toContain('Rows that would be removed, or lose the name of ada@acme.test:');
    expect(await db.rowCounts('org-1')).toMatchObject({ users: 2 });
    cli.stdout = '';
    expect(await cli.run('forget', 'Acme', '--user', ADA, '--and-ignore', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({
      ...{ userId: ADA, username: 'ada@acme.test', dryRun: false, ignored: true },
      rows: { login: 1, sf_user: 1 },
      backups: [],
    });
    expect(await db.listIgnored('org-1')).toHaveLength(1);
    cli.stdout = '';
    expect(await cli.run('forget', 'Acme', '--user', ADA, '--stop-ignoring')).toBe(0);
    expect(await db.listIgnored('org-1')).toEqual([]);
    expect(cli.requests.every(({ mode }) => mode === 'write')).toBe(true);
  });

  it.each([
    ['nobody', ['--user', 'nobody@acme.test'], 'UNKNOWN_PERSON'],
    ['nobody who is ignored', ['--user', ADA, '--stop-ignoring'], 'NOT_IGNORED'],
    ['contradicting options', ['--user', ADA, '--stop-ignoring', '--dry-run'], 'USAGE'],
    ['no user', [], 'USAGE'],
  ])('%s ends with 2', async (_, options, code) => {
    expect(await cli.run('forget', 'Acme', ...options, '--json')).toBe(2);
    expect(cli.json()).toMatchObject({ error: { code } });
    expect(await db.rowCounts('org-1')).toMatchObject({ users: 2 });
  });
});
