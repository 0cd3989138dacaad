import { ActionIcon, Autocomplete, Button, Modal, Select, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { NeededAnyway } from '../../../../shared/model/suggestions';
import { asAppError } from '../../../api/client';
import { useApi } from '../../../api/services';
import { useLoad } from '../../../api/use-load';
import { CloseIcon, PlusIcon } from '../../../ui/icons';
import { notify } from '../../../ui/notify';
import { Note } from '../../../ui/note';
import { ErrorState, LoadingState } from '../../../ui/states';
import { BY_WORDS, problemsOf, sameEntries, toEntry, type Draft } from './needed-anyway';
import classes from './suggestions.module.css';

interface NeededAnywayDialogProps {
  orgId: string;
  /** Developer names to choose from. */
  licenses: readonly string[];
  opened: boolean;
  onClose: () => void;
  /** Another list was saved: what is suggested may be something else now. */
  onChange: () => void;
}

/** Permission set licenses that are needed although none of their permission sets is assigned. */
export function NeededAnywayDialog({ opened, onClose, ...rest }: NeededAnywayDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Needed anyway" size="xl" closeOnClickOutside={false}>
      {opened && <Loaded {...rest} onClose={onClose} />}
    </Modal>
  );
}

type InnerProps = Omit<NeededAnywayDialogProps, 'opened'>;

function Loaded(props: InnerProps) {
  const { orgId } = props;
  const { data, error, reload } = useLoad(orgId, (api) => api.licenses.policy({ orgId }));
  if (error && !data)
    return <ErrorState error={error} title="The list could not be loaded" onRetry={reload} />;
  if (!data) return <LoadingState shape="spinner" label="Loading the list" />;
  return <Form {...props} saved={data.neededAnyway} />;
}

const BY_OPTIONS = Object.entries(BY_WORDS).map(([value, label]) => ({ value, label }));

function Form({
  orgId,
  licenses,
  saved,
  onClose,
  onChange,
}: InnerProps & { saved: readonly NeededAnyway[] }) {
  const api = useApi();
  const nextKey = useRef(saved.length);
  const [drafts, setDrafts] = useState<Draft[]>(() => saved.map((entry, key) => ({ ...entry, key })));
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const problems = problemsOf(drafts);

  const change = (key: number, part: Partial<NeededAnyway>) =>
    setDrafts((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = () => {
    const key = nextKey.current++;
    setDrafts((all) => [...all, { key, license: '', by: 'everybody', name: '' }]);
  };
  const save = async () => {
    setAsked(true);
    if (problems.size > 0) return;
    setSaving(true);
    setFailure(null);
    try {
      await api.licenses.setNeededAnyway({ orgId, neededAnyway: drafts.map(toEntry) });
      notify('success', 'The list was saved');
      onChange();
      onClose();
    } catch (thrown) {
      const { message, fix } = asAppError(thrown);
      setFailure(`${message} ${fix}`);
      setSaving(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Text size="sm" mb="md">
        A permission set license held without any of its permission sets is suggested to be given back. What
        works without one, or comes with a profile, belongs on this list.
      </Text>
      {drafts.length === 0 && (
        <Text size="sm" c="dimmed" mb="md">
          Nothing is on the list.
        </Text>
      )}
      <ul className={classes.drafts} aria-label="Needed anyway">
        {drafts.map((draft, index) => {
          const problem = asked ? problems.get(draft.key) : undefined;
          const nth = `, line ${String(index + 1)}`;
          return (
            <li key={draft.key} className={classes.draft}>
              <Autocomplete
                label="License (developer name)"
                aria-label={`License${nth}`}
                data={[...licenses]}
                limit={20}
                value={draft.license}
                error={problem?.license}
                onChange={(license) => change(draft.key, { license })}
              />
              <Select
                label="Needed by"
                aria-label={`Needed by${nth}`}
                data={BY_OPTIONS}
                allowDeselect={false}
                value={draft.by}
                onChange={(by) => change(draft.key, { by: by as NeededAnyway['by'] })}
              />
              <TextInput
                label={draft.by === 'profile' ? 'Its name begins with' : 'Its API name'}
                aria-label={`Name${nth}`}
                className={draft.by === 'everybody' ? (classes.away ?? '') : ''}
                disabled={draft.by === 'everybody'}
                value={draft.by === 'everybody' ? '' : draft.name}
                error={problem?.name}
                onChange={(event) => change(draft.key, { name: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                className={classes.remove ?? ''}
                aria-label={`Remove line ${String(index + 1)}`}
                onClick={() => setDrafts((all) => all.filter((one) => one.key !== draft.key))}
              >
                <CloseIcon size={16} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <Button variant="subtle" leftSection={<PlusIcon size={16} />} onClick={add}>
        Add a line
      </Button>
      {failure !== null && (
        <Note tone="problem" live title="The list was not saved">
          {failure}
        </Note>
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={saving} disabled={sameEntries(drafts, saved)}>
          Save
        </Button>
      </div>
    </form>
  );
}
