import { Autocomplete, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import type { SeatPrice } from '../../../shared/model/prices';
import { COMMON_CURRENCIES, parseCurrency } from '../../ui/currencies';
import { parseContractEnd } from './contract-end';
import { HIGHEST_PRICE } from './price-changes';
import classes from './prices.module.css';

/** A price as it is being typed. */
export interface PriceDraft {
  amount: string | number;
  per: SeatPrice['per'] | '';
  currency: string;
  contractEnd: string;
}

/** What of a draft can be used; null where it cannot. `contractEnd` undefined: no date. */
export function readDraft(draft: PriceDraft): {
  amount: number | null;
  per: SeatPrice['per'] | null;
  currency: string | null;
  contractEnd: string | null | undefined;
} {
  return {
    amount: typeof draft.amount === 'number' ? draft.amount : null,
    per: draft.per || null,
    currency: parseCurrency(draft.currency),
    contractEnd: parseContractEnd(draft.contractEnd),
  };
}

interface PriceFieldsProps {
  draft: PriceDraft;
  onChange: (change: Partial<PriceDraft>) => void;
  /** "Per seat", or "Per login" where those are paid. */
  amountLabel: string;
  /** Said in empty fields of several licenses that differ. */
  mixed?: boolean;
  autoFocus?: boolean;
}

const PERIODS = [
  { value: 'month', label: 'a month' },
  { value: 'year', label: 'a year' },
];

/** Amount, period, currency and the contract's end. */
export function PriceFields({ draft, onChange, amountLabel, mixed = false, autoFocus }: PriceFieldsProps) {
  const { currency, contractEnd } = readDraft(draft);
  const empty = mixed ? 'Unchanged' : undefined;
  return (
    <div className={classes.fields}>
      <NumberInput
        label={amountLabel}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
        w={130}
        min={0}
        max={HIGHEST_PRICE}
        decimalScale={2}
        thousandSeparator=","
        hideControls
        placeholder={empty}
        value={draft.amount}
        onChange={(amount) => onChange({ amount })}
      />
      <SegmentedControl
        aria-label="Period of the price"
        data={PERIODS}
        value={draft.per}
        onChange={(per) => onChange({ per: per as SeatPrice['per'] })}
      />
      <Autocomplete
        label="Currency"
        w={115}
        data={[...COMMON_CURRENCIES]}
        value={draft.currency}
        maxLength={3}
        placeholder={empty}
        comboboxProps={{ withinPortal: false }}
        error={currency === null && !(mixed && draft.currency === '') ? 'Three letters' : null}
        onChange={(text) => onChange({ currency: text })}
      />
      <TextInput
        label="Contract ends on"
        type="date"
        w={160}
        value={draft.contractEnd}
        error={contractEnd === undefined ? 'No such date' : null}
        onChange={(event) => onChange({ contractEnd: event.currentTarget.value })}
      />
    </div>
  );
}
