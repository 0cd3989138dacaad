import type { AppInfo, Settings, VaultStatus } from '../../../shared/model/settings';
import type { HelpTopic } from '../../security/help-links';
import type { AllHandlers } from '../routes';

export interface AppHandlerDeps {
  info: () => Promise<AppInfo>;
  settings: { get(): Settings; update(changes: Partial<Settings>): Settings };
  settingsChanged: (settings: Settings) => void;
  openHelp: (topic: HelpTopic) => Promise<void>;
  openTechnique: (id: string) => Promise<void>;
  showLogFile: () => void;
  copyText: (text: string) => void;
  unlockVault: (passphrase: string) => Promise<VaultStatus>;
}

export function appHandlers(deps: AppHandlerDeps): AllHandlers['app'] {
  return {
    info: () => deps.info(),
    settings: () => deps.settings.get(),
    updateSettings: (changes) => {
      // zod marks absent keys as possibly undefined; those must not erase what is stored.
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const settings = deps.settings.update(given);
      deps.settingsChanged(settings);
      return settings;
    },
    openHelp: ({ topic }) => deps.openHelp(topic),
    openTechnique: ({ id }) => deps.openTechnique(id),
    showLogFile: () => {
      deps.showLogFile();
    },
    copyText: ({ text }) => {
      deps.copyText(text);
    },
    unlockVault: ({ passphrase }) => deps.unlockVault(passphrase),
  };
}
