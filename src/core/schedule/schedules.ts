import { AppError } from '../../shared/model/errors';
import { cronScheduler } from './cron';
import { type EntryKey, entryName, type SchedulerName } from './entry';
import { type ScheduleHost, schedulerMissing } from './host';
import { launchdScheduler } from './launchd';
import {
  type InstalledSchedule,
  isSameEntry,
  type Preview,
  type Scheduler,
  type ScheduleRequest,
  type ScheduleState,
} from './scheduler';
import { systemdScheduler } from './systemd';
import { taskScheduler } from './task-scheduler';
import { nextTime, timesOf } from './times';

const MAKE: Record<SchedulerName, (host: ScheduleHost) => Scheduler> = {
  systemd: systemdScheduler,
  cron: cronScheduler,
  launchd: launchdScheduler,
  'task-scheduler': taskScheduler,
};

/** Those a platform can have, best first: one that makes up for a missed time before one that does not. */
const OF_PLATFORM: Record<string, readonly SchedulerName[]> = {
  darwin: ['launchd', 'cron'],
  win32: ['task-scheduler'],
};
const ELSEWHERE: readonly SchedulerName[] = ['systemd', 'cron'];

export interface KnownSchedule extends InstalledSchedule {
  with: SchedulerName;
}

export interface ShownSchedule extends KnownSchedule, ScheduleState {
  /** Epoch ms; some schedulers add up to 15 minutes. Null: it will not be started. */
  nextAt: number | null;
}

export interface Installation {
  with: SchedulerName;
  name: string;
  preview: Preview;
  /** Another one of the same org and data folder was there before. */
  replaced: boolean;
  nextAt: number;
  advice: string[];
}

export interface Schedules {
  /** Without `with`, the best one that works here. `dryRun`: says what would be done. */
  install(request: ScheduleRequest, options: InstallOptions): Promise<Installation>;
  /** Of one data folder; `org` undefined: all of its entries. Resolves with those that were removed. */
  remove(which: Which): Promise<ShownSchedule[]>;
  show(which: Which): Promise<ShownSchedule[]>;
  /** What is installed for any data folder. */
  all(): Promise<KnownSchedule[]>;
}

export interface InstallOptions {
  with?: SchedulerName | undefined;
  dryRun: boolean;
}

export interface Which {
  dataDir: string | null;
  /** Null: the entry of all orgs. */
  org?: EntryKey['org'] | undefined;
}

/** Scheduled collections of this person on this computer. Errors: SCHEDULER_MISSING, SCHEDULER_REFUSED and others. */
export function createSchedules(host: ScheduleHost, now: () => number): Schedules {
  const possible = (OF_PLATFORM[host.platform] ?? ELSEWHERE).map((name) => MAKE[name](host));

  const chosen = async (wanted: SchedulerName | undefined): Promise<Scheduler> => {
    if (wanted !== undefined) {
      const scheduler = possible.find(({ name }) => name === wanted);
      if (scheduler === undefined) throw wrongPlatform(wanted, possible);
      return scheduler;
    }
    const usable = await firstUsable(possible);
    if (usable !== undefined) return usable;
    throw schedulerMissing(possible.map(({ name }) => name).join(' or '));
  };

  /** One that this person may not use (cron.allow) has nothing of theirs, where there is another one that works. */
  const everything = async (): Promise<[Scheduler, InstalledSchedule][]> => {
    const all: [Scheduler, InstalledSchedule][] = [];
    const answered: Scheduler[] = [];
    let refusal: AppError | null = null;
    for (const scheduler of possible) {
      try {
        for (const one of await scheduler.list()) all.push([scheduler, one]);
        answered.push(scheduler);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'SCHEDULER_REFUSED') throw error;
        refusal = error;
      }
    }
    if (refusal !== null && (await firstUsable(answered)) === undefined) throw refusal;
    return all;
  };

  const found = async ({ dataDir, org }: Which): Promise<[Scheduler, InstalledSchedule][]> =>
    (await everything()).filter(([, { entry }]) =>
      org === undefined ? entry.dataDir === dataDir : isSameEntry(entry, { dataDir, org }),
    );

  const shown = async (scheduler: Scheduler, one: InstalledSchedule): Promise<ShownSchedule> => {
    const state = await scheduler.state(one);
    const { at, every } = one.entry;
    return {
      ...one,
      ...state,
      with: scheduler.name,
      nextAt: state.active ? nextTime(timesOf(at, every), now()) : null,
    };
  };

  return {
    async install(request, options) {
      const { entry } = request;
      const before = await found(entry);
      // Only a look at what would be written needs no scheduler that works here.
      const scheduler =
        options.dryRun && options.with !== undefined ? MAKE[options.with](host) : await chosen(options.with);
      const result = {
        with: scheduler.name,
        name: entryName(entry),
        preview: scheduler.preview(request),
        replaced: before.length > 0,
        nextAt: nextTime(timesOf(entry.at, entry.every), now()),
      };
      if (options.dryRun) return { ...result, advice: [] };
      await scheduler.install(request);
      // The same collection by another scheduler would be a second one.
      for (const [other, one] of before) if (other.name !== scheduler.name) await other.remove(one);
      return { ...result, advice: await scheduler.advice(request) };
    },

    async remove(which) {
      const removed: ShownSchedule[] = [];
      for (const [scheduler, one] of await found(which)) {
        removed.push(await shown(scheduler, one));
        await scheduler.remove(one);
      }
      return removed;
    },

    all: async () => (await everything()).map(([scheduler, one]) => ({ ...one, with: scheduler.name })),

    async show(which) {
      const all: ShownSchedule[] = [];
      for (const [scheduler, one] of await found(which)) all.push(await shown(scheduler, one));
      return all;
    },
  };
}

async function firstUsable(schedulers: readonly Scheduler[]): Promise<Scheduler | undefined> {
  for (const scheduler of schedulers) if (await scheduler.isUsable()) return scheduler;
  return undefined;
}

function wrongPlatform(wanted: SchedulerName, possible: readonly Scheduler[]): AppError {
  return new AppError({
    code: 'SCHEDULER_MISSING',
    kind: 'usage',
    message: `This platform has no ${wanted}.`,
    fix: `Choose one of ${possible.map(({ name }) => name).join(', ')}, or look at what would be written with --dry-run.`,
  });
}
