import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Transfer } from '../../../core/transfer/transfer';
import { createInspected } from './data-backups';
import { type TransferDialogs, transferHandlers } from './data-transfer';

const counts = { orgId: 'o', userId: 'u', username: null, rows: {}, backups: [] };
function handlers(chosen: string | null) {
  const transfer: Transfer = {
    exportEverything: vi.fn<Transfer['exportEverything']>(async ({ path }) => ({
      path,
      files: 2,
      rows: 3,
      bytes: 4,
    })),
    previewMerge: vi.fn<Transfer['previewMerge']>(async () => ({ orgs: [] })),
    merge: vi.fn<Transfer['merge']>(async () => ({ orgs: [] })),
    previewForget: vi.fn<Transfer['previewForget']>(async () => counts),
    forget: vi.fn<Transfer['forget']>(async () => counts),
    leftOut: vi.fn<Transfer['leftOut']>(async () => []),
    stopLeavingOut: vi.fn<Transfer['stopLeavingOut']>(async () => true),
  };
  const inspected = createInspected();
  const askForExport = vi.fn<TransferDialogs['askForExport']>(async () => chosen);
  const onChanged = vi.fn<() => void>();
  const own = transferHandlers({
    ...{ transfer, inspected, onChanged, dialogs: { askForExport } },
    today: () => '2026-06-30',
  });
  return { own, transfer, inspected, askForExport, onChanged };
}

describe('moving data through the door', () => {
  it('exports to a file for SQLite, into a folder of its own otherwise, and nowhere when dismissed', async () => {
    const sqlite = handlers('/home/x/all.sqlite');
    expect(await sqlite.own.exportEverything({ format: 'sqlite' })).toEqual({
      ...{ path: '/home/x/all.sqlite', files: 2, bytes: 4 },
    });
    expect(sqlite.askForExport).toHaveBeenCalledWith('sqlite', 'seatwatch-2026-06-30-sqlite.sqlite');
    const csv = handlers('/home/x');
    expect(await csv.own.exportEverything({ format: 'csv' })).toMatchObject({
      path: join('/home/x', 'seatwatch-2026-06-30-csv'),
    });
    const dismissed = handlers(null);
    expect(await dismissed.own.exportEverything({ format: 'parquet' })).toBeNull();
    expect(dismissed.transfer.exportEverything).not.toHaveBeenCalled();
  });

  it('merges only what was looked into, and tells the window', async () => {
    const { own, transfer, inspected, onChanged } = handlers(null);
    await expect(async () => own.mergeInspected()).rejects.toMatchObject({ code: 'NO_BACKUP_CHOSEN' });
    inspected.set('/b/backup.db');
    await own.previewMerge();
    expect(onChanged).not.toHaveBeenCalled();
    await own.mergeInspected();
    expect(transfer.merge).toHaveBeenCalledWith('/b/backup.db');
    expect(onChanged).toHaveBeenCalledOnce();
  });

  it('forgets whom the window names', async () => {
    const { own, transfer, onChanged } = handlers(null);
    await own.previewForget({ orgId: 'o', userId: 'u' });
    expect(onChanged).not.toHaveBeenCalled();
    await own.forget({ orgId: 'o', userId: 'u', andIgnore: true });
    expect(transfer.forget).toHaveBeenCalledWith('o', 'u', true);
    expect(onChanged).toHaveBeenCalledOnce();
  });

  it('tells who is left out, and collects them again', async () => {
    const { own, transfer } = handlers(null);
    expect(await own.leftOut({ userId: '005x' })).toEqual([]);
    expect(transfer.leftOut).toHaveBeenCalledWith('005x');
    expect(await own.stopLeavingOut({ orgId: 'o', digest: 'd' })).toBe(true);
    expect(transfer.stopLeavingOut).toHaveBeenCalledWith('o', 'd');
  });
});
