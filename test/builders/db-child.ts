import { acquire } from '../../src/db/lock';
import type { FromHost, ToHost } from '../../src/db/messages';
import { openSession } from '../../src/db/session';
import { AS_OF, newOrg } from './db';
import { login } from './db-records';

// A process to be killed, or to talk to, in tests. Started by `db-process.ts`; says what it does over IPC.

export const PAGE_ROWS = 200;
const [role = '', dataDir = '', migrationsFolder = ''] = process.argv.slice(2);

if (role === 'hold') await hold();
else if (role === 'collect') await collect();
else if (role === 'host') await host();

/** Takes the directory and keeps it until killed. */
async function hold(): Promise<void> {
  const lock = await acquire({ dataDir, command: 'collect Acme', waitMs: 0 });
  process.send?.('held');
  // Something must hold on to the lock: garbage collection closes the file, and lets go.
  setInterval(() => lock, 1000);
}

/** Commits pages of logins, going on where the checkpoint says, until killed. */
async function collect(): Promise<void> {
  const { database } = await openSession({
    dataDir,
    migrationsFolder,
    nativeBinding: null,
    mode: 'write',
    command: 'test',
    waitMs: 5_000,
  });
  const org = (await database.findOrgByName('Acme')) ?? (await database.insertOrg(newOrg()));
  const runId = await database.startRun(org.id, Date.now(), 75, 'manual');
  let page = (await database.checkpoints(org.id)).loginHistory?.pass ?? 0;
  for (;;) {
    const first = page * PAGE_ROWS;
    const rows = Array.from({ length: PAGE_ROWS }, (_, i) =>
      login(`l${first + i}`, `u${i % 50}`, AS_OF + first + i),
    );
    page += 1;
    await database.commitPage({
      orgId: org.id,
      runId,
      stream: 'loginHistory',
      rows,
      checkpoint: {
        watermark: AS_OF + first + PAGE_ROWS - 1,
        cursor: null,
        pass: page,
        complete: false,
        updatedAt: page,
      },
      endOfPass: false,
      at: AS_OF + page,
    });
    process.send?.(page);
  }
}

/** The real entry of the database process, with Node's IPC in the place of Electron's. */
async function host(): Promise<void> {
  const parentPort = {
    postMessage: (message: FromHost) => process.send?.(message),
    on: (_: 'message', listener: (event: { data: ToHost }) => void) =>
      process.on('message', (data) => listener({ data: data as ToHost })),
  };
  Object.assign(process, { parentPort });
  await import('../../src/main/processes/database-host');
}
