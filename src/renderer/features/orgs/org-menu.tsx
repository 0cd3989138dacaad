import { ActionIcon, Menu } from '@mantine/core';
import type { StoreApi } from 'zustand/vanilla';
import type { OrgSummary } from '../../../shared/model/org';
import { asAppError } from '../../api/client';
import { useCollectStore } from '../../api/services';
import {
  CloseIcon,
  CollectIcon,
  DotsIcon,
  PauseIcon,
  PencilIcon,
  PlayIcon,
  PlugIcon,
  ShieldIcon,
  TrashIcon,
} from '../../ui/icons';
import { notifyError } from '../../ui/notify';
import type { OrgActionsState } from './org-actions';

interface OrgMenuProps {
  org: OrgSummary;
  actions: StoreApi<OrgActionsState>;
}

/** The 3-dot menu of an org. */
export function OrgMenu({ org, actions }: OrgMenuProps) {
  const collecting = useCollectStore((s) => s.progress[org.id] !== undefined);
  const start = useCollectStore((s) => s.start);
  const cancel = useCollectStore((s) => s.cancel);
  const { open, setPaused } = actions.getState();
  const attempt = (title: string, work: Promise<void>) => {
    work.catch((error: unknown) => notifyError(title, asAppError(error)));
  };

  return (
    <Menu position="bottom-end" width={210} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" c="inherit" aria-label={`Actions for ${org.name}`}>
          <DotsIcon size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<PlugIcon size={16} />} onClick={() => open('test', org)}>
          Test Connectivity
        </Menu.Item>
        {collecting ? (
          <Menu.Item
            leftSection={<CloseIcon size={16} />}
            onClick={() => attempt('The collection could not be canceled', cancel(org.id))}
          >
            Cancel collection
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<CollectIcon size={16} />}
            disabled={org.paused}
            onClick={() => attempt('The collection could not be started', start(org.id))}
          >
            Collect Now
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<PencilIcon size={16} />} onClick={() => open('rename', org)}>
          Rename…
        </Menu.Item>
        {org.certificates && (
          <Menu.Item leftSection={<ShieldIcon size={16} />} onClick={() => open('certificate', org)}>
            Replace certificate…
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={org.paused ? <PlayIcon size={16} /> : <PauseIcon size={16} />}
          onClick={() => attempt(`${org.name} was not changed`, setPaused(org.id, !org.paused))}
        >
          {org.paused ? 'Resume' : 'Pause'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<TrashIcon size={16} />}
          c="var(--mantine-color-error)"
          onClick={() => open('remove', org)}
        >
          Remove…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
