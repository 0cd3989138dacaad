import type { SuggestionKind } from '../../../../shared/model/suggestions';
import type { StoredLicense } from '../../stored-licenses';
import type { Facts } from './facts';

/** A seat that may be given up: its number in `holdings`, and the saving per year, null where prices are missing. */
export type Take = (seat: number, annualSaving: number | null) => void;

/** One kind of suggestion: whom it concerns, and what is said about one of them. */
export interface KindOfSuggestion {
  kind: SuggestionKind;
  /** Why nothing of this kind can be said now, a sentence; null: it can. */
  obstacle: (facts: Facts) => string | null;
  /** Goes through everybody, so only through columns. */
  find: (facts: Facts, take: Take) => void;
  /** The license to take instead. */
  target: (facts: Facts, seat: number) => StoredLicense | null;
  /** What was seen, and what must be checked; of a seat that `find` took. */
  explain: (facts: Facts, seat: number) => { evidence: string[]; check: string[] };
}
