import { expect, it } from 'vitest';
import { POLICY_FEATURES, type Policy } from '../../../shared/model/policy';
import { TURNED_OFF, turnedOff } from '../../api/use-policy';
import { policyFacts } from './policy-words';

const everything: Required<Policy> = {
  proxy: 'http://proxy.acme.example:8080',
  allowedHosts: ['*.my.salesforce.com'],
  maxThresholdPercent: 60,
  maxDailyCalls: 5000,
  disabledFeatures: [...POLICY_FEATURES],
  updateSource: 'https://updates.acme.example/m.json',
  updateKeys: ['MCowBQYDK2VwAyEA'],
  keepLoginsDays: 365,
  backupEvery: 'weekly',
};

it('has a line for each thing that is decided', () => {
  expect(policyFacts({})).toEqual([]);
  expect(policyFacts(everything)).toHaveLength(Object.keys(everything).length);
  for (const { name, value } of policyFacts(everything)) {
    expect(name).not.toBe('');
    expect(value).not.toBe('');
  }
});

it('says that no host at all may be reached, and which proxy is meant by a word', () => {
  expect(policyFacts({ allowedHosts: [] })).toEqual([{ name: 'Hosts that may be reached', value: 'None' }]);
  expect(policyFacts({ proxy: 'direct' })[0]?.value).toBe('None');
  expect(policyFacts({ proxy: 'system' })[0]?.value).toBe('That of the operating system');
});

it('gives the reason for what is turned off, and none for the rest', () => {
  expect(turnedOff({ disabledFeatures: ['export'] }, 'export')).toBe(TURNED_OFF);
  expect(turnedOff({ disabledFeatures: ['export'] }, 'import')).toBeNull();
  expect(turnedOff({}, 'export')).toBeNull();
});
