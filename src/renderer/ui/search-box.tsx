import { CloseButton, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useRef } from 'react';
import { SearchIcon } from './icons';

interface SearchBoxProps {
  /** Accessible name, e.g. "Search users". */
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  width?: number;
}

/** The page's search field. Ctrl/Cmd+F goes to it, Esc empties it. One per page. */
export function SearchBox({ label, value, onChange, placeholder = label, width = 260 }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys(
    [
      [
        'mod+F',
        () => {
          input.current?.focus();
          input.current?.select();
        },
      ],
    ],
    [],
  );
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      w={width}
      maw="100%"
      leftSection={<SearchIcon size={16} />}
      rightSection={
        value ? <CloseButton size="sm" aria-label="Clear search" onClick={() => onChange('')} /> : null
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value) {
          event.stopPropagation();
          onChange('');
        }
      }}
    />
  );
}
