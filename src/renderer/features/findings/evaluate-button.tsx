import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { EvaluationSummary } from '../../../shared/model/checks';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { ChevronDownIcon, RefreshIcon } from '../../ui/icons';
import { notify, notifyError } from '../../ui/notify';
import { ReasonButton } from '../../ui/reason-button';
import { evaluationWords } from './score-words';
import classes from './findings.module.css';

interface EvaluateButtonProps {
  orgId: string;
  /** Why it cannot be done now; null: it can. */
  past: string | null;
  /** "Evaluate again"; alone without the menu, where nothing was evaluated yet. */
  label: string;
  withMenu?: boolean;
}

/** Evaluates the checks over what came since the last time, or over all history. */
export function EvaluateButton({ orgId, past, label, withMenu = true }: EvaluateButtonProps) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const evaluate = async (allHistory: boolean) => {
    setBusy(true);
    try {
      tell(await api.security.evaluate({ orgId, allHistory }));
    } catch (error) {
      notifyError('The checks could not be evaluated', asAppError(error));
    }
    setBusy(false);
  };
  const main = (
    <ReasonButton
      reason={past}
      variant={withMenu ? 'default' : 'filled'}
      loading={busy}
      leftSection={<RefreshIcon size={16} />}
      onClick={() => void evaluate(false)}
    >
      {label}
    </ReasonButton>
  );
  if (!withMenu || past !== null) return main;
  return (
    <Button.Group>
      {main}
      <Menu position="bottom-end" width={320} shadow="md">
        <Menu.Target>
          <Button variant="default" px={8} disabled={busy} aria-label="More ways to evaluate">
            <ChevronDownIcon size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void evaluate(true)}>
            Evaluate again over all history
            <span className={classes.what}>
              Looks at every stored sign-in again. It is done by itself when settings change.
            </span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

function tell(summary: EvaluationSummary): void {
  notify('success', 'The checks were evaluated', evaluationWords(summary));
}
