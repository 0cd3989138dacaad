import type { Policy, PolicyFeature } from '../../../shared/model/policy';
import { formatCount, formatNumber, formatPercent } from '../../ui/format';

const FEATURE_WORDS: Record<PolicyFeature, string> = {
  export: 'exporting',
  publish: 'publishing to PostgreSQL',
  import: 'merging backups of other workstations',
  updates: 'updates',
  metrics: 'the metrics port',
  schedule: 'scheduling commands',
  'demo-org': 'the demo org',
};

const EVERY_WORDS = { daily: 'Every day', weekly: 'Every week' } as const;

/** What the policy decides, one line each, for people who wonder why something cannot be changed. */
export function policyFacts(policy: Policy): { name: string; value: string }[] {
  const { proxy, allowedHosts, maxThresholdPercent, maxDailyCalls, disabledFeatures } = policy;
  const { updateSource, updateKeys, keepLoginsDays, backupEvery } = policy;
  return [
    ...(proxy === undefined ? [] : [{ name: 'Proxy', value: proxyWords(proxy) }]),
    ...(allowedHosts === undefined
      ? []
      : [
          {
            name: 'Hosts that may be reached',
            value: allowedHosts.length === 0 ? 'None' : allowedHosts.join(', '),
          },
        ]),
    ...(maxThresholdPercent === undefined
      ? []
      : [{ name: 'Collecting stops at', value: `${formatPercent(maxThresholdPercent)} at the latest` }]),
    ...(maxDailyCalls === undefined
      ? []
      : [
          {
            name: 'Requests per org in 24 hours',
            value: `${formatNumber(maxDailyCalls)} at most`,
          },
        ]),
    ...(keepLoginsDays === undefined
      ? []
      : [{ name: 'Logins are kept', value: `${formatCount(keepLoginsDays, 'day')} at most` }]),
    ...(backupEvery === undefined ? [] : [{ name: 'Backups', value: EVERY_WORDS[backupEvery] }]),
    ...(updateSource === undefined ? [] : [{ name: 'Updates come from', value: updateSource }]),
    ...(updateKeys === undefined
      ? []
      : [
          {
            name: 'Updates are signed with',
            value: formatCount(updateKeys.length, 'key') + ' of your organization',
          },
        ]),
    ...(disabledFeatures === undefined || disabledFeatures.length === 0
      ? []
      : [
          {
            name: 'Turned off',
            value: capitalized(disabledFeatures.map((feature) => FEATURE_WORDS[feature]).join(', ')),
          },
        ]),
  ];
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function proxyWords(proxy: string): string {
  if (proxy === 'direct') return 'None';
  return proxy === 'system' ? 'That of the operating system' : proxy;
}
