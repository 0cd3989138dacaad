import { Button, Popover, SegmentedControl, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { IdleRule } from '../../../../shared/model/idle-rule';
import { GroupBy, type SavingsGroup } from '../../../../shared/model/reclaim';
import { useLoad } from '../../../api/use-load';
import { formatNumber } from '../../../ui/format';
import { ChevronDownIcon } from '../../../ui/icons';
import { LoadingState } from '../../../ui/states';
import type { SeatGroup } from '../license-tabs';
import { GROUP_WORDS } from './seat-words';
import classes from './seats.module.css';

interface GroupFilterProps {
  orgId: string;
  rule: IdleRule;
  asOf: string | null;
  /** Renews the choices, e.g. the moment of the data. */
  version: string | null;
  group: SeatGroup | null;
  onChange: (group: SeatGroup | null) => void;
}

/** The people of one department, profile, manager or country. */
export function GroupFilter({ group, onChange, ...rest }: GroupFilterProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="md"
      width={360}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          className={classes.filter}
          data-on={group !== null || undefined}
          rightSection={<ChevronDownIcon size={16} />}
          onClick={() => setOpened(!opened)}
        >
          {group ? `${GROUP_WORDS[group.by].label}: ${groupName(group)}` : 'People of'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label="Filter by people">
        {opened && (
          <Choices
            {...rest}
            group={group}
            onChange={(chosen) => {
              onChange(chosen);
              setOpened(false);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

export function groupName({ by, value, label }: SeatGroup): string {
  return value === null ? GROUP_WORDS[by].none : (label ?? value);
}

/** More than these are found by typing. */
const MOST_SHOWN = 60;

function Choices({ orgId, rule, asOf, version, group, onChange }: GroupFilterProps) {
  const [by, setBy] = useState<GroupBy>(group?.by ?? 'department');
  const [search, setSearch] = useState('');
  const { data, error, reload } = useLoad(JSON.stringify([orgId, rule, asOf, by, version]), async (api) => ({
    by,
    groups: await api.licenses.savings({ orgId, rule, asOf, by }),
  }));
  const known = data?.by === by ? data.groups : undefined;
  const words = search.trim().toLowerCase();
  const matching = (known ?? []).filter((one) => nameOf(by, one).toLowerCase().includes(words));

  return (
    <div className={classes.choices}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Group"
        data={GroupBy.options.map((value) => ({ value, label: GROUP_WORDS[value].label }))}
        value={by}
        onChange={(value) => setBy(GroupBy.parse(value))}
      />
      <TextInput
        size="xs"
        type="search"
        data-autofocus
        aria-label={`Find a ${GROUP_WORDS[by].label.toLowerCase()}`}
        placeholder={`Find a ${GROUP_WORDS[by].label.toLowerCase()}`}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {error && (
        <Text size="sm" role="alert">
          {error.message}{' '}
          <Button size="compact-xs" variant="default" onClick={reload}>
            Try again
          </Button>
        </Text>
      )}
      {!known && !error && <LoadingState shape="spinner" label="Loading the choices" />}
      {known && (
        <ul className={classes.choiceList}>
          {matching.slice(0, MOST_SHOWN).map((one) => (
            <li key={one.value ?? ''}>
              <UnstyledButton
                className={classes.choice}
                aria-pressed={group?.by === by && group.value === one.value}
                onClick={() => onChange({ by, value: one.value, label: one.label })}
              >
                <span>{nameOf(by, one)}</span>
                <span className={classes.choiceCount}>{formatNumber(one.seats)}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {known && matching.length === 0 && (
        <Text size="sm" c="dimmed" m={6}>
          {known.length === 0 ? 'Nobody has an idle seat.' : 'Nothing matches.'}
        </Text>
      )}
      {matching.length > MOST_SHOWN && (
        <Text size="xs" c="dimmed" m={6}>
          {formatNumber(matching.length - MOST_SHOWN)} more: type part of the name.
        </Text>
      )}
      {group && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(null)}>
          Clear selection
        </Button>
      )}
    </div>
  );
}

function nameOf(by: GroupBy, { value, label }: Pick<SavingsGroup, 'value' | 'label'>): string {
  return groupName({ by, value, label });
}
