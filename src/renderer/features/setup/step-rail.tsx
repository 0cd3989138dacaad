import { UnstyledButton } from '@mantine/core';
import type { AuthKind } from '../../../shared/model/org';
import type { SetupProgress } from '../../../shared/model/setup';
import { CheckIcon } from '../../ui/icons';
import { countStep, STEP_OVERVIEW } from './content';
import classes from './step-rail.module.css';

interface StepRailProps {
  progress: SetupProgress;
  auth: AuthKind;
  onGo: (step: number) => void;
}

/** The three steps at a glance; clicking one scrolls to it. */
export function StepRail({ progress, auth, onGo }: StepRailProps) {
  return (
    <nav className={classes.rail} aria-label="Steps">
      <ol className={classes.list}>
        {STEP_OVERVIEW.map(({ number, title, prefix }) => {
          const { done, all, problems } = countStep(progress, auth, prefix);
          const complete = done === all;
          return (
            <li key={number} className={classes.item}>
              <UnstyledButton className={classes.button} onClick={() => onGo(number)}>
                <span className={classes.number} data-complete={complete} aria-hidden="true">
                  {complete ? <CheckIcon size={15} /> : number}
                </span>
                <span className={classes.words}>
                  <span className={classes.title}>{title}</span>
                  <span className={classes.count} data-problems={problems > 0}>
                    {problems > 0 ? `${problems} to look at` : `${done} of ${all} done`}
                  </span>
                </span>
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
