// What has to be true before installers are given to others. Each check looks at one thing and says what to do.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { git } from './build-info.mjs';

const RESERVED = /\.invalid\b|^invalid\./;

/**
 * Facts the checks judge: `{ version, platform, env, git: { status, tags }, changelog, identity, electron }`, where
 * `status` is `git status --porcelain`, `tags` those of the commit, `changelog` the text of CHANGELOG.md or null,
 * and `electron` whether the official Electron of package.json is the one packed.
 */
export function releaseFacts({ isReleaseElectron }) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const changelog = path.join(root, 'CHANGELOG.md');
  return {
    version,
    platform: process.platform,
    env: process.env,
    git: {
      status: git('status', '--porcelain'),
      tags: (git('tag', '--points-at', 'HEAD') ?? '').split('\n').filter(Boolean),
    },
    changelog: existsSync(changelog) ? readFileSync(changelog, 'utf8') : null,
    identity: createRequire(import.meta.url)('../../packaging/identity.cjs'),
    electron: isReleaseElectron,
  };
}

/** Everything that stands in the way, as sentences; empty: nothing does. */
export function releaseProblems(facts, { unsigned = false } = {}) {
  return [
    ...sourceProblems(facts),
    ...makerProblems(facts),
    ...(unsigned ? [] : signingProblems(facts)),
    ...(facts.env.SEATWATCH_PACK_TESTABLE === '1'
      ? ['SEATWATCH_PACK_TESTABLE is set: a release leaves no inspector switched on.']
      : []),
    ...(facts.env.SEATWATCH_PACK_ELECTRON || !facts.electron
      ? ['The Electron here is not the one of package.json: release where it can be downloaded.']
      : []),
  ];
}

function sourceProblems({ version, git: { status, tags }, changelog }) {
  const problems = [];
  if (status === null)
    problems.push('This is no git checkout: nobody could say what the installers were made of.');
  else if (status !== '') problems.push('There are changes that are not committed.');
  if (!tags.includes(`v${version}`))
    problems.push(`The commit does not have the tag v${version}: git tag -s v${version}`);
  if (notesOf(changelog, version) === '') problems.push(`CHANGELOG.md says nothing about ${version}.`);
  return problems;
}

function makerProblems({ identity }) {
  return Object.entries({
    SEATWATCH_APP_ID: identity.appId,
    SEATWATCH_HOMEPAGE: identity.homepage,
    SEATWATCH_MAINTAINER: identity.maintainer,
  })
    .filter(([, value]) => RESERVED.test(value))
    .map(([name]) => `${name} is not set: the installers would name nobody who answers for them.`);
}

function signingProblems({ platform, env }) {
  const has = (...names) => names.every((name) => Boolean(env[name]));
  const problems = [];
  if (!has('SEATWATCH_UPDATE_KEY_FILE')) {
    problems.push('SEATWATCH_UPDATE_KEY_FILE is not set: installed programs would not trust the update.');
  }
  if (platform === 'linux' && !has('SEATWATCH_GPG_KEY')) {
    problems.push('SEATWATCH_GPG_KEY is not set: SHA256SUMS would be without a signature.');
  }
  if (platform === 'win32' && !has('WIN_CSC_LINK') && !has('CSC_LINK')) {
    problems.push('WIN_CSC_LINK is not set: Windows would warn of an unknown publisher.');
  }
  if (platform === 'darwin') {
    if (!has('CSC_LINK') && !has('CSC_NAME'))
      problems.push('Neither CSC_LINK nor CSC_NAME is set: macOS would not open the app.');
    const notarizes =
      has('APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER') ||
      has('APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID') ||
      has('APPLE_KEYCHAIN_PROFILE');
    if (!notarizes) problems.push('The credentials for notarization are not set (docs/releasing.md).');
  }
  return problems;
}

/** What the changelog says of a version, without its heading (`## 1.2.0 – …` or `## [1.2.0] …`); empty: nothing. */
export function notesOf(changelog, version) {
  const sections = (changelog ?? '').split(/^## /m).slice(1);
  const own = sections.find((section) =>
    new RegExp(`^\\[?v?${escapeRegExp(version)}[\\]\\s]`).test(`${section}\n`),
  );
  return own === undefined ? '' : own.slice(own.indexOf('\n') + 1).trim();
}

const escapeRegExp = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
