import { Group, NumberInput, Slider, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { usePolicy } from '../../api/use-policy';
import { formatNumber, formatPercent } from '../../ui/format';
import { Managed } from '../../ui/managed';
import { notifyError } from '../../ui/notify';
import { Section } from '../../ui/section';
import classes from './collecting-rules.module.css';
import { KeepLogins } from './keep-logins';
import { RuleNumber } from './rule-number';
import { budgetRemark, CALL_BUDGET } from './rule-words';

type Change = Partial<
  Pick<
    OrgSummary,
    'thresholdPercent' | 'runBudget' | 'dailyBudget' | 'keepLoginsDays' | 'inactiveDays' | 'paused'
  >
>;

/** When collecting stops, what is kept, when a seat counts as idle, the pause switch. Saved as soon as changed. */
export function CollectingRules({ org }: { org: OrgSummary }) {
  const api = useApi();
  const { maxThresholdPercent, maxDailyCalls } = usePolicy();
  const highest = Math.min(95, maxThresholdPercent ?? 95);
  const [chosen, setThreshold] = useState(org.thresholdPercent);
  // What counts, whatever was chosen before the administrator set a limit.
  const threshold = Math.min(chosen, maxThresholdPercent ?? chosen);
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
            min={Math.min(10, highest)}
            max={highest}
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
            ].filter(({ value }) => value <= highest)}
          />
          {maxThresholdPercent !== undefined && (
            <div className={classes.limit}>
              <Managed>{`Your organization allows ${formatPercent(maxThresholdPercent)} at most`}</Managed>
            </div>
          )}
        </div>
        <RuleNumber
          field={CALL_BUDGET}
          label="Budget per collection"
          description="API requests one collection may make. At the end of it everything read is kept, and the next collection goes on from there."
          empty="No limit of its own"
          suffix=" requests"
          step={50}
          value={org.runBudget}
          onSave={(runBudget) => save({ runBudget })}
        />
        <RuleNumber
          field={CALL_BUDGET}
          label="Budget per 24 hours"
          description={
            <>
              API requests Seatwatch may make in this org in any 24 hours, connectivity tests included. Then
              it waits, and goes on by itself. {budgetRemark(org.runBudget, org.dailyBudget)}
              {maxDailyCalls !== undefined && (
                <span className={classes.limit}>
                  <Managed>{`Your organization allows ${formatNumber(maxDailyCalls)} at most`}</Managed>
                </span>
              )}
            </>
          }
          empty="No limit of its own"
          suffix=" requests"
          step={100}
          value={org.dailyBudget}
          onSave={(dailyBudget) => save({ dailyBudget })}
        />
        <KeepLogins org={org} onSave={(keepLoginsDays) => save({ keepLoginsDays })} />
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
