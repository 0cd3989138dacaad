import type { CsvPageFacts, CsvPageStart, Database } from '../../ports';
import type { PageSink } from '../../salesforce/bulk';

/** Small pieces are joined up to this size: each crossing to the database process has its price. */
const PIECE_BYTES = 256 * 1024;
/**
 * Bytes on their way to the database at once. As much as comes in while a batch is being committed: with less,
 * download and storing wait for each other in turn. What memory holds of a page is bounded by this.
 */
const BYTES_UNDER_WAY = 5 * 1024 * 1024;

export interface PageSinkEvents {
  /** Records read from the page so far. */
  progress(records: number): void;
  /** As in `PageSink`. */
  received(next: string): void;
  done(facts: CsvPageFacts): void;
}

/** Streams a result page into the database while it is still being downloaded. */
export async function createPageSink(
  db: Database,
  start: CsvPageStart,
  events: PageSinkEvents,
): Promise<PageSink> {
  const page = await db.openCsvPage(start);
  let joined: Uint8Array[] = [];
  let size = 0;
  let failure: { error: unknown } | null = null;
  const underWay = new Set<Promise<void>>();
  const most = BYTES_UNDER_WAY / PIECE_BYTES;

  async function send(): Promise<void> {
    if (size === 0) return;
    // A copy of exactly these bytes: the border clones the whole memory behind a view.
    const bytes = join(joined, size);
    joined = [];
    size = 0;
    while (underWay.size >= most) await Promise.race(underWay);
    fail();
    const sent: Promise<void> = db
      .feedCsvPage(page, bytes)
      .then(
        (records) => {
          events.progress(records);
        },
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => underWay.delete(sent));
    underWay.add(sent);
  }

  function fail(): void {
    if (failure !== null) throw failure.error;
  }

  return {
    async feed(bytes) {
      joined.push(bytes);
      size += bytes.length;
      if (size >= PIECE_BYTES) await send();
    },
    received(next) {
      events.received(next);
    },
    async close(promised) {
      await send();
      await Promise.all(underWay);
      fail();
      let facts: CsvPageFacts | null = null;
      while (facts === null) facts = await db.closeCsvPage(page, promised);
      events.done(facts);
    },
  };
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
