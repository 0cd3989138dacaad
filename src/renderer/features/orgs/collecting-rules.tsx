import { Group, NumberInput, Slider, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { formatNumber, formatPercent } from '../../ui/format';
import { notifyError } from '../../ui/notify';
import { Section } from '../../ui/section';
import classes from './collecting-rules.module.css';

interface Change {
  thresholdPercent?: number;
  inactiveDays?: number;
  paused?: boolean;
}

/** When collecting stops, when a seat counts as idle, and the pause switch. Saved as soon as changed. */
export function CollectingRules({ org }: { org: OrgSummary }) {
  const api = useApi();
  const [threshold, setThreshold] = useState(org.thresholdPercent);
  const [days, setDays] = useState<number | string>(org.inactiveDays);

  const save = (change: Change) => {
    api.orgs
      .update({ orgId: org.id, ...change })
      .catch((error: unknown) => notifyError('The change was not saved', asAppError(error)));
  };
  const saveDays = () => {
    if (typeof days === 'number' && days >= 1 && days !== org.inactiveDays) save({ inactiveDays: days });
    else setDays(org.inactiveDays);
  };

  return (
    <Section title="Rules" description="For this org only. Changes are saved at once.">
      <div className={classes.rules}>
        <div>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm" fw={500} id="threshold-label">
              Stop collecting at
            </Text>
            <Text size="sm" fw={600} className="sw-numbers">
              {formatPercent(threshold)}
            </Text>
          </Group>
          <Text size="sm" c="dimmed" mb="sm">
            of the org’s daily API requests, whoever makes them
            {org.quota && ` (${formatNumber(Math.floor((org.quota.max * threshold) / 100))} requests)`}.
          </Text>
          <Slider
            className={classes.slider ?? ''}
            min={10}
            max={95}
            step={5}
            value={threshold}
            onChange={setThreshold}
            onChangeEnd={(value) => save({ thresholdPercent: value })}
            label={(value) => formatPercent(value)}
            thumbProps={{ 'aria-labelledby': 'threshold-label' }}
            marks={[
              { value: 25, label: '25%' },
              { value: 50, label: '50%' },
              { value: 75, label: '75%' },
            ]}
          />
        </div>
        <NumberInput
          label="Idle after"
          description="Days without a login until a seat counts as idle."
          suffix=" days"
          min={1}
          max={3650}
          allowDecimal={false}
          clampBehavior="blur"
          value={days}
          onChange={setDays}
          onBlur={saveDays}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          maw={260}
        />
        <Switch
          label="Pause this org"
          description="Nothing is collected until you switch it off. Collected data can still be reviewed."
          checked={org.paused}
          onChange={(event) => save({ paused: event.currentTarget.checked })}
        />
      </div>
    </Section>
  );
}
