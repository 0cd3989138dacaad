import { startTransition, useEffect, useState } from 'react';

/** Rows that are drawn and laid out well within the time of two frames. */
const STEP = 16;

/**
 * How many of a list's rows, or parts of something, to draw now: `step` at first, then as many more with every frame
 * until all are there. The browser lays out in one go whatever it is given in one go.
 */
export function useGradually(total: number, step = STEP): number {
  const [drawn, setDrawn] = useState(step);
  const done = drawn >= total;
  useEffect(() => {
    if (done) return;
    let timer: ReturnType<typeof setTimeout>;
    // After that frame is on screen, not with it.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setDrawn(drawn + step)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [drawn, done, step]);
  return Math.min(drawn, total);
}
