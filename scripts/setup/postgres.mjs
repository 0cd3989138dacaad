// A PostgreSQL server for the tests of publishing. The app needs none.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './apt.mjs';
import { SetupError } from './errors.mjs';
import { withLock } from './lock.mjs';
import { hasProgram, isLinux } from './process.mjs';

/** Where Debian keeps the programs of each version; they are not on the path. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder with `initdb` and `postgres`: the one given, Debian's newest, or null: somewhere on the path, or nowhere. */
export function postgresFolder() {
  const given = process.env.SEATWATCH_TEST_POSTGRES;
  if (given) return given;
  if (!existsSync(DEBIAN)) return null;
  const versions = readdirSync(DEBIAN)
    .filter((version) => existsSync(path.join(DEBIAN, version, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a));
  return versions.length === 0 ? null : path.join(DEBIAN, versions[0], 'bin');
}

const isThere = () => postgresFolder() !== null || (hasProgram('initdb') && hasProgram('postgres'));

/**
 * Installs it where we may. Resolves to null, or to the reason why tests that need it will be skipped: nobody is kept
 * from running the others.
 */
export async function ensurePostgres() {
  if (isThere()) return null;
  if (!isLinux) return 'initdb and postgres are not on the path, and SEATWATCH_TEST_POSTGRES names no folder';
  try {
    await withLock('setup', () =>
      installPackages(['postgresql'], 'Tests of publishing need a PostgreSQL server'),
    );
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return error.message.replace(/\s*\n\s*/g, ' ');
  }
  return isThere() ? null : `there is still nothing in ${DEBIAN}`;
}
