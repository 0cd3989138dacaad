import { counted } from '../../shared/model/counted';
import { POLICY_FEATURES } from '../../shared/model/policy';
import type { Register } from '../command';
import { factSheet } from '../output/table';

export const registerPolicy: Register = (program, run) => {
  const command = program
    .command('policy')
    .description(
      'what the administrator of this computer decided for everybody on it, and where that is written',
    );

  run(command, async (context) => {
    const { status } = context.deps.policy();
    const { file, policy } = status;
    if (context.json) return void (await context.printJson(status));
    if (file === null)
      return void (await context.print('This computer has no policy: nothing is restricted.\n'));
    const list = (values: readonly string[] | undefined): string | null =>
      values === undefined ? null : values.join(', ') || 'none';
    const open = POLICY_FEATURES.filter((feature) => policy.disabledFeatures?.includes(feature) !== true);
    const facts: (readonly [string, string | null])[] = [
      ['Policy', file],
      ['Proxy', policy.proxy ?? null],
      ['Allowed hosts', list(policy.allowedHosts)],
      [
        'Highest threshold',
        policy.maxThresholdPercent === undefined ? null : `${String(policy.maxThresholdPercent)}%`,
      ],
      [
        'API requests a day',
        policy.maxDailyCalls === undefined ? null : `at most ${String(policy.maxDailyCalls)} per org`,
      ],
      ['Switched off', list(policy.disabledFeatures)],
      ['Left on', list(open)],
      ['Updates from', policy.updateSource ?? null],
      ['Update keys', list(policy.updateKeys)],
      [
        'Sign-ins are kept',
        policy.keepLoginsDays === undefined ? null : `${counted(policy.keepLoginsDays, 'day')} at most`,
      ],
      ['Backups', policy.backupEvery ?? null],
    ];
    await context.print(factSheet(facts.map(([name, value]) => [name, value ?? 'not decided'])));
  });
};
