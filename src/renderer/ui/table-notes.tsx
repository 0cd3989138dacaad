import { Button } from '@mantine/core';
import type { AppErrorShape } from '../../shared/model/errors';
import { SearchIcon } from './icons';
import { Note } from './note';
import { EmptyState } from './states';

/** Above a list that is shown, when a part of it could not be fetched. */
export function SomeRowsMissing({ error, onRetry }: { error: AppErrorShape; onRetry: () => void }) {
  return (
    <Note
      tone="problem"
      live
      title="Some rows could not be loaded"
      actions={
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {error.message} {error.fix}
    </Note>
  );
}

/** In place of a list that its filters leave nothing of. `title`: "No user matches". */
export function NothingMatches({ title, onClear }: { title: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchIcon size={24} />}
      title={title}
      actions={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Try another spelling, or take filters away.
    </EmptyState>
  );
}
