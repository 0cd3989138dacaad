import { Select } from '@mantine/core';

export const ZONE_CHOICES = ['org', 'local', 'utc'] as const;
/** Whose clocks: those of the org, of this computer, or UTC. */
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What to ask for: an IANA name; null: the org's own zone, which only the data knows. */
export function zoneOf(choice: ZoneChoice): string | null {
  if (choice === 'org') return null;
  return choice === 'utc' ? 'UTC' : localZone();
}

export function ZoneSelect({
  value,
  onChange,
}: {
  value: ZoneChoice;
  onChange: (value: ZoneChoice) => void;
}) {
  return (
    <Select
      size="xs"
      w={200}
      aria-label="Time zone"
      allowDeselect={false}
      value={value}
      data={[
        { value: 'org', label: 'Time zone of the org' },
        { value: 'local', label: 'This computer’s time zone' },
        { value: 'utc', label: 'UTC' },
      ]}
      onChange={(chosen) => onChange(ZONE_CHOICES.find((choice) => choice === chosen) ?? 'org')}
    />
  );
}
