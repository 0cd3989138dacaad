import { inspect } from 'node:util';
import { createCsvPage } from '../../core/collect/ingest/csv-page';
import { writeRelations } from '../../core/export/everything';
import type { FromHost, ToHost } from '../../db/messages';
import { serve } from '../../db/serve';

// Entry of the database process (an Electron utility process). SQLite blocks while it works; here it
// blocks nobody but its own queue.

/** `process.parentPort` of a utility process, as far as it is used. */
interface ParentPort {
  postMessage(message: FromHost): void;
  on(event: 'message', listener: (event: { data: ToHost }) => void): void;
}

const { parentPort } = process as unknown as { parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('The database host only runs as a utility process.');

const host = serve(
  {
    post: (message) => parentPort.postMessage(message),
    listen: (listener) => parentPort.on('message', (event) => listener(event.data)),
    // Main forwards this process's standard error to the log file.
    report: (error) => process.stderr.write(`${inspect(error)}\n`),
    exit: (code) => process.exit(code),
  },
  { readCsvPage: createCsvPage, writeRelations },
);

// The system shuts down, or somebody stops the process tree: leave a closed file, not only a sound one.
process.on('SIGTERM', () => host.close());
process.on('SIGINT', () => host.close());
