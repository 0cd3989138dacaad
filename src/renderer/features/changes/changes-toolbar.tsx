import { Button, Pill } from '@mantine/core';
import { useStore } from 'zustand';
import { ChangeKind } from '../../../shared/model/changes';
import { CHANGE_KIND_WORDS } from '../../ui/change-words';
import { formatCount } from '../../ui/format';
import { CloseIcon } from '../../ui/icons';
import { SearchBox } from '../../ui/search-box';
import { FilterMenu } from '../../ui/table-filter';
import { hasFilters, kindCount, kindsOf, streamOptions, type ChangesStore } from './changes-store';
import toolbar from '../../ui/toolbar.module.css';

export function ChangesToolbar({ store }: { store: ChangesStore }) {
  const filters = useStore(store, (s) => s.filters);
  const counts = useStore(store, (s) => s.counts);
  const titles = useStore(store, (s) => s.titles);
  const total = useStore(store, (s) => s.list.total);
  const { setSearch, setFilters, clearFilters } = store.getState();
  return (
    <div className={toolbar.toolbar}>
      <SearchBox
        label="Search changes"
        placeholder="Name or username"
        value={filters.search}
        onChange={setSearch}
      />
      <FilterMenu
        label="Kind"
        options={ChangeKind.options.map((value) => ({
          value,
          label: CHANGE_KIND_WORDS[value].label,
          count: kindCount(counts, value),
        }))}
        selected={filters.kinds}
        onChange={(kinds) => setFilters({ kinds: kindsOf(kinds) })}
      />
      <FilterMenu
        label="Data"
        options={streamOptions({ titles, counts })}
        selected={filters.streams}
        onChange={(streams) => setFilters({ streams })}
      />
      {filters.person && (
        <Pill
          size="md"
          withRemoveButton
          removeButtonProps={{ 'aria-label': `Show changes of everybody, not only ${filters.person.name}` }}
          onRemove={() => setFilters({ person: null })}
        >
          Person: {filters.person.name}
        </Pill>
      )}
      {hasFilters(filters) && total !== 0 && (
        <Button variant="subtle" leftSection={<CloseIcon size={14} />} onClick={clearFilters}>
          Clear filters
        </Button>
      )}
      <p className={toolbar.count} role="status">
        {total !== null && formatCount(total, 'change')}
      </p>
    </div>
  );
}
