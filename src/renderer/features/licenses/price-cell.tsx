import { Popover, UnstyledButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import type { SeatPrice } from '../../../shared/model/prices';
import { formatDay, formatMoney, NO_VALUE } from '../../ui/format';
import { PencilIcon } from '../../ui/icons';
import { LazyTooltip } from '../../ui/lazy-tooltip';
import { StandIn } from '../../ui/stand-in';
import { daysUntil, endInWords, isSoon } from './contract-end';
import type { LicensesStore } from './licenses-store';
import { PriceForm } from './price-form';
import classes from './prices.module.css';

interface PriceCellProps {
  store: LicensesStore;
  row: LicenseTableRow;
  /** Why the price cannot be changed; null: it can. */
  past: string | null;
  /** YYYY-MM-DD. */
  today: string;
}

/** "$165 a month", as it was entered. */
export const priceInWords = ({ amount, per, currency }: SeatPrice): string =>
  `${formatMoney(amount, currency)} a ${per}`;

/** The price as entered and the contract's end, with a small form to enter or change them. */
export function PriceCell({ store, row, past, today }: PriceCellProps) {
  // The popover of a row is mounted when it is first wanted; then kept, so that it can fade.
  const [mounted, setMounted] = useState(false);
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { price } = row;
  if (past !== null) {
    return (
      <>
        <LazyTooltip<HTMLSpanElement> label={past}>
          {(target) => (
            <span {...target} className={classes.fixed}>
              {price ? priceInWords(price) : NO_VALUE}
            </span>
          )}
        </LazyTooltip>
        <ContractEnd price={price} today={today} />
      </>
    );
  }
  return (
    <>
      <UnstyledButton
        ref={button}
        className={classes.price}
        data-set={price !== null || undefined}
        onClick={() => {
          // Closed first: it remembers where the focus goes back to when it sees itself being opened.
          flushSync(() => setMounted(true));
          setOpened(!opened);
        }}
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-label={
          price ? `Price of ${row.name}: ${priceInWords(price)}. Change it` : `Set price of ${row.name}`
        }
      >
        {price ? priceInWords(price) : 'Set price'}
        <PencilIcon size={14} />
      </UnstyledButton>
      <ContractEnd price={price} today={today} />
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

/** When the contract ends; said in days, and louder, when that is near. */
export function ContractEnd({ price, today }: { price: SeatPrice | null; today: string }) {
  if (!price?.contractEnd) return null;
  const days = daysUntil(price.contractEnd, today);
  const soon = isSoon(days);
  return (
    <span
      className={classes.end}
      data-soon={soon || undefined}
      title={`Contract ${endInWords(days)}, on ${formatDay(price.contractEnd, 'long')}`}
    >
      {soon ? endInWords(days) : `until ${formatDay(price.contractEnd, 'long')}`}
    </span>
  );
}
