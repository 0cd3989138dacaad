import { Button, Modal, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LeaveEntry } from '../../../../shared/model/reclaim';
import { asAppError } from '../../../api/client';
import { useFeatureStore } from '../../../api/services';
import { formatCount, formatNumber } from '../../../ui/format';
import { PlusIcon, SearchIcon } from '../../../ui/icons';
import { notify, notifyError } from '../../../ui/notify';
import { usePastReason } from '../../../ui/look-back';
import { ReasonButton } from '../../../ui/reason-button';
import { EmptyState, ErrorState, LoadingState } from '../../../ui/states';
import { Tag } from '../../../ui/status';
import { Time } from '../../../ui/time';
import { LeaveForm } from './leave-form';
import { createLeaveStore, sortedLeave, type LeaveStore, type Person } from './leave-store';
import classes from './leave.module.css';

interface LeaveDialogProps {
  orgId: string;
  /** The org's threshold, for finding people. */
  inactiveDays: number;
  opened: boolean;
  onClose: () => void;
  /** Somebody was added, or a leave was ended: what is idle may be something else now. */
  onChange?: () => void;
}

/** People whose seats are not idle whatever the logins say: who, why and until when; adding and ending. */
export function LeaveDialog({ opened, onClose, ...rest }: LeaveDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="People on leave" size="lg" closeOnClickOutside={false}>
      {opened && <Leave {...rest} />}
    </Modal>
  );
}

type View = 'list' | 'find' | Person;

function Leave({ orgId, inactiveDays, onChange }: Omit<LeaveDialogProps, 'opened' | 'onClose'>) {
  const store = useFeatureStore((api) => createLeaveStore(api, { orgId, inactiveDays }));
  const [view, setView] = useState<View>('list');
  useEffect(() => void store.getState().load(), [store]);

  if (view === 'find') return <FindPerson store={store} onChoose={setView} onBack={() => setView('list')} />;
  if (view !== 'list') {
    return (
      <LeaveForm
        submitLabel="Put on leave"
        onCancel={() => setView('find')}
        onSubmit={async (leave) => {
          await store.getState().add([view], leave);
          notify('success', `${view.name} put on leave`);
          onChange?.();
          setView('list');
        }}
      >
        <Text size="sm">
          <strong>{view.name}</strong>, {view.username}
        </Text>
      </LeaveForm>
    );
  }
  return <LeaveList orgId={orgId} store={store} onAdd={() => setView('find')} onChange={onChange} />;
}

function LeaveList({
  orgId,
  store,
  onAdd,
  onChange,
}: {
  orgId: string;
  store: LeaveStore;
  onAdd: () => void;
  onChange: (() => void) | undefined;
}) {
  const { data, error } = useStore(store, (s) => s.list);
  const [ending, setEnding] = useState<string | null>(null);
  const past = usePastReason(orgId, 'Leave is of');
  const load = () => void store.getState().load();

  if (error && !data) return <ErrorState error={error} title="The list could not be loaded" onRetry={load} />;
  if (!data) return <LoadingState shape="table" label="Loading people on leave" />;

  const add = (
    <ReasonButton reason={past} leftSection={<PlusIcon size={16} />} onClick={onAdd}>
      Add a person
    </ReasonButton>
  );
  if (data.length === 0) {
    return (
      <EmptyState title="Nobody is on leave" actions={add}>
        Parental leave, a sabbatical, season work: seats of people on this list are not counted as idle.
      </EmptyState>
    );
  }
  const end = async (entries: readonly LeaveEntry[], key: string) => {
    setEnding(key);
    try {
      await store.getState().end(entries);
      onChange?.();
    } catch (thrown) {
      notifyError('The leave was not ended', asAppError(thrown));
    }
    setEnding(null);
  };
  const expired = data.filter((entry) => entry.isExpired);
  return (
    <>
      <ul className={classes.list} aria-label="People on leave">
        {sortedLeave(data).map((entry) => (
          <li key={entry.userId} className={classes.entry}>
            <span>
              <span className={classes.who}>
                <strong>{entry.name}</strong> {entry.username}
                {entry.isExpired && <Tag>Over</Tag>}
              </span>
              <span className={classes.meta}>
                {entry.reason} · {entry.until ? <Until entry={entry} /> : 'until it is ended'} · by {entry.by}
                , <Time iso={entry.at} dateOnly />
              </span>
            </span>
            <ReasonButton
              reason={past}
              size="compact-sm"
              variant="default"
              loading={ending === entry.userId}
              aria-label={`${entry.isExpired ? 'Remove' : 'End leave of'} ${entry.name}`}
              onClick={() => void end([entry], entry.userId)}
            >
              {entry.isExpired ? 'Remove' : 'End'}
            </ReasonButton>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        {add}
        {expired.length > 1 && past === null && (
          <Button
            variant="subtle"
            loading={ending === 'expired'}
            onClick={() => void end(expired, 'expired')}
          >
            Remove the {formatNumber(expired.length)} that are over
          </Button>
        )}
      </div>
    </>
  );
}

function Until({ entry }: { entry: LeaveEntry }) {
  return (
    <>
      {entry.isExpired ? 'was until' : 'until'} <Time iso={entry.until} dateOnly />
    </>
  );
}

function FindPerson({
  store,
  onChoose,
  onBack,
}: {
  store: LeaveStore;
  onChoose: (person: Person) => void;
  onBack: () => void;
}) {
  const search = useStore(store, (s) => s.search);
  const found = useStore(store, (s) => s.found);
  const answer = found?.data;
  return (
    <>
      <TextInput
        type="search"
        data-autofocus
        autoFocus
        label="Who is on leave?"
        placeholder="Name, username or email"
        leftSection={<SearchIcon size={16} />}
        value={search}
        onChange={(event) => store.getState().setSearch(event.currentTarget.value)}
      />
      {found?.error && (
        <Text size="sm" role="alert" mt="sm">
          {found.error.message} {found.error.fix}
        </Text>
      )}
      {answer && (
        <Text size="sm" c="dimmed" role="status" mt="sm" mb={4}>
          {answer.total === 0
            ? 'Nobody matches.'
            : answer.total > answer.people.length
              ? `The first ${formatNumber(answer.people.length)} of ${formatCount(answer.total, 'user')}: type more of the name.`
              : formatCount(answer.total, 'user')}
        </Text>
      )}
      {answer && (
        <ul className={classes.found}>
          {answer.people.map((person) => (
            <li key={person.id}>
              <UnstyledButton className={classes.person} onClick={() => onChoose(person)}>
                {person.name}
                <span className={classes.meta}>{person.username}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
      </div>
    </>
  );
}
