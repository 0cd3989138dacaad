import { expect, it } from 'vitest';
import { fakeClock } from '../testing/fakes';
import { createRounds } from './rounds';

it('rounds follow each other until they are stopped, and begin anew after that', async () => {
  const clock = fakeClock(0);
  let worked = 0;
  const rounds = createRounds({
    clock,
    everyMs: 1_000,
    work: async () => {
      worked += 1;
      if (worked % 3 === 0) void rounds.stop();
    },
  });
  for (const total of [3, 6]) {
    rounds.start();
    rounds.start();
    while (worked < total) await Promise.resolve();
    await rounds.stop();
    expect(rounds.signal().aborted).toBe(true);
    expect(worked).toBe(total);
  }
});

it('two who ask at the same time get the same round, and stopping waits for it', async () => {
  let end: () => void = () => undefined;
  let worked = 0;
  const rounds = createRounds({
    clock: fakeClock(0),
    everyMs: 1_000,
    work: () => {
      worked += 1;
      return new Promise<void>((done) => (end = done));
    },
  });
  const first = rounds.tick();
  expect(rounds.tick()).toBe(first);
  let stopped = false;
  const stopping = rounds.stop().then(() => (stopped = true));
  await Promise.resolve();
  expect(stopped).toBe(false);
  end();
  await stopping;
  await rounds.settled();
  expect(worked).toBe(1);
});
