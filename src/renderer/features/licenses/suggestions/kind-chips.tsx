import { UnstyledButton } from '@mantine/core';
import { useStore } from 'zustand';
import { SuggestionKind } from '../../../../shared/model/suggestions';
import { formatNumber, NO_VALUE } from '../../../ui/format';
import { KIND_WORDS } from './suggestion-words';
import type { SuggestionsStore, SuggestionsSummary } from './suggestions-store';
import classes from './suggestions.module.css';

interface KindChipsProps {
  store: SuggestionsStore;
  summary: SuggestionsSummary;
}

/** How many there are of each kind; a click leaves only those. */
export function KindChips({ store, summary }: KindChipsProps) {
  const kind = useStore(store, (s) => s.kind);
  const { counts, notEvaluated } = summary;
  const unknown = new Map(notEvaluated.map((one) => [one.kind, one.why]));
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const { setKind } = store.getState();
  return (
    <div className={classes.chips} role="group" aria-label="Kind of suggestion">
      <Chip label="All" count={formatNumber(all)} pressed={kind === null} onClick={() => setKind(null)} />
      {SuggestionKind.options.map((one) => (
        <Chip
          key={one}
          label={KIND_WORDS[one].label}
          count={unknown.has(one) ? NO_VALUE : formatNumber(counts[one])}
          title={unknown.get(one) ?? KIND_WORDS[one].meaning}
          pressed={kind === one}
          onClick={() => setKind(kind === one ? null : one)}
        />
      ))}
    </div>
  );
}

interface ChipProps {
  label: string;
  count: string;
  title?: string | undefined;
  pressed: boolean;
  onClick: () => void;
}

function Chip({ label, count, title, pressed, onClick }: ChipProps) {
  return (
    <UnstyledButton className={classes.chip} aria-pressed={pressed} title={title} onClick={onClick}>
      {label} <span className={classes.chipCount}>{count}</span>
    </UnstyledButton>
  );
}
