// The signed manifest that installed programs look for updates by (docs/updates.md). Needs nothing but Node, so that
// whoever runs a mirror can use this one file, too:
//
//   node update-manifest.mjs key FILE                        makes a key pair; FILE gets the private half
//   node update-manifest.mjs sign FOLDER --version 1.2.0     writes FOLDER/latest.json for the installers in FOLDER
//        [--notes FILE] [--days N]
//   node update-manifest.mjs renew FOLDER [--days N]         signs what FOLDER/latest.json says for longer
//
// SEATWATCH_UPDATE_KEY_FILE names the file with the private key (PEM); it never lies in the repository.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

export const MANIFEST_FILE = 'latest.json';
/** How long a manifest is believed. Whoever stops signing is noticed after that. */
export const DAYS = 90;
const DAY_MS = 86_400_000;

/** What an installer is, by the end of its name; `name` as electron-builder.config.cjs makes it. */
const KINDS = [
  [/\.deb$/, 'linux', 'deb'],
  [/\.rpm$/, 'linux', 'rpm'],
  [/\.AppImage$/, 'linux', 'AppImage'],
  [/-setup(?:-\w+)?\.exe$/, 'win32', 'nsis'],
  [/\.msi$/, 'win32', 'msi'],
  [/\.dmg$/, 'darwin', 'dmg'],
  [/\.zip$/, 'darwin', 'zip'],
];
const ARCHITECTURES = [
  [/arm64|aarch64/, 'arm64'],
  [/universal/, 'universal'],
  [/armv7l|armhf/, 'armv7l'],
  [/ia32|i[36]86/, 'ia32'],
];

/** `{ platform, kind, arch }` of an installer; null: it is none. Without a word about it, it is for x64. */
export function describeInstaller(name) {
  const found = KINDS.find(([pattern]) => pattern.test(name));
  if (found === undefined) return null;
  const [, platform, kind] = found;
  const arch = ARCHITECTURES.find(([pattern]) => pattern.test(name))?.[1] ?? 'x64';
  return { platform, arch, kind };
}

/** The names of a version's installers in a folder, sorted. */
export function installersIn(folder, version) {
  const debVersion = version.replaceAll('-', '~');
  return readdirSync(folder)
    .filter((name) => describeInstaller(name) !== null)
    .filter((name) => isOfVersion(name, version) || isOfVersion(name, debVersion))
    .sort();
}

/** A new pair: the private half in PEM, the public one in base64 as it stands in resources/update-keys.json. */
export function makeKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return {
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }),
    publicKey: der.toString('base64'),
    keyId: keyIdOf(der),
  };
}

/**
 * Writes `latest.json` for the installers of `version` in `folder`, and resolves to its path. `notes`: what is new, for
 * people. `privateKey`: PEM. `releasedAt`, `now`: epoch ms.
 */
export async function writeUpdateManifest({
  folder,
  version,
  notes = '',
  privateKey,
  days = DAYS,
  releasedAt,
  now = Date.now(),
}) {
  const names = installersIn(folder, version);
  if (names.length === 0) throw new Error(`There is no installer of version ${version} in ${folder}.`);
  const files = [];
  for (const name of names) {
    const file = path.join(folder, name);
    files.push({ ...describeInstaller(name), name, size: statSync(file).size, sha512: await sha512(file) });
  }
  const manifest = {
    format: 1,
    product: 'seatwatch',
    version,
    releasedAt: iso(releasedAt ?? now),
    signedAt: iso(now),
    expiresAt: iso(now + days * DAY_MS),
    notes,
    files,
  };
  return write(folder, manifest, privateKey);
}

/** Signs what stands in the folder's manifest anew, good for another while. Only what the same key has signed. */
export function renewUpdateManifest({ folder, privateKey, days = DAYS, now = Date.now() }) {
  const { payload, signatures } = JSON.parse(readFileSync(path.join(folder, MANIFEST_FILE), 'utf8'));
  const bytes = Buffer.from(payload, 'base64');
  const publicKey = createPublicKey(privateKey);
  const own = signatures.find(
    ({ keyId }) => keyId === keyIdOf(publicKey.export({ format: 'der', type: 'spki' })),
  );
  if (own === undefined || !verify(null, bytes, publicKey, Buffer.from(own.signature, 'base64')))
    throw new Error(`${MANIFEST_FILE} is not signed by this key: make one with "sign".`);
  const manifest = JSON.parse(bytes.toString('utf8'));
  return write(folder, { ...manifest, signedAt: iso(now), expiresAt: iso(now + days * DAY_MS) }, privateKey);
}

function write(folder, manifest, privateKey) {
  const key = createPrivateKey(privateKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key.');
  const payload = Buffer.from(JSON.stringify(manifest), 'utf8');
  const keyId = keyIdOf(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  const signed = {
    payload: payload.toString('base64'),
    signatures: [{ keyId, signature: sign(null, payload, key).toString('base64') }],
  };
  const target = path.join(folder, MANIFEST_FILE);
  writeFileSync(target, `${JSON.stringify(signed, null, 2)}\n`);
  return target;
}

/** The private key that SEATWATCH_UPDATE_KEY_FILE names; null when it names none. */
export function privateKeyFromEnvironment(env = process.env) {
  const file = env.SEATWATCH_UPDATE_KEY_FILE;
  return file ? readFileSync(file, 'utf8') : null;
}

/** What may stand behind the version in a name: its end, the kind of installer, the processor, the release of an .rpm. */
const BEHIND_VERSION =
  /^(?:[._](?!\d)|-(?:setup|machine|mac|universal|arm64|x64|ia32|armv7l|\d+\.(?=[a-z])))/;

/** 1.2.0 is not part of 11.2.0 or 1.2.01, and 1.2.0-beta.1 is another version. */
function isOfVersion(name, version) {
  const at = name.indexOf(version);
  return at > 0 && /[-_]/.test(name.charAt(at - 1)) && BEHIND_VERSION.test(name.slice(at + version.length));
}

const iso = (at) => new Date(at).toISOString();

/** The same as in src/core/updates/manifest.ts. */
function keyIdOf(der) {
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

const USAGE = `Usage: update-manifest.mjs key FILE
       update-manifest.mjs sign FOLDER --version VERSION [--notes FILE] [--days N]
       update-manifest.mjs renew FOLDER [--days N]
SEATWATCH_UPDATE_KEY_FILE names the file with the private key.`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { version: { type: 'string' }, notes: { type: 'string' }, days: { type: 'string' } },
  });
  const [command, target, ...more] = positionals;
  const days = values.days === undefined ? DAYS : Number(values.days);
  if (target === undefined || more.length > 0 || !(days > 0)) throw new Error(USAGE);
  if (command === 'key') return console.log(writeKey(target));
  const privateKey = privateKeyFromEnvironment();
  if (privateKey === null) throw new Error(USAGE);
  if (command === 'renew') return console.log(renewUpdateManifest({ folder: target, privateKey, days }));
  if (command !== 'sign' || values.version === undefined) throw new Error(USAGE);
  const notes = values.notes === undefined ? '' : readFileSync(values.notes, 'utf8').trim();
  const { version } = values;
  return console.log(await writeUpdateManifest({ folder: target, version, notes, privateKey, days }));
}

function writeKey(file) {
  const checkout = path.resolve(import.meta.dirname, '..', '..');
  const isInside = !path.relative(checkout, path.resolve(file)).startsWith('..');
  if (isInside && existsSync(path.join(checkout, '.git')))
    throw new Error('A private key does not belong into the repository: choose a place outside.');
  const { privateKey, publicKey, keyId } = makeKeyPair();
  // Never over an older one: what it signed could not be renewed any more.
  writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' });
  return `The private key is in ${file}: keep it where only releases are made.\nPublic key (updateKeys): ${publicKey}\nKey id: ${keyId}`;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
