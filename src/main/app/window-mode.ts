import path from 'node:path';
import { app, type BrowserWindow, clipboard, nativeTheme, shell } from 'electron';
import { AppError } from '../../shared/model/errors';
import { askForCertificateFile, askForPem } from './certificate-files';
import { setupCrashHooks } from './crash-hooks';
import { windowDiagnostics } from './diagnostics';
import { exportDialogs } from './export-dialogs';
import { createLicenseExports } from './license-exports';
import { setupMenu } from './menu';
import { notifyOfCertificates } from './notify-certificates';
import { notifyOfUpdates } from './notify-updates';
import { createNotifier } from './notifier';
import { paperFor, printToPdf } from './pdf';
import { createUpkeep } from './upkeep';
import { createWindowFactory } from './window';
import { createWindowState } from './window-state';
import { createWindowTransfer } from './window-transfer';
import { createWindowCare, openWithRecovery } from './window-care';
import { composeServices } from '../compose';
import type { DataLocation } from '../../core/ports-care';
import { machinePolicy } from '../platform/machine-policy';
import { createUpdater } from '../platform/updater';
import { appHandlers } from '../ipc/handlers/app';
import { collectHandlers } from '../ipc/handlers/collect';
import { dataHandlers } from '../ipc/handlers/data';
import { licenseHandlers } from '../ipc/handlers/licenses';
import { securityHandlers } from '../ipc/handlers/security';
import { systemHandlers } from '../ipc/handlers/system';
import { securityDialogs } from './security-dialogs';
import { createSecurityFiles } from './security-files';
import { orgHandlers } from '../ipc/handlers/orgs';
import { reviewHandlers } from '../ipc/handlers/review';
import { createEmitter, registerIpc } from '../ipc/register';
import { HELP_LINKS, techniqueLink } from '../security/help-links';
import { devServerUrl } from '../security/origin';

/** Opens the window on a data directory. Electron must be ready. */
export async function startWindow(location: DataLocation, outDir: string): Promise<void> {
  const { dataDir } = location;
  const devUrl = devServerUrl(app.isPackaged);
  let window: BrowserWindow | null = null;
  const currentWindow = () => window;
  const tellWindow = createEmitter(currentWindow);

  let onDamaged: (message: string) => void = () => undefined;
  const services = await openWithRecovery(location, outDir, () =>
    composeServices({
      policy: machinePolicy(),
      dataDir,
      outDir,
      mode: 'write',
      command: 'window',
      waitMs: 2_000,
      onDatabaseDamaged: ({ message }) => {
        onDamaged(message);
      },
      onDatabaseRestart: (gaveUp) => {
        tellWindow('database.restarted', { gaveUp });
      },
      onOrgsChanged: () => {
        tellWindow('orgs.changed', {});
      },
    }),
  );
  if (services === null) {
    app.exit(1);
    return;
  }

  const { db, log, vault, settings, collector, orgs } = services;
  setupCrashHooks({ log, crashes: services.crashes, dataDir });
  const openOrgs = () => {
    show();
    tellWindow('app.navigated', { to: 'orgs' });
  };
  const openFindings = (orgId: string) => {
    show();
    tellWindow('app.navigated', { to: 'findings', orgId });
  };
  const notify = createNotifier();
  const upkeep = createUpkeep({ services, emit: tellWindow, notify, open: openOrgs, openFindings });
  const { collections, emit } = upkeep;
  const requireWindow = () => {
    if (window !== null) return window;
    throw new AppError({ code: 'NO_WINDOW', kind: 'canceled', message: 'The window is closed.', fix: '' });
  };
  const diagnostics = windowDiagnostics(services, requireWindow);
  const windowCare = createWindowCare({
    ...{ services, upkeep, location, outDir, requireWindow },
    close: () => closeAll(),
  });
  onDamaged = (message) => {
    windowCare.onDamaged(message);
  };
  const showLogFile = () => {
    shell.showItemInFolder(services.logFile);
  };

  const updates = createUpdater(services);

  registerIpc({
    devUrl,
    log,
    window: currentWindow,
    policy: services.policy,
    handlers: {
      app: appHandlers({
        info: async () => ({
          version: app.getVersion(),
          platform: process.platform,
          dataDir,
          logFile: services.logFile,
          vault: await vault.status(),
        }),
        settings,
        settingsChanged: ({ colorScheme }) => {
          void diagnostics.applySettings();
          nativeTheme.themeSource = colorScheme === 'auto' ? 'system' : colorScheme;
          emit('settings.changed', {});
        },
        openHelp: (topic) => shell.openExternal(HELP_LINKS[topic]),
        openTechnique: (id) => shell.openExternal(techniqueLink(id)),
        showLogFile,
        copyText: (text) => {
          void clipboard.writeText(text);
        },
        unlockVault: async (passphrase) => {
          const status = await vault.unlockWithPassphrase(passphrase);
          void orgs.fillInCertificates();
          return status;
        },
      }),
      orgs: orgHandlers({
        ...services,
        collections,
        emit,
        askForPem: () => askForPem(requireWindow()),
        askForCertificateFile: () => askForCertificateFile(requireWindow()),
      }),
      collect: collectHandlers({ collections, collector, db }),
      data: dataHandlers({
        ...windowCare,
        transfer: createWindowTransfer({ services, upkeep, requireWindow, inspected: windowCare.inspected }),
        care: upkeep.care,
        db,
      }),
      system: systemHandlers({
        policy: services.policy,
        updates,
        showFile: (file) => {
          shell.showItemInFolder(file);
        },
        diagnostics,
      }),
      review: reviewHandlers({ db, clock: services.clock }),
      security: securityHandlers({
        db,
        clock: services.clock,
        settings,
        evaluate: (orgId, allHistory) => upkeep.checks.evaluate(orgId, allHistory),
        files: createSecurityFiles({
          db,
          clock: services.clock,
          dialogs: securityDialogs(requireWindow),
          version: app.getVersion(),
        }),
      }),
      licenses: licenseHandlers({
        db,
        orgs,
        clock: services.clock,
        settings,
        emit,
        exports: createLicenseExports({
          db,
          clock: services.clock,
          dialogs: exportDialogs(requireWindow),
          printToPdf,
          paper: paperFor(app.getLocaleCountryCode()),
        }),
      }),
    },
  });

  const { colorScheme } = settings.get();
  nativeTheme.themeSource = colorScheme === 'auto' ? 'system' : colorScheme;
  setupMenu({ emit, showLogFile });
  const openWindow = createWindowFactory({
    devUrl,
    outDir,
    state: createWindowState(dataDir),
    iconFile: path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'resources', 'icon.png'),
  });
  const open = () => {
    window = openWindow();
    window.on('closed', () => {
      window = null;
    });
  };
  const show = () => {
    if (window === null) open();
    else {
      if (window.isMinimized()) window.restore();
      window.focus();
    }
  };
  open();
  upkeep.start();
  void diagnostics.applySettings();
  void orgs.fillInCertificates();
  const stopReminding = notifyOfCertificates({
    dataDir,
    db,
    log,
    notify,
    open: openOrgs,
  });

  const stopLooking = notifyOfUpdates({
    updates,
    log,
    notify,
    open: () => {
      show();
      tellWindow('app.navigated', { to: 'updates' });
    },
  });

  app.on('second-instance', show);
  app.on('activate', () => {
    if (window === null) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closing: Promise<void> | null = null;
  const closeAll = (): Promise<void> => {
    closing ??= (async () => {
      stopReminding();
      stopLooking();
      await diagnostics.stop();
      await upkeep.stop();
      await services.close();
    })();
    return closing;
  };
  closeCleanly(async () => {
    await windowCare.settled();
    await closeAll();
  });
}

/** Holds the quit until collections have stored what they hold and the database is closed. */
function closeCleanly(close: () => Promise<void>): void {
  let closed = false;
  let closing: Promise<void> | null = null;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closing ??= close()
      .catch(() => undefined)
      .then(() => {
        closed = true;
        app.quit();
      });
  });
}
