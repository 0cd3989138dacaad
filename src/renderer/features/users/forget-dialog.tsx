import { Anchor, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useStore } from 'zustand';
import type { ForgetReport } from '../../../shared/model/backups';
import { formatNumber } from '../../ui/format';
import { Note } from '../../ui/note';
import { notify } from '../../ui/notify';
import { settingsRoute, toHash } from '../../ui/routing/route';
import { rowFacts } from '../../ui/row-words';
import { ErrorState, LoadingState } from '../../ui/states';
import { backupsWords, forgottenWords, laterWords, totalRows } from './forget-words';
import type { ForgetStore } from './forget-store';
import table from '../../ui/data-table.module.css';
import classes from './users.module.css';

interface ForgetDialogProps {
  store: ForgetStore;
  /** The dialog is gone: the focus has to go somewhere, for the menu item that opened it is gone, too. */
  onClosed: () => void;
  onForgotten: () => void;
}

/** What forgetting a person would remove, and where the person stays, before anything is removed. */
export function ForgetDialog({ store, onClosed, onForgotten }: ForgetDialogProps) {
  const { person, preview, andIgnore, busy, error, retry, setAndIgnore, forget, close } = useStore(store);
  const confirm = async () => {
    const name = person?.name ?? '';
    const report = await forget();
    if (!report) return;
    notify('success', `${name} was forgotten`, forgottenWords(report));
    onForgotten();
  };
  return (
    <Modal
      opened={person !== null}
      onClose={close}
      onExitTransitionEnd={onClosed}
      title={person ? `Forget ${person.name}?` : ''}
      size="lg"
      withCloseButton={!busy}
      closeOnEscape={!busy}
      closeOnClickOutside={false}
      returnFocus={false}
    >
      <Stack gap="md">
        {error && !preview && (
          <ErrorState
            error={error}
            title="What would be removed could not be found out"
            onRetry={() => void retry()}
          />
        )}
        {!preview && !error && <LoadingState shape="spinner" label="Counting what would be removed" />}
        {preview && (
          <>
            <Removed preview={preview} />
            <Checkbox
              label="Leave this person out of later collections"
              description={laterWords(andIgnore)}
              checked={andIgnore}
              disabled={busy}
              onChange={(event) => setAndIgnore(event.currentTarget.checked)}
            />
            <StillThere preview={preview} />
            <Text size="sm">
              <strong>This cannot be undone.</strong> Nothing changes in Salesforce, nor in files that were
              exported earlier.
            </Text>
            {error && (
              <Note tone="problem" title={error.message} live>
                {error.fix}
              </Note>
            )}
            {busy && (
              <Text size="sm" role="status">
                Removing the rows, and rewriting the database so that no trace of them is left in the file.
                With a large database this takes minutes.
              </Text>
            )}
          </>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close} disabled={busy} data-autofocus>
            Cancel
          </Button>
          <Button color="red.8" loading={busy} disabled={!preview} onClick={() => void confirm()}>
            Forget this person
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Removed({ preview }: { preview: ForgetReport }) {
  const facts = rowFacts(preview.rows);
  if (facts.length === 0) {
    return <Text size="sm">Nothing is stored about this person any more.</Text>;
  }
  return (
    <div>
      <Text size="sm" mb={8}>
        {formatNumber(totalRows(preview))} rows about {preview.username ?? 'this person'} are removed from
        this computer:
      </Text>
      <div
        className={`${table.scroll ?? ''} ${classes.rows ?? ''}`}
        data-framed
        tabIndex={0}
        role="group"
        aria-label="Rows, scrollable"
      >
        <table className={table.table} aria-label="What is removed">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" data-align="right">
                Rows
              </th>
            </tr>
          </thead>
          <tbody>
            {facts.map(({ name, rows }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td data-align="right">{formatNumber(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function StillThere({ preview }: { preview: ForgetReport }) {
  const words = backupsWords(preview.backups);
  if (words === null) return null;
  return (
    <Note title="Backups keep the person">
      {words}{' '}
      <Anchor inherit underline="always" href={toHash(settingsRoute('data'))}>
        {preview.backups.length === 1 ? 'Show it' : 'Show them'}
      </Anchor>
      <ul className={classes.backups}>
        {preview.backups.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Note>
  );
}
