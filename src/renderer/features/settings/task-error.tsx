import { Code } from '@mantine/core';
import type { AppErrorShape } from '../../../shared/model/errors';
import { Note } from '../../ui/note';

/** Why what the person asked for did not work, and what to do about it. */
export function TaskError({ error }: { error: Pick<AppErrorShape, 'message' | 'fix' | 'code'> | null }) {
  if (!error) return null;
  return (
    <Note tone="problem" title={error.message} live>
      {error.fix} <Code>{error.code}</Code>
    </Note>
  );
}
