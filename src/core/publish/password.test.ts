import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPassword } from './password';

const folder = mkdtempSync(join(tmpdir(), 'seatwatch-pgpass-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const target = { host: 'db', port: 5432, database: 'bi', user: 'ada' };

function find(lines: string[], at: Partial<typeof target> = {}, mode = 0o600) {
  const file = join(folder, '.pgpass');
  writeFileSync(file, lines.join('\n'));
  chmodSync(file, mode);
  return findPassword({ ...target, ...at }, { env: {}, homeDir: folder, platform: 'linux' });
}

describe('where the password comes from', () => {
  it('PGPASSWORD goes before any file', () => {
    const places = { env: { PGPASSWORD: 'from env' }, homeDir: folder, platform: 'linux' };
    expect(findPassword(target, places).password).toBe('from env');
  });

  it.each([
    [['db:5432:bi:ada:one'], {}, 'one'],
    [['# db:5432:bi:ada:no', 'other:*:*:*:no', '*:*:*:ada:two', 'db:5432:bi:ada:late'], {}, 'two'],
    [['db:5432:bi:ada:with\\:colon\\\\and:more'], {}, 'with:colon\\and:more'],
    [['localhost:*:bi:ada:socket'], { host: '/run/postgresql' }, 'socket'],
    [['a\\:b:*:*:*:name'], { host: 'a:b' }, 'name'],
    [['db:5433:bi:ada:no', 'db:5432:bi'], {}, null],
  ])('%j for %j: %s', (lines, at, wanted) => {
    expect(find(lines, at).password).toBe(wanted);
  });

  it.skipIf(process.platform === 'win32')('passes over a file that others may read, and says so', () => {
    const { password, notice } = find(['*:*:*:*:open'], {}, 0o644);
    expect(password).toBeNull();
    expect(notice).toContain('chmod 600');
  });

  it('PGPASSFILE names another file; none at all is no password', () => {
    const file = join(folder, 'elsewhere');
    writeFileSync(file, '*:*:*:*:there', { mode: 0o600 });
    const homeDir = join(folder, 'nowhere');
    expect(findPassword(target, { env: { PGPASSFILE: file }, homeDir, platform: 'linux' }).password).toBe(
      'there',
    );
    expect(findPassword(target, { env: {}, homeDir, platform: 'linux' })).toEqual({
      password: null,
      notice: null,
    });
  });
});
