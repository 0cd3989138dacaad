import { Text } from '@mantine/core';
import type { PersonFacts, PersonMark } from '../../shared/model/reclaim';
import { integrationWords, SIGN_WORDS } from './person-words';
import { ReasonButton } from './reason-button';
import classes from './integration-mark.module.css';

interface IntegrationMarkProps {
  facts: Pick<PersonFacts, 'isIntegration' | 'mark' | 'integrationSigns'>;
  busy: boolean;
  /** Why it cannot be changed now; null: it can. */
  reason: string | null;
  onMark: (mark: PersonMark | null) => Promise<void>;
}

/** Whether somebody is an integration user, what speaks for it, and a way to know better. */
export function IntegrationMark({ facts, busy, reason, onMark }: IntegrationMarkProps) {
  const { isIntegration, mark, integrationSigns } = facts;
  const signs = integrationSigns.filter((sign) => sign !== 'mark');
  const opposite: PersonMark = isIntegration ? 'person' : 'integration';
  return (
    <>
      <Text size="sm" fw={550}>
        {integrationWords(facts)}
      </Text>
      {signs.length > 0 && (
        <ul className={classes.signs}>
          {signs.map((sign) => (
            <li key={sign}>{SIGN_WORDS[sign]}</li>
          ))}
        </ul>
      )}
      <div className={classes.buttons}>
        <ReasonButton
          reason={reason}
          size="compact-sm"
          variant="default"
          loading={busy}
          onClick={() => void onMark(opposite)}
        >
          {opposite === 'integration' ? 'Mark as integration user' : 'Mark as person'}
        </ReasonButton>
        {mark !== null && (
          <ReasonButton
            reason={reason}
            size="compact-sm"
            variant="subtle"
            disabled={busy}
            onClick={() => void onMark(null)}
          >
            Go by the signs again
          </ReasonButton>
        )}
      </div>
    </>
  );
}
