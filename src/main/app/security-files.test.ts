import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeCheckInfo, makeCheckState, makeFinding } from '../../../test/builders/finding';
import { makeOrg } from '../../../test/builders/org';
import type { Database } from '../../core/ports';
import { NO_COUNTS } from '../../shared/model/checks';
import { FindingsFilter, type FindingsQuery } from '../../shared/model/findings';
import { createSecurityFiles, type SecurityDialogs } from './security-files';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'seatwatch-findings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const org = makeOrg({ name: 'Acme, Inc.' });

function setUp(dismiss = false) {
  const queries: FindingsQuery[] = [];
  const database: Partial<Database> = {
    getOrg: async (id) => (id === org.id ? org : null),
    checks: async () => [makeCheckState(makeCheckInfo())],
    findings: async (query) => {
      queries.push(query);
      const rows = [makeFinding({ id: 1 }), makeFinding({ id: 2 })];
      return { total: 2, rows, counts: NO_COUNTS, byCheck: [], byUser: [], evaluatedAt: null };
    },
  };
  const dialogs = {
    askForFile: vi.fn<SecurityDialogs['askForFile']>(async (name) => (dismiss ? null : path.join(dir, name))),
    askForAddresses: vi.fn<SecurityDialogs['askForAddresses']>(async () =>
      dismiss ? null : path.join(dir, 'offices.csv'),
    ),
  };
  const files = createSecurityFiles({
    db: database as Database,
    clock: { now: () => NOW },
    dialogs,
    version: '1.2.3',
  });
  return { files, dialogs, queries };
}

const filter = FindingsFilter.parse({ severities: ['critical'], statuses: [] });

describe('exports of the findings page', () => {
  it.each([
    ['csv', 'findings-Acme-Inc-2026-03-01.csv', '\uFEFForg,check,title,'],
    ['json', 'findings-Acme-Inc-2026-03-01.json', '[\n{"check":"impossible-travel"'],
    ['ocsf', 'findings-ocsf-Acme-Inc-2026-03-01.jsonl', '{"activity_id":1,'],
    ['ecs', 'findings-ecs-Acme-Inc-2026-03-01.jsonl', '{"@timestamp":"2026-03-01T10:00:00.000Z",'],
  ] as const)('%s: a file for its owner only, of what the filter lists', async (format, name, begin) => {
    const { files, queries } = setUp();
    const file = path.join(dir, name);
    expect(await files.export({ orgId: org.id, filter, format })).toEqual({ path: file, rows: 2 });
    expect(readFileSync(file, 'utf8').startsWith(begin)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(queries).toMatchObject([{ orgId: org.id, severities: ['critical'], statuses: [], offset: 0 }]);
  });

  it('nothing is written, nor read, when the dialog is dismissed or the org is gone', async () => {
    const { files, queries } = setUp(true);
    expect(await files.export({ orgId: org.id, filter, format: 'csv' })).toBeNull();
    expect(await files.readAddresses({ text: null })).toBeNull();
    await expect(files.export({ orgId: 'gone', filter, format: 'csv' })).rejects.toMatchObject({
      code: 'UNKNOWN_ORG',
    });
    expect(queries).toEqual([]);
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('addresses', () => {
  const ranges = [{ cidr: '203.0.113.0/24', note: 'Office' }];

  it('come from pasted text without any dialog', async () => {
    const { files, dialogs } = setUp();
    expect(await files.readAddresses({ text: '203.0.113.0/24,Office' })).toMatchObject({ ranges });
    expect(dialogs.askForAddresses).not.toHaveBeenCalled();
  });

  it.each([
    ['UTF-8', Buffer.from('203.0.113.0/24,Office\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF203.0.113.0/24,Office\r\n')],
    ['UTF-16, as spreadsheets save it', Buffer.from('\uFEFF203.0.113.0/24\tOffice\r\n', 'utf16le')],
  ])('come from a file in %s', async (_, bytes) => {
    writeFileSync(path.join(dir, 'offices.csv'), bytes);
    expect(await setUp().files.readAddresses({ text: null })).toMatchObject({ ranges, refused: [] });
  });

  it('a file that is missing or far too large is refused in words', async () => {
    const { files } = setUp();
    await expect(files.readAddresses({ text: null })).rejects.toMatchObject({
      code: 'ADDRESS_FILE_UNREADABLE',
      message: 'The file offices.csv cannot be read (ENOENT).',
    });
    writeFileSync(path.join(dir, 'offices.csv'), Buffer.alloc(5_000_001));
    await expect(files.readAddresses({ text: null })).rejects.toMatchObject({
      code: 'ADDRESS_FILE_TOO_LARGE',
    });
  });
});
