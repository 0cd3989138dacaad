import { Anchor } from '@mantine/core';
import { useStore } from 'zustand';
import { useServices } from '../../api/services';
import { LockIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { settingsRoute, toHash } from '../../ui/routing/route';
import classes from './settings.module.css';

/** Above all sections: that somebody else decided some of them, and where that is written down. */
export function PolicyLine() {
  const { status, error } = useStore(useServices().policy);
  if (error) {
    return (
      <div className={classes.policyProblem}>
        <Note tone="warning" title="What your organization decided for this computer could not be read">
          {error.message} {error.fix}
        </Note>
      </div>
    );
  }
  if (status.file === null) return null;
  return (
    <p className={classes.policy}>
      <LockIcon size={15} />
      <span>
        Some settings are managed by your organization, in <span className={classes.path}>{status.file}</span>
        .{' '}
        <Anchor inherit underline="always" href={toHash(settingsRoute('about'))}>
          What is managed
        </Anchor>
      </span>
    </p>
  );
}
