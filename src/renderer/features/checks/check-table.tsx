import { Switch, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useStore } from 'zustand';
import type { CheckState } from '../../../shared/model/checks';
import { formatNumber } from '../../ui/format';
import { Section } from '../../ui/section';
import { SeverityNumbers } from '../../ui/severity';
import { Status, Tag } from '../../ui/status';
import { useGradually } from '../../ui/use-gradually';
import { resultWords } from './check-words';
import { changedParameters } from './checks-filter';
import type { ChecksStore } from './checks-store';
import table from '../../ui/data-table.module.css';
import classes from './checks.module.css';

interface CheckTableProps {
  store: ChecksStore;
  title: string;
  what: string;
  checks: readonly CheckState[];
  /** Why nothing can be changed now; null: it can. */
  past: string | null;
  onToggle: (check: CheckState, enabled: boolean) => void;
}

/** The checks of one category: what they find, how many are open, and what became of them. */
export function CheckTable({ store, title, what, checks, past, onToggle }: CheckTableProps) {
  const drawn = useGradually(checks.length);
  const switching = useStore(store, (s) => s.switching);
  const { open } = store.getState();
  return (
    <Section title={title} description={what} padding="flush">
      <div className={table.scroll} tabIndex={0} role="group" aria-label={`${title} checks, scrollable`}>
        <table className={`${table.table ?? ''} ${classes.table ?? ''}`} aria-label={`${title} checks`}>
          <thead>
            <tr>
              <th scope="col" className={classes.on}>
                On
              </th>
              <th scope="col">Check</th>
              <th scope="col" className={classes.open}>
                Open findings
              </th>
              <th scope="col" className={classes.result}>
                Last result
              </th>
            </tr>
          </thead>
          <tbody>
            {checks.slice(0, drawn).map((check) => (
              <tr key={check.info.id} data-off={!check.enabled || undefined}>
                <td>
                  <Tooltip label={past} disabled={past === null}>
                    <Switch
                      size="sm"
                      aria-label={`${check.info.title} is on`}
                      checked={check.enabled}
                      disabled={past !== null || switching.has(check.info.id)}
                      onChange={(event) => onToggle(check, event.currentTarget.checked)}
                    />
                  </Tooltip>
                </td>
                <th scope="row">
                  <div className={classes.name}>
                    <UnstyledButton className={classes.title} onClick={() => open(check.info.id)}>
                      {check.info.title}
                    </UnstyledButton>
                    {changedParameters(check).length > 0 && <Tag tone="info">Changed</Tag>}
                  </div>
                  <Text size="sm" c="dimmed">
                    {check.info.finds}
                  </Text>
                </th>
                <td>
                  <SeverityNumbers counts={check.open} />
                  <Aside check={check} />
                </td>
                <td>
                  <Result check={check} busy={switching.has(check.info.id)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** What is not counted as open. */
function Aside({ check: { acknowledged, muted } }: { check: CheckState }) {
  const parts = [
    ...(acknowledged > 0 ? [`${formatNumber(acknowledged)} acknowledged`] : []),
    ...(muted > 0 ? [`${formatNumber(muted)} muted`] : []),
  ];
  return parts.length > 0 && <span className={table.detail}>{parts.join(', ')}</span>;
}

function Result({ check, busy }: { check: CheckState; busy: boolean }) {
  if (busy) return <Status tone="info">Evaluating…</Status>;
  const { label, tone, detail } = resultWords(check);
  const notes = check.result?.notes.length ?? 0;
  return (
    <>
      <Status tone={tone}>{label}</Status>
      {detail !== null && <span className={table.detail}>{detail}</span>}
      {check.enabled && notes > 0 && (
        <span className={table.detail}>
          {notes === 1 ? check.result?.notes[0] : `${formatNumber(notes)} remarks`}
        </span>
      )}
    </>
  );
}
