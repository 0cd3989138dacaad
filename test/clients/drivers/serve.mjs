// Lets the tests use a client library in this process: a call a line in, an answer a line out (harness/driver.ts).
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Loads a package from the folder of the installed clients. */
export const load = createRequire(path.join(process.env.SEATWATCH_CLIENTS, 'package.json'));

/** `operations`: name -> function of the call's arguments. `details` turns the client's errors into plain data. */
export function serve(operations, details) {
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const { id, operation, args } = JSON.parse(line);
    const answer = { id };
    try {
      answer.value = await operations[operation](...args);
    } catch (error) {
      answer.error = { name: error.name, message: error.message, ...details(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  });
}
