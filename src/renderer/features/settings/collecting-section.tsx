import { NumberInput, Slider, Switch } from '@mantine/core';
import { useState } from 'react';
import { useSettingsStore } from '../../api/services';
import { usePolicy } from '../../api/use-policy';
import { formatPercent } from '../../ui/format';
import { Section } from '../../ui/section';
import { Setting } from './setting';
import { useSaveSetting } from './use-save-setting';
import classes from './settings.module.css';

/** When collections happen, and what new orgs begin with. */
export function CollectingSection() {
  const settings = useSettingsStore((s) => s.settings);
  const save = useSaveSetting();
  return (
    <Section title="Collecting">
      <Setting
        label="Collect once a day"
        description="While Seatwatch runs. Orgs that you paused are left out."
        htmlFor="collect-daily"
      >
        <Switch
          id="collect-daily"
          checked={settings.collectDaily}
          onChange={(event) => void save({ collectDaily: event.currentTarget.checked })}
        />
      </Setting>
      <ThresholdSetting
        key={`threshold-${settings.thresholdPercent}`}
        value={settings.thresholdPercent}
        onSave={(thresholdPercent) => void save({ thresholdPercent })}
      />
      <IdleSetting
        key={`idle-${settings.inactiveDays}`}
        value={settings.inactiveDays}
        onSave={(inactiveDays) => void save({ inactiveDays })}
      />
    </Section>
  );
}

/** The highest and lowest that the slider offers, percent. */
const LOWEST = 10;
const HIGHEST = 95;

function ThresholdSetting({ value, onSave }: { value: number; onSave: (value: number) => void }) {
  const { maxThresholdPercent: limit } = usePolicy();
  const highest = Math.min(HIGHEST, limit ?? HIGHEST);
  const [shown, setShown] = useState(value);
  const used = Math.min(shown, limit ?? shown);
  return (
    <Setting
      label="Stop at"
      id="default-threshold"
      description={`New orgs: collecting stops at ${formatPercent(used)} of the org’s daily API requests.`}
      {...(limit === undefined
        ? {}
        : { managed: `Your organization allows ${formatPercent(limit)} at most` })}
    >
      <Slider
        className={classes.slider ?? ''}
        min={Math.min(LOWEST, highest)}
        max={highest}
        step={5}
        value={used}
        onChange={setShown}
        onChangeEnd={onSave}
        label={(percent) => formatPercent(percent)}
        thumbProps={{ 'aria-labelledby': 'default-threshold' }}
      />
    </Setting>
  );
}

function IdleSetting({ value, onSave }: { value: number; onSave: (value: number) => void }) {
  const [days, setDays] = useState<number | string>(value);
  const save = () => {
    if (typeof days === 'number' && days >= 1 && days !== value) onSave(days);
    else setDays(value);
  };
  return (
    <Setting
      label="Idle after"
      description="New orgs: days without a login until a seat counts as idle."
      htmlFor="default-idle-days"
    >
      <NumberInput
        id="default-idle-days"
        w={130}
        suffix=" days"
        min={1}
        max={3650}
        allowDecimal={false}
        clampBehavior="blur"
        value={days}
        onChange={setDays}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </Setting>
  );
}
