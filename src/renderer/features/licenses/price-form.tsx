import { Button, Checkbox, Group } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { toErrorShape } from '../../../shared/model/errors';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { formatCount } from '../../ui/format';
import { notifyError } from '../../ui/notify';
import type { LicensesStore } from './licenses-store';
import { sameEndForAll } from './price-changes';
import { PriceFields, readDraft, type PriceDraft } from './price-fields';
import classes from './prices.module.css';

/** Enters, changes or removes the price of one license. */
export function PriceForm({
  store,
  row,
  onDone,
}: {
  store: LicensesStore;
  row: LicenseTableRow;
  onDone: () => void;
}) {
  const [draft, setDraft] = useState<PriceDraft>(() => {
    const start = row.price ?? { amount: '', ...store.getState().lastPrice };
    return { ...start, contractEnd: start.contractEnd ?? '' };
  });
  const [forAll, setForAll] = useState(false);
  const [saving, setSaving] = useState(false);
  const { amount, per, currency, contractEnd } = readDraft(draft);
  const licenses = store.getState().table.data?.licenses ?? [];
  const others = contractEnd === undefined ? [] : sameEndForAll(licenses, row, contractEnd);
  const ready = amount !== null && per !== null && currency !== null && contractEnd !== undefined;

  const save = async (work: () => Promise<void>) => {
    setSaving(true);
    try {
      await work();
      onDone();
    } catch (error) {
      notifyError('The price was not saved', toErrorShape(error));
      setSaving(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const own = { license: { kind: row.kind, id: row.id }, price: { amount, per, currency, contractEnd } };
    void save(() => store.getState().setPrices([own, ...(forAll ? others : [])]));
  };

  return (
    <form onSubmit={submit} className={classes.form}>
      <PriceFields
        autoFocus
        draft={draft}
        amountLabel={row.metering === 'logins' ? 'Per login' : 'Per seat'}
        onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
      />
      {others.length > 0 && (
        <Checkbox
          label={`Same contract end for all licenses with a price (changes ${formatCount(others.length, 'other')})`}
          checked={forAll}
          onChange={(event) => setForAll(event.currentTarget.checked)}
        />
      )}
      <Group justify="space-between" gap="xs">
        {row.price === null ? (
          <span />
        ) : (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            disabled={saving}
            onClick={() => void save(() => store.getState().setPrice([row], null))}
          >
            Remove
          </Button>
        )}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button size="xs" type="submit" loading={saving} disabled={!ready}>
            Save
          </Button>
        </Group>
      </Group>
    </form>
  );
}
