import type { SettingsSectionId } from '../../ui/routing/route';
import { SETTINGS_SECTIONS, settingsRoute } from '../../ui/routing/route';
import { RouteLink } from '../../ui/routing/router';
import classes from './settings-nav.module.css';

export const SECTION_TITLES: Record<SettingsSectionId, string> = {
  appearance: 'Appearance',
  collecting: 'Collecting',
  licenses: 'Licenses',
  data: 'Data & backups',
  transfer: 'Export & merge',
  privacy: 'Privacy',
  secrets: 'Secrets',
  updates: 'Updates',
  diagnostics: 'Diagnostics',
  about: 'About',
};

/** The sections as links: at the side, or above the section in a narrow window. */
export function SettingsNav({ shown }: { shown: SettingsSectionId }) {
  return (
    <nav className={classes.nav} aria-label="Settings">
      <ul className={classes.list}>
        {SETTINGS_SECTIONS.map((section) => (
          <li key={section}>
            <RouteLink
              to={settingsRoute(section)}
              className={classes.link}
              {...(section === shown ? { 'aria-current': 'page' } : {})}
            >
              {SECTION_TITLES[section]}
            </RouteLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
