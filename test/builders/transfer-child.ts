import { existsSync } from 'node:fs';
import { createTransferTasks } from '../../src/db/transfer/tasks';

// Merges a backup or forgets a person beside the process that holds the data directory, as the care process does,
// and is killed, or rests, before one of its steps. Its options are the only argument; sends what came of it.

export interface TransferChildOptions {
  migrationsFolder: string;
  dataDir: string;
  work: { task: 'merge'; file: string } | { task: 'forget'; orgId: string; userId: string; at: number };
  /** How many steps are done before the kill; null: it comes to its end. */
  killAfter: number | null;
  /** Before this step it says "resting", and rests until the file is there. */
  restBefore?: { step: string; until: string };
}

const { migrationsFolder, dataDir, work, killAfter, restBefore } = JSON.parse(
  process.argv[2] ?? '{}',
) as TransferChildOptions;
let done = 0;
const tasks = createTransferTasks({
  migrationsFolder,
  onStep: (step) => {
    // kill -9: nothing of ours runs any more, no `finally` either.
    if (done === killAfter) process.kill(process.pid, 'SIGKILL');
    done += 1;
    if (step !== restBefore?.step) return;
    process.send?.('resting');
    // In the middle of a transaction nothing else can be waited for.
    const sleep = new Int32Array(new SharedArrayBuffer(4));
    while (!existsSync(restBefore.until)) Atomics.wait(sleep, 0, 0, 5);
  },
});
try {
  const value =
    work.task === 'merge'
      ? await tasks.mergeFrom(dataDir, work.file)
      : await tasks.forgetPerson(dataDir, work.orgId, work.userId, false, work.at);
  process.send?.({ value });
} catch (error) {
  process.send?.({ code: (error as { code?: string }).code });
}
process.disconnect();
