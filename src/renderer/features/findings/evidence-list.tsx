import { Anchor } from '@mantine/core';
import { useState } from 'react';
import type { Evidence } from '../../../shared/model/findings';
import { CopyField } from '../../ui/copy-field';
import { formatNumber } from '../../ui/format';
import { Time, useZone } from '../../ui/time';
import { factsOf, factText, type Fact, type FactValue } from './evidence-words';
import classes from './evidence.module.css';

interface EvidenceListProps {
  evidence: Evidence;
  /** What each entry says, from the check's definition. */
  words: Readonly<Record<string, string>>;
  onCopy: (text: string) => Promise<void>;
}

/** The facts behind a finding, to be read by people. */
export function EvidenceList({ evidence, words, onCopy }: EvidenceListProps) {
  return <FactList facts={factsOf(evidence, words)} onCopy={onCopy} />;
}

function FactList({ facts, onCopy }: { facts: readonly Fact[]; onCopy: EvidenceListProps['onCopy'] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ key, label, value }) => (
        <div key={key} className={classes.fact}>
          <dt>{label}</dt>
          <dd>
            <Value value={value} label={label} onCopy={onCopy} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ValueProps {
  value: FactValue;
  label: string;
  onCopy: EvidenceListProps['onCopy'];
}

function Value({ value, label, onCopy }: ValueProps) {
  switch (value.kind) {
    case 'moment':
      return <Time iso={value.iso} />;
    case 'address':
      return <CopyField value={value.text} label={value.text} onCopy={onCopy} />;
    case 'none':
      return <span className={classes.none}>{value.text}</span>;
    case 'text':
      return value.text;
    case 'list':
      return <Items value={value} label={label} onCopy={onCopy} />;
    case 'facts':
      return (
        <div className={classes.inner}>
          <FactList facts={value.facts} onCopy={onCopy} />
        </div>
      );
  }
}

/** The first few; the others when asked for. */
const SHOWN = 5;

function Items({ value, label, onCopy }: ValueProps & { value: FactValue & { kind: 'list' } }) {
  const zone = useZone();
  const [all, setAll] = useState(false);
  const { items, total } = value;
  const shown = all ? items : items.slice(0, SHOWN);
  const unlisted = total === null ? 0 : total - items.length;
  return (
    <>
      <ul className={classes.items}>
        {shown.map((item) => (
          <li key={factText(item, zone)}>
            <Value value={item} label={label} onCopy={onCopy} />
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <Anchor component="button" type="button" size="sm" onClick={() => setAll(true)}>
          Show all {formatNumber(items.length)}
        </Anchor>
      )}
      {unlisted > 0 && (all || items.length <= SHOWN) && (
        <div className={classes.none}>
          and {formatNumber(unlisted)} more, {formatNumber(total)} in all
        </div>
      )}
    </>
  );
}
