import { Radio, Text } from '@mantine/core';
import type { AuthKind } from '../../../shared/model/org';
import { AUTH_TITLES } from '../../ui/setup-words';
import { Tag } from '../../ui/status';
import classes from './auth-choice.module.css';

const CHOICES: readonly { auth: AuthKind; text: string }[] = [
  {
    auth: 'client-credentials',
    text: 'The simplest. Salesforce gives out a secret; it is kept in the vault on this computer.',
  },
  {
    auth: 'jwt-bearer',
    text: 'No shared secret: the private key never leaves this computer. The user has to be pre-authorized, and the certificate renewed before it expires.',
  },
];

interface AuthChoiceProps {
  value: AuthKind;
  onChange: (auth: AuthKind) => void;
}

/** How Seatwatch signs in. It decides what the checklist has in it. */
export function AuthChoice({ value, onChange }: AuthChoiceProps) {
  return (
    <Radio.Group
      label="How Seatwatch signs in"
      description="Choose this first: steps 1 and 2 follow from it. It cannot be changed for an org that is connected."
      classNames={{ label: classes.label ?? '' }}
      value={value}
      onChange={(chosen) => onChange(chosen === 'jwt-bearer' ? 'jwt-bearer' : 'client-credentials')}
    >
      <div className={classes.choices}>
        {CHOICES.map(({ auth, text }) => (
          <Radio.Card
            key={auth}
            value={auth}
            className={classes.choice}
            aria-labelledby={`auth-${auth}`}
            aria-describedby={`auth-${auth}-text`}
          >
            <Radio.Indicator aria-hidden="true" className={classes.indicator} />
            <span>
              <span className={classes.title}>
                <span id={`auth-${auth}`}>{AUTH_TITLES[auth]}</span>
                {auth === 'client-credentials' && <Tag tone="info">Recommended</Tag>}
              </span>
              <span id={`auth-${auth}-text`} className={classes.text}>
                {text}
              </span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

/** The same for an org that is connected: settled. */
export function AuthSettled({ auth }: { auth: AuthKind }) {
  return (
    <Text size="sm">
      Seatwatch signs in by <b>{AUTH_TITLES[auth]}</b>.{' '}
      <Text span c="dimmed">
        For the other way, connect the org anew; collected data is kept.
      </Text>
    </Text>
  );
}
