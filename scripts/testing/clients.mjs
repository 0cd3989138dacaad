// The suite of test/clients, and the table of what each client did.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesBelow } from '../setup/files.mjs';
import { inCheckoutCache } from '../setup/paths.mjs';
import { runVitest } from './suites.mjs';

const clientsReport = inCheckoutCache('reports', 'clients.json');

/**
 * Runs the clients that setup/foreign-clients.mjs installed: `folder` of those in JavaScript, and what it says of
 * those in Python. Resolves to the exit code and the counts.
 */
export async function runClients({ folder, python }, args = []) {
  const measuresFolder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-clients-'));
  try {
    const result = await runVitest(clientsReport, {
      args: ['--config', 'test/clients/vitest.config.ts', ...args],
      env: {
        SEATWATCH_CLIENTS: folder,
        SEATWATCH_CLIENTS_PYTHON: JSON.stringify(python),
        SEATWATCH_CLIENTS_MEASURES: measuresFolder,
      },
    });
    for (const file of filesBelow(measuresFolder)) printMeasures(JSON.parse(readFileSync(file, 'utf8')));
    return result;
  } finally {
    rmSync(measuresFolder, { recursive: true, force: true });
  }
}

/** Prints what harness/measures.ts saved: `{ client, rows: [{ purpose, calls, ms }], skipped? }`. */
function printMeasures({ client, rows, skipped }) {
  process.stdout.write(`\n${client}${skipped ? `: skipped: ${skipped}` : ''}\n`);
  if (rows.length === 0) return;
  const width = Math.max(...rows.map(({ purpose }) => purpose.length));
  process.stdout.write(`  ${'what'.padEnd(width)}  counted calls   seconds\n`);
  for (const { purpose, calls, ms } of rows) {
    const figures = `${String(calls).padStart(13)}  ${(ms / 1000).toFixed(2).padStart(8)}`;
    process.stdout.write(`  ${purpose.padEnd(width)}  ${figures}\n`);
  }
}
