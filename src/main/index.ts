import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { dataDirOption, isHeadlessCommand } from '../headless/arguments';
import { ownArguments } from './app/arguments';
import { startHeadless } from './app/headless-mode';
import { startCrashReporter } from './app/crash-reporter';
import { dataPaths, locateDataDir } from './platform/paths';
import { registerAppScheme } from './security/app-protocol';
import { fetchNoDictionaries, hardenWebContents } from './security/harden';
import { devServerUrl } from './security/origin';
import { startWindow } from './app/window-mode';

// `out/main/` of the build; the preload script, the renderer and the other processes lie beside it.
const outDir = path.resolve(import.meta.dirname, '..');
const args = ownArguments(process.argv, process.defaultApp ?? false);

// Whoever passes --no-sandbox (root in a container) would otherwise get processes that refuse to start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

fetchNoDictionaries();

if (isHeadlessCommand(args)) {
  void startHeadless(args, outDir);
} else {
  openWindow();
}

function openWindow(): void {
  const location = locateDataDir({
    option: dataDirOption(args),
    env: process.env,
    appData: app.getPath('appData'),
  });
  // A drive that is not there must not be replaced by a folder of the same name.
  const isThere = location.chosenBy !== 'note' || existsSync(location.dataDir);
  const dataDir = isThere ? location.dataDir : location.defaultDir;
  app.setPath('userData', dataDir);
  // Chromium's own files stay apart from what people back up.
  app.setPath('sessionData', path.join(dataDir, 'chromium'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  startCrashReporter(dataPaths(dataDir).dumpFolder);
  registerAppScheme();
  hardenWebContents(devServerUrl(app.isPackaged));
  void app.whenReady().then(() => startWindow(location, outDir));
}
