import { SegmentedControl } from '@mantine/core';
import { useSettingsStore } from '../../api/services';
import { Section } from '../../ui/section';
import { Setting } from './setting';
import { useSaveSetting } from './use-save-setting';

export function AppearanceSection() {
  const settings = useSettingsStore((s) => s.settings);
  const save = useSaveSetting();
  return (
    <Section title="Appearance">
      <Setting label="Theme" description="Automatic follows the system.">
        <SegmentedControl
          aria-label="Theme"
          value={settings.colorScheme}
          onChange={(value) => void save({ colorScheme: value })}
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
          onChange={(value) => void save({ timeZone: value })}
          data={[
            { value: 'local', label: 'Local' },
            { value: 'utc', label: 'UTC' },
          ]}
        />
      </Setting>
    </Section>
  );
}

function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
