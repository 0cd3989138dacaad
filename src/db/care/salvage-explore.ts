import { between, type Key } from './key-range';
import type { Span, TableCopy } from './salvage-table';

/** Questions asked about the holes of one table. A leaf that is gone costs some hundred. */
const MOST_QUESTIONS = 8_000;
/** Halvings without a single row after which a hole is taken for one. */
const BARREN = 6;
/** The same as long as nothing was found at all: rows may be a small part of the key space. */
const BARREN_AT_FIRST = 11;
const DEEPEST = 64;

interface Range extends Span {
  /** No row is known at this end: it is an end of the key space, not of the rows. */
  openLow: boolean;
  openHigh: boolean;
  /** Halvings in a row that have led to no row. */
  barren: number;
  depth: number;
}

/**
 * Stores every row between two keys that can be found around what cannot be read. Level by level, so that rows are
 * found wherever they are before the questions are used up.
 */
export function explore(copy: TableCopy, low: Key, high: Key): void {
  const whole: Range = {
    ...{ low, high, lowIsStored: false, openLow: true, openHigh: true, barren: 0, depth: 0 },
  };
  let ranges = [whole];
  let found = 0;
  for (let i = 0; i < ranges.length && copy.questions() < MOST_QUESTIONS; i++) {
    const range = ranges[i];
    if (range === undefined || range.depth > DEEPEST) continue;
    if (range.barren > (found === 0 ? BARREN_AT_FIRST : BARREN)) continue;
    const before = copy.rows();
    ranges.push(...halves(copy, range));
    // The first rows were found somewhere between: from there on in both directions.
    if (found === 0 && copy.rows() > before && i > 0) {
      ranges = aroundStored(copy, whole);
      i = -1;
    }
    found += copy.rows() - before;
  }
}

function aroundStored(copy: TableCopy, whole: Range): Range[] {
  const first = copy.stored('first', whole.low, whole.high);
  const last = copy.stored('last', whole.low, whole.high);
  return [
    { ...whole, high: first, openHigh: false },
    { ...whole, low: last, lowIsStored: true, openLow: false },
  ];
}

/** Reads a range from both its ends; what lies between two things that cannot be read is left, in halves. */
function halves(copy: TableCopy, range: Range): Range[] {
  const up = copy.walk('forward', range);
  if (up.ending === 'end') return [];
  const low = up.last ?? range.low;
  const lowIsStored = up.last !== null || range.lowIsStored;
  const down = copy.walk('backward', { low, lowIsStored, high: range.high });
  if (down.ending !== 'damage') return [];
  const high = down.last ?? range.high;
  const middle = between(low, high, copy.kinds);
  if (middle === null) return [];
  const barren = up.last === null && down.last === null ? range.barren + 1 : 0;
  const depth = range.depth + 1;
  // Towards an end where no row is known, rows begin anywhere: halving there without success means nothing.
  const openHigh = range.openHigh && down.last === null;
  const openLow = range.openLow && up.last === null && !openHigh;
  return [
    { low, lowIsStored, high: middle, depth, openHigh, openLow: false, barren: openHigh ? 0 : barren },
    {
      low: middle,
      lowIsStored: false,
      high,
      depth,
      openHigh: false,
      openLow,
      barren: openLow ? 0 : barren,
    },
  ];
}
