import { ActionIcon, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { CheckIcon, CopyIcon } from './icons';
import classes from './copy-field.module.css';

interface CopyFieldProps {
  value: string;
  /** What the value is, for the button's name: "Copy callback URL". */
  label: string;
  /** Puts the text on the clipboard (main does it; the window has no clipboard access). */
  onCopy: (value: string) => Promise<void>;
}

/** A value to paste into Salesforce, with a copy button. */
export function CopyField({ value, label, onCopy }: CopyFieldProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className={classes.field}>
      <code className={classes.value}>{value}</code>
      <Tooltip label={copied ? 'Copied' : 'Copy'}>
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label={`Copy ${label}`}
          onClick={() => void onCopy(value).then(() => setCopied(true))}
        >
          {copied ? <CheckIcon size={15} /> : <CopyIcon size={15} />}
        </ActionIcon>
      </Tooltip>
      <span role="status" className="sw-visually-hidden">
        {copied ? `Copied ${label}` : ''}
      </span>
    </span>
  );
}
