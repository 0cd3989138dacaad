import type { CsvPage, CsvPageFacts, CsvPageStart, PageCommit } from '../core/ports';
import type { Connection } from './connection';
import { NewestSuccesses } from './queries/newest-successes';
import { commitPage, saveNewest } from './queries/pages';

/** How the text of a stream's result page becomes rows; main gives it, the database knows no Salesforce. */
export type ReadCsvPage = (stream: CsvPageStart['stream']) => CsvPage;

/**
 * Rows per transaction. Many are quicker: a day's roll-ups are then written once, and index pages once for
 * many rows. But a question from the window waits for a whole batch, so while somebody is looking they are few.
 */
const BATCH_ROWS = 10_000;
const WATCHED_BATCH_ROWS = 2_000;
/** The same for the people of a page of logins, of whom each costs two rows found by their keys. */
const BATCH_PEOPLE = 50_000;
const WATCHED_BATCH_PEOPLE = 2_000;

interface OpenPage {
  number: number;
  start: CsvPageStart;
  csv: CsvPage;
  waiting: PageCommit['rows'];
  newest: NewestSuccesses;
  ended: boolean;
}

/** The methods of `Database` for them, each still to be bound to a connection. */
export interface CsvPages {
  openCsvPage: (db: Connection, start: CsvPageStart) => number;
  feedCsvPage: (db: Connection, page: number, bytes: Uint8Array) => number;
  closeCsvPage: (db: Connection, page: number, records: number | null) => CsvPageFacts | null;
}

/** `isWatched`: somebody is waiting for answers from the same process. */
export function createCsvPages(read: ReadCsvPage | undefined, isWatched: () => boolean): CsvPages {
  let open: OpenPage | null = null;
  let numbers = 0;

  function store(db: Connection, page: OpenPage, all: boolean): void {
    const batch = isWatched() ? WATCHED_BATCH_ROWS : BATCH_ROWS;
    while (page.waiting.length >= batch || (all && page.waiting.length > 0)) {
      const rows = page.waiting.slice(0, batch);
      page.waiting = page.waiting.slice(batch);
      const { orgId, runId, stream, checkpoint, fields } = page.start;
      const commit = {
        orgId,
        runId,
        stream,
        rows,
        // The place stays the beginning of the page: rows read once more overwrite themselves.
        checkpoint,
        endOfPass: false,
        at: checkpoint.updatedAt,
        ...(fields === undefined ? {} : { fields }),
      };
      commitPage(db, commit, page.newest);
    }
  }

  /** True when all of them are saved. */
  function savePeople(db: Connection, { start, newest }: OpenPage): boolean {
    if (start.stream !== 'loginHistory') return true;
    return saveNewest(db, start.orgId, newest, isWatched() ? WATCHED_BATCH_PEOPLE : BATCH_PEOPLE);
  }

  function opened(number: number): OpenPage {
    if (open?.number !== number) throw new Error(`There is no open page ${String(number)}.`);
    return open;
  }

  return {
    openCsvPage(_db, start) {
      if (read === undefined) throw new Error('This database was opened without a reader of result pages.');
      numbers += 1;
      open = {
        number: numbers,
        start,
        csv: read(start.stream),
        waiting: [],
        newest: new NewestSuccesses(),
        ended: false,
      };
      return numbers;
    },
    feedCsvPage(db, number, bytes) {
      const page = opened(number);
      const rows = page.csv.push(bytes);
      page.waiting = page.waiting.length === 0 ? rows : page.waiting.concat(rows);
      store(db, page, false);
      return page.csv.facts().records;
    },
    closeCsvPage(db, number, records) {
      const page = opened(number);
      if (!page.ended) page.waiting = page.waiting.concat(page.csv.end(records));
      page.ended = true;
      store(db, page, true);
      if (!savePeople(db, page)) return null;
      open = null;
      return page.csv.facts();
    },
  };
}
