import path from 'node:path';
import { app } from 'electron';
import { dataDirOption, isHeadlessCommand } from '../headless/arguments';
import { ownArguments } from './app/arguments';
import { startHeadless } from './app/headless-mode';
import { resolveDataDir } from './platform/paths';
import { registerAppScheme } from './security/app-protocol';
import { hardenWebContents } from './security/harden';
import { devServerUrl } from './security/origin';
import { startWindow } from './app/window-mode';

// `out/main/` of the build; the preload script, the renderer and the other processes lie beside it.
const outDir = path.resolve(import.meta.dirname, '..');
const args = ownArguments(process.argv, process.defaultApp ?? false);

// Whoever passes --no-sandbox (root in a container) would otherwise get processes that refuse to start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

if (isHeadlessCommand(args)) {
  void startHeadless(args, outDir);
} else {
  openWindow();
}

function openWindow(): void {
  const dataDir = resolveDataDir({
    option: dataDirOption(args),
    env: process.env,
    appData: app.getPath('appData'),
  });
  app.setPath('userData', dataDir);
  // Chromium's own files stay apart from what people back up.
  app.setPath('sessionData', path.join(dataDir, 'chromium'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerAppScheme();
  hardenWebContents(devServerUrl(app.isPackaged));
  void app.whenReady().then(() => startWindow(dataDir, outDir));
}
