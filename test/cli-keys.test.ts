import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrgCertificates } from '../src/shared/model/certificate';
import { certificate } from './builders/certificate';
import { FakeProcess, NOW, orgSummary } from './cli-fakes';

const DAY = 86_400_000;

let cli: FakeProcess;
beforeEach(() => {
  cli = new FakeProcess();
});
afterEach(() => {
  expect(cli.closed).toBe(cli.requests.length);
  cli.remove();
});

const out = (name: string): string => join(cli.dir, name);
const endingIn = (days: number, next = false): OrgCertificates => ({
  current: certificate({ expiresAt: new Date(NOW + days * DAY).toISOString() }),
  next: next ? certificate({ fingerprint: 'CC:DD' }) : null,
});
const jwtOrg = (certificates: OrgCertificates) =>
  orgSummary({ auth: 'jwt-bearer', jwtUsername: 'api@acme.example', certificates });

describe('org rotate-key', () => {
  it('makes a next key and gives its certificate', async () => {
    expect(await cli.run('org', 'rotate-key', 'acme')).toBe(0);
    expect(cli.preparedKeys).toEqual([['org-id-1', { from: 'generate' }]]);
    expect(cli.stdout).toBe('-----BEGIN CERTIFICATE-----\nnext\n-----END CERTIFICATE-----\n');
    expect(cli.stderr).toContain('seatwatch org cert "Acme" --next');
    expect(cli.requests[0]).toMatchObject({ mode: 'write', command: 'org rotate-key acme' });
  });

  it('takes a key of one’s own, and writes a file', async () => {
    writeFileSync(out('key.pem'), 'PEM');
    const argv = ['org', 'rotate-key', 'Acme', '--private-key-file', out('key.pem')];
    expect(await cli.run(...argv, '--out', out('server.crt'), '--json')).toBe(0);
    expect(cli.preparedKeys).toEqual([['org-id-1', { from: 'pem', pem: 'PEM' }]]);
    expect(readFileSync(out('server.crt'), 'utf8')).toContain('next');
    expect(cli.json()).toEqual({
      org: 'Acme',
      expiresAt: '2028-01-01T00:00:00.000Z',
      fingerprint: 'EE:FF',
      file: out('server.crt'),
    });
    cli.stdout = '';
    expect(await cli.run('org', 'rotate-key', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({ org: 'Acme', certificate: expect.stringContaining('next') as string });
  });

  it('gives a replacement up', async () => {
    expect(await cli.run('org', 'rotate-key', 'Acme', '--cancel', '--json')).toBe(0);
    expect(cli.json()).toEqual({ org: 'Acme', canceled: true });
    expect(await cli.run('org', 'rotate-key', 'Acme', '--cancel')).toBe(0);
    expect(cli.discardedKeys).toEqual(['org-id-1', 'org-id-1']);
    expect(cli.preparedKeys).toEqual([]);
  });

  it.each([
    ['--cancel', '--out', 'x.crt'],
    ['--cancel', '--private-key-file', 'x.pem'],
    ['--private-key-file', 'no-such-file.pem'],
    ['--private-key-file', ''],
    ['extra'],
  ])('refuses %s %s %s', async (...more) => {
    expect(await cli.run('org', 'rotate-key', 'Acme', ...more)).toBe(2);
    expect(cli.preparedKeys).toEqual([]);
    expect(cli.discardedKeys).toEqual([]);
  });
});

it('org cert gives the new certificate when asked for it', async () => {
  expect(await cli.run('org', 'cert', 'Acme', '--next')).toBe(0);
  expect(cli.stdout).toContain('next');
  expect(cli.requests[0]?.mode).toBe('read');
});

it('org add refuses what is no username', async () => {
  const add = [
    'org',
    'add',
    '--name',
    'A',
    '--url',
    'a.my.salesforce.com',
    '--consumer-key',
    '3MVG9acme.key',
  ];
  for (const user of ['', 'bot', 'bot @acme.example']) {
    expect(await cli.run(...add, '--jwt-username', user)).toBe(2);
  }
  expect(cli.added).toEqual([]);
});

describe('org show', () => {
  it('has the certificate', async () => {
    cli.orgs = [jwtOrg(endingIn(400, true))];
    expect(await cli.run('org', 'show', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({
      certificate: {
        fingerprint: 'AA:BB',
        expiresAt: new Date(NOW + 400 * DAY).toISOString(),
        next: { fingerprint: 'CC:DD', expiresAt: '2028-01-01T00:00:00.000Z' },
      },
    });
    expect(cli.stderr).toBe('');
    expect(await cli.run('org', 'show', 'Acme')).toBe(0);
    expect(cli.stdout).toMatch(/Fingerprint +AA:BB/);
    expect(cli.stdout).toContain('CC:DD, waits to be uploaded');
  });

  it('has none for an org with a consumer secret', async () => {
    expect(await cli.run('org', 'show', 'Acme', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({ certificate: null });
  });
});

describe('a certificate that ends', () => {
  it.each([[['org', 'show', 'Acme']], [['status', 'Acme']], [['test', 'Acme']], [['collect', 'Acme']]])(
    'is spoken of on standard error by %j, unless --quiet',
    async (argv) => {
      cli.orgs = [jwtOrg(endingIn(29.5))];
      expect(await cli.run(...argv, '--json')).toBe(0);
      expect(cli.stderr).toMatch(/^Warning: the certificate of Acme expires on 2026-03-31 \(in 29 days\)/);
      expect(cli.stderr).toContain('org rotate-key "Acme"');
      expect(() => cli.json()).not.toThrow();
      cli.stderr = '';
      expect(await cli.run(...argv, '--quiet')).toBe(0);
      expect(cli.stderr).toBe('');
      cli.orgs = [jwtOrg(endingIn(31))];
      expect(await cli.run(...argv)).toBe(0);
      expect(cli.stderr).toBe('');
    },
  );

  it('knows the last day, the day after, and a replacement under way', async () => {
    cli.orgs = [jwtOrg(endingIn(0.5))];
    await cli.run('status', 'Acme');
    expect(cli.stderr).toContain('in less than a day');
    cli.orgs = [jwtOrg(endingIn(-3, true))];
    cli.stderr = '';
    await cli.run('status', 'Acme');
    expect(cli.stderr).toMatch(/expired on 2026-02-26.*org cert "Acme" --next/);
  });
});
