import { Autocomplete, Button, Group, NumberInput, Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { toErrorShape } from '../../../shared/model/errors';
import { formatMoney, NO_VALUE } from '../../ui/format';
import { PencilIcon } from '../../ui/icons';
import { notifyError } from '../../ui/notify';
import { COMMON_CURRENCIES, parseCurrency } from './license-words';
import type { LicensesStore } from './licenses-store';
import classes from './licenses.module.css';

interface PriceCellProps {
  store: LicensesStore;
  row: LicenseTableRow;
  /** Why the price cannot be changed; null: it can. */
  past: string | null;
}

/** The price of one seat per month, with a small form to enter or change it. */
export function PriceCell({ store, row, past }: PriceCellProps) {
  const [opened, setOpened] = useState(false);
  const priced = row.monthlyPrice !== null;
  if (past !== null) {
    return (
      <Tooltip label={past}>
        <span className={classes.fixedPrice}>
          {priced ? formatMoney(row.monthlyPrice, row.currency) : NO_VALUE}
        </span>
      </Tooltip>
    );
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.price}
          data-set={priced || undefined}
          onClick={() => setOpened(!opened)}
          aria-label={
            priced
              ? `Price of ${row.name}: ${formatMoney(row.monthlyPrice, row.currency)} per month. Change it`
              : `Set price of ${row.name}`
          }
        >
          {priced ? formatMoney(row.monthlyPrice, row.currency) : 'Set price'}
          <PencilIcon size={14} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Price of ${row.name}`}>
        {opened && <PriceForm store={store} row={row} onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function PriceForm({
  store,
  row,
  onDone,
}: {
  store: LicensesStore;
  row: LicenseTableRow;
  onDone: () => void;
}) {
  const [price, setPrice] = useState<string | number>(row.monthlyPrice ?? '');
  const [currency, setCurrency] = useState(row.currency ?? store.getState().lastCurrency);
  const [saving, setSaving] = useState(false);
  const code = parseCurrency(currency);

  const save = async (monthlyPrice: number | null) => {
    setSaving(true);
    try {
      await store.getState().setPrice(row, monthlyPrice, code ?? 'USD');
      onDone();
    } catch (error) {
      notifyError('The price was not saved', toErrorShape(error));
      setSaving(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof price === 'number' && code !== null) void save(price);
  };

  return (
    <form onSubmit={submit} className={classes.priceForm}>
      <Group align="flex-start" gap="xs" wrap="nowrap">
        <NumberInput
          label="Per seat and month"
          data-autofocus
          w={140}
          min={0}
          max={1_000_000}
          decimalScale={2}
          thousandSeparator=","
          hideControls
          value={price}
          onChange={setPrice}
        />
        <Autocomplete
          label="Currency"
          w={110}
          data={[...COMMON_CURRENCIES]}
          value={currency}
          maxLength={3}
          comboboxProps={{ withinPortal: false }}
          error={code === null ? 'Three letters' : null}
          onChange={setCurrency}
        />
      </Group>
      <Group justify="space-between" gap="xs">
        {row.monthlyPrice === null ? (
          <span />
        ) : (
          <Button size="xs" variant="subtle" color="red" disabled={saving} onClick={() => void save(null)}>
            Remove
          </Button>
        )}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button
            size="xs"
            type="submit"
            loading={saving}
            disabled={typeof price !== 'number' || code === null}
          >
            Save
          </Button>
        </Group>
      </Group>
    </form>
  );
}
