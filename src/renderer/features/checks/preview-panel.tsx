import { Button, Loader, Text } from '@mantine/core';
import { useStore } from 'zustand';
import type { CheckPreview } from '../../../shared/model/checks';
import { formatCount, formatNumber } from '../../ui/format';
import { Note } from '../../ui/note';
import { countAll, SeverityNumbers, SeverityTag } from '../../ui/severity';
import { Time } from '../../ui/time';
import { changeWords } from './preview-words';
import type { SettingsStore } from './settings-store';
import classes from './check-detail.module.css';

interface PreviewPanelProps {
  store: SettingsStore;
  /** Whether anything typed differs from what is in force. */
  dirty: boolean;
}

/** What the settings typed would find, compared with those in force. Nothing is kept of it. */
export function PreviewPanel({ store, dirty }: PreviewPanelProps) {
  const { data, error, loading } = useStore(store, (s) => s.preview);
  if (!dirty) {
    return (
      <Text size="sm" c="dimmed" mt={12}>
        Change a setting to see what it would find, before anything is saved.
      </Text>
    );
  }
  return (
    <div className={classes.preview} aria-busy={loading}>
      <div className={classes.previewHead} role="status">
        {loading && <Loader size={14} aria-hidden="true" />}
        <strong>
          {loading
            ? 'Working out what would change…'
            : error
              ? 'What would change is not known'
              : data
                ? changeWords(data)
                : 'Correct the values that are marked to see what would change'}
        </strong>
      </div>
      {error && !loading && (
        <Note
          tone="problem"
          actions={
            <Button size="compact-sm" variant="default" onClick={() => store.getState().retryPreview()}>
              Try again
            </Button>
          }
        >
          {error.message} {error.fix}
        </Note>
      )}
      {data && !error && (
        <div className={classes.previewBody} data-outdated={loading || undefined}>
          <Answer preview={data} />
        </div>
      )}
    </div>
  );
}

function Answer({ preview }: { preview: CheckPreview }) {
  const { status, reason, notes, now, would, examples, gone, added } = preview;
  if (status === 'not-evaluated') {
    return <Text size="sm">It cannot be evaluated: {reason ?? 'the reason is not known.'}</Text>;
  }
  const unlisted = gone + added - examples.length;
  return (
    <>
      <dl className={classes.compare}>
        <dt>Open now</dt>
        <dd>
          <strong>{formatNumber(countAll(now))}</strong> <SeverityNumbers counts={now} none="" />
        </dd>
        <dt>Would be open</dt>
        <dd>
          <strong>{formatNumber(countAll(would))}</strong> <SeverityNumbers counts={would} none="" />
        </dd>
      </dl>
      {examples.length > 0 && (
        <ul className={classes.examples} aria-label="Examples of what would change">
          {examples.map(({ change, severity, summary, at }) => (
            <li key={`${change}/${summary}/${at}`}>
              <span className={classes.sign} data-change={change}>
                {change === 'added' ? 'New' : 'Gone'}
              </span>
              <SeverityTag severity={severity} />
              <span className={classes.example}>
                {summary}{' '}
                <span className={classes.quiet}>
                  <Time iso={at} dateOnly />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {unlisted > 0 && (
        <Text size="sm" c="dimmed">
          and {formatCount(unlisted, 'more change', 'more changes')}
        </Text>
      )}
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </>
  );
}
