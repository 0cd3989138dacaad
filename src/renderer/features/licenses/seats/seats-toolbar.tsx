import { Button, Select } from '@mantine/core';
import { useStore } from 'zustand';
import { SeatReason } from '../../../../shared/model/idle-rule';
import type { LicenseTableRow } from '../../../../shared/model/licenses';
import { formatNumber } from '../../../ui/format';
import { CloseIcon } from '../../../ui/icons';
import { SearchBox } from '../../../ui/search-box';
import { FilterMenu } from '../../../ui/table-filter';
import { KIND_TITLES } from '../license-groups';
import { REASON_WORDS } from '../license-words';
import { GroupFilter } from './group-filter';
import { DECISION_FILTERS } from './seat-words';
import { hasSeatFilters, type SeatsStore } from './seats-store';
import toolbar from '../../../ui/toolbar.module.css';
import classes from './seats.module.css';

interface SeatsToolbarProps {
  store: SeatsStore;
  orgId: string;
  /** Renews the choices of people. */
  version: string | null;
  /** Those that can be filtered by. */
  licenses: readonly LicenseTableRow[];
}

const REASONS = SeatReason.options.map((value) => ({ value, label: REASON_WORDS[value].label }));

/** What the list is restricted to. */
export function SeatsToolbar({ store, orgId, version, licenses }: SeatsToolbarProps) {
  const filters = useStore(store, (s) => s.filters);
  const rule = useStore(store, (s) => s.rule);
  const asOf = useStore(store, (s) => s.asOf);
  const { setSearch, setFilters, clearFilters } = store.getState();
  return (
    <div className={toolbar.toolbar}>
      <SearchBox
        label="Search idle seats"
        placeholder="Name, username or email"
        width={230}
        value={filters.search}
        onChange={setSearch}
      />
      <Select
        aria-label="License"
        placeholder="All licenses"
        w={200}
        clearable
        searchable
        nothingFoundMessage="No such license"
        withScrollArea={false}
        classNames={{ options: classes.options ?? '' }}
        data={licenseChoices(licenses)}
        value={filters.license && refText(filters.license)}
        onChange={(value) => {
          const chosen = licenses.find((row) => refText(row) === value);
          setFilters({ license: chosen ? { kind: chosen.kind, id: chosen.id } : null });
        }}
      />
      <FilterMenu
        label="Reason"
        options={REASONS}
        selected={filters.reasons}
        onChange={(chosen) =>
          setFilters({ reasons: SeatReason.options.filter((one) => chosen.includes(one)) })
        }
      />
      <FilterMenu
        label="Decision"
        options={DECISION_FILTERS}
        selected={filters.decisions}
        onChange={(chosen) =>
          setFilters({
            decisions: DECISION_FILTERS.map(({ value }) => value).filter((one) => chosen.includes(one)),
          })
        }
      />
      <GroupFilter
        orgId={orgId}
        rule={rule}
        asOf={asOf}
        version={version}
        group={filters.group}
        onChange={(group) => setFilters({ group })}
      />
      {hasSeatFilters(filters) && (
        <Button variant="subtle" leftSection={<CloseIcon size={14} />} onClick={clearFilters}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

const refText = ({ kind, id }: Pick<LicenseTableRow, 'kind' | 'id'>) => `${kind}/${id}`;

/** By kind, with the number of idle seats. */
function licenseChoices(licenses: readonly LicenseTableRow[]) {
  const kinds = [...new Set(licenses.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    group: KIND_TITLES[kind],
    items: licenses
      .filter((row) => row.kind === kind)
      .map((row) => ({ value: refText(row), label: `${row.name} (${formatNumber(row.unused)})` })),
  }));
}
