import type { WindowDiagnostics } from '../../diagnostics/window-diagnostics';
import type { PolicyRules } from '../../../core/policy';
import type { Updates } from '../../../core/updates';
import type { AllHandlers } from '../routes';

export interface SystemDeps {
  policy: Pick<PolicyRules, 'status'>;
  updates: Pick<Updates, 'status' | 'check' | 'download'>;
  /** Shows a file in its folder. */
  showFile: (file: string) => void;
  diagnostics: Pick<WindowDiagnostics, 'report' | 'saveBundle' | 'removeCrashReports'>;
}

export function systemHandlers({ policy, updates, showFile, diagnostics }: SystemDeps): AllHandlers['system'] {
  return {
    // POLICY
    policy: () => policy.status,
    updates: () => updates.status(),
    checkForUpdates: () => updates.check(),
    downloadUpdate: async () => {
      const { file } = await updates.download();
      showFile(file);
      return { file };
    },
    // DIAG
    diagnostics: () => diagnostics.report(),
    saveBundle: () => diagnostics.saveBundle(),
    removeCrashReports: () => {
      diagnostics.removeCrashReports();
    },
  };
}
