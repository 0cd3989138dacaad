import { Anchor, Input } from '@mantine/core';
import type { Certificate } from '../../../shared/model/certificate';
import { certificateWords } from '../../ui/certificate-words';
import { SUB_STEP_TITLES } from '../../ui/setup-words';
import { Tag } from '../../ui/status';
import { Time, useNow } from '../../ui/time';
import classes from './signing-key.module.css';

interface SigningKeyProps {
  certificate: Certificate | null;
  /** The org exists, so there is a key, even if its certificate cannot be shown before the vault is unlocked. */
  saved: boolean;
  /** Saving was tried without a key. */
  missed: boolean;
  onSubStep: () => void;
}

/** Which key signs: among the fields of the form, but made in step 2. */
export function SigningKey({ certificate, saved, missed, onSubStep }: SigningKeyProps) {
  return (
    <div role="group" aria-labelledby="signing-key">
      <p className={classes.label} id="signing-key">
        Private key
      </p>
      {certificate ? (
        <KeyLine certificate={certificate} />
      ) : (
        <p className={classes.line}>{saved ? 'In the vault.' : 'There is none yet.'}</p>
      )}
      {missed && !certificate && (
        <Input.Error role="alert" mt={5}>
          Make or import the key first; Salesforce needs its certificate.
        </Input.Error>
      )}
      <Anchor component="button" type="button" size="sm" onClick={onSubStep}>
        Go to “{SUB_STEP_TITLES['app.certificate']}”
      </Anchor>
    </div>
  );
}

function KeyLine({ certificate }: { certificate: Certificate }) {
  const { tone, label } = certificateWords(certificate, useNow());
  return (
    <p className={classes.line}>
      In the vault. Certificate <code className={classes.code}>{shorten(certificate.fingerprint)}</code>,
      valid until <Time iso={certificate.expiresAt} dateOnly />{' '}
      {tone !== 'ok' && <Tag tone={tone}>{label}</Tag>}
    </p>
  );
}

/** Enough of a fingerprint to tell two apart. */
function shorten(fingerprint: string): string {
  return `${fingerprint.slice(0, 11)}…${fingerprint.slice(-5)}`;
}
