import { Button, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useSettingsStore } from '../../api/services';
import { useExchangeRates } from '../../api/use-exchange-rates';
import { useLoad } from '../../api/use-load';
import { ExchangeRatesDialog } from '../../ui/exchange-rates-dialog';
import { formatCount } from '../../ui/format';
import { Section } from '../../ui/section';
import { Setting } from './setting';
import { useSaveSetting } from './use-save-setting';

const MAX_NAME = 100;

/** What amounts are added up in, and how decisions about seats are signed. */
export function LicensingSection() {
  const { reportingCurrency, deciderName } = useSettingsStore((s) => s.settings);
  const save = useSaveSetting();
  return (
    <Section title="Licenses">
      <CurrencySetting reportingCurrency={reportingCurrency} />
      <DeciderSetting
        key={deciderName}
        value={deciderName}
        onSave={(name) => void save({ deciderName: name })}
      />
    </Section>
  );
}

function CurrencySetting({ reportingCurrency }: { reportingCurrency: string }) {
  const [asking, setAsking] = useState(false);
  const { data, reload } = useLoad(reportingCurrency, (api) =>
    api.licenses.exchangeRates({ reportingCurrency: null }),
  );
  const rates = useExchangeRates(useCallback(() => reload(), [reload]));
  const count = data?.rates.length;
  return (
    <Setting
      label="Reporting currency"
      description={`Amounts of several orgs are added up in ${reportingCurrency}${
        count === undefined || count === 0
          ? ', those in other currencies by exchange rates that you enter.'
          : `, those in other currencies by ${formatCount(count, 'exchange rate')} that you entered.`
      }`}
    >
      <Button variant="default" onClick={() => setAsking(true)}>
        {reportingCurrency} and exchange rates…
      </Button>
      <ExchangeRatesDialog {...rates} opened={asking} onClose={() => setAsking(false)} inUse={null} />
    </Setting>
  );
}

function DeciderSetting({ value, onSave }: { value: string; onSave: (value: string) => void }) {
  const [name, setName] = useState(value);
  const save = () => {
    const wanted = name.trim();
    if (wanted !== value) onSave(wanted);
    else setName(value);
  };
  return (
    <Setting
      label="Decisions are signed as"
      description="Who decides about seats on this computer, for whoever reads the review list later."
      htmlFor="decider-name"
    >
      <TextInput
        id="decider-name"
        w={240}
        maxLength={MAX_NAME}
        placeholder="The name of your account"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </Setting>
  );
}
