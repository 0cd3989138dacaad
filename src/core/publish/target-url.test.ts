import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/model/errors';
import { parseTarget } from './target-url';

const folder = mkdtempSync(join(tmpdir(), 'seatwatch-target-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, 'the authority');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const errorOf = (text: string): AppError => {
  try {
    parseTarget(text, 'ada');
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('accepted');
};

describe('--to', () => {
  it('is read with its defaults', () => {
    expect(parseTarget('postgres://bi@db.example.com/reports', 'ada')).toEqual({
      host: 'db.example.com',
      port: 5432,
      database: 'reports',
      user: 'bi',
      tls: { rejectUnauthorized: true, servername: 'db.example.com' },
      shown: 'postgres://db.example.com:5432/reports',
      isUnverified: false,
      isNear: false,
    });
    expect(parseTarget('POSTGRESQL://[::1]:6000/r%20s', 'ada')).toMatchObject({
      host: '::1',
      port: 6000,
      database: 'r s',
      user: 'ada',
      tls: false,
      isNear: true,
    });
    expect(parseTarget('postgres://bi@localhost/r?host=/run/postgresql', 'ada')).toMatchObject({
      host: '/run/postgresql',
      tls: false,
      isNear: true,
    });
  });

  it.each([
    ['localhost', undefined, false],
    ['127.0.0.1', undefined, false],
    ['127.0.0.1', 'verify-full', { rejectUnauthorized: true }],
    ['localhost.example.com', undefined, { rejectUnauthorized: true, servername: 'localhost.example.com' }],
    ['db', 'disable', false],
    ['db', 'require', { rejectUnauthorized: false }],
  ])('%s with sslmode %s', (host, mode, tls) => {
    const parameters = mode === undefined ? '' : `?sslmode=${mode}`;
    expect(parseTarget(`postgres://bi@${host}/r${parameters}`, 'ada').tls).toEqual(tls);
  });

  it('takes the authority from a file, and with verify-ca leaves the name alone', () => {
    const { tls } = parseTarget(`postgres://db/r?sslmode=verify-ca&sslrootcert=${ca}`, 'ada');
    expect(tls).toMatchObject({ ca: Buffer.from('the authority'), rejectUnauthorized: true });
    const check = tls === false ? undefined : tls.checkServerIdentity;
    expect(check?.('db', {} as never)).toBeUndefined();
  });

  it.each([
    'postgres://bi:hunter2@db/r',
    'postgres://bi:hunter2@db',
    'postgres://db/r?password=hunter2',
    'postgres://:hunter2@db/r',
  ])('refuses a password and does not repeat it: %s', (text) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ code: 'PASSWORD_IN_URL', kind: 'usage' });
    expect(`${error.message} ${error.fix}`).not.toContain('hunter2');
    expect(error.fix).toContain('PGPASSWORD');
  });

  it.each([
    ['mysql://db/r', 'BAD_TARGET'],
    ['db/r', 'BAD_TARGET'],
    ['postgres://bi:secret%zz@[db/r', 'BAD_TARGET'],
    ['postgres://db', 'NO_DATABASE'],
    ['postgres://db/', 'NO_DATABASE'],
    ['postgres://db/a/b', 'NO_DATABASE'],
    ['postgres://db/r?sslmode=prefer', 'BAD_SSLMODE'],
    ['postgres://db/r?ssl=true', 'UNKNOWN_PARAMETER'],
    ['postgres://db/r?sslrootcert=/nowhere/ca.pem', 'NO_SUCH_FILE'],
  ])('refuses %s: %s', (text, code) => {
    expect(errorOf(text)).toMatchObject({ code, kind: 'usage' });
    expect(errorOf(text).message).not.toContain('secret');
  });
});
