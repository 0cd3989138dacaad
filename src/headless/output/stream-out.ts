import type { Writable } from 'node:stream';
import { OutputClosed, type TextOut } from '../deps';

const NOBODY_READS = new Set([
  'EPIPE',
  'EOF',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * A process stream whose writes are awaited: a slow reader slows us down, and nothing is left in a buffer when the
 * process ends.
 */
export function streamOut(stream: Writable & { isTTY?: boolean }): TextOut {
  let closed = false;
  // Without a listener a broken pipe would end the process with a stack trace.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (NOBODY_READS.has(error.code ?? '')) closed = true;
  });
  return {
    isTerminal: stream.isTTY === true,
    write: (text) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new OutputClosed());
          return;
        }
        stream.write(text, (error?: NodeJS.ErrnoException | null) => {
          if (!error) resolve();
          else if (NOBODY_READS.has(error.code ?? '')) reject(new OutputClosed());
          else reject(error);
        });
      }),
  };
}
