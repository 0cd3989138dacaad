import { createReadStream } from 'node:fs';

/**
 * The files among whose bytes one of the texts stands, whatever kind of file they are: also where a database holds
 * what it has deleted. Case counts for all but letters of ASCII. A file that is gone meanwhile names nobody.
 */
export async function filesNaming(files: readonly string[], texts: readonly string[]): Promise<Set<string>> {
  const wanted = texts.map((text) => Buffer.from(text.toLowerCase(), 'utf8'));
  const longest = Math.max(0, ...wanted.map(({ length }) => length));
  const found = new Set<string>();
  for (const file of files) if (await names(file, wanted, longest)) found.add(file);
  return found;
}

const CHUNK = 4 * 1024 * 1024;

async function names(file: string, wanted: readonly Buffer[], longest: number): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      const bytes = lowered(Buffer.concat([rest, chunk]));
      if (wanted.some((text) => bytes.includes(text))) return true;
      // A text may lie across two chunks.
      rest = bytes.subarray(Math.max(0, bytes.length - longest + 1));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return false;
}

function lowered(bytes: Buffer): Buffer {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[i] = byte + 0x20;
  }
  return bytes;
}
