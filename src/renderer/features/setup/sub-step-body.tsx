import { Button, Text } from '@mantine/core';
import { Fragment, useId, type ReactNode } from 'react';
import { CopyField } from '../../ui/copy-field';
import { ChevronRightIcon, ExternalIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import type { HelpTopic, PermissionGroup, SubStepText } from './content-types';
import classes from './sub-step-body.module.css';

interface SubStepBodyProps {
  text: SubStepText;
  problem: string | null;
  onCopy: (value: string) => Promise<void>;
  onHelp: (topic: HelpTopic) => void;
  /** What can be done right here, after the instructions. */
  children?: ReactNode;
}

/** Why, where, what to click, what to paste, and what to beware of. */
export function SubStepBody({ text, problem, onCopy, onHelp, children }: SubStepBodyProps) {
  const { why, where, how, copy, permissions, naming, notes, help } = text;
  return (
    <div className={classes.body}>
      {problem !== null && (
        <Note tone="problem" title="The last test failed here">
          {problem}
        </Note>
      )}
      <Text size="sm" c="dimmed">
        {why}
      </Text>
      {where && <SetupPath parts={where} />}
      <ol className={classes.how}>
        {how.map((instruction, index) => (
          <li key={index}>{instruction}</li>
        ))}
      </ol>
      {copy && (
        <div className={classes.values}>
          {copy.map(({ label, value }) => (
            <CopyField key={value} label={`${label} ${value}`} value={value} onCopy={onCopy} />
          ))}
        </div>
      )}
      {permissions?.map((group) => (
        <Permissions key={group.title} group={group} onCopy={onCopy} />
      ))}
      {children}
      {notes?.map((note) => (
        <Note key={note.text} tone={note.tone}>
          {note.text}
        </Note>
      ))}
      {naming !== undefined && (
        <Text size="sm">
          <b>Named differently?</b> {naming}
        </Text>
      )}
      {help && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            rightSection={<ExternalIcon size={14} />}
            onClick={() => onHelp(help.topic)}
          >
            {help.label}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A group of permissions: each with its name to copy and what it is for. */
function Permissions({
  group,
  onCopy,
}: {
  group: PermissionGroup;
  onCopy: (value: string) => Promise<void>;
}) {
  const id = useId();
  return (
    <div>
      <p className={classes.groupTitle} id={id}>
        {group.title}
      </p>
      <ul className={classes.permissions} aria-labelledby={id}>
        {group.permissions.map(({ name, unlocks }) => (
          <li key={name}>
            <CopyField label={`permission name ${name}`} value={name} onCopy={onCopy} />
            <span>{unlocks}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function SetupPath({ parts }: { parts: readonly string[] }) {
  return (
    <p className={classes.path}>
      <span className="sw-visually-hidden">Where in Salesforce: </span>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <ChevronRightIcon size={14} />}
          <span>{part}</span>
        </Fragment>
      ))}
    </p>
  );
}
