import { unzipSync, Zip, ZipDeflate } from 'fflate';

/** The files of a small archive, in its order. */
export function filesOf(archive: Uint8Array): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(archive)));
}

export interface ZipWriter {
  /** One file, piece by piece. */
  file(
    name: string,
    pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  ): Promise<void>;
  /** The archive's directory; nothing can follow. */
  finish(): Promise<void>;
}

const encoder = new TextEncoder();

/** An archive written while it is made, so that its size never matters. */
export function createZipWriter(write: (bytes: Uint8Array) => Promise<void>): ZipWriter {
  let failure: Error | null = null;
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error !== null) failure = error;
    else ready.push(bytes);
  });
  const flush = async (): Promise<void> => {
    if (failure !== null) throw failure;
    const bytes = ready;
    ready = [];
    for (const one of bytes) if (one.length > 0) await write(one);
  };
  return {
    async file(name, pieces) {
      const entry = new ZipDeflate(name, { level: 6 });
      zip.add(entry);
      for await (const piece of pieces) {
        entry.push(typeof piece === 'string' ? encoder.encode(piece) : piece);
        await flush();
      }
      entry.push(new Uint8Array(), true);
      await flush();
    },
    async finish() {
      zip.end();
      await flush();
    },
  };
}
