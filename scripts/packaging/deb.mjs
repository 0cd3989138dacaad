// Writes a .deb with dpkg-deb. Electron-builder calls this in place of fpm, a Ruby program that is in no distribution
// and that it would download: `node deb.mjs ARGS`, with the few options of fpm that it uses for a .deb.
//
// The same input gives the same bytes: owners, permissions, order and (with SOURCE_DATE_EPOCH) times are fixed here.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const SCRIPTS = { 'after-install': 'postinst', 'after-remove': 'postrm' };
const COMPRESSIONS = { xz: ['-Zxz'], gz: ['-Zgzip'], zst: ['-Zzstd', '-z3'], none: ['-Znone'] };

const text = { type: 'string' };
const list = { type: 'string', multiple: true, default: [] };
const OPTIONS = {
  input: { ...text, short: 's' },
  output: { ...text, short: 't' },
  force: { type: 'boolean' },
  depends: { ...list, short: 'd' },
  'deb-recommends': list,
  'deb-compression': { ...text, default: 'xz' },
  'deb-priority': { ...text, default: 'optional' },
  'after-install': text,
  'after-remove': text,
  architecture: text,
  category: { ...text, default: 'misc' },
  description: text,
  license: text,
  maintainer: text,
  name: text,
  package: text,
  url: text,
  vendor: text,
  version: text,
};

/** Builds what the arguments describe; throws for an option this does not know. */
export function buildDeb(args) {
  const { values: options, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (options.output !== 'deb') throw new Error(`deb.mjs makes .deb packages, not ${options.output}`);
  const tree = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-deb-'));
  try {
    for (const mapping of positionals) addFiles(tree, mapping);
    const files = filesOf(tree);
    const control = path.join(tree, 'DEBIAN');
    mkdirSync(control);
    writeFileSync(path.join(control, 'control'), controlText(options, installedKilobytes(tree, files)));
    writeFileSync(path.join(control, 'md5sums'), md5sums(tree, files));
    for (const [option, name] of Object.entries(SCRIPTS)) {
      if (options[option]) copyFileSync(options[option], path.join(control, name));
    }
    fixModes(tree);
    fixTimes(tree);
    const compression = COMPRESSIONS[options['deb-compression']];
    const command = ['--root-owner-group', ...compression, '--build', tree, options.package];
    execFileSync('dpkg-deb', command, { stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** `FROM=TO`; of a folder written with a slash at its end, what is in it. */
function addFiles(tree, mapping) {
  const [from, to] = mapping.split('=');
  const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true };
  const target = path.join(tree, to);
  mkdirSync(from.endsWith('/') ? target : path.dirname(target), { recursive: true });
  cpSync(from, target, options);
}

/** Regular files, sorted, relative to the tree. */
function filesOf(tree) {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(tree, path.join(entry.parentPath, entry.name)))
    .sort();
}

const md5sums = (tree, files) =>
  files
    .map((file) => {
      const sum = createHash('md5')
        .update(readFileSync(path.join(tree, file)))
        .digest('hex');
      return `${sum}  ${file}\n`;
    })
    .join('');

const installedKilobytes = (tree, files) =>
  files.reduce((sum, file) => sum + Math.ceil(lstatSync(path.join(tree, file)).size / 1024), 0);

function controlText(options, size) {
  const fields = {
    Package: options.name,
    Version: options.version,
    Architecture: options.architecture,
    Maintainer: options.maintainer,
    'Installed-Size': size,
    Depends: options.depends.join(', '),
    Recommends: options['deb-recommends'].join(', '),
    Section: options.category,
    Priority: options['deb-priority'],
    Homepage: options.url,
    Description: descriptionField(options.description ?? options.name),
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`;
}

/** A first line, then lines that begin with a space; an empty one would end the field. */
function descriptionField(description) {
  const [first, ...more] = description.trim().split('\n');
  return [first.trim(), ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n');
}

/** Readable by all, writable by root alone, executable what was; scripts of the package always. */
function fixModes(tree) {
  const isScript = (name) => Object.values(SCRIPTS).includes(path.basename(name));
  for (const file of everything(tree)) {
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) continue;
    const isInControl = path.dirname(file) === path.join(tree, 'DEBIAN');
    const runs = stat.isDirectory() || (isInControl ? isScript(file) : (stat.mode & 0o100) !== 0);
    chmodSync(file, runs ? 0o755 : 0o644);
  }
}

function fixTimes(tree) {
  const epoch = Number(process.env.SOURCE_DATE_EPOCH || 0);
  if (epoch === 0) return;
  for (const file of everything(tree).reverse()) lutimesSync(file, epoch, epoch);
}

const everything = (tree) => [
  tree,
  ...readdirSync(tree, { recursive: true }).map((name) => path.join(tree, name)),
];

if (process.argv[1] === import.meta.filename) {
  if (process.argv[2] === '--version') process.stdout.write('1.17.0\n');
  else buildDeb(process.argv.slice(2));
}
