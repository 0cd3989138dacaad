import { Button, Checkbox, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { type AddressImport, type AddressList, AddressPurpose } from '../../../shared/model/addresses';
import type { AppError } from '../../../shared/model/errors';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { formatCount, formatNumber } from '../../ui/format';
import { FolderIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { notify } from '../../ui/notify';
import { PURPOSE_WORDS, rangesAsText } from './address-words';
import { RefusedLines } from './refused-lines';
import { useReading } from './use-reading';
import classes from './addresses.module.css';

interface ListFormProps {
  orgId: string;
  orgName: string;
  /** Null: a new one. */
  list: AddressList | null;
  onDone: () => void;
  onCancel: () => void;
}

const MOST_RANGES = 20_000;

/** A list as text: typed, pasted or out of files; what is no address is shown before anything is saved. */
export function ListForm({ orgId, orgName, list, onDone, onCancel }: ListFormProps) {
  const api = useApi();
  const [name, setName] = useState(list?.name ?? '');
  const [purpose, setPurpose] = useState<AddressPurpose>(list?.purpose ?? 'office');
  const [everyOrg, setEveryOrg] = useState(list !== null && list.orgId === null);
  const [text, setText] = useState(() => rangesAsText(list?.ranges ?? []));
  const [file, setFile] = useState<AddressImport | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const { result, isCurrent, error: readingError } = useReading(text);
  const purposeId = useId();

  const tooMany = result.ranges.length > MOST_RANGES;
  const canSave =
    name.trim() !== '' && isCurrent && readingError === null && result.ranges.length > 0 && !tooMany;
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(false);
    }
  };
  const save = () =>
    attempt(async () => {
      await api.security.saveAddressList({
        orgId,
        id: list?.id ?? null,
        everyOrg,
        name,
        purpose,
        ranges: result.ranges,
      });
      notify('success', `${name.trim()} was saved`, 'The checks were evaluated again with it.');
      onDone();
    });
  const chooseFile = () =>
    attempt(async () => {
      const chosen = await api.security.readAddresses({ text: null });
      if (chosen === null) return;
      // What could not be read of the text before stays, to be corrected.
      const kept = result.refused.map((line) => line.text);
      setText([rangesAsText([...result.ranges, ...chosen.ranges]), ...kept].join('\n'));
      setFile(chosen);
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) void save();
      }}
    >
      <Stack>
        <TextInput
          label="Name"
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <div>
          <Text size="sm" fw={500} mb={4} id={purposeId}>
            Purpose
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby={purposeId}
            value={purpose}
            data={AddressPurpose.options.map((value) => ({ value, label: PURPOSE_WORDS[value].label }))}
            onChange={(value) => setPurpose(AddressPurpose.parse(value))}
          />
          <Text size="sm" c="dimmed" mt={6}>
            {PURPOSE_WORDS[purpose].does}
          </Text>
        </div>
        <Checkbox
          label="For every org"
          description={everyOrg ? 'Every org connected now or later knows it.' : `Only ${orgName} knows it.`}
          checked={everyOrg}
          onChange={(event) => setEveryOrg(event.currentTarget.checked)}
        />
        <div>
          <Group justify="space-between" align="flex-end" mb={4}>
            <Text component="label" size="sm" fw={500} htmlFor={`${purposeId}-text`}>
              Addresses
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<FolderIcon size={15} />}
              disabled={busy || !isCurrent}
              onClick={() => void chooseFile()}
            >
              Add from a CSV file…
            </Button>
          </Group>
          <Textarea
            id={`${purposeId}-text`}
            rows={11}
            spellCheck={false}
            classNames={{ input: classes.text ?? '' }}
            placeholder={'203.0.113.0/24 Berlin office\n198.51.100.7\n10.0.0.0 - 10.0.0.255\n2001:db8::/48'}
            description="One to a line: an address, a CIDR block or a range, IPv4 or IPv6, with a note behind it. Or paste a table with or without a header."
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <Review result={result} tooMany={tooMany} />
        {file !== null && file.refused.length > 0 && (
          <RefusedLines
            title={`${formatCount(file.refused.length, 'line')} of the file left out`}
            lines={file.refused}
          />
        )}
        {(error ?? readingError) && (
          <Note tone="problem" title={(error ?? readingError)?.message} live>
            {(error ?? readingError)?.fix}
          </Note>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={!canSave}>
            {result.refused.length > 0
              ? `Save without ${formatCount(result.refused.length, 'line')}`
              : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What the text holds, and what of it does not count. */
function Review({
  result: { ranges, refused, duplicates },
  tooMany,
}: {
  result: AddressImport;
  tooMany: boolean;
}) {
  return (
    <div className={classes.review}>
      <Text size="sm" role="status" className="sw-numbers">
        {formatCount(ranges.length, 'range')}
        {duplicates > 0 && `, ${formatCount(duplicates, 'line')} that said the same as another one`}.
      </Text>
      {tooMany && (
        <Note tone="problem" title={`A list holds at most ${formatNumber(MOST_RANGES)} ranges.`} live>
          Split it into several lists.
        </Note>
      )}
      {refused.length > 0 && (
        <RefusedLines title={`${formatCount(refused.length, 'line')} cannot be read`} lines={refused} />
      )}
    </div>
  );
}
