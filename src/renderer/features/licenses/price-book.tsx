import { Button, Checkbox, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { toErrorShape } from '../../../shared/model/errors';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import { annualPrice } from '../../../shared/model/prices';
import { useCalmStore } from '../../api/use-calm-store';
import { formatCount, formatDay, formatMoney, formatNumber, NO_VALUE } from '../../ui/format';
import { SearchIcon } from '../../ui/icons';
import { notify, notifyError } from '../../ui/notify';
import { useGradually } from '../../ui/use-gradually';
import { daysUntil, endInWords, isSoon, useToday } from './contract-end';
import { KIND_TITLES } from './license-groups';
import type { LicensesStore } from './licenses-store';
import { priceInWords } from './price-cell';
import { changedPrices, commonPrice } from './price-changes';
import { PriceFields, readDraft, type PriceDraft } from './price-fields';
import classes from './prices.module.css';

interface PriceBookProps {
  store: LicensesStore;
  opened: boolean;
  onClose: () => void;
}

/** Every license with its price and the contract's end; several can be changed at once. */
export function PriceBook({ store, opened, onClose }: PriceBookProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Price book" size="min(980px, 94vw)">
      {opened && <Book store={store} />}
    </Modal>
  );
}

const keyOf = ({ kind, id }: LicenseTableRow) => `${kind}/${id}`;
const NOTHING: readonly LicenseTableRow[] = [];

function Book({ store }: { store: LicensesStore }) {
  const licenses = useCalmStore(store, (s) => s.table.data?.licenses ?? NOTHING);
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const needle = search.trim().toLowerCase();
  const rows = licenses
    .filter((row) => `${row.name} ${KIND_TITLES[row.kind]}`.toLowerCase().includes(needle))
    .sort(byKindAndName);
  const chosen = licenses.filter((row) => selected.has(keyOf(row)));
  const ends = licenses.flatMap(({ price }) => (price?.contractEnd ? [price.contractEnd] : []));
  const next = ends.sort()[0];
  const today = useToday();

  const toggle = (row: LicenseTableRow) =>
    setSelected((now) => {
      const changed = new Set(now);
      if (!changed.delete(keyOf(row))) changed.add(keyOf(row));
      return changed;
    });

  return (
    <div className={classes.book}>
      <div className={classes.bookHead}>
        <TextInput
          type="search"
          aria-label="Find a license"
          placeholder="Find a license"
          w={240}
          leftSection={<SearchIcon size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed" role="status">
          {formatNumber(licenses.filter(({ price }) => price !== null).length)} of{' '}
          {formatCount(licenses.length, 'license')} with a price
          {next === undefined
            ? '; no contract end entered'
            : `; the next contract ${endInWords(daysUntil(next, today))}`}
        </Text>
      </div>
      <BookTable
        rows={rows}
        selected={selected}
        today={today}
        onToggle={toggle}
        onToggleAll={(all) => setSelected(new Set(all ? rows.map(keyOf) : []))}
      />
      <PriceChange
        // A new selection starts over with what its licenses have in common.
        key={[...selected].join()}
        store={store}
        rows={chosen}
      />
    </div>
  );
}

const KIND_ORDER = Object.keys(KIND_TITLES);
function byKindAndName(a: LicenseTableRow, b: LicenseTableRow): number {
  return KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || a.name.localeCompare(b.name);
}

interface BookTableProps {
  rows: readonly LicenseTableRow[];
  selected: ReadonlySet<string>;
  today: string;
  onToggle: (row: LicenseTableRow) => void;
  onToggleAll: (all: boolean) => void;
}

function BookTable({ rows, selected, today, onToggle, onToggleAll }: BookTableProps) {
  const shown = rows.slice(0, useGradually(rows.length));
  const count = rows.filter((row) => selected.has(keyOf(row))).length;
  return (
    <div className={classes.bookScroll} tabIndex={0} role="region" aria-label="Prices, scrollable">
      <table className={classes.bookTable} aria-label="Prices">
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                size="xs"
                aria-label="Select all licenses shown"
                checked={rows.length > 0 && count === rows.length}
                indeterminate={count > 0 && count < rows.length}
                onChange={(event) => onToggleAll(event.currentTarget.checked)}
              />
            </th>
            <th scope="col">License</th>
            <th scope="col" data-align="right">
              Price
            </th>
            <th scope="col" data-align="right">
              Per year
            </th>
            <th scope="col">Currency</th>
            <th scope="col">Contract ends</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)} data-selected={selected.has(keyOf(row)) || undefined}>
              <td>
                <Checkbox
                  size="xs"
                  aria-label={`Select ${row.name}`}
                  checked={selected.has(keyOf(row))}
                  onChange={() => onToggle(row)}
                />
              </td>
              <th scope="row">
                {row.name}
                <span className={classes.kind}>
                  {KIND_TITLES[row.kind].replace(/s$/, '')}
                  {row.metering === 'logins' && ', paid by logins'}
                </span>
              </th>
              <td data-align="right">{row.price ? priceInWords(row.price) : NO_VALUE}</td>
              <td data-align="right">
                {row.price ? formatMoney(annualPrice(row.price), row.price.currency) : NO_VALUE}
              </td>
              <td>{row.price?.currency ?? NO_VALUE}</td>
              <td>
                <BookEnd end={row.price?.contractEnd ?? null} today={today} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BookEnd({ end, today }: { end: string | null; today: string }) {
  if (end === null) return <>{NO_VALUE}</>;
  const days = daysUntil(end, today);
  return (
    <>
      {formatDay(end, 'long')}{' '}
      <span className={classes.bookDays} data-soon={isSoon(days) || undefined}>
        {endInWords(days)}
      </span>
    </>
  );
}

/** Changes the prices of the selected licenses; fields left alone stay as they are. */
function PriceChange({ store, rows }: { store: LicensesStore; rows: readonly LicenseTableRow[] }) {
  const common = commonPrice(rows);
  const withPrice = rows.filter(({ price }) => price !== null);
  const priced = withPrice.length > 0;
  const [confirming, setConfirming] = useState(false);
  const [draft, setDraft] = useState<PriceDraft>(() => ({
    amount: common.amount ?? '',
    per: common.per ?? (priced ? '' : store.getState().lastPrice.per),
    currency: common.currency ?? (priced ? '' : store.getState().lastPrice.currency),
    contractEnd: common.contractEnd ?? '',
  }));
  const [touched, setTouched] = useState<ReadonlySet<keyof PriceDraft>>(new Set());
  const [saving, setSaving] = useState(false);
  const { amount, per, currency, contractEnd } = readDraft(draft);

  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed" className={classes.change}>
        Select one license or several to enter a price, or the same contract end for all of them.
      </Text>
    );
  }
  const usable =
    (!touched.has('amount') || amount !== null) &&
    (!touched.has('currency') || currency !== null) &&
    contractEnd !== undefined;
  const { lastPrice } = store.getState();
  const change = {
    ...(touched.has('amount') && amount !== null ? { amount } : {}),
    ...(per !== null && (touched.has('per') || !priced) ? { per } : {}),
    ...(currency !== null && (touched.has('currency') || !priced) ? { currency } : {}),
    ...(touched.has('contractEnd') && contractEnd !== undefined ? { contractEnd } : {}),
  };
  const { prices, unpriced } = changedPrices(rows, change, {
    per: per ?? lastPrice.per,
    currency: currency ?? lastPrice.currency,
    contractEnd: contractEnd ?? null,
  });

  const save = async (work: () => Promise<void>, done: string) => {
    setSaving(true);
    try {
      await work();
      notify('success', done);
      setTouched(new Set());
    } catch (error) {
      notifyError('The prices were not saved', toErrorShape(error));
    } finally {
      setSaving(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!usable || prices.length === 0) return;
    void save(
      () => store.getState().setPrices(prices),
      `Prices of ${formatCount(prices.length, 'license')} saved`,
    );
  };

  return (
    <form className={classes.change} onSubmit={submit}>
      <Text size="sm" fw={600}>
        {rows.length === 1 ? rows[0]?.name : `${formatNumber(rows.length)} licenses selected`}
      </Text>
      <PriceFields
        draft={draft}
        mixed={rows.length > 1}
        amountLabel={rows.every(({ metering }) => metering === 'logins') ? 'Per login' : 'Per seat'}
        onChange={(part) => {
          setDraft((now) => ({ ...now, ...part }));
          // The keys of a part of a draft are those of the draft.
          setTouched((now) => new Set([...now, ...(Object.keys(part) as (keyof PriceDraft)[])]));
        }}
      />
      {unpriced > 0 && touched.size > 0 && (
        <Text size="sm" c="dimmed">
          {formatCount(unpriced, 'license')} without a price: enter an amount, or{' '}
          {unpriced === 1 ? 'it is' : 'they are'} left out.
        </Text>
      )}
      <Group gap="xs" justify="flex-end">
        {priced && (
          <Button
            variant={confirming ? 'filled' : 'subtle'}
            color="red"
            disabled={saving}
            onBlur={() => setConfirming(false)}
            onClick={() =>
              confirming
                ? void save(() => store.getState().setPrice(withPrice, null), 'Prices removed')
                : setConfirming(true)
            }
          >
            {confirming
              ? `Click again to remove ${formatCount(withPrice.length, 'price')}`
              : `Remove ${formatCount(withPrice.length, 'price')}`}
          </Button>
        )}
        <Button
          type="submit"
          loading={saving}
          disabled={touched.size === 0 || !usable || prices.length === 0}
        >
          Save for {formatCount(prices.length, 'license')}
        </Button>
      </Group>
    </form>
  );
}
