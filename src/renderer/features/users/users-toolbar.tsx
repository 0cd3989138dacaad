import { Button } from '@mantine/core';
import { useStore } from 'zustand';
import { UserState } from '../../../shared/model/users';
import { formatCount, formatNumber } from '../../ui/format';
import { CloseIcon } from '../../ui/icons';
import { SearchBox } from '../../ui/search-box';
import { FilterMenu } from '../../ui/table-filter';
import { STATE_WORDS, statesFromParam } from './user-words';
import { hasFilters, type UsersStore } from './users-store';
import toolbar from '../../ui/toolbar.module.css';

const STATES = UserState.options.map((value) => ({ value, label: STATE_WORDS[value].label }));
const asOptions = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

export function UsersToolbar({ store }: { store: UsersStore }) {
  const filters = useStore(store, (s) => s.filters);
  const facets = useStore(store, (s) => s.facets);
  const total = useStore(store, (s) => s.list.total);
  const all = useStore(store, (s) => s.all);
  const { setSearch, setFilters, clearFilters } = store.getState();
  return (
    <div className={toolbar.toolbar}>
      <SearchBox
        label="Search users"
        placeholder="Name, username or email"
        value={filters.search}
        onChange={setSearch}
      />
      <FilterMenu
        label="State"
        options={STATES}
        selected={filters.states}
        onChange={(states) => setFilters({ states: statesFromParam(states.join()) })}
      />
      <FilterMenu
        label="License"
        options={asOptions(facets.licenses)}
        selected={filters.licenses}
        onChange={(licenses) => setFilters({ licenses })}
      />
      <FilterMenu
        label="Profile"
        options={asOptions(facets.profiles)}
        selected={filters.profiles}
        onChange={(profiles) => setFilters({ profiles })}
      />
      {hasFilters(filters) && total !== 0 && (
        <Button variant="subtle" leftSection={<CloseIcon size={14} />} onClick={clearFilters}>
          Clear filters
        </Button>
      )}
      <p className={toolbar.count} role="status">
        {total !== null &&
          all !== null &&
          (total === all
            ? formatCount(all, 'user')
            : `${formatNumber(total)} of ${formatCount(all, 'user')}`)}
      </p>
    </div>
  );
}
