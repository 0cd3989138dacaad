import { useEffect, type ComponentType } from 'react';
import { useStore } from 'zustand';
import type { OrgSummary } from '../../shared/model/org';
import { useOrgsStore, useServices } from '../api/services';
import { formatNumber } from '../ui/format';
import {
  ChangesIcon,
  DetailsIcon,
  ChecklistIcon,
  GlobeIcon,
  LicenseIcon,
  NetworkIcon,
  OrgIcon,
  OverviewIcon,
  PortfolioIcon,
  ScanIcon,
  SettingsIcon,
  ShieldIcon,
  UsageIcon,
  UsersIcon,
} from '../ui/icons';
import type { IconProps } from '../ui/icons';
import { orgRoute, settingsRoute, type OrgPageId, type Route } from '../ui/routing/route';
import { RouteLink, useRoute } from '../ui/routing/router';
import { useCurrentOrg } from './current-org';
import { HOTKEY_PAGES } from './hotkeys';
import { OrgSwitcher } from './org-switcher';
import classes from './nav.module.css';

interface Entry {
  page: OrgPageId;
  label: string;
  icon: ComponentType<IconProps>;
}

/** In the order of the shortcuts (hotkeys.ts). */
const GROUPS: readonly { title: string | null; entries: readonly Entry[] }[] = [
  {
    title: null,
    entries: [
      { page: 'overview', label: 'Overview', icon: OverviewIcon },
      { page: 'users', label: 'Users', icon: UsersIcon },
      { page: 'licenses', label: 'Licenses', icon: LicenseIcon },
      { page: 'changes', label: 'Changes', icon: ChangesIcon },
      { page: 'usage', label: 'API usage', icon: UsageIcon },
    ],
  },
  {
    title: 'Security',
    entries: [
      { page: 'findings', label: 'Findings', icon: ShieldIcon },
      { page: 'sign-ins', label: 'Sign-ins', icon: GlobeIcon },
      { page: 'checks', label: 'Checks', icon: ScanIcon },
      { page: 'addresses', label: 'Known addresses', icon: NetworkIcon },
    ],
  },
  {
    title: 'Connection',
    entries: [
      { page: 'details', label: 'Details', icon: DetailsIcon },
      { page: 'setup', label: 'Setup', icon: ChecklistIcon },
    ],
  },
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
          to={settingsRoute()}
          label="Settings"
          icon={SettingsIcon}
          selected={route.name === 'settings'}
        />
      </ul>
    </nav>
  );
}

function OrgLinks({ org, route }: { org: OrgSummary; route: Route }) {
  const urgent = useUrgentFindings(org);
  return (
    <div className={classes.groups} role="group" aria-label={`Pages of ${org.name}`}>
      {GROUPS.map(({ title, entries }) => (
        <div key={title} className={classes.group}>
          {title !== null && (
            <p className={classes.title} aria-hidden="true">
              {title}
            </p>
          )}
          <ul className={classes.list} {...(title === null ? {} : { 'aria-label': title })}>
            {entries.map(({ page, label, icon }) => {
              const key = HOTKEY_PAGES.indexOf(page) + 1;
              const count = page === 'findings' ? urgent : 0;
              const hint = key > 0 ? `${label} (${MOD}${key})` : label;
              return (
                <Item
                  key={page}
                  to={orgRoute(org.id, page)}
                  label={label}
                  icon={icon}
                  selected={route.name === 'org' && route.page === page}
                  hint={count > 0 ? `${hint}: ${formatNumber(count)} critical or high and open` : hint}
                  count={count}
                />
              );
            })}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** How many open findings are critical or high. */
function useUrgentFindings(org: OrgSummary): number {
  const { urgentFindings } = useServices();
  useEffect(() => {
    if (org.dataAsOf !== null) void urgentFindings.getState().refresh(org.id);
  }, [urgentFindings, org.id, org.dataAsOf]);
  return useStore(urgentFindings, (s) => s.counts[org.id] ?? 0);
}

interface ItemProps {
  to: Route;
  label: string;
  icon: ComponentType<IconProps>;
  selected: boolean;
  hint?: string;
  /** At the end of the line, when there are any; `hint` says what is counted. */
  count?: number;
}

function Item({ to, label, icon: Icon, selected, hint = label, count = 0 }: ItemProps) {
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
        {count > 0 && (
          // The link keeps the page's name; its title describes it, with the number.
          <span className={classes.badge} aria-hidden="true">
            {count > 99 ? '99+' : formatNumber(count)}
          </span>
        )}
      </RouteLink>
    </li>
  );
}
