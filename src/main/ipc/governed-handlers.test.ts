import { describe, expect, it } from 'vitest';
import { createPolicyRules } from '../../core/policy';
import { memoryLog } from '../../core/testing/fakes';
import { contract } from '../../shared/contract';
import { type PolicyFeature } from '../../shared/model/policy';
import { governHandlers } from './governed-handlers';
import { type AllHandlers, routesOf, serve } from './routes';

/** Handlers that only say they were called. */
function handlers(called: string[]): AllHandlers {
  const all = Object.entries(contract).map(([service, methods]) => [
    service,
    Object.fromEntries(
      Object.keys(methods).map((name) => [name, () => void called.push(`${service}.${name}`)]),
    ),
  ]);
  return Object.fromEntries(all) as AllHandlers;
}

async function refused(feature: PolicyFeature): Promise<string[]> {
  const called: string[] = [];
  const policy = createPolicyRules({
    file: '/etc/seatwatch/policy.json',
    policy: { disabledFeatures: [feature] },
  });
  const governed = governHandlers(policy, handlers(called));
  const stopped: string[] = [];
  for (const [service, methods] of Object.entries(governed))
    for (const [name, handler] of Object.entries(methods as Record<string, (input: unknown) => unknown>)) {
      try {
        handler({});
      } catch (error) {
        expect(error).toMatchObject({ code: 'DISABLED_BY_POLICY' });
        stopped.push(`${service}.${name}`);
      }
    }
  expect(called.filter((one) => stopped.includes(one))).toEqual([]);
  expect([...called, ...stopped].sort()).toEqual(
    Object.entries(contract)
      .flatMap(([service, methods]) => Object.keys(methods).map((name) => `${service}.${name}`))
      .sort(),
  );
  return stopped;
}

describe('calls of the window', () => {
  it.each<[PolicyFeature, string[]]>([
    [
      'export',
      [
        'data.exportEverything',
        'data.saveBackupAs',
        'licenses.export',
        'licenses.exportForManagers',
        'licenses.exportPdf',
        'security.export',
      ],
    ],
    ['import', ['data.mergeInspected', 'data.previewMerge']],
    ['updates', ['system.checkForUpdates', 'system.downloadUpdate']],
    ['demo-org', ['orgs.addDemo']],
    ['publish', []],
    ['schedule', []],
    ['metrics', []],
  ])('without %s, these are refused and no others', async (feature, stopped) => {
    expect((await refused(feature)).sort()).toEqual(stopped);
  });

  it('are told why', async () => {
    const policy = createPolicyRules({
      file: '/etc/seatwatch/policy.json',
      policy: { disabledFeatures: ['demo-org'] },
    });
    const routes = routesOf(governHandlers(policy, handlers([])));
    expect(await serve(routes, 'orgs.addDemo', undefined, memoryLog())).toMatchObject({
      ok: false,
      error: { code: 'DISABLED_BY_POLICY', kind: 'usage' },
    });
  });
});
