// Which sources a package was made of. The same commit gives the same words, whenever and wherever it is built.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';

/**
 * `{ version, commit, modified, date }`: version of package.json (or `override`), the full commit hash (null outside
 * git), whether files differ from that commit, and its time (ISO 8601, UTC). SOURCE_DATE_EPOCH (seconds), where set,
 * is the time instead; without git and without it the date is null.
 */
export function buildInfo({ version: override } = {}) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const commit = git('rev-parse', 'HEAD');
  const seconds = sourceDateEpoch();
  return {
    version: override ?? version,
    commit,
    modified: commit !== null && git('status', '--porcelain', '--untracked-files=normal') !== '',
    date: seconds === null ? null : new Date(seconds * 1000).toISOString(),
  };
}

/** Seconds since 1970 that every date in a package comes from, or null when nobody says. */
export function sourceDateEpoch() {
  const text = process.env.SOURCE_DATE_EPOCH || git('log', '-1', '--format=%ct');
  return text ? Number(text) : null;
}

/** What git says, without the line's end; null where there is no git or no repository. */
export function git(...args) {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trimEnd();
  } catch {
    return null;
  }
}
