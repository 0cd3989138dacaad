import type { ElectronApplication } from '@playwright/test';

/** Work on the whole database, which the program leaves to processes of their own, waits for the test. */
export interface HeldWork {
  /** How many such processes stand still. */
  waiting(): Promise<number>;
  /** Lets those that stand still go on; the next ones stand still again. */
  letGo(): Promise<void>;
  /** Lets everything go on, now and later. */
  end(): Promise<void>;
}

interface Held {
  waiting: number[];
  holds: boolean;
}

const held = (electron: ElectronApplication, then: 'count' | 'letGo' | 'end'): Promise<number> =>
  electron.evaluate((_electron, wanted) => {
    const { heldWork } = globalThis as unknown as { heldWork: Held };
    if (wanted === 'count') return heldWork.waiting.length;
    if (wanted === 'end') heldWork.holds = false;
    for (const pid of heldWork.waiting.splice(0)) process.kill(pid, 'SIGCONT');
    return 0;
  }, then);

/** However little there is to do in a test, it takes as long as the test wants. Not for Windows. */
export async function holdWork(electron: ElectronApplication): Promise<HeldWork> {
  await electron.evaluate(({ utilityProcess }) => {
    const work: Held = { waiting: [], holds: true };
    Object.assign(globalThis, { heldWork: work });
    const fork = utilityProcess.fork.bind(utilityProcess);
    utilityProcess.fork = (file, args, options) => {
      const child = fork(file, args, options);
      if (work.holds && options?.serviceName === 'Seatwatch database care')
        child.once('spawn', () => {
          if (child.pid === undefined) return;
          process.kill(child.pid, 'SIGSTOP');
          work.waiting.push(child.pid);
        });
      return child;
    };
  });
  return {
    waiting: () => held(electron, 'count'),
    letGo: async () => void (await held(electron, 'letGo')),
    end: async () => void (await held(electron, 'end')),
  };
}
