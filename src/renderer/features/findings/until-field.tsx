import { Radio, Text, TextInput } from '@mantine/core';
import { dayOf } from '../../ui/calendar-days';
import { formatTime } from '../../ui/format';
import { useNow, useZone } from '../../ui/time';
import { untilChoice, untilMoment, untilProblem, type Until } from './until';
import classes from './dialogs.module.css';

interface UntilFieldProps {
  /** "Acknowledge for". */
  label: string;
  /** What happens then. */
  then: string;
  value: Until;
  onChange: (until: Until) => void;
  /** Whether to say what is missing. */
  tried: boolean;
}

/** 30, 90 or 180 days, a date, or for good. */
export function UntilField({ label, then, value, onChange, tried }: UntilFieldProps) {
  const zone = useZone();
  const now = new Date(useNow());
  const problem = untilProblem(value, zone, now);
  const until = untilMoment(value, zone, now);
  return (
    <Radio.Group
      label={label}
      value={value.choice}
      onChange={(choice) => onChange({ ...value, choice: untilChoice(choice) })}
    >
      <div className={classes.choices}>
        <Radio value="30" label="30 days" />
        <Radio value="90" label="90 days" />
        <Radio value="180" label="180 days" />
        <div className={classes.date}>
          <Radio value="date" label="Until the end of" />
          <TextInput
            type="date"
            size="xs"
            aria-label="Last day"
            w={150}
            min={dayOf(now, zone)}
            disabled={value.choice !== 'date'}
            value={value.date}
            error={tried && value.choice === 'date' ? problem : null}
            onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
          />
        </div>
        <Radio value="forever" label="For good" />
      </div>
      <Text size="sm" c="dimmed" mt={8} role="status">
        {value.choice === 'forever'
          ? 'It does not end by itself.'
          : until === null
            ? 'Choose the last day.'
            : `Ends on ${formatTime(until, { zone, dateOnly: true })}. ${then}`}
      </Text>
    </Radio.Group>
  );
}
