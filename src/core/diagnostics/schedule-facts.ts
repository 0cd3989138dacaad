import { createSchedules, type ScheduleHost } from '../schedule';
import type { ScheduleFacts } from './doctor-deps';

/** What this computer's schedulers have for these data folders (null: the platform's own). May reject. */
export async function scheduleFacts(
  host: ScheduleHost,
  now: () => number,
  dataDirs: readonly (string | null)[],
): Promise<ScheduleFacts[]> {
  const schedules = createSchedules(host, now);
  const found = await Promise.all(dataDirs.map((dataDir) => schedules.show({ dataDir })));
  return found.flat().map(({ with: scheduler, entry, active, lastExitCode }) => ({
    scheduler,
    every: entry.every,
    active,
    lastExitCode,
  }));
}
