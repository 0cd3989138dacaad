import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { useLoad } from '../../api/use-load';
import { usePolicy } from '../../api/use-policy';
import { formatCount } from '../../ui/format';
import { Managed } from '../../ui/managed';
import { Note } from '../../ui/note';
import { ErrorState, LoadingState } from '../../ui/states';
import { useZone } from '../../ui/time';
import { RuleNumber } from './rule-number';
import classes from './collecting-rules.module.css';
import { KEEP_LOGINS, purgeWords, removesMore } from './rule-words';

interface KeepLoginsProps {
  org: OrgSummary;
  onSave: (days: number | null) => void;
}

/** How long logins are kept. What removes some is asked about first: it cannot be taken back. */
export function KeepLogins({ org, onSave }: KeepLoginsProps) {
  const { keepLoginsDays: limit } = usePolicy();
  const [asked, setAsked] = useState<number | null>(null);
  // A new field forgets what was typed when the person thinks better of it.
  const [attempt, setAttempt] = useState(0);
  const close = () => {
    setAsked(null);
    setAttempt((n) => n + 1);
  };
  return (
    <>
      <RuleNumber
        key={attempt}
        field={KEEP_LOGINS}
        label="Keep logins for"
        description={
          <>
            Logins that are older are removed from this computer. Salesforce forgets them after six months, so
            what is removed cannot come back. Empty: all are kept
            {limit === undefined ? '.' : ' as long as your organization allows.'}
            {limit !== undefined && (
              <span className={classes.limit}>
                <Managed>{`Your organization allows ${formatCount(limit, 'day')} at most`}</Managed>
              </span>
            )}
          </>
        }
        empty={limit === undefined ? 'For ever' : formatCount(limit, 'day')}
        suffix=" days"
        step={30}
        value={org.keepLoginsDays}
        onSave={(days) => {
          if (removesMore(org.keepLoginsDays, days)) setAsked(days);
          else onSave(days);
        }}
      />
      <Modal opened={asked !== null} onClose={close} title="Remove old logins?">
        {asked !== null && (
          <Question
            orgId={org.id}
            days={asked}
            onCancel={close}
            onConfirm={() => {
              onSave(asked);
              setAsked(null);
            }}
          />
        )}
      </Modal>
    </>
  );
}

interface QuestionProps {
  orgId: string;
  days: number;
  onCancel: () => void;
  onConfirm: () => void;
}

/** How many there are now, before anything is saved. */
function Question({ orgId, days, onCancel, onConfirm }: QuestionProps) {
  const zone = useZone();
  const { data, error, reload } = useLoad(`${orgId}/${days}`, (api) =>
    api.data.previewPurge({ orgId, keepLoginsDays: days }),
  );
  return (
    <Stack gap="md">
      {error && <ErrorState error={error} onRetry={reload} />}
      {!data && !error && <LoadingState shape="spinner" label="Counting old logins" />}
      {data && <Text size="sm">{purgeWords(data, days, zone)}</Text>}
      <Note tone="warning" title="Removed logins cannot come back">
        Salesforce keeps logins for six months only. Logins older than that exist nowhere but here and in your
        backups. What was counted from them (logins per day, country and address) goes with them.
      </Note>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel} data-autofocus>
          Cancel
        </Button>
        <Button color="red.8" disabled={!data} onClick={onConfirm}>
          Remove old logins
        </Button>
      </Group>
    </Stack>
  );
}
