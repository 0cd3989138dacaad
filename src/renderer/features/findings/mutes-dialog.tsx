import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Mute } from '../../../shared/model/findings';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { BellOffIcon } from '../../ui/icons';
import { notify, notifyError } from '../../ui/notify';
import { ReasonButton } from '../../ui/reason-button';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { Tag } from '../../ui/status';
import { Time, useZone } from '../../ui/time';
import { TARGET_WORDS, untilWords } from './finding-words';
import type { FindingsStore } from './findings-store';
import classes from './dialogs.module.css';

interface MutesDialogProps {
  store: FindingsStore;
  orgId: string;
  opened: boolean;
  /** Why nothing can be done now; null: it can. */
  past: string | null;
  onClose: () => void;
  onDone: () => void;
}

/** Everything that is muted, and taking that back. */
export function MutesDialog({ store, opened, onClose, ...rest }: MutesDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Muted" size="lg">
      {opened && <List store={store} {...rest} />}
    </Modal>
  );
}

function List({ store, ...rest }: Omit<MutesDialogProps, 'opened' | 'onClose'>) {
  const { data, error } = useStore(store, (s) => s.mutes);
  const checks = useStore(store, (s) => s.checks.data);
  if (data === null && error)
    return (
      <ErrorState error={error} title="The list could not be loaded" onRetry={store.getState().reload} />
    );
  if (data === null) return <LoadingState shape="spinner" label="Loading what is muted" />;
  if (data.length === 0) {
    return (
      <EmptyState icon={<BellOffIcon size={24} />} title="Nothing is muted">
        A finding’s panel mutes the user, the address or the app that it is about.
      </EmptyState>
    );
  }
  return (
    <ul className={classes.mutes} aria-label="What is muted">
      {data.map((mute) => (
        <Row
          key={mute.id}
          mute={mute}
          title={checks?.find(({ info }) => info.id === mute.check)?.info.title ?? mute.check}
          {...rest}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  mute: Mute;
  /** Of the check; null: of every one. */
  title: string | null;
  orgId: string;
  past: string | null;
  onDone: () => void;
}

function Row({ mute, title, orgId, past, onDone }: RowProps) {
  const api = useApi();
  const zone = useZone();
  const [busy, setBusy] = useState(false);
  const unmute = async () => {
    setBusy(true);
    try {
      await api.security.unmute({ orgId, id: mute.id });
      notify('success', `${mute.label} is no longer muted`);
      onDone();
    } catch (error) {
      notifyError('It is still muted', asAppError(error));
      setBusy(false);
    }
  };
  return (
    <li className={classes.mute}>
      <div className={classes.muteWords}>
        <div className={classes.muteHead}>
          <Tag>{TARGET_WORDS[mute.target].label}</Tag>
          <strong>{mute.label}</strong>
        </div>
        <Text size="sm">
          {title === null ? 'Every check' : title}, {untilWords(mute.until, zone)}
        </Text>
        <Text size="sm">{mute.reason}</Text>
        <Text size="xs" c="dimmed">
          {mute.by}, <Time iso={mute.at} />
        </Text>
      </div>
      <ReasonButton
        reason={past}
        size="xs"
        variant="default"
        loading={busy}
        aria-label={`Unmute ${mute.label}`}
        onClick={() => void unmute()}
      >
        Unmute
      </ReasonButton>
    </li>
  );
}
