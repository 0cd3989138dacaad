import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryLog } from '../../core/testing/fakes';
import type { Notice } from './notifier';
import { notifyOfUpdates } from './notify-updates';

const HOUR = 3_600_000;

let due: boolean;
let untold: string | null;
let told: Notice[];
let opened: number;
let click: () => void;
let stop: () => void;
const log = memoryLog();
const check = vi.fn<(signal?: AbortSignal) => Promise<never>>();

beforeEach(() => {
  vi.useFakeTimers();
  due = true;
  untold = null;
  told = [];
  opened = 0;
  log.lines.length = 0;
  check.mockReset().mockImplementation(() => {
    due = false;
    return Promise.resolve(undefined as never);
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

function start(): void {
  stop = notifyOfUpdates({
    updates: { isDue: () => due, check, untold: () => Promise.resolve(untold) },
    log,
    notify: (notice, onClick) => {
      told.push(notice);
      click = onClick;
    },
    open: () => void (opened += 1),
  });
}

describe('looking for updates by itself', () => {
  it('looks at the start and then whenever it is due, and tells of what is new', async () => {
    untold = '1.2.0';
    start();
    await vi.advanceTimersByTimeAsync(0);
    expect(check).toHaveBeenCalledTimes(1);
    expect(told.map(({ title }) => title)).toEqual(['Seatwatch 1.2.0 is available']);
    click();
    expect(opened).toBe(1);
    untold = null;
    await vi.advanceTimersByTimeAsync(5 * HOUR);
    expect(check).toHaveBeenCalledTimes(1);
    due = true;
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(check).toHaveBeenCalledTimes(2);
    expect(told).toHaveLength(1);
  });

  it('asks nobody while it is not wanted', async () => {
    due = false;
    start();
    await vi.advanceTimersByTimeAsync(48 * HOUR);
    expect(check).not.toHaveBeenCalled();
  });

  it('goes on after a failure, and ends a look under way when stopped', async () => {
    check.mockRejectedValueOnce(new Error('disk full'));
    start();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.lines.join()).toContain('disk full');
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(check).toHaveBeenCalledTimes(2);
    due = true;
    let signal: AbortSignal | undefined;
    check.mockImplementation((given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    await vi.advanceTimersByTimeAsync(HOUR);
    stop();
    expect(signal?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(5 * HOUR);
    expect(check).toHaveBeenCalledTimes(3);
  });
});
