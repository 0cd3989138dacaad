import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import type { CheckState } from '../../../shared/model/checks';
import { formatNumber } from '../../ui/format';
import { Note } from '../../ui/note';
import { orgRoute, toHash } from '../../ui/routing/route';
import classes from './findings.module.css';

interface NotEvaluatedProps {
  orgId: string;
  checks: readonly CheckState[];
}

/** Checks whose silence says nothing: which, why, and where that is put right. Nothing when all were evaluated. */
export function NotEvaluatedNote({ orgId, checks }: NotEvaluatedProps) {
  const [open, setOpen] = useState(false);
  const missing = notEvaluated(checks);
  if (missing.length === 0) return null;
  const many = missing.length > 1;
  return (
    <div className={classes.note}>
      <Note
        tone="warning"
        inline
        title={`${formatNumber(missing.length)} of ${formatNumber(checks.length)} checks ${many ? 'were' : 'was'} not evaluated`}
        actions={
          <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Which, and why'}
          </Button>
        }
      >
        {open ? (
          <>
            <ul className={classes.missing}>
              {missing.map(({ info, result }) => (
                <li key={info.id}>
                  <Anchor
                    href={toHash(orgRoute(orgId, 'checks', { check: info.id }))}
                    size="sm"
                    underline="always"
                  >
                    {info.title}
                  </Anchor>
                  : {result?.reason ?? 'the reason is not known.'}
                </li>
              ))}
            </ul>
            What the run-as user may read is granted in the{' '}
            <Anchor href={toHash(orgRoute(orgId, 'setup'))} size="sm" underline="always">
              setup checklist
            </Anchor>
            ; what a collection could not read is in{' '}
            <Anchor href={toHash(orgRoute(orgId, 'details'))} size="sm" underline="always">
              its log
            </Anchor>
            .
          </>
        ) : many ? (
          'That they found nothing says nothing.'
        ) : (
          'That it found nothing says nothing.'
        )}
      </Note>
    </div>
  );
}

export function notEvaluated(checks: readonly CheckState[]): CheckState[] {
  return checks.filter(({ result }) => result?.status === 'not-evaluated');
}
