import { Button, PasswordInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { AppError } from '../../../shared/model/errors';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { Note } from '../../ui/note';
import { notify } from '../../ui/notify';
import { Section } from '../../ui/section';
import classes from './replace-secret.module.css';

/** A new secret after it was rotated in Salesforce. The stored one is never shown. */
export function ReplaceSecret({ org }: { org: OrgSummary }) {
  const api = useApi();
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const consumerSecret = secret.trim();
    if (!consumerSecret) return;
    setBusy(true);
    setError(null);
    try {
      await api.orgs.update({ orgId: org.id, consumerSecret });
      setSecret('');
      notify('success', 'The consumer secret was replaced', 'Test Connectivity shows whether it works.');
    } catch (thrown) {
      setError(asAppError(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section
      title="Consumer secret"
      description="Stored encrypted on this computer. Replace it after it was renewed in Salesforce."
    >
      <form onSubmit={(event) => void submit(event)} className={classes.form}>
        <PasswordInput
          label="New consumer secret"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          autoComplete="off"
          className={classes.input ?? ''}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed' }}
        />
        <Button type="submit" variant="default" loading={busy} disabled={secret.trim() === ''}>
          Replace secret
        </Button>
      </form>
      {error && (
        <Note tone="problem" title={error.message} live>
          {error.fix}
        </Note>
      )}
    </Section>
  );
}
