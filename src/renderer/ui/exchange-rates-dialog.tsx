import { ActionIcon, Autocomplete, Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { AppErrorShape } from '../../shared/model/errors';
import type { ExchangeRate, ExchangeRates } from '../../shared/model/prices';
import {
  COMMON_CURRENCIES,
  crossRates,
  entered,
  parseCurrency,
  rateLines,
  type RateLine,
} from './currencies';
import { CloseIcon } from './icons';
import { Note } from './note';
import { LoadingState } from './states';
import { Time } from './time';
import classes from './exchange-rates-dialog.module.css';

export interface ExchangeRatesDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Currencies without a rate that have amounts: each gets a line. Null: not known. */
  inUse: readonly string[] | null;
  /** Rates to a currency; null: to the reporting currency. */
  load: (reportingCurrency: string | null) => Promise<ExchangeRates>;
  /** Rejects with what `asError` reads. */
  save: (rates: { reportingCurrency: string; rates: Omit<ExchangeRate, 'at'>[] }) => Promise<void>;
  asError: (thrown: unknown) => AppErrorShape;
}

/** Which currency several orgs are added up in, and what the others are worth in it. */
export function ExchangeRatesDialog(props: ExchangeRatesDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Currency and exchange rates" size={520}>
      {props.opened && <Rates {...props} />}
    </Modal>
  );
}

interface Shown {
  currency: string;
  lines: readonly RateLine[];
}

function Rates({ onClose, inUse, load, save, asError }: ExchangeRatesDialogProps) {
  const [currency, setCurrency] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const [added, setAdded] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<AppErrorShape | null>(null);
  const ticket = useRef(0);

  const show = async (wanted: string | null, before: Shown | null) => {
    const mine = ++ticket.current;
    try {
      const { reportingCurrency, rates } = await load(wanted);
      if (mine !== ticket.current) return;
      const all = before ? [before.currency, ...before.lines.map((line) => line.currency)] : [];
      const lines = rateLines(rates, [...(inUse ?? []), ...all], reportingCurrency);
      setShown({
        currency: reportingCurrency,
        lines: before ? crossRates(lines, before, reportingCurrency) : lines,
      });
      if (wanted === null) setCurrency(reportingCurrency);
      setFailed(null);
    } catch (thrown) {
      if (mine === ticket.current) setFailed(asError(thrown));
    }
  };
  const first = useRef(show);
  useEffect(() => {
    const tickets = ticket;
    void first.current(null, null);
    return () => void tickets.current++;
  }, []);

  const code = parseCurrency(currency);
  const choose = (value: string) => {
    setCurrency(value);
    const wanted = parseCurrency(value);
    if (wanted !== null && shown !== null && wanted !== shown.currency) void show(wanted, shown);
  };
  const change = (name: string, rate: number | string) =>
    setShown(
      shown && {
        ...shown,
        lines: shown.lines.map((line) => (line.currency === name ? { ...line, rate, at: null } : line)),
      },
    );
  const newCode = parseCurrency(added);
  const canAdd =
    shown !== null &&
    newCode !== null &&
    newCode !== shown.currency &&
    !shown.lines.some((line) => line.currency === newCode);
  const add = () => {
    if (!canAdd) return;
    setShown({ ...shown, lines: [...shown.lines, { currency: newCode, rate: '', at: null }] });
    setAdded('');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (shown === null || code !== shown.currency) return;
    setBusy(true);
    try {
      const rates = shown.lines.flatMap((line) => {
        const rate = entered(line);
        return rate === null ? [] : [{ currency: line.currency, rate }];
      });
      await save({ reportingCurrency: shown.currency, rates });
      onClose();
    } catch (thrown) {
      setFailed(asError(thrown));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {failed && (
          <Note tone="problem" title={failed.message} live>
            {failed.fix}
          </Note>
        )}
        {shown === null && failed === null && <LoadingState shape="spinner" label="Loading the rates" />}
        {shown && (
          <>
            <Autocomplete
              label="Reporting currency"
              description="Amounts of all orgs are added up in it."
              data={[...COMMON_CURRENCIES]}
              value={currency}
              maxLength={3}
              w={260}
              error={code === null ? 'A three-letter code such as USD' : null}
              onChange={choose}
            />
            <div>
              <Text size="sm" fw={550} component="h3">
                Exchange rates
              </Text>
              <Text size="sm" c="dimmed">
                Seatwatch fetches none. Amounts in a currency without a rate stay out of the totals and are
                shown beside them.
              </Text>
            </div>
            {shown.lines.length === 0 && inUse !== null && (
              <Text size="sm">No price is in another currency than {shown.currency}.</Text>
            )}
            <ul className={classes.lines}>
              {shown.lines.map((line) => (
                <li key={line.currency} className={classes.line}>
                  <NumberInput
                    label={`1 ${line.currency} in ${shown.currency}`}
                    suffix={` ${shown.currency}`}
                    w={200}
                    min={0}
                    max={1_000_000_000}
                    decimalScale={10}
                    hideControls
                    value={line.rate}
                    onChange={(rate) => change(line.currency, rate)}
                  />
                  <span className={classes.entered}>
                    {line.at !== null && (
                      <>
                        entered <Time iso={line.at} dateOnly />
                      </>
                    )}
                    {line.at === null && entered(line) === null && 'no rate yet'}
                  </span>
                  {inUse?.includes(line.currency) !== true && (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove ${line.currency}`}
                      onClick={() =>
                        setShown({
                          ...shown,
                          lines: shown.lines.filter(({ currency: other }) => other !== line.currency),
                        })
                      }
                    >
                      <CloseIcon size={16} />
                    </ActionIcon>
                  )}
                </li>
              ))}
            </ul>
            <Group gap="xs" align="flex-end">
              <Autocomplete
                label="Another currency"
                data={COMMON_CURRENCIES.filter(
                  (one) =>
                    one !== shown.currency && !shown.lines.some(({ currency: other }) => other === one),
                )}
                value={added}
                maxLength={3}
                w={140}
                onChange={setAdded}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || !canAdd) return;
                  event.preventDefault();
                  add();
                }}
              />
              <Button variant="default" disabled={!canAdd} onClick={add}>
                Add
              </Button>
            </Group>
          </>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={shown === null || code !== shown.currency}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
