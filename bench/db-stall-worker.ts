import { parentPort } from 'node:worker_threads';
import type { ToHost } from '../src/db/messages';
import { serve } from '../src/db/serve';

// The database host in a worker thread: the alternative that bench/db-stall.ts compares with.
serve({
  post: (message) => parentPort?.postMessage(message),
  listen: (listener) => parentPort?.on('message', (message: ToHost) => listener(message)),
  report: (error) => console.error(error),
  exit: (code) => process.exit(code),
});
