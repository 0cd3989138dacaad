import type { MoveRequest, RestoreRequest } from '../../src/core/ports-care';
import { createCareTasks } from '../../src/db/care/tasks';

// Restores a backup or moves a data folder, and is killed before one of the steps that change something. Started by
// test/data/care-crash.test.ts with its options as the only argument; exit code 0: came to its end.

export interface CareChildOptions {
  migrationsFolder: string;
  /** How many steps are done before the kill. */
  steps: number;
  work: { task: 'restore'; request: RestoreRequest } | { task: 'move'; request: MoveRequest };
}

const { migrationsFolder, steps, work } = JSON.parse(process.argv[2] ?? '{}') as CareChildOptions;
let done = 0;
const care = createCareTasks({
  migrationsFolder,
  onStep: () => {
    // kill -9: nothing of ours runs any more, no `finally` either.
    if (done === steps) process.kill(process.pid, 'SIGKILL');
    done += 1;
  },
});
if (work.task === 'restore') await care.restore(work.request);
else await care.move(work.request);
