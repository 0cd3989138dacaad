import { Button, Checkbox, Collapse, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SubStepId, SubStepState } from '../../../shared/model/setup';
import { ChevronDownIcon } from '../../ui/icons';
import { SUB_STEP_TITLES } from '../../ui/setup-words';
import { Tag } from '../../ui/status';
import { isDone } from './content';
import type { HelpTopic, SubStepText } from './content-types';
import { SubStepBody } from './sub-step-body';
import classes from './sub-step-card.module.css';

interface SubStepCardProps {
  text: SubStepText;
  state: SubStepState;
  open: boolean;
  onToggle: (id: SubStepId) => void;
  onTick: (id: SubStepId, done: boolean) => void;
  onDone: (id: SubStepId) => void;
  onCopy: (value: string) => Promise<void>;
  onHelp: (topic: HelpTopic) => void;
  /** False: there is something to do here first. */
  canFinish?: boolean;
  children?: ReactNode;
}

/** One line of the checklist; unfolds to its instructions. */
export function SubStepCard({
  text,
  state,
  open,
  onToggle,
  onTick,
  onDone,
  onCopy,
  onHelp,
  canFinish = true,
  children,
}: SubStepCardProps) {
  const title = SUB_STEP_TITLES[text.id];
  const done = isDone(state);
  const bodyId = `about-${text.id}`;
  return (
    <li className={classes.card} id={`step-${text.id}`} data-open={open} data-done={done}>
      <div className={classes.head}>
        <Checkbox
          aria-label={`${title}: done`}
          checked={done}
          // What the app verified is not a matter of opinion.
          disabled={state.doneBy === 'app' && done}
          onChange={(event) => onTick(text.id, event.currentTarget.checked)}
        />
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={bodyId}
          onClick={() => onToggle(text.id)}
        >
          <span className={classes.title}>{title}</span>
          <StateTag state={state} />
          <ChevronDownIcon size={18} className={classes.chevron} />
        </UnstyledButton>
      </div>
      {state.problem !== null && !open && <div className={classes.problem}>{state.problem}</div>}
      <div id={bodyId}>
        <Collapse expanded={open} keepMounted={false}>
          <div className={classes.body}>
            <SubStepBody text={text} problem={state.problem} onCopy={onCopy} onHelp={onHelp}>
              {children}
            </SubStepBody>
            {!done && canFinish && (
              <Button variant="default" size="sm" mt="md" onClick={() => onDone(text.id)}>
                Mark as done
              </Button>
            )}
          </div>
        </Collapse>
      </div>
    </li>
  );
}

export function StateTag({ state }: { state: SubStepState }) {
  if (state.problem !== null) return <Tag tone="bad">Needs attention</Tag>;
  if (state.doneBy === 'app') return <Tag tone="ok">Verified by Seatwatch</Tag>;
  if (state.doneBy === 'user') return <Tag>Done</Tag>;
  return null;
}
