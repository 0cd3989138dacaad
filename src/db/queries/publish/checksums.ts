import { createHash, type Hash } from 'node:crypto';
import type { Relation, RelationRow } from '../../../shared/model/relations';

/** Of the rows of one part, in the order of their key. 128 bits: two parts that differ never have the same. */
export interface Checksum {
  add(row: RelationRow): void;
  value(): string;
}

/** Another definition of the same rows has other checksums, so a column that came makes every part differ. */
export function createChecksum(relation: Relation): Checksum {
  const hash: Hash = createHash('sha256').update(definitionOf(relation));
  return {
    add: (row) => void hash.update(JSON.stringify(row)),
    value: () => hash.digest('hex').slice(0, 32),
  };
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function definitionOf({ columns, key }: Relation): string {
  return JSON.stringify([columns.map(({ name, type }) => [name, type]), key]);
}

/** Part of a row by its key: FNV-1a over the UTF-16 units of its values. The same on every computer, for ever. */
export function partOfKey(parts: number, key: readonly unknown[]): number {
  let hash = 0x811c9dc5;
  for (const value of key) {
    const text = String(value);
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  // The low bits of such a sum are the weak ones.
  return ((hash ^ (hash >>> 15)) >>> 0) % parts;
}
