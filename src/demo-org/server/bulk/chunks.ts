import { Rand } from '../../random';

/** Number of chunks a permuted result is made of. */
const CHUNKS = 16;

/** A piece of a result: rows `from` (0-based) up to `to` (exclusive). */
export interface RowRange {
  from: number;
  to: number;
}

/**
 * The rows a result shows at positions `from` to `to`. A job without ORDER BY and LIMIT is processed in chunks
 * by primary key, whose order nobody promises; with a `seed` the chunks come permuted, the same way each time.
 */
export function shownRows(size: number, from: number, to: number, seed: number | undefined): RowRange[] {
  if (from >= to) return [];
  if (seed === undefined) return [{ from, to }];
  const out: RowRange[] = [];
  let at = 0;
  for (const chunk of permuted(size, seed)) {
    const length = chunk.to - chunk.from;
    const first = Math.max(from, at);
    const last = Math.min(to, at + length);
    if (first < last) out.push({ from: chunk.from + first - at, to: chunk.from + last - at });
    at += length;
  }
  return out;
}

function permuted(size: number, seed: number): RowRange[] {
  const length = Math.ceil(size / CHUNKS);
  const chunks = Array.from({ length: Math.ceil(size / length) }, (_, i) => ({
    from: i * length,
    to: Math.min(size, (i + 1) * length),
  }));
  const rand = new Rand(seed, size);
  for (let i = chunks.length - 1; i > 0; i--) {
    const j = rand.int(0, i);
    const [a, b] = [chunks[i], chunks[j]];
    if (a && b) [chunks[i], chunks[j]] = [b, a];
  }
  return chunks;
}
