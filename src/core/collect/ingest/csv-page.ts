import type { CsvPage, CsvPageFacts } from '../../ports';
import { parseDateTime } from '../../salesforce/datetime';
import type { SfRecord } from '../../salesforce/envelopes';
import { unreadable } from '../../salesforce/http';
import type { LoginRecord, StreamName, StreamRecords, UserRecord } from '../records';
import { STREAMS } from '../streams';
import type { StreamDefinition } from '../streams/definition';
import { createCsvLines, type TakeLine } from './csv-lines';
import { loginRows } from './login-rows';

/** Distinct people worth telling about: whether there is anybody besides ourselves. */
const PEOPLE = 2;

/** Reads a result page of one stream into the rows the database stores. */
export function createCsvPage(name: StreamName): CsvPage {
  const stream: StreamDefinition = STREAMS[name];
  const facts: CsvPageFacts = {
    records: 0,
    skipped: 0,
    newest: null,
    activeUsers: 0,
    people: [],
    lastLogins: [],
  };
  let rows: StreamRecords[StreamName][] = [];

  const keep = (row: StreamRecords[StreamName] | null): void => {
    facts.records += 1;
    if (row === null) {
      facts.skipped += 1;
      return;
    }
    if (name === 'loginHistory') noteLogin(facts, row as LoginRecord);
    if (name === 'users') noteUser(facts, row as UserRecord);
    rows.push(row);
  };

  const lines = createCsvLines((columns): TakeLine => {
    if (name === 'loginHistory') {
      const toRow = loginRows(columns);
      return (values) => {
        keep(toRow(values));
      };
    }
    const shape = shapeOf(columns);
    const clocks = stream.clocks.map((clock) => columns.indexOf(clock)).filter((at) => at !== -1);
    return (values) => {
      for (const at of clocks) note(facts, parseDateTime(values[at]));
      keep(stream.map(recordOf(shape, values) ?? {}));
    };
  });

  const taken = (): StreamRecords[StreamName][] => {
    const full = rows;
    rows = [];
    return full;
  };
  return {
    push(bytes) {
      lines.push(bytes);
      return taken();
    },
    end(promised) {
      lines.end();
      // A connection cut between two rows leaves well-formed text: only the count tells.
      if (promised !== null && promised !== facts.records) throw unreadable('cut');
      return taken();
    },
    facts: () => structuredClone(facts),
  };
}

function note(facts: CsvPageFacts, time: number | null): void {
  if (time !== null && (facts.newest === null || time > facts.newest)) facts.newest = time;
}

function noteLogin(facts: CsvPageFacts, { userId, loginTime }: LoginRecord): void {
  note(facts, loginTime);
  if (facts.people.length < PEOPLE && !facts.people.includes(userId)) facts.people.push(userId);
}

function noteUser(facts: CsvPageFacts, { id, isActive, lastLoginAt }: UserRecord): void {
  if (isActive) facts.activeUsers += 1;
  if (lastLoginAt === null) return;
  const oldest = facts.lastLogins.at(-1);
  if (facts.lastLogins.length === PEOPLE && oldest !== undefined && oldest.at >= lastLoginAt) return;
  facts.lastLogins = [...facts.lastLogins, { userId: id, at: lastLoginAt }]
    .sort((a, b) => b.at - a.at)
    .slice(0, PEOPLE);
}

/** Where a record's values stand in a row: the column's number, or the parent record they belong to. */
type Shape = Map<string, number | Shape>;

function shapeOf(columns: readonly string[]): Shape {
  const root: Shape = new Map();
  for (const [i, column] of columns.entries()) {
    const path = column.split('.');
    const name = path.pop() ?? column;
    let parent = root;
    for (const step of path) {
      const known = parent.get(step);
      const next = typeof known === 'object' ? known : new Map<string, number | Shape>();
      parent.set(step, next);
      parent = next;
    }
    parent.set(name, i);
  }
  return root;
}

/** As REST would give it: an empty value is null, and so is a parent of which every value is empty. */
function recordOf(shape: Shape, values: readonly string[]): SfRecord | null {
  const record: SfRecord = {};
  let empty = true;
  for (const [name, part] of shape) {
    const value = typeof part === 'number' ? textOrNull(values[part]) : recordOf(part, values);
    if (value !== null) empty = false;
    record[name] = value;
  }
  return empty ? null : record;
}

function textOrNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
