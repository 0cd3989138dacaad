import { lazy, Suspense, useEffect, type ComponentType } from 'react';
import { useSettingsStore } from '../../api/services';
import { Page } from '../../ui/page';
import type { SettingsSectionId } from '../../ui/routing/route';
import { LoadingState } from '../../ui/states';
import { PolicyLine } from './policy-line';
import { SECTION_TITLES, SettingsNav } from './settings-nav';
import classes from './settings.module.css';

/** A section is loaded when first visited. */
function section(load: () => Promise<ComponentType>) {
  return lazy(async () => ({ default: await load() }));
}

const SECTIONS: Record<SettingsSectionId, ComponentType> = {
  appearance: section(async () => (await import('./appearance-section')).AppearanceSection),
  collecting: section(async () => (await import('./collecting-section')).CollectingSection),
  licenses: section(async () => (await import('./licensing-section')).LicensingSection),
  data: section(async () => (await import('./data/data-section')).DataSection),
  transfer: section(async () => (await import('./transfer/transfer-section')).TransferSection),
  privacy: section(async () => (await import('./privacy-section')).PrivacySection),
  secrets: section(async () => (await import('./vault-section')).VaultSection),
  updates: section(async () => (await import('./updates/updates-section')).UpdatesSection),
  diagnostics: section(async () => (await import('./diagnostics/diagnostics-section')).DiagnosticsSection),
  about: section(async () => (await import('./about-section')).AboutSection),
};

/** Preferences of this installation, and looking after its data. Each is saved as soon as it is changed. */
export function SettingsPage({ section: shown }: { section: SettingsSectionId }) {
  const refreshInfo = useSettingsStore((s) => s.refreshInfo);
  useEffect(() => void refreshInfo().catch(() => undefined), [refreshInfo]);
  const Shown = SECTIONS[shown];
  return (
    <Page title="Settings" width="text">
      <PolicyLine />
      <div className={classes.columns}>
        <SettingsNav shown={shown} />
        <div className={classes.sections}>
          <Suspense fallback={<LoadingState label={`Loading ${SECTION_TITLES[shown]}`} shape="spinner" />}>
            <Shown />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}
