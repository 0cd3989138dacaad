#!/usr/bin/env node
// Every command of the README: `node scripts/run.mjs WHAT [ARGS…]`, or `npm run WHAT`.
// Needs only Node and npm to start; each command sets up what it takes and is missing.
import process from 'node:process';

const OLDEST_NODE = 20;

const commands = {
  setup: 'everything the other commands need, and nothing else',
  demo: 'the main job against the built-in demo org',
  start: 'open the app',
  dev: 'open the app and reload it on every change',
  seatwatch: 'the command line (without arguments: open the app)',
  test: 'everything that must pass: check, unit, build, e2e',
  check: 'types, lint, import rules',
  unit: 'unit tests',
  e2e: 'end-to-end tests in the real app',
  soak: 'the random tests of `unit`, 20 times as long',
  clients: "other people's Salesforce clients against the demo org",
  package: 'installers for this system into dist/, for trying them out',
  'test-package': 'installs the .deb on a bare system and does the main job there (Linux, root)',
  release: 'checks, then the installers that are given to others',
  bench: 'measurements',
  screenshots: 'the pictures of the README',
  docs: 'the pages that are made from the code: checks, command line, man page, completions',
};

process.exitCode = await main(process.argv.slice(2));

async function main([what, ...args]) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    return fail(`Node ${process.versions.node} is too old: please install Node ${OLDEST_NODE} or newer.`);
  }
  if (!Object.hasOwn(commands, what ?? '')) return fail(usage());
  const { run } = await import(`./commands/${what}.mjs`);
  try {
    return (await run(args)) ?? 0;
  } catch (error) {
    const isExplained = error?.name === 'SetupError';
    return fail(`\n${isExplained ? error.message : (error?.stack ?? error)}`);
  }
}

function usage() {
  const lines = Object.entries(commands).map(([name, does]) => `  ${name.padEnd(12)} ${does}`);
  return `usage: node scripts/run.mjs WHAT [ARGS…]\n\n${lines.join('\n')}`;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  return 1;
}
