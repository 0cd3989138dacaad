import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { certificate } from '../../../test/builders/certificate';
import { readPemFile } from './certificate-files';
import { dueReminders, type Told } from './certificate-reminders';

// The dialogs around it want Electron; reading the file does not.
vi.mock('electron', () => ({ app: {}, dialog: {} }));

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const DAY = 86_400_000;
const org = (days: number, more: { next?: boolean; fingerprint?: string } = {}) => ({
  name: 'Acme',
  certificates: {
    current: certificate({
      expiresAt: new Date(NOW + days * DAY).toISOString(),
      fingerprint: more.fingerprint ?? 'AA',
    }),
    next: more.next === true ? certificate({ fingerprint: 'NEXT' }) : null,
  },
});

describe('reminders of certificates', () => {
  it('come 30, 7 and 1 days before the end and after it, once each, over restarts', () => {
    let told: Told = {};
    const said: string[] = [];
    for (let days = 40; days >= -3; days -= 0.5) {
      const due = dueReminders([org(days)], told, NOW);
      // What is kept between two starts of the program.
      told = JSON.parse(JSON.stringify(due.told)) as Told;
      said.push(...due.reminders.map(({ title }) => `${String(days)}: ${title}`));
    }
    expect(said).toEqual([
      '29.5: Acme: the certificate expires in 29 days',
      '6.5: Acme: the certificate expires in 6 days',
      '0.5: Acme: the certificate expires within a day',
      '0: Acme: the certificate has expired',
    ]);
  });

  it('begin with the nearest when nothing was told before', () => {
    const { reminders } = dueReminders([org(1.5)], {}, NOW);
    expect(reminders.map(({ title }) => title)).toEqual(['Acme: the certificate expires in 1 day']);
    expect(dueReminders([org(-10)], {}, NOW).reminders).toHaveLength(1);
  });

  it('concern each certificate by itself, and forget those that are gone', () => {
    const first = dueReminders([org(20), org(20, { fingerprint: 'BB' })], {}, NOW);
    expect(first.reminders).toHaveLength(2);
    const second = dueReminders([org(20, { fingerprint: 'CC' })], first.told, NOW);
    expect(second.reminders).toHaveLength(1);
    expect(Object.keys(second.told)).toEqual(['CC']);
    expect(dueReminders([org(700)], first.told, NOW)).toEqual({ reminders: [], told: {} });
    expect(dueReminders([{ name: 'Secret', certificates: null }], {}, NOW).reminders).toEqual([]);
  });

  it('know of a replacement under way', () => {
    const [reminder] = dueReminders([org(3, { next: true })], {}, NOW).reminders;
    expect(reminder?.body).toContain('waits to be uploaded');
  });
});

describe('a key file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seatwatch-pem-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is read whole', async () => {
    writeFileSync(join(folder, 'key.pem'), 'PEM');
    expect(await readPemFile(join(folder, 'key.pem'))).toBe('PEM');
  });

  it('that is missing, a folder or far too large is refused in words', async () => {
    await expect(readPemFile(join(folder, 'none.pem'))).rejects.toMatchObject({
      code: 'KEY_FILE_UNREADABLE',
      kind: 'usage',
      message: /none\.pem.*ENOENT/,
    });
    await expect(readPemFile(folder)).rejects.toMatchObject({ code: 'KEY_FILE_UNREADABLE' });
    writeFileSync(join(folder, 'disk.img'), '');
    truncateSync(join(folder, 'disk.img'), 300 * 1024);
    await expect(readPemFile(join(folder, 'disk.img'))).rejects.toMatchObject({
      code: 'INVALID_PRIVATE_KEY',
      message: /too large/,
    });
  });
});
