import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, newOrg, store, type TestDatabase, testDatabase } from '../../../test/builders/db';
import * as rows from '../../../test/builders/db-records';
import { backupName } from '../../shared/model/backup-names';
import { backupsFolder, listBackups } from '../care/backup-folder';
import { createPolicyRules } from '../policy';
import { fakeClock, silentLog } from '../testing/fakes';
import { filesNaming } from './files-naming';
import { createTransfer, type TransferDeps } from './transfer';

const ADA = '005000000000001AAA';
let test: TestDatabase;
let folder: string;
beforeEach(async () => {
  test = await testDatabase();
  folder = backupsFolder(test.folder);
  mkdirSync(folder);
  await test.db.insertOrg(newOrg());
  await store(test.db, 'users', [rows.user(ADA, { username: 'ada@acme.test' })]);
});
afterEach(() => test.dispose());

const makeBackup: TransferDeps['makeBackup'] = async (reason) => {
  const name = backupName(reason, AS_OF);
  const file = join(folder, name);
  return {
    ...{ name, file, reason, createdAt: new Date(AS_OF).toISOString() },
    sizeBytes: await test.db.backupTo(file),
  };
};
const transfer = (disabled: ('export' | 'import')[] = []) =>
  createTransfer({
    db: test.db,
    policy: createPolicyRules({ file: '/etc/policy.json', policy: { disabledFeatures: disabled } }),
    clock: fakeClock(AS_OF),
    log: silentLog,
    version: '1.2.3',
    makeBackup,
    listBackups: () => listBackups(folder),
  });

describe('moving data', () => {
  it('is up to the administrator of the computer', async () => {
    const request = { format: 'csv', path: join(test.folder, 'out'), orgId: null } as const;
    const none = transfer(['export', 'import']);
    for (const attempt of [
      async () => none.exportEverything(request),
      async () => none.merge('x.db'),
      async () => none.previewMerge('x.db'),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'DISABLED_BY_POLICY' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes a backup before anything is merged, and none for a file that cannot be', async () => {
    await expect(transfer().merge(join(test.folder, 'no.db'))).rejects.toMatchObject({
      code: 'BACKUP_NOT_FOUND',
    });
    expect(readdirSync(folder)).toEqual([]);
    const file = join(test.folder, 'mine.db');
    await test.db.backupTo(file);
    const { orgs } = await transfer().merge(file);
    expect(orgs).toMatchObject([{ outcome: 'merged', added: {}, updated: 0 }]);
    expect(listBackups(folder).map(({ reason }) => reason)).toEqual(['before-import']);
  });

  it('names the backups that still hold somebody who is forgotten', async () => {
    const { name } = await makeBackup('before-import');
    writeFileSync(join(folder, 'other.db'), 'nobody');
    const preview = await transfer().previewForget('org-1', ADA);
    expect(preview).toEqual({
      orgId: 'org-1',
      userId: ADA,
      username: 'ada@acme.test',
      rows: { sf_user: 1 },
      backups: [name],
    });
    expect(await transfer().forget('org-1', ADA, false)).toEqual(preview);
  });
});

describe('people who are left out', () => {
  it('are told apart without being named, found by their id, and collected again', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Zeta', url: 'https://zeta.my.salesforce.com' }));
    const BOB = '005000000000002AAA';
    await store(test.db, 'users', [rows.user(BOB)], { orgId: 'org-2' });
    await test.db.forgetPerson('org-1', ADA, true, AS_OF);
    await test.db.forgetPerson('org-2', BOB, true, AS_OF + 1);
    const everybody = await transfer().leftOut(null);
    expect(everybody).toMatchObject([
      { orgId: 'org-2', orgName: 'Zeta', since: new Date(AS_OF + 1).toISOString() },
      { orgId: 'org-1', orgName: 'Acme', since: new Date(AS_OF).toISOString() },
    ]);
    for (const id of [ADA, BOB]) expect(JSON.stringify(everybody)).not.toContain(id.slice(0, 15));
    const [ada, ...others] = await transfer().leftOut(ADA);
    expect(others).toEqual([]);
    expect(everybody).toContainEqual(ada);
    expect(await transfer().stopLeavingOut('org-2', ada?.digest ?? '')).toBe(false);
    expect(await transfer().stopLeavingOut('org-1', ada?.digest ?? '')).toBe(true);
    expect(await transfer().leftOut(null)).toEqual(everybody.slice(0, 1));
    await store(test.db, 'users', [rows.user(ADA)], { pass: 2 });
    expect(await test.db.findPerson('org-1', ADA)).toEqual([ADA]);
  });
});

describe('files that name somebody', () => {
  it('are found wherever the name stands, also across what is read at once', async () => {
    const size = 4 * 1024 * 1024;
    const place = (name: string, at: number, text = 'Ada@Acme.Test'): string => {
      const bytes = Buffer.alloc(size * 2 + 100, 0x2e);
      bytes.write(text, at);
      const file = join(test.folder, name);
      writeFileSync(file, bytes);
      return file;
    };
    const files = [
      place('start', 0),
      place('border', size - 5),
      place('second', size * 2 - 12),
      place('end', size * 2 + 87),
    ];
    const others = [place('near', 10, 'ada@acme.tes'), join(test.folder, 'gone')];
    expect(await filesNaming([...files, ...others], ['005x', 'ada@acme.test'])).toEqual(new Set(files));
  });
});
