import { z } from 'zod';
import { AppInfo, Settings, SettingsChanges, VaultStatus } from '../model/settings';
import { method } from './define';

export const app = {
  info: method(z.void(), AppInfo),
  settings: method(z.void(), Settings),
  updateSettings: method(SettingsChanges, Settings),
  /** Opens a known help topic in the system browser; the address is chosen by main. */
  openHelp: method(
    z.object({
      topic: z.enum([
        'api-only-user',
        'external-client-app',
        'client-credentials',
        'jwt-bearer',
        'network-access',
        'my-domain',
        'api-limits',
      ]),
    }),
    z.void(),
  ),
  /** Opens the page of a MITRE ATT&CK technique in the system browser; the address is made by main. */
  openTechnique: method(z.object({ id: z.string().regex(/^T\d{4}(\.\d{3})?$/) }), z.void()),
  showLogFile: method(z.void(), z.void()),
  /** A certificate for a long key is the longest text there is to copy. */
  copyText: method(z.object({ text: z.string().max(10_000) }), z.void()),
  /** Creates the passphrase vault, or unlocks it. The passphrase goes in and never comes out. */
  unlockVault: method(z.object({ passphrase: z.string().min(8).max(1024) }), VaultStatus),
};
