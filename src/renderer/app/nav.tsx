import type { ComponentType } from 'react';
import type { OrgSummary } from '../../shared/model/org';
import { useOrgsStore } from '../api/services';
import {
  ChangesIcon,
  DetailsIcon,
  ChecklistIcon,
  LicenseIcon,
  OrgIcon,
  OverviewIcon,
  PortfolioIcon,
  SettingsIcon,
  UsageIcon,
  UsersIcon,
} from '../ui/icons';
import type { IconProps } from '../ui/icons';
import { orgRoute, type OrgPageId, type Route } from '../ui/routing/route';
import { RouteLink, useRoute } from '../ui/routing/router';
import { useCurrentOrg } from './current-org';
import { HOTKEY_PAGES } from './hotkeys';
import { OrgSwitcher } from './org-switcher';
import classes from './nav.module.css';

const PAGES: readonly { page: OrgPageId; label: string; icon: ComponentType<IconProps> }[] = [
  { page: 'overview', label: 'Overview', icon: OverviewIcon },
  { page: 'users', label: 'Users', icon: UsersIcon },
  { page: 'licenses', label: 'Licenses', icon: LicenseIcon },
  { page: 'changes', label: 'Changes', icon: ChangesIcon },
  { page: 'usage', label: 'API usage', icon: UsageIcon },
  { page: 'details', label: 'Details', icon: DetailsIcon },
  { page: 'setup', label: 'Setup', icon: ChecklistIcon },
];

const MOD = /mac/i.test(navigator.userAgent) ? '⌘' : 'Ctrl+';

/** `onSkip` moves the focus to the page: the first stop of the Tab key. */
export function Nav({ onSkip }: { onSkip: () => void }) {
  const route = useRoute();
  const org = useCurrentOrg();
  const connected = useOrgsStore((s) => (s.orgs?.length ?? 0) > 0);
  return (
    <nav className={classes.nav} aria-label="Main">
      <RouteLink
        to={route}
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault();
          onSkip();
        }}
      >
        Skip to content
      </RouteLink>
      <OrgSwitcher current={org} />
      {org && <OrgLinks org={org} route={route} />}
      <ul className={classes.bottom}>
        {connected && (
          <Item
            to={{ name: 'portfolio' }}
            label="All orgs"
            icon={PortfolioIcon}
            selected={route.name === 'portfolio'}
            hint="What all orgs pay for and nobody uses"
          />
        )}
        <Item to={{ name: 'orgs' }} label="Orgs" icon={OrgIcon} selected={route.name === 'orgs'} />
        <Item
          to={{ name: 'settings' }}
          label="Settings"
          icon={SettingsIcon}
          selected={route.name === 'settings'}
        />
      </ul>
    </nav>
  );
}

function OrgLinks({ org, route }: { org: OrgSummary; route: Route }) {
  return (
    <ul className={classes.list} aria-label={`Pages of ${org.name}`}>
      {PAGES.map(({ page, label, icon }) => {
        const key = HOTKEY_PAGES.indexOf(page) + 1;
        return (
          <Item
            key={page}
            to={orgRoute(org.id, page)}
            label={label}
            icon={icon}
            selected={route.name === 'org' && route.page === page}
            hint={key > 0 ? `${label} (${MOD}${key})` : label}
          />
        );
      })}
    </ul>
  );
}

interface ItemProps {
  to: Route;
  label: string;
  icon: ComponentType<IconProps>;
  selected: boolean;
  hint?: string;
}

function Item({ to, label, icon: Icon, selected, hint = label }: ItemProps) {
  return (
    <li>
      <RouteLink
        to={to}
        className={classes.link}
        title={hint}
        {...(selected ? { 'aria-current': 'page' } : {})}
      >
        <Icon size={19} />
        <span className={classes.label}>{label}</span>
      </RouteLink>
    </li>
  );
}
