import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import type { CrashReport } from '../../src/shared/model/diagnostics';
import { AppError } from '../../src/shared/model/errors';
import type { Policy } from '../../src/shared/model/policy';
import type { Settings } from '../../src/shared/model/settings';
import type { UpdateStatus } from '../../src/shared/model/updates';
import { DAY, iso } from './bridge-people';

export interface FakeSystemOptions {
  /** What the computer's administrator decided; missing: there is no policy file. */
  policy?: Policy;
  /** What a look for a newer version finds. */
  updates?: 'never' | 'current' | 'newer' | 'other-system' | 'failed';
  /** How many crashes were written down. */
  crashes?: number;
  /** The port of the metrics is taken. */
  metricsTaken?: boolean;
}

interface Deps extends FakeSystemOptions {
  settings: () => Settings;
  now: number;
  latencyMs: number;
}

const NOTES = `Faster start with many orgs.

- Sign-ins of Experience Cloud members are told apart from those of employees.
- A collection that was stopped by the quota goes on earlier.
- Fixes the count of frozen users in the licenses table.`;

/** What an administrator decided, newer versions, crashes. */
export function createFakeSystem(deps: Deps): Handlers<ContractType['system']> {
  const { policy, updates = 'never', crashes = 0, metricsTaken = false, settings, now, latencyMs } = deps;
  let looked = updates === 'never' ? null : iso(now - 5 * 3_600_000);
  let reports = makeCrashes(crashes, now);
  const wait = (times: number) => new Promise((resolve) => setTimeout(resolve, latencyMs * times));
  const source = () => policy?.updateSource ?? settings().updateSource;

  const status = (): UpdateStatus => ({
    current: '0.1.0',
    source: source(),
    automatic: settings().checkForUpdates,
    checkedAt: looked,
    available:
      looked !== null && (updates === 'newer' || updates === 'other-system')
        ? {
            version: '0.2.0',
            releasedAt: iso(now - 9 * DAY),
            notes: NOTES,
            fileName: updates === 'newer' ? 'seatwatch_0.2.0_amd64.deb' : null,
            sizeBytes: updates === 'newer' ? 118_400_000 : null,
          }
        : null,
    problem:
      looked !== null && updates === 'failed'
        ? {
            code: 'UPDATE_UNREACHABLE',
            message: 'The update source did not answer.',
            fix: 'Check the address, the network and the proxy, and look again.',
          }
        : null,
  });

  return {
    policy: () => ({
      file: policy === undefined ? null : '/etc/seatwatch/policy.json',
      policy: policy ?? {},
    }),
    updates: status,
    checkForUpdates: async () => {
      await wait(10);
      looked = iso(Date.now());
      return status();
    },
    downloadUpdate: async () => {
      await wait(20);
      if (updates !== 'newer') {
        throw new AppError({
          code: 'UPDATE_NOT_FOR_THIS_SYSTEM',
          kind: 'usage',
          message: 'The newer version has no file for this system.',
          fix: 'Ask whoever publishes Seatwatch in your company.',
        });
      }
      return { file: '/home/kim/Downloads/seatwatch_0.2.0_amd64.deb' };
    },
    diagnostics: () => ({
      logFile: '/home/kim/.config/Seatwatch/logs/main.log',
      crashes: [...reports],
      metricsUrl:
        settings().metricsPort === null || metricsTaken
          ? null
          : `http://127.0.0.1:${settings().metricsPort}/metrics`,
      metricsProblem:
        settings().metricsPort !== null && metricsTaken
          ? `Port ${settings().metricsPort} is used by another program.`
          : null,
    }),
    saveBundle: async () => {
      await wait(10);
      return { file: '/home/kim/Documents/seatwatch-support-2026-02-11.json' };
    },
    removeCrashReports: () => {
      reports = [];
    },
  };
}

function makeCrashes(count: number, now: number): CrashReport[] {
  const kinds = [
    { process: 'database', summary: 'The process ended with code 139 (segmentation fault).' },
    { process: 'window', summary: "TypeError: Cannot read properties of undefined (reading 'orgId')" },
    { process: 'native', summary: 'Minidump of the main process.' },
    { process: 'main', summary: 'Error: EMFILE: too many open files' },
  ];
  return Array.from({ length: count }, (_, i) => {
    const kind = kinds[i % kinds.length] ?? { process: 'main', summary: 'Error' };
    const at = iso(now - (i * 11 + 0.4) * DAY);
    return { name: `crash-${at.slice(0, 10)}-${i}.json`, at, ...kind };
  });
}
