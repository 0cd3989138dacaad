import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import semver from 'semver';
import { z } from 'zod';
import { notAManifest, noKey, notTrusted } from './errors';

/** Some notes and a dozen files take a few kilobytes. */
export const MAX_MANIFEST_BYTES = 256 * 1024;

/** No path, nothing hidden, nothing that needs quoting in an address or means something to a shell. */
const FileName = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._+~-]{0,198}[A-Za-z0-9])?$/);
const Moment = z.iso.datetime();

export const UpdateFile = z.object({
  platform: z.enum(['win32', 'darwin', 'linux']),
  /** As Node names it; "universal" fits every processor of the platform. */
  arch: z.enum(['x64', 'arm64', 'ia32', 'armv7l', 'universal']),
  kind: z.enum(['nsis', 'msi', 'dmg', 'zip', 'deb', 'rpm', 'AppImage']),
  /** Beside the manifest, so that a folder can be mirrored without being signed again. */
  name: FileName,
  /** Bytes. */
  size: z
    .number()
    .int()
    .min(1)
    .max(2 ** 32),
  /** In lower-case hexadecimal, as `sha512sum` prints it. */
  sha512: z.string().regex(/^[\da-f]{128}$/),
});
export type UpdateFile = z.infer<typeof UpdateFile>;

/** What is signed. Names we do not know are for later versions of the program. */
export const UpdateManifest = z.object({
  format: z.literal(1),
  /** So that a signature for something else of the same key holder is worth nothing here. */
  product: z.literal('seatwatch'),
  version: z.string().refine((text) => semver.valid(text) === text, 'not a version'),
  releasedAt: Moment,
  /** Never goes backwards: an older manifest is a replayed one. */
  signedAt: Moment,
  /** From then on it says nothing any more. */
  expiresAt: Moment,
  /** What is new, for people; plain text. */
  notes: z.string().max(20_000),
  files: z.array(UpdateFile).max(100),
});
export type UpdateManifest = z.infer<typeof UpdateManifest>;

/** The newest manifest a source has shown so far. */
export type Seen = Pick<UpdateManifest, 'version' | 'signedAt'>;

/** `latest.json`. Several signatures, so that keys can be replaced: one by a key we know is enough. */
export const SignedManifest = z.object({
  /** The manifest's JSON in base64: these very bytes are signed. */
  payload: z.base64().min(1),
  signatures: z
    .array(z.object({ keyId: z.string(), signature: z.base64() }))
    .min(1)
    .max(20),
});

export interface UpdateKey {
  id: string;
  key: KeyObject;
}

/** First 16 hexadecimal digits of the SHA-256 of the key's SubjectPublicKeyInfo. */
export function keyIdOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** Ed25519 public keys in base64 (SubjectPublicKeyInfo), as they stand in `resources/update-keys.json` and a policy. */
export function updateKeys(...lists: (readonly string[])[]): UpdateKey[] {
  const keys = new Map<string, UpdateKey>();
  for (const text of lists.flat()) {
    const der = Buffer.from(text, 'base64');
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('An update key is not an Ed25519 key.');
    const id = keyIdOf(der);
    keys.set(id, { id, key });
  }
  return [...keys.values()];
}

/**
 * The manifest in a `latest.json`, if one of the keys signed it. Nothing in it is looked at before that. Throws
 * UPDATE_NO_KEY, UPDATE_NOT_A_MANIFEST, UPDATE_NOT_TRUSTED. Whether it is still good, and newer, is asked in `check.ts`.
 */
export function openManifest(text: string, keys: readonly UpdateKey[]): UpdateManifest {
  if (keys.length === 0) throw noKey();
  const signed = SignedManifest.safeParse(parse(text));
  if (!signed.success) throw notAManifest(/^\s*</.test(text) ? 'a web page' : 'other JSON, or none at all');
  const { payload, signatures } = signed.data;
  const bytes = Buffer.from(payload, 'base64');
  const known = signatures.flatMap(({ keyId, signature }) => {
    const found = keys.find(({ id }) => id === keyId);
    return found === undefined ? [] : [{ key: found.key, signature: Buffer.from(signature, 'base64') }];
  });
  if (known.length === 0) throw notTrusted('none of its keys is known');
  // One that is wrong says that somebody meddled, whatever the others say.
  if (!known.every(({ key, signature }) => verify(null, bytes, key, signature)))
    throw notTrusted('the signature does not fit');
  const manifest = UpdateManifest.safeParse(parse(bytes.toString('utf8')));
  if (manifest.success) return manifest.data;
  throw notAManifest('it is signed, but for something this version does not understand');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
