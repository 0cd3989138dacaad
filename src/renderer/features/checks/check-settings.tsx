import { Button, Group, Text } from '@mantine/core';
import { useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import type { CheckState } from '../../../shared/model/checks';
import { asAppError } from '../../api/client';
import { useFeatureStore } from '../../api/services';
import { notify, notifyError } from '../../ui/notify';
import { ReasonButton } from '../../ui/reason-button';
import { Time } from '../../ui/time';
import { ParameterField } from './parameter-field';
import { defaultsOf, differing, valuesOf } from './parameter-form';
import { PreviewPanel } from './preview-panel';
import { createSettingsStore } from './settings-store';
import classes from './check-detail.module.css';

interface CheckSettingsProps {
  orgId: string;
  check: CheckState;
  /** Why nothing can be changed now; null: it can. */
  past: string | null;
  /** Whether there is something typed that is not saved. */
  onDirty: (dirty: boolean) => void;
  onSaved: () => void;
}

/** What can be set about a check, and what it would change. */
export function CheckSettings({ orgId, check, past, onDirty, onSaved }: CheckSettingsProps) {
  const { info, values, changedBy, changedAt } = check;
  const { parameters } = info;
  const store = useFeatureStore((api) => createSettingsStore(api, { orgId, check }));
  const draft = useStore(store, (s) => s.draft);
  const saving = useStore(store, (s) => s.saving);
  const dirty = differing(parameters, draft, values).length > 0;
  const isDefault = differing(parameters, draft, defaultsOf(parameters)).length === 0;
  const usable = valuesOf(parameters, draft) !== null;
  // With what is drawn: the next key may be Escape.
  useLayoutEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);

  if (parameters.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        There is nothing to set.
      </Text>
    );
  }
  const save = async () => {
    try {
      await store.getState().save();
      notify('success', 'The settings were saved', `“${info.title}” was evaluated with them.`);
      onSaved();
    } catch (error) {
      notifyError('The settings were not saved', asAppError(error));
    }
  };
  const reason =
    past ?? (!dirty ? 'Nothing is changed.' : !usable ? 'Correct the values that are marked first.' : null);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (reason === null && !saving) void save();
      }}
    >
      <div className={classes.fields}>
        {parameters.map((parameter) => (
          <ParameterField
            key={parameter.id}
            parameter={parameter}
            value={draft[parameter.id]}
            saved={values[parameter.id]}
            disabled={past !== null || saving}
            onChange={(value) => store.getState().set(parameter.id, value)}
            onReset={() => store.getState().reset(parameter.id)}
          />
        ))}
      </div>
      {changedAt !== null && changedBy !== null && (
        <Text size="xs" c="dimmed" mt={10}>
          Last changed by {changedBy}, <Time iso={changedAt} />.
        </Text>
      )}
      <PreviewPanel store={store} dirty={dirty} />
      <Group gap="sm" mt="md">
        <ReasonButton reason={reason} size="sm" loading={saving} onClick={() => void save()}>
          Save and evaluate
        </ReasonButton>
        {dirty && (
          <Button variant="default" size="sm" disabled={saving} onClick={() => store.getState().discard()}>
            Discard
          </Button>
        )}
        {!isDefault && past === null && (
          <Button variant="subtle" size="sm" disabled={saving} onClick={() => store.getState().reset(null)}>
            All defaults
          </Button>
        )}
      </Group>
    </form>
  );
}
