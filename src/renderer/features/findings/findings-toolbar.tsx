import { Button, Pill, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { CheckCategory } from '../../../shared/model/checks';
import { FindingStatus, type FindingsFilter } from '../../../shared/model/findings';
import { CloseIcon } from '../../ui/icons';
import { SearchBox } from '../../ui/search-box';
import { FilterMenu } from '../../ui/table-filter';
import { countOf, isFiltered } from './finding-filters';
import { CATEGORY_WORDS, STATUS_WORDS, TARGET_WORDS } from './finding-words';
import type { FindingsStore } from './findings-store';
import toolbar from '../../ui/toolbar.module.css';

const STATUSES = FindingStatus.options.map((value) => ({ value, label: STATUS_WORDS[value].label }));
const CATEGORIES = CheckCategory.options.map((value) => ({ value, label: CATEGORY_WORDS[value] }));
const MUTED: readonly { value: FindingsFilter['muted']; label: string }[] = [
  { value: 'without', label: 'Without muted' },
  { value: 'with', label: 'With muted' },
  { value: 'only', label: 'Only muted' },
];

/** What the list is restricted to. The severities have switches of their own. */
export function FindingsToolbar({ store }: { store: FindingsStore }) {
  const filters = useStore(store, (s) => s.filters);
  const { setSearch, setFilters, clearFilters } = store.getState();
  const { subject } = filters;
  return (
    <div className={toolbar.toolbar}>
      <SearchBox
        label="Search findings"
        placeholder="User, address, app or words"
        width={220}
        value={filters.search}
        onChange={setSearch}
      />
      <CheckFilter store={store} />
      <FilterMenu
        label="Kind"
        options={CATEGORIES}
        selected={filters.category === null ? [] : [filters.category]}
        onChange={(chosen) => {
          // Both are all there are.
          const [category = null, second] = CheckCategory.options.filter((one) => chosen.includes(one));
          setFilters({ category: second === undefined ? category : null });
        }}
      />
      <FilterMenu
        label="Status"
        options={STATUSES}
        selected={filters.statuses}
        onChange={(chosen) =>
          setFilters({ statuses: FindingStatus.options.filter((one) => chosen.includes(one)) })
        }
      />
      <Select
        aria-label="Muted findings"
        w={150}
        allowDeselect={false}
        data={[...MUTED]}
        value={filters.muted}
        onChange={(value) =>
          setFilters({ muted: MUTED.find((one) => one.value === value)?.value ?? 'without' })
        }
      />
      {subject && (
        <Pill
          size="md"
          withRemoveButton
          removeButtonProps={{ 'aria-label': `Show findings about everybody, not only ${subject.label}` }}
          onRemove={() => setFilters({ subject: null })}
        >
          {TARGET_WORDS[subject.kind].label}: {subject.label}
        </Pill>
      )}
      {isFiltered(filters) && (
        <Button variant="subtle" leftSection={<CloseIcon size={14} />} onClick={clearFilters}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** Every check, those with findings first, with how many there are. */
function CheckFilter({ store }: { store: FindingsStore }) {
  const selected = useStore(store, (s) => s.filters.checks);
  const severities = useStore(store, (s) => s.filters.severities);
  const checks = useStore(store, (s) => s.checks.data);
  const facets = useStore(store, (s) => s.facets);
  const options = useMemo(() => {
    const counted = new Map(facets?.byCheck.map(({ check, counts }) => [check, countOf(counts, severities)]));
    const known = (checks ?? []).map(({ info }) => ({ value: info.id, label: info.title }));
    const others = (facets?.byCheck ?? [])
      .filter(({ check }) => !known.some(({ value }) => value === check))
      .map(({ check, title }) => ({ value: check, label: title }));
    return [...known, ...others]
      .map((option) => ({ ...option, count: counted.get(option.value) }))
      .sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || a.label.localeCompare(b.label));
  }, [checks, facets, severities]);
  return (
    <FilterMenu
      label="Check"
      options={options}
      selected={selected}
      onChange={(chosen) => store.getState().setFilters({ checks: chosen })}
    />
  );
}
