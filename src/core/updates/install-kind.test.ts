import { describe, expect, it } from 'vitest';
import { type InstallFacts, installKinds } from './install-kind';

const kinds = (changes: Partial<InstallFacts>, ...files: string[]) =>
  installKinds({
    platform: 'linux',
    appImage: undefined,
    packageType: null,
    exists: (file) => files.includes(file),
    folder: 'C:\\Seatwatch',
    ...changes,
  });

describe('what a newer version is installed from', () => {
  it('is what this one was, or else what the system understands', () => {
    expect(kinds({ appImage: '/home/kim/Seatwatch.AppImage', packageType: 'deb' })).toEqual(['AppImage']);
    expect(kinds({ packageType: 'rpm' }, '/etc/debian_version')).toEqual(['rpm']);
    expect(kinds({ packageType: 'deb' })).toEqual(['deb']);
    expect(kinds({ packageType: 'pacman' })).toEqual(['AppImage']);
    expect(kinds({ appImage: '' }, '/etc/debian_version')).toEqual(['deb', 'AppImage']);
    expect(kinds({}, '/usr/bin/rpm')).toEqual(['rpm', 'AppImage']);
    expect(kinds({ platform: 'darwin' })).toEqual(['dmg', 'zip']);
    expect(kinds({ platform: 'win32' }, 'C:\\Seatwatch\\Uninstall Seatwatch.exe')).toEqual(['nsis']);
    expect(kinds({ platform: 'win32' })).toEqual(['msi', 'nsis']);
  });
});
