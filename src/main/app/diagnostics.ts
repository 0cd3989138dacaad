import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { ProcessMemory } from '../../core/diagnostics/metrics';
import { scheduleFacts } from '../../core/diagnostics/schedule-facts';
import type { Services } from '../compose';
import { createDiagnostics, type WindowDiagnostics } from '../diagnostics/window-diagnostics';
import { resolveDataDir } from '../platform/paths';
import { createScheduleHost } from '../platform/schedule-host';
import { systemFacts } from '../platform/system-facts';

/** Diagnostics of the window, with Electron's dialog and its figures. */
export function windowDiagnostics(services: Services, requireWindow: () => BrowserWindow): WindowDiagnostics {
  // What is scheduled for the platform's own folder does not name it.
  const ownFolder = resolveDataDir({ env: {}, appData: app.getPath('appData') });
  const folders = [services.dataDir, ...(services.dataDir === ownFolder ? [null] : [])];
  return createDiagnostics({
    ...services,
    patient: services,
    doctor: {
      now: () => services.clock.now(),
      system: systemFacts(),
      policy: services.policy.status,
      schedules: () => scheduleFacts(createScheduleHost(), () => services.clock.now(), folders),
    },
    processes,
    async askForFile(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog(requireWindow(), {
        title: 'Save a support bundle',
        defaultPath: path.join(app.getPath('documents'), suggestedName),
        filters: [{ name: 'JSON', extensions: ['json'] }],
      });
      return canceled || filePath === '' ? null : filePath;
    },
  });
}

const NAMES: Readonly<Record<string, string>> = {
  Browser: 'main',
  Tab: 'window',
  GPU: 'gpu',
  'Seatwatch database': 'database',
  'Seatwatch demo org': 'demo-org',
};

/** Added up by what the processes are for. */
function processes(): ProcessMemory[] {
  const sums = new Map<string, number>();
  for (const { type, name, serviceName, memory } of app.getAppMetrics()) {
    const process = NAMES[name ?? ''] ?? NAMES[serviceName ?? ''] ?? NAMES[type] ?? 'other';
    sums.set(process, (sums.get(process) ?? 0) + memory.workingSetSize * 1024);
  }
  return [...sums].map(([process, residentBytes]) => ({ process, residentBytes }));
}
