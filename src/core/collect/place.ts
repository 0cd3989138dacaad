import { z } from 'zod';
import type { Checkpoint } from '../ports';

/** History still to be read: everything before `until`, newest first. */
export interface BackPlace {
  /** Epoch ms; what happened from then on is stored, or belongs to the forward part. */
  until: number;
  /** Place in the pass in progress; null: to be asked (again). */
  cursor: string | null;
  /** When the cursor was last moved. */
  at: number;
}

/** Where a stream stands, as its checkpoint's cursor says it. */
export interface Place {
  /** Place in the forward pass; null: none in progress. */
  cursor: string | null;
  cursorAt: number;
  /** When the forward part was last read to its end; only kept while there is history to read. */
  doneAt: number | null;
  back: BackPlace | null;
  /** Epoch ms of the newest audit trail entry known when the stream was last read to its end. */
  upTo: number | null;
}

const BackText = z.object({
  until: z.number(),
  cursor: z.string().nullable(),
  at: z.number(),
  on: z.string().nullable(),
  onAt: z.number(),
  doneAt: z.number().nullable(),
});

const BACK = 'back:';
const UP_TO = /^upto:(-?\d+)$/;

/** The cursor text of a checkpoint. Plain while only a forward pass is in progress. */
export function formatPlace({ cursor, cursorAt, doneAt, back, upTo }: Place): string | null {
  if (back !== null) return BACK + JSON.stringify({ ...back, on: cursor, onAt: cursorAt, doneAt });
  return cursor ?? (upTo === null ? null : `upto:${String(upTo)}`);
}

export function parsePlace({ cursor, updatedAt }: Pick<Checkpoint, 'cursor' | 'updatedAt'>): Place {
  const nothing: Place = { cursor: null, cursorAt: updatedAt, doneAt: null, back: null, upTo: null };
  if (cursor === null) return nothing;
  const upTo = UP_TO.exec(cursor)?.[1];
  if (upTo !== undefined) return { ...nothing, upTo: Number(upTo) };
  if (!cursor.startsWith(BACK)) return { ...nothing, cursor };
  const { on, onAt, doneAt, ...back } = BackText.parse(JSON.parse(cursor.slice(BACK.length)));
  return { cursor: on, cursorAt: onAt, doneAt, back, upTo: null };
}

/**
 * The place of one stream in one run. Reading on and reading back share a checkpoint, so whoever moves keeps
 * what the other one has reached.
 */
export interface PlaceKeeper {
  /** As last stored, or as it will be with the next page. Null: nothing stored yet. */
  checkpoint(): Checkpoint | null;
  place(): Place;
  /** The forward part begins (again) at `cursor`; null: at its beginning. Stores nothing. */
  begin(cursor: string | null): void;
  forward(
    to: { watermark: number | null; cursor: string | null; pass: number; done: boolean; upTo: number | null },
    now: number,
  ): Checkpoint;
  /** Null: the history is read to its end. */
  backward(to: { until: number; cursor: string | null } | null, now: number): Checkpoint;
}

export function createPlaceKeeper(
  stored: Checkpoint | undefined,
  /** Where the history begins that is to be read backwards; null: none, or as stored. */
  historyUntil: number | null,
  now: number,
): PlaceKeeper {
  let last: Checkpoint | null = stored ?? null;
  let { watermark, pass } = stored ?? { watermark: null, pass: now };
  let place: Place = parsePlace(stored ?? { cursor: null, updatedAt: now });
  if (historyUntil !== null && place.back === null) {
    place = { ...place, back: { until: historyUntil, cursor: null, at: now } };
  }

  function moved(next: Place, updatedAt: number): Checkpoint {
    place = next;
    last = {
      watermark,
      cursor: formatPlace(place),
      pass,
      complete: place.cursor === null && place.doneAt !== null && place.back === null,
      updatedAt,
    };
    return last;
  }

  return {
    checkpoint: () => last,
    place: () => place,
    begin(cursor) {
      place = { ...place, cursor, doneAt: null };
    },
    forward(to, at) {
      watermark = to.watermark;
      pass = to.pass;
      return moved(
        { ...place, cursor: to.cursor, cursorAt: at, doneAt: to.done ? at : null, upTo: to.upTo },
        at,
      );
    },
    backward: (to, at) => moved({ ...place, back: to === null ? null : { ...to, at } }, at),
  };
}
