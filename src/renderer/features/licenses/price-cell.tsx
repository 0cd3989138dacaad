import { Autocomplete, Button, Group, NumberInput, Popover, UnstyledButton } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { toErrorShape } from '../../../shared/model/errors';
import { formatMoney, NO_VALUE } from '../../ui/format';
import { PencilIcon } from '../../ui/icons';
import { LazyTooltip } from '../../ui/lazy-tooltip';
import { notifyError } from '../../ui/notify';
import { StandIn } from '../../ui/stand-in';
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
  // The popover of a row is mounted when it is first wanted; then kept, so that it can fade.
  const [mounted, setMounted] = useState(false);
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const priced = row.monthlyPrice !== null;
  if (past !== null) {
    return (
      <LazyTooltip<HTMLSpanElement> label={past}>
        {(target) => (
          <span {...target} className={classes.fixedPrice}>
            {priced ? formatMoney(row.monthlyPrice, row.currency) : NO_VALUE}
          </span>
        )}
      </LazyTooltip>
    );
  }
  return (
    <>
      <UnstyledButton
        ref={button}
        className={classes.price}
        data-set={priced || undefined}
        onClick={() => {
          // Closed first: it remembers where the focus goes back to when it sees itself being opened.
          flushSync(() => setMounted(true));
          setOpened(!opened);
        }}
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-label={
          priced
            ? `Price of ${row.name}: ${formatMoney(row.monthlyPrice, row.currency)} per month. Change it`
            : `Set price of ${row.name}`
        }
      >
        {priced ? formatMoney(row.monthlyPrice, row.currency) : 'Set price'}
        <PencilIcon size={14} />
      </UnstyledButton>
      {mounted && (
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
            <StandIn of={button.current} />
          </Popover.Target>
          <Popover.Dropdown aria-label={`Price of ${row.name}`}>
            {opened && <PriceForm store={store} row={row} onDone={() => setOpened(false)} />}
          </Popover.Dropdown>
        </Popover>
      )}
    </>
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
