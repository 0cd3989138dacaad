import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { formatNumber } from './format';
import { ChevronDownIcon } from './icons';
import classes from './table-filter.module.css';

export interface FilterOption {
  value: string;
  label: string;
  /** Rows that match it; left out when not known. */
  count?: number | undefined;
}

interface FilterMenuProps {
  /** What is filtered, e.g. "License". */
  label: string;
  options: readonly FilterOption[];
  selected: readonly string[];
  onChange: (selected: string[]) => void;
}

/** From so many options on, the menu has a search field. */
const SEARCH_FROM = 9;

/** A button that opens a list of check boxes. None checked: no restriction. */
export function FilterMenu({ label, options, selected, onChange }: FilterMenuProps) {
  const [query, setQuery] = useState('');
  const matching = options.filter((option) =>
    option.label.toLowerCase().includes(query.trim().toLowerCase()),
  );
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus onClose={() => setQuery('')}>
      <Popover.Target>
        <Button
          variant="default"
          data-on={selected.length > 0 || undefined}
          className={classes.button}
          rightSection={<ChevronDownIcon size={16} />}
          disabled={options.length === 0}
        >
          {buttonWords(label, options, selected)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={`Filter by ${label.toLowerCase()}`}>
        {options.length >= SEARCH_FROM && (
          <TextInput
            size="xs"
            mb={8}
            type="search"
            aria-label={`Find a ${label.toLowerCase()}`}
            placeholder={`Find a ${label.toLowerCase()}`}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        )}
        <Checkbox.Group value={[...selected]} onChange={onChange} aria-label={label}>
          <div className={classes.options}>
            {matching.map((option) => (
              <Checkbox
                key={option.value}
                value={option.value}
                size="sm"
                label={<OptionLabel option={option} />}
                classNames={{ labelWrapper: classes.label ?? '', body: classes.option ?? '' }}
              />
            ))}
            {matching.length === 0 && <Nothing>Nothing matches.</Nothing>}
          </div>
        </Checkbox.Group>
        {selected.length > 0 && (
          <Button mt={8} size="compact-xs" variant="subtle" onClick={() => onChange([])}>
            Clear selection
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function OptionLabel({ option }: { option: FilterOption }) {
  return (
    <span className={classes.words}>
      <span>{option.label}</span>
      {option.count !== undefined && <span className={classes.count}>{formatNumber(option.count)}</span>}
    </span>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className={classes.nothing}>{children}</p>;
}

/** "License", "License: Salesforce", "License: 3 selected". */
export function buttonWords(
  label: string,
  options: readonly FilterOption[],
  selected: readonly string[],
): string {
  if (selected.length === 0) return label;
  if (selected.length > 1) return `${label}: ${selected.length} selected`;
  return `${label}: ${options.find((option) => option.value === selected[0])?.label ?? selected[0]}`;
}
