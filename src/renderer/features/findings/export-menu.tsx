import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { FindingsFilter } from '../../../shared/model/findings';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { useFeatureReason } from '../../api/use-policy';
import { formatCount } from '../../ui/format';
import { ChevronDownIcon, DownloadIcon } from '../../ui/icons';
import { notify, notifyError } from '../../ui/notify';
import { ReasonButton } from '../../ui/reason-button';
import classes from './findings.module.css';

type Format = 'csv' | 'json' | 'ocsf' | 'ecs';

const FORMATS: readonly { format: Format; label: string; what: string }[] = [
  { format: 'csv', label: 'CSV', what: 'For any spreadsheet' },
  { format: 'json', label: 'JSON', what: 'With all evidence' },
  { format: 'ocsf', label: 'OCSF for a SIEM', what: 'One JSON object a line, class Detection Finding' },
  { format: 'ecs', label: 'ECS for a SIEM', what: 'One JSON object a line, Elastic Common Schema' },
];

interface ExportMenuProps {
  orgId: string;
  /** What is exported: asked when a format is chosen. */
  filter: () => FindingsFilter;
  /** How many findings that is. */
  total: number;
  /** Why nothing can be exported now; null: it can. */
  reason: string | null;
}

/** The ways out of the list. */
export function ExportMenu({ orgId, filter, total, reason: notNow }: ExportMenuProps) {
  const api = useApi();
  const reason = useFeatureReason('export') ?? notNow;
  const [busy, setBusy] = useState(false);
  const save = async (format: Format) => {
    setBusy(true);
    try {
      const saved = await api.security.export({ orgId, filter: filter(), format });
      if (saved)
        notify(
          'success',
          `${formatCount(saved.rows, 'finding')} exported`,
          <span className={classes.file}>{saved.path}</span>,
        );
    } catch (error) {
      notifyError('The file was not written', asAppError(error));
    }
    setBusy(false);
  };
  const look = {
    size: 'xs',
    variant: 'default',
    leftSection: <DownloadIcon size={16} />,
    rightSection: <ChevronDownIcon size={16} />,
  };
  if (reason !== null) {
    return (
      <ReasonButton {...look} reason={reason} onClick={() => undefined}>
        Export
      </ReasonButton>
    );
  }
  return (
    <Menu position="bottom-end" width={300} shadow="md">
      <Menu.Target>
        <Button {...look} loading={busy}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All {formatCount(total, 'finding')} on the list</Menu.Label>
        {FORMATS.map(({ format, label, what }) => (
          <Menu.Item key={format} onClick={() => void save(format)}>
            {label}
            <span className={classes.what}>{what}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
