import { Button, NumberInput, SegmentedControl, Slider, Stack, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Settings } from '../../../shared/model/settings';
import { asAppError } from '../../api/client';
import { useApi, useSettingsStore } from '../../api/services';
import { formatPercent } from '../../ui/format';
import { FolderIcon } from '../../ui/icons';
import { notifyError } from '../../ui/notify';
import { Page } from '../../ui/page';
import { Facts, Section } from '../../ui/section';
import { LicensingSection } from './licensing-section';
import { Setting } from './setting';
import { StorageSection } from './storage-section';
import { VaultSection } from './vault-section';
import classes from './settings.module.css';

/** Preferences of this installation. Each is saved as soon as it is changed. */
export function SettingsPage() {
  const api = useApi();
  const { settings, info, update, refreshInfo } = useSettingsStore((s) => s);
  useEffect(() => void refreshInfo().catch(() => undefined), [refreshInfo]);
  const save = (change: Partial<Settings>) => {
    update(change).catch((error: unknown) => notifyError('The setting was not saved', asAppError(error)));
  };

  return (
    <Page title="Settings" width="text">
      <Stack gap="md">
        <Section title="Appearance">
          <Setting label="Theme" description="Automatic follows the system.">
            <SegmentedControl
              aria-label="Theme"
              value={settings.colorScheme}
              onChange={(value) => save({ colorScheme: value })}
              data={[
                { value: 'auto', label: 'Automatic' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </Setting>
          <Setting
            label="Times"
            description={`Your time zone is ${zoneName()}. Days in charts are always UTC days.`}
          >
            <SegmentedControl
              aria-label="Times"
              value={settings.timeZone}
              onChange={(value) => save({ timeZone: value })}
              data={[
                { value: 'local', label: 'Local' },
                { value: 'utc', label: 'UTC' },
              ]}
            />
          </Setting>
        </Section>
        <Section title="Collecting">
          <Setting
            label="Collect once a day"
            description="While Seatwatch runs. Orgs that you paused are left out."
            htmlFor="collect-daily"
          >
            <Switch
              id="collect-daily"
              checked={settings.collectDaily}
              onChange={(event) => save({ collectDaily: event.currentTarget.checked })}
            />
          </Setting>
          <ThresholdSetting
            key={`threshold-${settings.thresholdPercent}`}
            value={settings.thresholdPercent}
            onSave={(thresholdPercent) => save({ thresholdPercent })}
          />
          <IdleSetting
            key={`idle-${settings.inactiveDays}`}
            value={settings.inactiveDays}
            onSave={(inactiveDays) => save({ inactiveDays })}
          />
        </Section>
        <LicensingSection settings={settings} onSaveDecider={(deciderName) => save({ deciderName })} />
        <StorageSection />
        {info && <VaultSection vault={info.vault} />}
        {info && (
          <Section
            title="About"
            actions={
              <Button
                variant="default"
                leftSection={<FolderIcon size={16} />}
                onClick={() =>
                  void api.app
                    .showLogFile()
                    .catch((error: unknown) =>
                      notifyError('The log file could not be shown', asAppError(error)),
                    )
                }
              >
                Show log file
              </Button>
            }
          >
            <Facts
              facts={[
                { name: 'Version', value: `Seatwatch ${info.version}` },
                { name: 'Data folder', value: info.dataDir },
                { name: 'Log file', value: info.logFile },
              ]}
            />
          </Section>
        )}
      </Stack>
    </Page>
  );
}

function ThresholdSetting({ value, onSave }: { value: number; onSave: (value: number) => void }) {
  const [shown, setShown] = useState(value);
  return (
    <Setting
      label="Stop at"
      id="default-threshold"
      description={`New orgs: collecting stops at ${formatPercent(shown)} of the org’s daily API requests.`}
    >
      <Slider
        className={classes.slider ?? ''}
        min={10}
        max={95}
        step={5}
        value={shown}
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

function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
