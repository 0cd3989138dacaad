import { ActionIcon, Menu } from '@mantine/core';
import type { Ref } from 'react';
import { ChangesIcon, DotsIcon, TrashIcon } from '../../ui/icons';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import type { PersonRef } from './forget-store';

interface UserMenuProps {
  person: PersonRef;
  /** The button that opens the menu. */
  buttonRef?: Ref<HTMLButtonElement>;
  onForget: (person: PersonRef) => void;
}

/** What can be done about one person. */
export function UserMenu({ person, buttonRef, onForget }: UserMenuProps) {
  const { orgId, userId, name } = person;
  return (
    <Menu position="bottom-start" width={230} shadow="md">
      <Menu.Target>
        <ActionIcon
          ref={buttonRef}
          variant="subtle"
          color="gray"
          c="inherit"
          aria-label={`Actions for ${name}`}
        >
          <DotsIcon size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<ChangesIcon size={16} />}
          onClick={() => navigate(orgRoute(orgId, 'changes', { run: 'all', user: userId, name }))}
        >
          All changes
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<TrashIcon size={16} />}
          c="var(--mantine-color-error)"
          onClick={() => onForget(person)}
        >
          Forget this person…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
