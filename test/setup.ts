import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

// One fixed seed: a property that fails in CI fails the same way on the next run, here and there.
// `npm run test:soak` looks for new counterexamples.
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_260_101) });

// Tests must not depend on where they run.
process.env['TZ'] = 'UTC';

// Files share a process (vitest.config.ts): a clock that one of them stopped must not stand still for the next.
afterAll(() => {
  vi.useRealTimers();
});
