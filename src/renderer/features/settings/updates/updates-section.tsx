import { Switch, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useLastingStore, useSettingsStore } from '../../../api/services';
import { useFeatureReason, usePolicy } from '../../../api/use-policy';
import { ReasonButton } from '../../../ui/reason-button';
import { Section } from '../../../ui/section';
import { ErrorState, LoadingState } from '../../../ui/states';
import { Setting } from '../setting';
import { useSaveSetting } from '../use-save-setting';
import { UpdateFindingView } from './update-finding';
import { sourceHost, sourceProblem } from './update-words';
import { createUpdatesStore } from './updates-store';
import classes from '../settings.module.css';

/** Newer versions: whether they are looked for, where, and what was found. */
export function UpdatesSection() {
  const { checkForUpdates, updateSource } = useSettingsStore((s) => s.settings);
  const { updateSource: decided } = usePolicy();
  const reason = useFeatureReason('updates');
  const store = useLastingStore(createUpdatesStore);
  const { status, busy } = useStore(store);
  const { load, look } = store.getState();
  const source = decided ?? updateSource;
  // Another source, or another rhythm: what is known may be another thing.
  useEffect(() => void load(), [load, source, checkForUpdates]);

  return (
    <Section
      title="Updates"
      actions={
        <ReasonButton
          variant="default"
          reason={reason ?? (source === '' ? 'Enter the address of the update source first.' : null)}
          loading={busy === 'look'}
          onClick={() => void look()}
        >
          Check now
        </ReasonButton>
      }
    >
      <div className={classes.storage}>
        <div>
          <AutomaticSetting checked={checkForUpdates} source={source} reason={reason} />
          <SourceSetting
            key={source}
            value={source}
            managed={decided !== undefined}
            disabled={decided !== undefined || reason !== null}
          />
        </div>
        {status.data ? (
          <UpdateFindingView store={store} status={status.data} reason={reason} />
        ) : status.error ? (
          <ErrorState
            compact
            error={status.error}
            title="What is known about updates could not be read"
            onRetry={() => void load()}
          />
        ) : (
          <LoadingState shape="spinner" label="Looking up what is known about updates" />
        )}
      </div>
    </Section>
  );
}

interface AutomaticSettingProps {
  checked: boolean;
  source: string;
  reason: string | null;
}

function AutomaticSetting({ checked, source, reason }: AutomaticSettingProps) {
  const save = useSaveSetting();
  const host = sourceHost(source);
  return (
    <Setting
      label="Look for a newer version once a day"
      description={`Off unless you switch it on. Looking fetches one file from ${host ?? 'the address below'}; nothing about you, your orgs or this computer is sent, but whoever runs that server sees this computer’s IP address. Nothing is ever installed by itself.`}
      htmlFor="check-for-updates"
      {...(reason === null ? {} : { managed: reason })}
    >
      <Switch
        id="check-for-updates"
        checked={checked && reason === null}
        disabled={reason !== null}
        onChange={(event) => void save({ checkForUpdates: event.currentTarget.checked })}
      />
    </Setting>
  );
}

interface SourceSettingProps {
  value: string;
  managed: boolean;
  disabled: boolean;
}

/** An address that cannot be used stays in the field, with the reason, and is not saved. */
function SourceSetting({ value, managed, disabled }: SourceSettingProps) {
  const save = useSaveSetting();
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const leave = () => {
    const found = sourceProblem(text);
    setProblem(found);
    if (found === null && text.trim() !== value) void save({ updateSource: text.trim() });
  };
  return (
    <Setting
      label="Update source"
      description="The address of the list of versions, from whoever publishes Seatwatch for you. Its signature is checked, and a list without a right one is refused."
      htmlFor="update-source"
      wide
      managed={managed}
    >
      <TextInput
        id="update-source"
        type="url"
        inputMode="url"
        spellCheck={false}
        autoComplete="off"
        placeholder="https://…"
        maxLength={2000}
        disabled={disabled}
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </Setting>
  );
}
