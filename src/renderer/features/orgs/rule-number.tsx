import { NumberInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { readDraft, type Draft, type RuleField } from './rule-words';

interface RuleNumberProps {
  field: RuleField;
  label: string;
  description: ReactNode;
  /** What an empty field means ("No limit"). */
  empty: string;
  suffix: string;
  step: number;
  /** As stored; null: empty. */
  value: number | null;
  /** Called with another value than the stored one, when the person leaves the field or presses Enter. */
  onSave: (value: number | null) => void;
}

/** A number that may be left empty. A value out of bounds stays in the field, with the reason, and is not saved. */
export function RuleNumber({ field, value, empty, suffix, onSave, ...rest }: RuleNumberProps) {
  const [draft, setDraft] = useState<Draft>(value ?? '');
  const [stored, setStored] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  // Changed elsewhere, or a change that was taken back.
  if (stored !== value) {
    setStored(value);
    setDraft(value ?? '');
    setProblem(null);
  }
  const leave = () => {
    const read = readDraft(field, draft);
    setProblem(read.ok ? null : read.problem);
    if (read.ok && read.value !== value) onSave(read.value);
  };
  return (
    <NumberInput
      {...rest}
      placeholder={empty}
      suffix={suffix}
      min={0}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator
      clampBehavior="none"
      value={draft}
      error={problem}
      onChange={(next) => {
        setDraft(next);
        setProblem(null);
      }}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      maw={320}
    />
  );
}
