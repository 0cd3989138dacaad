import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { orgSummary } from '../../../test/cli-fakes';
import { licenseTableRow, seatTableRow } from '../../../test/builders/export-rows';
import type { Database } from '../../core/ports';
import { IdleRule } from '../../shared/model/idle-rule';
import { SeatsQuery, type SeatTableRow } from '../../shared/model/licenses';
import { createLicenseExports, type ExportDialogs } from './license-exports';
import type { PrintJob } from './pdf';

let dir: string;
let rows: SeatTableRow[];
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'seatwatch-exports-'));
  rows = [seatTableRow({ decision: 'reclaim' }), seatTableRow({ userId: '005000000000002AAA' })];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const { identity } = orgSummary();
const org = orgSummary({ name: 'Acme, Inc.', identity: { ...identity, runAsUserId: '005000000000777AAA' } });
const NOW = Date.parse('2026-03-01T12:00:00.000Z');

const database: Partial<Database> = {
  getOrg: async (orgId) => (orgId === org.id ? org : null),
  seats: async ({ decisions, offset, limit }) => {
    const wanted = rows.filter(
      ({ decision }) => decisions.length === 0 || decisions.includes(decision ?? 'none'),
    );
    return { asOf: org.dataAsOf, total: wanted.length, rows: wanted.slice(offset, offset + limit) };
  },
  decisions: async () => ({ total: 0, rows: [] }),
  licenses: async () => [licenseTableRow()],
  savings: async () => [],
  licenseUse: async () => [],
  idlePolicy: async () => ({
    inactiveDays: 90,
    policy: IdleRule.parse({}),
    neededAnyway: [],
  }),
  reclaimSummary: async () => ({
    keep: 0,
    ask: 0,
    open: 0,
    reclaimed: 0,
    returned: 0,
    openAnnual: [],
    reclaimedAnnual: [],
    savedSoFar: [],
    unpriced: 0,
  }),
};

function setUp(dismiss = false) {
  const dialogs = {
    askForFile: vi.fn<ExportDialogs['askForFile']>(async (name) => (dismiss ? null : path.join(dir, name))),
    askForFolder: vi.fn<ExportDialogs['askForFolder']>(async () => (dismiss ? null : dir)),
  };
  const printToPdf = vi.fn<(job: PrintJob) => Promise<Uint8Array>>(async () => Buffer.from('%PDF-1.4'));
  const exports = createLicenseExports({
    db: database as Database,
    clock: { now: () => NOW } as never,
    dialogs,
    printToPdf,
    paper: 'A4',
  });
  return { exports, dialogs, printToPdf };
}

const query = (changes: Partial<SeatsQuery> = {}): SeatsQuery => ({
  ...SeatsQuery.parse({ orgId: org.id, rule: {} }),
  ...changes,
});
const read = (name: string): string => readFileSync(path.join(dir, name), 'utf8');

describe('exports of the licenses page', () => {
  it.each([
    ['csv', 'unused-licenses-Acme-Inc-2026-03-01.csv', '\uFEFForg,license_kind,', 2],
    ['xlsx', 'unused-licenses-Acme-Inc-2026-03-01.xlsx', 'PK', 2],
    ['deactivate', 'deactivate-User-Acme-Inc-2026-03-01.csv', 'Id,IsActive\n005000000000001AAA,false\n', 1],
  ] as const)('%s: a file for its owner only', async (format, name, begin, seats) => {
    const { exports } = setUp();
    const file = path.join(dir, name);
    expect(await exports.export({ query: query(), format })).toMatchObject({
      path: file,
      files: 1,
      rows: seats,
    });
    expect(read(name).startsWith(begin)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('unassign: two objects are two files in a folder, with what is left out said', async () => {
    rows = [
      seatTableRow({ decision: 'reclaim', licenseKind: 'package', assignmentId: '050000000000001AAA' }),
      seatTableRow({ decision: 'reclaim', licenseKind: 'permissionSet', assignmentId: '2LA000000000001AAA' }),
      seatTableRow({ decision: 'reclaim' }),
    ];
    const { exports } = setUp();
    const saved = await exports.export({ query: query(), format: 'unassign' });
    const folder = path.join(dir, 'Seats to unassign Acme-Inc 2026-03-01');
    expect(saved).toEqual({
      path: folder,
      files: 2,
      rows: 2,
      notes: ['1 user license is left out: it becomes free when the user is deactivated.'],
    });
    expect(readdirSync(folder)).toEqual([
      'unassign-PermissionSetLicenseAssign-Acme-Inc-2026-03-01.csv',
      'unassign-UserPackageLicense-Acme-Inc-2026-03-01.csv',
    ]);
  });

  it('for managers: a folder of drafts and lists with the message', async () => {
    const { exports } = setUp();
    const saved = await exports.exportForManagers({ query: query(), message: 'Until Friday.' });
    const folder = path.join(dir, 'Seat review Acme-Inc 2026-03-01');
    expect(saved).toEqual({ path: folder, files: 2, rows: 2, notes: [] });
    expect(readdirSync(folder)).toEqual(['Mia-Boss.csv', 'Mia-Boss.eml']);
    expect(readFileSync(path.join(folder, 'Mia-Boss.eml'), 'utf8')).toContain('Until Friday.');
    // A second one does not touch the first.
    expect((await exports.exportForManagers({ query: query(), message: '' }))?.path).toBe(`${folder} (2)`);
  });

  it('PDF: prints the summary of the org on the paper of the country', async () => {
    const { exports, printToPdf } = setUp();
    const name = 'license-review-Acme-Inc-2026-03-01.pdf';
    expect(await exports.exportPdf({ orgId: org.id, rule: IdleRule.parse({}) })).toMatchObject({ files: 1 });
    expect(read(name)).toBe('%PDF-1.4');
    const [job] = printToPdf.mock.lastCall ?? [];
    expect(job).toMatchObject({ paper: 'A4' });
    expect(job?.html).toContain('License review: Acme, Inc.');
    expect(job?.header).toContain('2026-03-01 10:00 UTC');
  });

  it('a dismissed dialog writes nothing', async () => {
    const { exports, printToPdf } = setUp(true);
    for (const format of ['csv', 'xlsx', 'deactivate'] as const)
      expect(await exports.export({ query: query(), format })).toBeNull();
    expect(await exports.exportForManagers({ query: query(), message: '' })).toBeNull();
    expect(await exports.exportPdf({ orgId: org.id, rule: IdleRule.parse({}) })).toBeNull();
    expect(printToPdf).not.toHaveBeenCalled();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('nobody is asked where to save what there is not', async () => {
    rows = [];
    const { exports, dialogs } = setUp();
    await expect(exports.export({ query: query(), format: 'freeze' })).rejects.toMatchObject({
      code: 'NOTHING_DECIDED',
    });
    await expect(exports.exportForManagers({ query: query(), message: '' })).rejects.toMatchObject({
      code: 'NOTHING_TO_WRITE',
    });
    await expect(exports.export({ query: query({ orgId: 'gone' }), format: 'csv' })).rejects.toMatchObject({
      code: 'UNKNOWN_ORG',
    });
    expect(dialogs.askForFile).not.toHaveBeenCalled();
    expect(dialogs.askForFolder).not.toHaveBeenCalled();
  });

  it('a summary that cannot be printed leaves no file', async () => {
    const { exports, printToPdf } = setUp();
    printToPdf.mockRejectedValue(new Error('no printer'));
    await expect(exports.exportPdf({ orgId: org.id, rule: IdleRule.parse({}) })).rejects.toThrow(
      'no printer',
    );
    expect(readdirSync(dir)).toEqual([]);
  });
});
