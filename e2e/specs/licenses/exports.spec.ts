import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { answerOpenDialog, answerSaveDialog, expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf } from '../../pages/app';
import { call, ownRule, waitForRun } from '../../pages/bridge';

interface Saved {
  path: string;
  files: number;
  rows: number;
}

const hasPdfReader = spawnSync('pdftotext', ['-v']).error === undefined;
const ownerOnly = (file: string): number => statSync(file).mode & 0o777;

test('what is idle goes to a workbook, a PDF, the Data Loader and the managers', async ({
  launch,
  startOrg,
  dataDir,
}) => {
  const { window, electron, output } = await launch();
  await connect(window, connectionOf(await startOrg()));
  await collectNow(window);
  const { id: orgId } = await waitForRun(window, 'complete');
  const rule = await ownRule(window, orgId);
  const seats = await call<{ total: number }>(window, 'review.seats', { orgId, rule });
  expect(seats.total).toBeGreaterThan(20);
  const save = async (name: string, method: string, input: object): Promise<Saved | null> => {
    await answerSaveDialog(electron, path.join(dataDir, name));
    return call(window, method, input);
  };

  // The summary: printed in a page of its own that is gone afterwards.
  const pdf = path.join(dataDir, 'summary.pdf');
  expect(await save('summary.pdf', 'licenses.exportPdf', { orgId, rule })).toMatchObject({
    path: pdf,
    files: 1,
  });
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  expect(ownerOnly(pdf)).toBe(0o600);
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  if (hasPdfReader) {
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    expect(text).toContain('License review: Acme');
    expect(text).toContain('What “idle” means here');
    expect(text).toContain('Decisions so far');
    expect(text).toMatch(/Page 1 of \d/);
  }

  const workbook = await save('seats.xlsx', 'licenses.export', { query: { orgId, rule }, format: 'xlsx' });
  expect(workbook?.rows).toBe(seats.total);
  expect(readFileSync(path.join(dataDir, 'seats.xlsx')).subarray(0, 2).toString()).toBe('PK');

  // Nothing is decided, so there is nothing to carry out.
  const deactivate = { query: { orgId, rule }, format: 'deactivate' };
  await expect(save('users.csv', 'licenses.export', deactivate)).rejects.toThrow('NOTHING_DECIDED');
  const all = { orgId, rule, reasons: ['inactive'] };
  await call(window, 'licenses.decide', { orgId, selection: { query: all }, decision: 'reclaim', note: '' });
  const file = await save('users.csv', 'licenses.export', deactivate);
  const lines = readFileSync(path.join(dataDir, 'users.csv'), 'utf8').trimEnd().split('\n');
  expect(lines[0]).toBe('Id,IsActive');
  expect(lines).toHaveLength((file?.rows ?? 0) + 1);
  for (const line of lines.slice(1)) expect(line).toMatch(/^005\w{15},false$/);
  await save('logins.csv', 'licenses.export', { query: { orgId, rule }, format: 'freeze' });
  expect(readFileSync(path.join(dataDir, 'logins.csv'), 'utf8')).toMatch(/^Id,IsFrozen\n0Yw\w{15},true\n/);

  await answerOpenDialog(electron, dataDir);
  const unassign = { query: { orgId, rule }, format: 'unassign' };
  const assignments = await call<Saved>(window, 'licenses.export', unassign);
  const files = readdirSync(assignments.path);
  expect(files.map((name) => name.split('-')[1])).toEqual([
    'PermissionSetLicenseAssign',
    'UserPackageLicense',
  ]);
  for (const name of files)
    expect(readFileSync(path.join(assignments.path, name), 'utf8')).toMatch(/^Id\n(\w{18}\n)+$/);

  const lists = await call<Saved>(window, 'licenses.exportForManagers', {
    query: { orgId, rule },
    message: 'Until Friday, please.',
  });
  expect(path.dirname(lists.path)).toBe(dataDir);
  const names = readdirSync(lists.path);
  expect(names).toHaveLength(lists.files);
  const draft = names.find((name) => name.endsWith('.eml')) ?? '';
  expect(readFileSync(path.join(lists.path, draft), 'utf8')).toMatch(/^X-Unsent: 1\r$/m);
  expect(ownerOnly(path.join(lists.path, draft))).toBe(0o600);

  expect(output()).not.toMatch(/Refused to|Content Security Policy/);
});
