import { createHash, randomBytes } from 'node:crypto';
import { link, readFile, rename, unlink } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { vaultDamaged, vaultTooNew, vaultUnusable } from './errors';

export const VAULT_FORMAT = 'seatwatch-vault';
export const VAULT_VERSION = 1;
const OWNER_ONLY = 0o600;

const Base64 = z.base64();
const powerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

const Kdf = z.strictObject({
  name: z.literal('scrypt'),
  // Bounded both ways: no downgrade, and a doctored file cannot make us allocate gigabytes.
  N: z
    .number()
    .int()
    .min(2 ** 15)
    .max(2 ** 20)
    .refine(powerOfTwo),
  r: z.number().int().min(8).max(16),
  p: z.number().int().min(1).max(4),
  salt: Base64,
});

const SealedKeyRecord = z.discriminatedUnion('sealer', [
  z.strictObject({ sealer: z.literal('safe-storage'), backend: z.string(), blob: Base64, check: Base64 }),
  z.strictObject({
    sealer: z.literal('passphrase'),
    backend: z.string(),
    blob: Base64,
    check: Base64,
    kdf: Kdf,
  }),
]);
export type SealedKeyRecord = z.infer<typeof SealedKeyRecord>;

const VaultEntry = z.strictObject({ service: z.string(), account: z.string(), data: Base64 });
export type VaultEntry = z.infer<typeof VaultEntry>;

const VaultDocument = z.strictObject({
  format: z.literal(VAULT_FORMAT),
  version: z.literal(VAULT_VERSION),
  key: SealedKeyRecord,
  entries: z.array(VaultEntry),
});
export type VaultDocument = z.infer<typeof VaultDocument>;

/**
 * The whole document under one checksum. It is no defense against an attacker (GCM is); it tells damage from a
 * wrong passphrase, which look alike to the cipher. Every later format keeps it, so that "newer" can be believed.
 */
function checksum(body: object): string {
  return createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex');
}

const Envelope = z.looseObject({ format: z.string(), version: z.number(), checksum: z.string() });

export function parseVault(file: string, text: string): VaultDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw vaultDamaged(file, 'it is not valid JSON', error);
  }
  const envelope = Envelope.safeParse(json);
  if (!envelope.success || envelope.data.format !== VAULT_FORMAT)
    throw vaultDamaged(file, 'it is not a Seatwatch vault');
  const { checksum: stored, ...body } = json as Record<string, unknown>;
  if (stored !== checksum(body)) throw vaultDamaged(file, 'its checksum does not fit its content');
  if (envelope.data.version > VAULT_VERSION) throw vaultTooNew(file, envelope.data.version);
  const parsed = VaultDocument.safeParse(body);
  if (!parsed.success) throw vaultDamaged(file, 'its content has an unknown shape');
  return parsed.data;
}

export function formatVault(document: VaultDocument): string {
  // Fixed property order: the checksum is taken over the text.
  const body = {
    format: document.format,
    version: document.version,
    key: document.key,
    entries: document.entries,
  };
  return `${JSON.stringify({ ...body, checksum: checksum(body) }, null, 2)}\n`;
}

export interface VaultFile {
  readonly path: string;
  /** Null when there is no vault yet. */
  read(): Promise<VaultDocument | null>;
  replace(document: VaultDocument): Promise<void>;
  /** False when another process made a vault first; that one stays. */
  create(document: VaultDocument): Promise<boolean>;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

export function createVaultFile(path: string): VaultFile {
  const write = async (to: string, document: VaultDocument): Promise<void> => {
    try {
      await writeFileAtomic(to, formatVault(document), { mode: OWNER_ONLY });
    } catch (error) {
      throw vaultUnusable(path, 'write', error as NodeJS.ErrnoException);
    }
  };
  return {
    path,

    async read() {
      let bytes: Buffer;
      try {
        bytes = await readFile(path);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw vaultUnusable(path, 'read', error as NodeJS.ErrnoException);
      }
      return parseVault(path, bytes.toString('utf8'));
    },

    replace: (document) => write(path, document),

    async create(document) {
      const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
      await write(draft, document);
      try {
        // A hard link is the one atomic "create unless it exists" for a file that is already complete.
        await link(draft, path);
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        // File systems without hard links (FAT): the data folder's own lock has to do.
        await rename(draft, path).catch((renameError: unknown) => {
          throw vaultUnusable(path, 'write', renameError as NodeJS.ErrnoException);
        });
        return true;
      } finally {
        await unlink(draft).catch(() => undefined);
      }
    },
  };
}
