import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { Certificate } from '../../../shared/model/certificate';
import type { AppError } from '../../../shared/model/errors';
import { ConsumerKey, JwtUsername, OrgName, type AuthKind } from '../../../shared/model/org';
import type { SetupDraft, SubStepId } from '../../../shared/model/setup';
import { Note } from '../../ui/note';
import { asSubStepId, SUB_STEP_TITLES } from '../../ui/setup-words';
import type { ConnectionInput } from './setup-store';
import { SigningKey } from './signing-key';
import { urlHint } from './url-hint';
import classes from './setup.module.css';

interface ConnectionFormProps {
  initial: SetupDraft;
  auth: AuthKind;
  /** Of the key that signs, with JWT bearer. */
  certificate: Certificate | null;
  /** The org exists: an empty secret keeps the stored one. */
  saved: boolean;
  saving: boolean;
  error: AppError | null;
  onDraft: (change: Partial<SetupDraft>) => void;
  onSave: (input: ConnectionInput) => Promise<boolean>;
  onSubStep: (id: SubStepId) => void;
}

/** The values that connect an org. The secret is never filled in and never kept in a draft. */
export function ConnectionForm({
  initial,
  auth,
  certificate,
  saved,
  saving,
  error,
  onDraft,
  onSave,
  onSubStep,
}: ConnectionFormProps) {
  const jwt = auth === 'jwt-bearer';
  // The key is no field: it was prepared in step 2, or it is missing.
  const [keyMissed, setKeyMissed] = useState(false);
  const saveDraft = useDebouncedCallback(onDraft, { delay: 400, flushOnUnmount: true });
  const form = useForm<ConnectionInput>({
    initialValues: { ...initial, consumerSecret: '' },
    validate: {
      name: (value) => firstIssue(OrgName.safeParse(value)),
      url: (value) => {
        if (value.trim() === '') return 'Enter the My Domain URL.';
        const hint = urlHint(value);
        return hint?.tone === 'problem' ? hint.text : null;
      },
      consumerKey: (value) => firstIssue(ConsumerKey.safeParse(value)),
      consumerSecret: (value) => (jwt || saved || value.trim() !== '' ? null : 'Enter the consumer secret.'),
      username: (value) => (jwt ? firstIssue(JwtUsername.safeParse(value)) : null),
    },
    validateInputOnBlur: ['name', 'consumerKey', 'username'],
    onValuesChange: ({ name, url, consumerKey, username }) => saveDraft({ name, url, consumerKey, username }),
  });
  const hint = urlHint(form.values.url);
  const { suggestion } = hint ?? {};
  const errorStep = asSubStepId(error?.subStep);

  const submit = form.onSubmit(async (values) => {
    if (jwt && !saved && certificate === null) {
      setKeyMissed(true);
      return;
    }
    const trimmed = {
      auth,
      name: values.name.trim(),
      url: values.url.trim(),
      consumerKey: values.consumerKey.trim(),
      username: values.username.trim(),
      consumerSecret: values.consumerSecret.trim(),
    };
    if (await onSave(trimmed)) form.setFieldValue('consumerSecret', '');
  });

  return (
    <form onSubmit={submit} noValidate aria-label="Connection details">
      <Stack gap="md" maw={560}>
        <TextInput
          label="Display name"
          description="How the org is called in Seatwatch."
          placeholder="Acme production"
          {...form.getInputProps('name')}
        />
        <div>
          <TextInput
            label="Salesforce URL"
            description="The My Domain address from step 2."
            placeholder="https://acme.my.salesforce.com"
            spellCheck={false}
            {...form.getInputProps('url')}
            error={hint?.tone === 'problem' ? hint.text : form.errors.url}
          />
          {hint && hint.tone !== 'problem' && (
            <p className={classes.hint} data-tone={hint.tone}>
              {hint.text}
            </p>
          )}
          {suggestion !== undefined && (
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => form.setFieldValue('url', suggestion)}
            >
              Use {suggestion}
            </Anchor>
          )}
        </div>
        <TextInput
          label="Consumer key"
          spellCheck={false}
          autoComplete="off"
          {...form.getInputProps('consumerKey')}
        />
        {jwt ? (
          <>
            <TextInput
              label="Username"
              description="Of the API-only user from step 1."
              placeholder="seatwatch@acme.example"
              spellCheck={false}
              autoComplete="off"
              {...form.getInputProps('username')}
            />
            <SigningKey
              certificate={certificate}
              saved={saved}
              missed={keyMissed}
              onSubStep={() => onSubStep('app.certificate')}
            />
          </>
        ) : (
          <PasswordInput
            label="Consumer secret"
            description={
              saved
                ? 'A secret is stored. Leave this empty to keep it.'
                : 'Goes straight into the vault on this computer and is never shown again.'
            }
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed' }}
            {...form.getInputProps('consumerSecret')}
          />
        )}
        {error && (
          <Note
            tone="problem"
            title={error.message}
            live
            {...(errorStep
              ? {
                  actions: (
                    <Button size="compact-sm" variant="default" onClick={() => onSubStep(errorStep)}>
                      Go to “{SUB_STEP_TITLES[errorStep]}”
                    </Button>
                  ),
                }
              : {})}
          >
            {error.fix}
          </Note>
        )}
        <Group>
          <Button type="submit" loading={saving}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function firstIssue(result: { success: boolean; error?: { issues: { message: string }[] } }): string | null {
  return result.success ? null : (result.error?.issues[0]?.message ?? 'Not valid.');
}
