import { Menu, ScrollArea } from '@mantine/core';
import type { OrgSummary } from '../../shared/model/org';
import { useOrgsStore } from '../api/services';
import { OrgIcon, PlusIcon, SelectorIcon } from '../ui/icons';
import { Logo } from '../ui/logo';
import { orgStateWords } from '../ui/org-state';
import { orgRoute } from '../ui/routing/route';
import { navigate, useRoute } from '../ui/routing/router';
import { Dot } from '../ui/status';
import classes from './org-switcher.module.css';

/** The org the pages below belong to, and the way to another one. */
export function OrgSwitcher({ current }: { current: OrgSummary | undefined }) {
  const orgs = useOrgsStore((s) => s.orgs) ?? [];
  const route = useRoute();
  const page = route.name === 'org' ? route.page : 'overview';

  if (!current) {
    return (
      <div className={classes.brand}>
        <Logo size={30} />
        <span className={classes.text}>Seatwatch</span>
      </div>
    );
  }
  const state = orgStateWords(current);
  return (
    <Menu width={280} position="bottom-start" shadow="md">
      <Menu.Target>
        <button
          type="button"
          className={classes.switcher}
          title={`${current.name}: ${state.label}. Switch to another org`}
        >
          <span className={classes.avatar}>
            <OrgIcon size={18} />
            <span className={classes.badge}>
              <Dot tone={state.tone} />
            </span>
          </span>
          <span className={classes.text}>
            <span className={classes.name}>{current.name}</span>
            <span className={classes.state}>{state.label}</span>
            <span className="sw-visually-hidden">, switch org</span>
          </span>
          <SelectorIcon size={16} className={classes.selector} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Switch to</Menu.Label>
        <ScrollArea.Autosize mah={360} type="auto">
          {orgs.map((org) => {
            const words = orgStateWords(org);
            return (
              <Menu.Item
                key={org.id}
                leftSection={<Dot tone={words.tone} />}
                onClick={() => navigate(orgRoute(org.id, page))}
                {...(org.id === current.id ? { 'aria-current': 'true' } : {})}
              >
                <span className={classes.name}>{org.name}</span>
                <span className={classes.state}>{words.label}</span>
              </Menu.Item>
            );
          })}
        </ScrollArea.Autosize>
        <Menu.Divider />
        <Menu.Item leftSection={<PlusIcon size={16} />} onClick={() => navigate({ name: 'add-org' })}>
          Add an org…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
