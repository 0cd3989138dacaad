import { z } from 'zod';
import type { PageCommit } from '../../../core/ports';
import type { Connection } from '../../connection';
import { fromJson } from '../json-column';
import { type Selection, type Value, flagsOf } from '../selection';

/**
 * What is known of a stream's fields. A field that Salesforce let us read for the first time turns from null
 * to a value in every row, and one that is refused for a while comes back: neither is a change of the rows.
 */
export interface FieldState {
  /** Whether the difference of a field is a change, and between which values; null: it is not. */
  compare(field: string, before: Value, after: Value): { before: Value; after: Value } | null;
  /** True once some field was read of all rows. */
  readonly isKnown: boolean;
}

interface Stored {
  pass: number;
  selected: string | null;
  known: string | null;
  lapsed: string | null;
}

const Names = z.array(z.string());

/**
 * Takes note of the fields a page has read. The answer speaks of the rows before the page; a pass that ends
 * with this page counts from the next page on.
 */
export function noteFields(db: Connection, org: number, page: PageCommit, selection: Selection): FieldState {
  const { stream, checkpoint } = page;
  const stored = db.get<Stored>(
    'SELECT pass, selected, known, lapsed FROM stream_fields WHERE org_id = @org AND stream = @stream',
    { org, stream },
  );
  const names = (text: string | null | undefined) => new Set(fromJson(Names, text ?? null) ?? []);
  const now = new Set(selection.names);

  const known = names(stored?.known);
  const lapsed = names(stored?.lapsed);
  for (const name of known) {
    if (now.has(name)) continue;
    known.delete(name);
    lapsed.add(name);
  }
  const selected = selectedSoFar(
    db,
    org,
    page,
    stored?.pass === checkpoint.pass ? names(stored.selected) : null,
    now,
  );

  const state = describe(new Set(known), new Set(lapsed));
  if (page.endOfPass) {
    for (const name of selected) {
      known.add(name);
      lapsed.delete(name);
    }
  }
  const json = (set: ReadonlySet<string>) => JSON.stringify([...set].sort());
  const next = { selected: json(selected), known: json(known), lapsed: json(lapsed) };
  const isSame =
    stored?.pass === checkpoint.pass &&
    stored.selected === next.selected &&
    stored.known === next.known &&
    stored.lapsed === next.lapsed;
  if (!isSame) {
    db.run(
      `INSERT INTO stream_fields (org_id, stream, pass, selected, known, lapsed)
       VALUES (@org, @stream, @pass, @selected, @known, @lapsed)
       ON CONFLICT DO UPDATE SET pass = excluded.pass, selected = excluded.selected, known = excluded.known,
         lapsed = excluded.lapsed`,
      { org, stream, pass: checkpoint.pass, ...next },
    );
  }
  return { ...state, isKnown: known.size > 0 };
}

/** Fields read with every page of the pass that this page belongs to. */
function selectedSoFar(
  db: Connection,
  org: number,
  { stream, checkpoint }: PageCommit,
  before: ReadonlySet<string> | null,
  now: ReadonlySet<string>,
): Set<string> {
  if (before !== null) return new Set([...before].filter((name) => now.has(name)));
  // A pass begun before fields were noted: nobody can say what its first pages had.
  const begun = db.get<{ pass: number }>(
    'SELECT pass FROM stream_checkpoint WHERE org_id = @org AND stream = @stream',
    { org, stream },
  );
  return begun?.pass === checkpoint.pass ? new Set() : new Set(now);
}

function describe(known: ReadonlySet<string>, lapsed: ReadonlySet<string>): Pick<FieldState, 'compare'> {
  const flagsIn = (names: ReadonlySet<string>, field: string) =>
    new Set(
      [...names].flatMap((name) => (name.startsWith(`${field}.`) ? [name.slice(field.length + 1)] : [])),
    );
  return {
    compare(field, before, after) {
      if (before === after) return null;
      if (known.has(field)) return { before, after };
      if (lapsed.has(field)) return isBlank(before) ? null : { before, after };
      const flags = flagsIn(known, field);
      const lost = flagsIn(lapsed, field);
      if (flags.size === 0 && lost.size === 0) return null;
      const old = flagsOf(before);
      // A flag that was out of sight tells something only when it was seen set before.
      const counts = (flag: string) => flags.has(flag) || (lost.has(flag) && old.includes(flag));
      // The others stay what they were, so that taking the change back gives the row of before.
      const next = [...flagsOf(after).filter(counts), ...old.filter((flag) => !counts(flag))].sort();
      const change = { before: JSON.stringify([...old].sort()), after: JSON.stringify(next) };
      return change.before === change.after ? null : change;
    },
  };
}

/** May be what a row has whose field was never read. */
const isBlank = (value: Value): boolean => value === null || value === 0 || value === '' || value === '[]';
