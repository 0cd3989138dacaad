import { Anchor, Input, NumberInput, SegmentedControl, Switch, Text } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { IdleRule } from '../../../shared/model/idle-rule';
import { toHash } from '../../ui/routing/route';
import { SideDrawer } from '../../ui/table-drawer';
import { definitionOf, FIELD_WORDS, IDLE_PRESETS, LONGEST_GRACE, parseDays } from './idle-words';
import { tabRoute } from './license-tabs';
import { KeepOrDrop } from './keep-or-drop';
import type { LicensesStore } from './licenses-store';
import classes from './definition.module.css';

interface DefinitionPanelProps {
  store: LicensesStore;
  orgId: string;
  opened: boolean;
  onClose: () => void;
}

/** Every part of the definition of idle, explained. Changes show on the page at once; saving makes them the org's own. */
export function DefinitionPanel({ store, orgId, opened, onClose }: DefinitionPanelProps) {
  return (
    <SideDrawer opened={opened} onClose={onClose} size="min(520px, 94vw)" title="What counts as idle">
      {opened && <Fields store={store} orgId={orgId} onLeaveList={onClose} />}
    </SideDrawer>
  );
}

interface FieldsProps {
  store: LicensesStore;
  orgId: string;
  /** The list of people on leave takes the panel's place. */
  onLeaveList: () => void;
}

function Fields({ store, orgId, onLeaveList }: FieldsProps) {
  const rule = useStore(store, (s) => s.rule);
  const isChanged = useStore(store, (s) => s.isChanged);
  const onLeave = useStore(store, (s) => s.onLeave);
  const { setRule } = store.getState();
  return (
    <>
      <Text size="sm" c="dimmed" role="status" mb="md">
        {definitionOf(rule, onLeave)}
      </Text>
      <div className={classes.form}>
        <Threshold rule={rule} onChange={(inactiveDays) => setRule({ inactiveDays })} />
        <Days
          words={FIELD_WORDS.graceDays}
          least={0}
          most={LONGEST_GRACE}
          value={rule.graceDays}
          onChange={(graceDays) => setRule({ graceDays })}
        />
        <Days
          words={FIELD_WORDS.newUserDays}
          least={0}
          most={LONGEST_GRACE}
          value={rule.newUserDays}
          onChange={(newUserDays) => setRule({ newUserDays })}
        />
        <OwnThreshold
          words={FIELD_WORDS.external}
          value={rule.externalDays}
          usual={rule.inactiveDays}
          onChange={(externalDays) => setRule({ externalDays })}
        />
        <Switch
          label={FIELD_WORDS.integration.label}
          description={FIELD_WORDS.integration.meaning}
          checked={rule.integration === 'api-only'}
          onChange={(event) =>
            setRule({ integration: event.currentTarget.checked ? 'api-only' : 'any-login' })
          }
        />
        <OwnThreshold
          words={FIELD_WORDS.integrationDays}
          value={rule.integrationDays}
          usual={rule.inactiveDays}
          onChange={(integrationDays) => setRule({ integrationDays })}
        />
        <Switch
          label={FIELD_WORDS.exceptions.label}
          description={FIELD_WORDS.exceptions.meaning}
          checked={rule.exceptions}
          onChange={(event) => setRule({ exceptions: event.currentTarget.checked })}
        />
        <Anchor size="sm" href={toHash(tabRoute(orgId, 'seats', { leave: 'list' }))} onClick={onLeaveList}>
          Who is on leave
        </Anchor>
        <Switch
          label={FIELD_WORDS.includeFree.label}
          description={FIELD_WORDS.includeFree.meaning}
          checked={rule.includeFree}
          onChange={(event) => setRule({ includeFree: event.currentTarget.checked })}
        />
      </div>
      {isChanged && (
        <div className={classes.foot}>
          <KeepOrDrop store={store} orgId={orgId} />
        </div>
      )}
    </>
  );
}

const CUSTOM = 'custom';
const isPreset = (days: number) => IDLE_PRESETS.some((preset) => preset === days);

/** The presets, and a field for any other number. */
function Threshold({ rule, onChange }: { rule: IdleRule; onChange: (days: number) => void }) {
  const [custom, setCustom] = useState(!isPreset(rule.inactiveDays));
  const showsCustom = custom || !isPreset(rule.inactiveDays);
  const { label, unit, meaning } = FIELD_WORDS.inactiveDays;
  return (
    <Input.Wrapper label={`${label} so many ${unit}`} description={meaning} labelElement="div">
      <div className={classes.presets}>
        <SegmentedControl
          aria-label={`${label} so many ${unit}`}
          value={showsCustom ? CUSTOM : String(rule.inactiveDays)}
          onChange={(value) => {
            setCustom(value === CUSTOM);
            if (value !== CUSTOM) onChange(Number(value));
          }}
          data={[
            ...IDLE_PRESETS.map((days) => ({ value: String(days), label: String(days) })),
            { value: CUSTOM, label: 'Custom' },
          ]}
        />
        {showsCustom && (
          <Days
            words={{ label: 'Days without a login' }}
            least={1}
            most={3650}
            value={rule.inactiveDays}
            onChange={onChange}
          />
        )}
      </div>
    </Input.Wrapper>
  );
}

interface OwnThresholdProps {
  words: { label: string; unit: string; meaning: string };
  /** null: the threshold of everybody. */
  value: number | null;
  usual: number;
  onChange: (days: number | null) => void;
}

/** A threshold for some people, or that of everybody. */
function OwnThreshold({ words, value, usual, onChange }: OwnThresholdProps) {
  return (
    <div className={classes.own}>
      <Switch
        label={words.label}
        description={words.meaning}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual : null)}
      />
      {value !== null && (
        <div className={classes.ownDays}>
          <Days
            words={{ label: `Idle after so many ${words.unit}` }}
            least={1}
            most={3650}
            value={value}
            onChange={onChange}
          />
        </div>
      )}
    </div>
  );
}

interface DaysProps {
  words: { label: string; meaning?: string };
  least: number;
  most: number;
  value: number;
  onChange: (days: number) => void;
}

const ASK_AFTER_MS = 350;

/** A number of days. What is not valid is said and not applied. */
function Days({ words, least, most, value, onChange }: DaysProps) {
  const [typed, setTyped] = useState<string | number>(value);
  const applied = useRef(value);
  const apply = useDebouncedCallback((days: number) => {
    applied.current = days;
    onChange(days);
  }, ASK_AFTER_MS);
  // Changed elsewhere: back to the org's own, or the slider.
  useEffect(() => {
    if (value === applied.current) return;
    applied.current = value;
    setTyped(value);
  }, [value]);
  return (
    <NumberInput
      label={words.label}
      description={words.meaning}
      suffix=" days"
      styles={{ wrapper: { maxWidth: 140 } }}
      min={least}
      max={most}
      allowDecimal={false}
      clampBehavior="none"
      value={typed}
      error={
        parseDays(typed, least, most) === null ? `Enter ${least} to ${most.toLocaleString()} days.` : null
      }
      onChange={(next) => {
        setTyped(next);
        const days = parseDays(next, least, most);
        if (days === null) apply.cancel();
        else apply(days);
      }}
    />
  );
}
