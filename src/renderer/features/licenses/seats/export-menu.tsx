import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { IdleRule } from '../../../../shared/model/idle-rule';
import type { SeatsQuery } from '../../../../shared/model/licenses';
import { useApi } from '../../../api/services';
import { useFeatureReason } from '../../../api/use-policy';
import { formatCount } from '../../../ui/format';
import { ChevronDownIcon, DownloadIcon } from '../../../ui/icons';
import { ReasonButton } from '../../../ui/reason-button';
import { FORMAT_WORDS, saveAndTell, type SeatFormat } from './exporting';
import { MailDialog } from './mail-dialog';
import classes from './seats.module.css';

interface ExportMenuProps {
  orgId: string;
  rule: IdleRule;
  /** What is exported: asked when a format is chosen. */
  query: () => SeatsQuery | Promise<SeatsQuery>;
  /** How many seats that is. */
  seats: number;
  /** Whether some were ticked, or the whole list goes. */
  ticked?: boolean;
  /** Why nothing can be exported now; null: it can. */
  reason: string | null;
}

const SHEETS: readonly SeatFormat[] = ['csv', 'xlsx'];
const LOADER: readonly SeatFormat[] = ['deactivate', 'freeze', 'unassign'];

/** In a low window the menu scrolls. */
const FIT_WINDOW = {
  padding: 8,
  apply: ({
    availableHeight,
    elements,
  }: {
    availableHeight: number;
    elements: { floating: HTMLElement };
  }) => {
    elements.floating.style.maxHeight = `${Math.max(180, availableHeight)}px`;
    elements.floating.style.overflowY = 'auto';
  },
};

/** Every way out of the list: spreadsheets, Data Loader files, mails to managers, a summary to print. */
export function ExportMenu({ orgId, rule, query, seats, ticked = false, reason: notNow }: ExportMenuProps) {
  const api = useApi();
  const reason = useFeatureReason('export') ?? notNow;
  const [busy, setBusy] = useState(false);
  const [mailing, setMailing] = useState(false);

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const save = (format: SeatFormat) =>
    run(() =>
      saveAndTell(
        async () => api.licenses.export({ query: await query(), format }),
        FORMAT_WORDS[format].row,
      ),
    );
  const item = (format: SeatFormat) => (
    <Menu.Item key={format} onClick={() => void save(format)}>
      <ItemWords label={FORMAT_WORDS[format].label} what={FORMAT_WORDS[format].what} />
    </Menu.Item>
  );
  const label = 'Export';

  if (reason !== null) {
    return (
      <ReasonButton
        reason={reason}
        size="xs"
        variant="default"
        leftSection={<DownloadIcon size={16} />}
        rightSection={<ChevronDownIcon size={16} />}
        onClick={() => undefined}
      >
        {label}
      </ReasonButton>
    );
  }
  return (
    <>
      <Menu
        position="bottom-end"
        width={330}
        shadow="md"
        middlewares={{ flip: true, shift: true, size: FIT_WINDOW }}
      >
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            loading={busy}
            leftSection={<DownloadIcon size={16} />}
            rightSection={<ChevronDownIcon size={16} />}
          >
            {label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {ticked
              ? `The ${formatCount(seats, 'selected seat')}`
              : `All ${formatCount(seats, 'seat')} on the list`}
          </Menu.Label>
          {SHEETS.map(item)}
          <Menu.Item onClick={() => setMailing(true)}>
            <ItemWords label="Mails per manager…" what="A mail draft with a list for each manager" />
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>For Data Loader: those decided to be reclaimed</Menu.Label>
          {LOADER.map(item)}
          <Menu.Divider />
          <Menu.Label>Whole org</Menu.Label>
          <Menu.Item
            onClick={() =>
              void run(() => saveAndTell(() => api.licenses.exportPdf({ orgId, rule }), 'license'))
            }
          >
            <ItemWords label="Summary (PDF)" what="For the budget owner, to read or print" />
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MailDialog
        opened={mailing}
        seats={seats}
        onClose={() => setMailing(false)}
        onSave={(message) =>
          run(() =>
            saveAndTell(
              async () => api.licenses.exportForManagers({ query: await query(), message }),
              'seat',
            ),
          )
        }
      />
    </>
  );
}

function ItemWords({ label, what }: { label: string; what: string }) {
  return (
    <>
      {label}
      <span className={classes.what}>{what}</span>
    </>
  );
}
