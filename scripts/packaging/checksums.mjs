// SHA256SUMS, as `sha256sum --check` reads it.
import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { artifactsIn } from './builder.mjs';

export const CHECKSUMS_FILE = 'SHA256SUMS';

/** Writes the sums of a version's packages (and of `others`, files in the same folder). Resolves to the file. */
export async function writeChecksums(folder, version, others = []) {
  const files = [...artifactsIn(folder, version), ...others];
  const lines = await Promise.all(
    files.map(async (file) => `${await sha256(file)}  ${path.basename(file)}\n`),
  );
  const target = path.join(folder, CHECKSUMS_FILE);
  writeFileSync(target, lines.join(''));
  return target;
}

/** Of files larger than one would want in memory. */
export async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
