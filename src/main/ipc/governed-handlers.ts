import type { PolicyRules } from '../../core/policy';
import type { PolicyFeature } from '../../shared/model/policy';
import type { AllHandlers } from './routes';

type Features = { [S in keyof AllHandlers]?: { [M in keyof AllHandlers[S]]?: PolicyFeature } };

/** Calls of the window that the administrator of a computer may switch off. */
const FEATURES: Features = {
  licenses: { export: 'export', exportForManagers: 'export', exportPdf: 'export' },
  security: { export: 'export' },
  // A copy of the database where somebody wants it holds everything collected.
  data: {
    exportEverything: 'export',
    saveBackupAs: 'export',
    previewMerge: 'import',
    mergeInspected: 'import',
  },
  orgs: { addDemo: 'demo-org' },
  system: { checkForUpdates: 'updates', downloadUpdate: 'updates' },
};

type Handler = (input: unknown) => unknown;

/** The same handlers; those of a feature that is switched off reject with DISABLED_BY_POLICY. */
export function governHandlers(policy: PolicyRules, handlers: AllHandlers): AllHandlers {
  const governed = Object.entries(handlers).map(([service, methods]) => {
    const features: Record<string, PolicyFeature | undefined> = FEATURES[service as keyof Features] ?? {};
    const guarded = Object.entries(methods as Record<string, Handler>).map(([name, handler]) => {
      const feature = features[name];
      if (feature === undefined) return [name, handler];
      const asked: Handler = (input) => {
        policy.requireFeature(feature);
        return handler(input);
      };
      return [name, asked];
    });
    return [service, Object.fromEntries(guarded) as unknown];
  });
  return Object.fromEntries(governed) as AllHandlers;
}
