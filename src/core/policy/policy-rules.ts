import { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import type { PolicyFeature, PolicyStatus } from '../../shared/model/policy';
import type { Settings, SettingsChanges } from '../../shared/model/settings';
import { hostMatcher } from './hosts';
import { proxyRule, type ProxyRule } from './proxy';

/** What of an org a policy may tighten. */
export type RuledOrg = Pick<Org, 'thresholdPercent' | 'dailyBudget' | 'keepLoginsDays'>;

/** The administrator's decisions, ready to be asked. Without a policy everything is allowed and nothing capped. */
export interface PolicyRules {
  readonly status: PolicyStatus;
  allowsFeature(feature: PolicyFeature): boolean;
  /** Throws DISABLED_BY_POLICY (kind "usage"), naming the file. */
  requireFeature(feature: PolicyFeature): void;
  allowsHost(url: string | URL): boolean;
  /** Throws HOST_NOT_ALLOWED (kind "unreachable"), naming the file. */
  requireHost(url: string | URL): void;
  /** Percent; what collections go by, whatever was chosen before the rule was made. */
  capThreshold(percent: number): number;
  /** Throws THRESHOLD_ABOVE_POLICY for what somebody chooses now. */
  requireThreshold(percent: number): void;
  /** Requests per org and 24 hours; null: no limit. */
  capDailyCalls(budget: number | null): number | null;
  /** Days; null: for good. */
  capKeepLoginsDays(days: number | null): number | null;
  /** An org as it is to be treated: whatever is stored, no looser than the policy. */
  org<T extends RuledOrg>(org: T): T;
  /** Settings as they count. */
  settings(chosen: Settings): Settings;
  /** Names of the settings a person cannot change. */
  readonly managedSettings: readonly (keyof Settings)[];
  /** Throws SETTING_MANAGED or THRESHOLD_ABOVE_POLICY for a change the policy does not leave open. */
  requireSettings(changes: SettingsChanges): void;
  /** Throws THRESHOLD_ABOVE_POLICY, HOST_NOT_ALLOWED, … for what somebody wants an org to be. */
  requireOrg(changes: Partial<RuledOrg & Pick<Org, 'url'>>): void;
  /** Null: as the system says, or as Electron was started. */
  readonly proxy: ProxyRule | null;
}

export const NO_POLICY: PolicyStatus = { file: null, policy: {} };

const FEATURE_WORDS: Record<PolicyFeature, string> = {
  export: 'Writing collected data to files',
  publish: 'Publishing to a database',
  import: 'Importing another workstation’s data',
  updates: 'Looking for updates',
  metrics: 'Giving out metrics',
  schedule: 'Scheduling commands',
  'demo-org': 'The demo org',
};

export function createPolicyRules(status: PolicyStatus): PolicyRules {
  const { policy } = status;
  const disabled = new Set<PolicyFeature>(policy.disabledFeatures ?? []);
  const isAllowed = policy.allowedHosts === undefined ? null : hostMatcher(policy.allowedHosts);
  const where = `the policy of this computer (${status.file ?? 'none'})`;
  const askAdmin = 'Ask the administrator of this computer.';
  const refusal = (code: string, message: string, fix = askAdmin): AppError =>
    new AppError({ code, kind: 'usage', message, fix });
  const above = (code: string, what: string, most = 0): AppError =>
    refusal(code, `That is more than the ${String(most)} ${what} that ${where} allows.`, 'Choose less.');

  const managed = managedValues(status);
  const rules: PolicyRules = {
    status,
    managedSettings: Object.keys(managed) as (keyof Settings)[],
    proxy: policy.proxy === undefined ? null : proxyRule(policy.proxy),
    allowsFeature: (feature) => !disabled.has(feature),
    requireFeature(feature) {
      if (!disabled.has(feature)) return;
      throw refusal('DISABLED_BY_POLICY', `${FEATURE_WORDS[feature]} is switched off by ${where}.`);
    },
    allowsHost: (url) => isAllowed === null || isAllowed(new URL(url).hostname),
    requireHost(url) {
      if (rules.allowsHost(url)) return;
      throw new AppError({
        code: 'HOST_NOT_ALLOWED',
        kind: 'unreachable',
        message: `${new URL(url).hostname} is not among the hosts that ${where} allows; nothing was sent.`,
        fix: 'Ask the administrator of this computer to add the host to allowedHosts.',
      });
    },
    capThreshold: (percent) => Math.min(percent, policy.maxThresholdPercent ?? percent),
    requireThreshold(percent) {
      const most = policy.maxThresholdPercent;
      if (most === undefined || percent <= most) return;
      throw refusal(
        'THRESHOLD_ABOVE_POLICY',
        `A threshold of ${String(percent)}% is above the ${String(most)}% that ${where} allows.`,
        `Choose ${String(most)}% or less.`,
      );
    },
    capDailyCalls: (budget) => tighter(budget, policy.maxDailyCalls),
    capKeepLoginsDays: (days) => tighter(days, policy.keepLoginsDays),
    org: (org) => ({
      ...org,
      thresholdPercent: rules.capThreshold(org.thresholdPercent),
      dailyBudget: rules.capDailyCalls(org.dailyBudget),
      keepLoginsDays: rules.capKeepLoginsDays(org.keepLoginsDays),
    }),
    settings: (chosen) => ({
      ...chosen,
      ...managed,
      thresholdPercent: rules.capThreshold(chosen.thresholdPercent),
    }),
    requireSettings(changes) {
      for (const name of rules.managedSettings) {
        // A form that sends back what it was given changes nothing.
        if (changes[name] === undefined || changes[name] === managed[name]) continue;
        throw refusal('SETTING_MANAGED', `The setting “${name}” is decided by ${where}.`);
      }
      if (changes.thresholdPercent !== undefined) rules.requireThreshold(changes.thresholdPercent);
    },
    requireOrg(changes) {
      if (changes.thresholdPercent !== undefined) rules.requireThreshold(changes.thresholdPercent);
      if (changes.url !== undefined) rules.requireHost(changes.url);
      const { maxDailyCalls, keepLoginsDays } = policy;
      if ((changes.dailyBudget ?? 0) > (maxDailyCalls ?? Infinity))
        throw above('DAILY_CALLS_ABOVE_POLICY', 'requests a day', maxDailyCalls);
      if ((changes.keepLoginsDays ?? 0) > (keepLoginsDays ?? Infinity))
        throw above('KEEPING_ABOVE_POLICY', 'days of sign-ins', keepLoginsDays);
    },
  };
  return rules;
}

/** Settings that nobody on this computer decides. */
function managedValues({ policy }: PolicyStatus): Partial<Settings> {
  const off = new Set<PolicyFeature>(policy.disabledFeatures ?? []);
  return {
    ...(policy.backupEvery === undefined ? {} : { backupEvery: policy.backupEvery }),
    ...(policy.updateSource === undefined ? {} : { updateSource: policy.updateSource }),
    ...(off.has('updates') ? { checkForUpdates: false } : {}),
    ...(off.has('metrics') ? { metricsPort: null } : {}),
  };
}

function tighter(chosen: number | null, most: number | undefined): number | null {
  if (most === undefined) return chosen;
  return chosen === null ? most : Math.min(chosen, most);
}
