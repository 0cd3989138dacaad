import { createDatabase } from '../../src/db/api';
import { parseTarget, publishOrg } from '../../src/core/publish';

// One publication as the command line makes it, in plain Node. To be killed at any moment; its options are the only
// argument. Says "begun" when it has read the first rows, and its result or error at the end.

export interface PublishChildOptions {
  file: string;
  migrationsFolder: string;
  url: string;
  orgId: string;
  /** Hosts of publishers that were killed: their processes are looked for where the names agree. */
  host: string;
}

export interface PublishChildResult {
  code: string | null;
  message: string | null;
  changes: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as PublishChildOptions;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

let result: PublishChildResult;
try {
  result = await publish();
} catch (error) {
  const { code, message } = error as { code?: string; message?: string };
  result = { code: code ?? 'UNEXPECTED', message: message ?? String(error), changes: 0 };
}
process.send?.(result, () => process.exit(result.code === null ? 0 : 1));

async function publish(): Promise<PublishChildResult> {
  const { file, migrationsFolder, url, orgId, host } = options;
  const db = await createDatabase({ file, migrationsFolder, readOnly: true });
  let begun = false;
  const { relations } = await publishOrg({
    db,
    orgId,
    target: parseTarget(url, 'boss'),
    password: null,
    schema: 'seatwatch',
    programVersion: '1.0.0',
    process: { host, pid: process.pid, isAlive },
    full: false,
    dryRun: false,
    keepRemoved: false,
    takeOver: false,
    onProgress({ rows }) {
      if (begun || rows === 0) return;
      begun = true;
      process.send?.('begun');
    },
  });
  db.close();
  const changes = Object.values(relations).reduce(
    (sum, { inserted, updated, deleted }) => sum + inserted + updated + deleted,
    0,
  );
  return { code: null, message: null, changes };
}
