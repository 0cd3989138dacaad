import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { AppError } from '../../../shared/model/errors';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../../api/client';
import { useCollectStore } from '../../api/services';
import { CollectPanel } from '../../ui/collect-panel';
import { formatCount } from '../../ui/format';
import { ArrowRightIcon, CollectIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { isPaused, pauseWords } from '../../ui/pause-words';
import { orgRoute, toHash } from '../../ui/routing/route';
import { runStateWords } from '../../ui/org-state';

/** The last sub-step: the first collection, and from there to the overview. */
export function CollectStep({ org, connected }: { org: OrgSummary | null; connected: boolean }) {
  const orgId = org?.id ?? '';
  const progress = useCollectStore((s) => s.progress[orgId]);
  const ended = useCollectStore((s) => s.ended[orgId]);
  const starting = useCollectStore((s) => s.starting.includes(orgId));
  const canceling = useCollectStore((s) => s.canceling.includes(orgId));
  const start = useCollectStore((s) => s.start);
  const cancel = useCollectStore((s) => s.cancel);
  const [error, setError] = useState<AppError | null>(null);
  const attempt = (work: Promise<void>) => {
    setError(null);
    work.catch((thrown: unknown) => setError(asAppError(thrown)));
  };
  const run = ended ?? org?.lastRun;

  return (
    <>
      <Text size="sm" c="dimmed">
        Reads users, licenses, limits and up to six months of logins. A large org takes a while the first
        time; you can use Seatwatch meanwhile. It stops by itself before the org’s API quota gets tight.
      </Text>
      <Group>
        <Button
          leftSection={<CollectIcon size={16} />}
          variant={connected && run?.state !== 'complete' ? 'filled' : 'default'}
          disabled={org === null || progress !== undefined}
          loading={starting && !progress}
          onClick={() => attempt(start(orgId))}
        >
          Collect Now
        </Button>
        {org?.dataAsOf && (
          <Button
            component="a"
            href={toHash(orgRoute(org.id))}
            rightSection={<ArrowRightIcon size={16} />}
            variant={run?.state === 'complete' ? 'filled' : 'default'}
          >
            Open the overview
          </Button>
        )}
      </Group>
      {error && (
        <Note tone="problem" title={error.message} live>
          {error.fix}
        </Note>
      )}
      {progress && (
        <CollectPanel
          progress={progress}
          canceling={canceling}
          bounds={{ runBudget: org?.runBudget ?? null, dailyBudget: org?.dailyBudget ?? null }}
          nextRunAt={org?.nextRunAt ?? null}
          onCancel={() => attempt(cancel(orgId))}
        />
      )}
      {!progress && run && (
        <Note
          tone={run.state === 'complete' ? 'success' : run.state === 'failed' ? 'problem' : 'warning'}
          live
        >
          <b>{runStateWords(run.state).label}.</b>{' '}
          {run.error
            ? `${run.error.message} ${run.error.fix}`
            : org && isPaused(run.state)
              ? pauseWords(run.state, org, run).reason
              : `${formatCount(
                  Object.values(run.rows).reduce((sum, n) => sum + n, 0),
                  'row',
                )} stored, ${formatCount(run.apiCalls.made, 'API call')}.`}
        </Note>
      )}
    </>
  );
}
