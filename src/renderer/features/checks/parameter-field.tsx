import { Button, MultiSelect, NumberInput, Switch, TagsInput } from '@mantine/core';
import type { ParameterInfo, ParameterValue } from '../../../shared/model/checks';
import { Tag } from '../../ui/status';
import { parameterProblem, rangeWords, sameValue, valueWords, type DraftValue } from './parameter-form';
import classes from './check-detail.module.css';

interface ParameterFieldProps {
  parameter: ParameterInfo;
  value: DraftValue | undefined;
  /** What is in force. */
  saved: ParameterValue | undefined;
  disabled: boolean;
  onChange: (value: DraftValue) => void;
  onReset: () => void;
}

/** One setting with its unit, range and default, and whether it differs from that. */
export function ParameterField(props: ParameterFieldProps) {
  const { parameter, value, saved, disabled, onReset } = props;
  const isDefault = sameValue(value, parameter.default);
  const isSaved = sameValue(value, saved);
  return (
    <div className={classes.field}>
      <Input {...props} />
      <div className={classes.fieldFoot}>
        <span>{footWords(parameter)}</span>
        {!isDefault && <Tag tone="info">{isSaved ? 'Changed' : 'Changed, not saved'}</Tag>}
        {isDefault && !isSaved && <Tag tone="info">Default, not saved</Tag>}
        {!isDefault && (
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={disabled}
            aria-label={`Reset “${parameter.title}” to its default`}
            onClick={onReset}
          >
            Reset
          </Button>
        )}
      </div>
    </div>
  );
}

function footWords(parameter: ParameterInfo): string {
  const range = rangeWords(parameter);
  return `${range === '' ? '' : `${range}. `}Default: ${valueWords(parameter, parameter.default)}.`;
}

/** As long as an entry of a list may be. */
const MAX_TEXT = 200;
const MAX_ENTRIES = 500;

function Input({ parameter, value, disabled, onChange }: ParameterFieldProps) {
  const { title, help, kind, unit, min, max, step, choices } = parameter;
  const words = { label: title, description: help, disabled };
  if (kind === 'flag') {
    return (
      <Switch
        {...words}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (kind === 'number') {
    return (
      <NumberInput
        {...words}
        classNames={{ wrapper: classes.number ?? '' }}
        value={typeof value === 'number' ? value : ''}
        // What is out of range is marked, not silently replaced by something else.
        clampBehavior="none"
        {...(min === null ? {} : { min })}
        {...(max === null ? {} : { max })}
        step={step ?? 1}
        allowDecimal={step !== null && !Number.isInteger(step)}
        thousandSeparator=","
        suffix={unit === '' ? '' : unit === '%' ? '%' : ` ${unit}`}
        error={parameterProblem(parameter, value)}
        onChange={(next) => onChange(typeof next === 'number' ? next : '')}
      />
    );
  }
  const chosen = Array.isArray(value) ? value : [];
  if (choices.length > 0) {
    return (
      <MultiSelect
        {...words}
        data={choices}
        searchable
        clearable
        withScrollArea={false}
        classNames={{ dropdown: classes.options ?? '', inputField: classes.inputField ?? '' }}
        nothingFoundMessage="Nothing matches"
        value={chosen}
        onChange={onChange}
      />
    );
  }
  return (
    <TagsInput
      {...words}
      classNames={{ inputField: classes.inputField ?? '' }}
      clearable
      maxTags={MAX_ENTRIES}
      placeholder={chosen.length === 0 ? 'Type, then press Enter' : ''}
      value={chosen}
      onChange={(texts) => onChange(texts.map((text) => text.trim().slice(0, MAX_TEXT)).filter(Boolean))}
    />
  );
}
