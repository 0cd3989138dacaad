import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import { AppError } from '../../src/shared/model/errors';
import type { OrgSummary } from '../../src/shared/model/org';
import { DAY, iso } from './bridge-people';

const MB = 1_000_000;

export interface StorageData {
  orgs: () => readonly OrgSummary[];
  find: (orgId: string) => OrgSummary;
  now: number;
  latencyMs: number;
}

/** Sizes that compacting changes. */
export function createFakeStorage({
  orgs,
  find,
  now,
  latencyMs,
}: StorageData): Pick<Handlers<ContractType['data']>, 'storage' | 'previewPurge' | 'compact'> {
  let free = 412 * MB;
  return {
    storage: () => ({
      file: '/home/kim/.config/Seatwatch/seatwatch.db',
      sizeBytes: 1284 * MB + free,
      freeBytes: free,
      backupBytes: 7731 * MB,
      diskFreeBytes: 96_400 * MB,
      orgs: orgs().map((org, i) => ({
        orgId: org.id,
        name: org.name,
        logins: org.dataAsOf ? 184_220 * (i + 1) : 0,
        users: org.dataAsOf ? 1243 * (i + 1) : 0,
        oldestLogin: org.dataAsOf ? iso(now - (180 + 400 * (i % 2)) * DAY) : null,
        keepLoginsDays: org.keepLoginsDays,
      })),
    }),
    previewPurge: ({ orgId, keepLoginsDays }) => ({
      logins: find(orgId).dataAsOf ? Math.max(0, 240_000 - keepLoginsDays * 300) : 0,
      before: iso(now - keepLoginsDays * DAY),
    }),
    compact: async () => {
      await new Promise((resolve) => setTimeout(resolve, latencyMs * 10));
      if (orgs().some((org) => org.state === 'collecting')) {
        throw new AppError({
          code: 'ALREADY_COLLECTING',
          kind: 'usage',
          message: 'A collection is running.',
          fix: 'Wait for its end, or cancel it, and compact then.',
        });
      }
      const freedBytes = free;
      free = 0;
      return { freedBytes };
    },
  };
}
