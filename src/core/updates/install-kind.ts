import type { UpdateFile } from './manifest';

export interface InstallFacts {
  platform: string;
  /** Set by the runtime of AppImages: the file that was started. */
  appImage: string | undefined;
  /** What the package says of itself (`resources/package-type`): "deb", "rpm"; null: it says nothing. */
  packageType: string | null;
  exists(file: string): boolean;
  /** Folder of the executable. */
  folder: string;
}

/** What a newer version is best installed from on this computer: as this one was, then what else would do. */
export function installKinds(facts: InstallFacts): UpdateFile['kind'][] {
  switch (facts.platform) {
    case 'darwin':
      return ['dmg', 'zip'];
    case 'win32':
      // The installer for one person leaves its uninstaller beside the program; Windows Installer does not.
      return facts.exists(`${facts.folder}\\Uninstall Seatwatch.exe`) ? ['nsis'] : ['msi', 'nsis'];
    default:
      if (facts.appImage !== undefined && facts.appImage !== '') return ['AppImage'];
      if (facts.packageType === 'deb' || facts.packageType === 'rpm') return [facts.packageType];
      if (facts.exists('/etc/debian_version')) return ['deb', 'AppImage'];
      return facts.exists('/usr/bin/rpm') ? ['rpm', 'AppImage'] : ['AppImage'];
  }
}
