import { NumberInput, Select, Switch } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useStore } from 'zustand';
import { IDLE_PRESETS, parseDays } from './license-words';
import type { LicensesStore } from './licenses-store';
import classes from './licenses.module.css';

const CUSTOM = 'custom';
const isPreset = (days: number) => IDLE_PRESETS.some((preset) => preset === days);

/** After how many days without a login a seat is idle, and whether free licenses are looked at. */
export function RuleControls({ store }: { store: LicensesStore }) {
  const rule = useStore(store, (s) => s.rule);
  const { setRule } = store.getState();
  const [custom, setCustom] = useState(!isPreset(rule.inactiveDays));
  const [typed, setTyped] = useState<string | number>(rule.inactiveDays);
  const apply = useDebouncedCallback((days: number) => setRule({ inactiveDays: days }), 350);

  return (
    <div className={classes.controls}>
      <Select
        label="Idle after"
        w={150}
        allowDeselect={false}
        // A few options; measuring for a scroll bar would hold up the page.
        withScrollArea={false}
        data={[
          ...IDLE_PRESETS.map((days) => ({ value: String(days), label: `${days} days` })),
          { value: CUSTOM, label: 'Other…' },
        ]}
        value={custom ? CUSTOM : String(rule.inactiveDays)}
        onChange={(value) => {
          setCustom(value === CUSTOM);
          setTyped(rule.inactiveDays);
          if (value !== null && value !== CUSTOM) setRule({ inactiveDays: Number(value) });
        }}
      />
      {custom && (
        <NumberInput
          label="Days without login"
          w={140}
          min={1}
          max={3650}
          allowDecimal={false}
          clampBehavior="none"
          value={typed}
          error={parseDays(typed) === null ? '1 to 3,650 days' : null}
          onChange={(value) => {
            setTyped(value);
            const days = parseDays(value);
            if (days !== null) apply(days);
          }}
        />
      )}
      <Switch
        className={classes.switch}
        label="Include free licenses"
        title="Chatter Free, guest, automated process and other licenses that nobody pays per seat for"
        checked={rule.includeFree}
        onChange={(event) => setRule({ includeFree: event.currentTarget.checked })}
      />
    </div>
  );
}
