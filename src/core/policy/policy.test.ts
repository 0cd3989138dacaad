import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeOrg } from '../../../test/builders/org';
import { AppError } from '../../shared/model/errors';
import { type Policy, POLICY_FEATURES } from '../../shared/model/policy';
import { Settings } from '../../shared/model/settings';
import { createPolicyRules, governFetch, governSettings, NO_POLICY, readPolicy } from './index';
import { hostMatcher } from './hosts';

const FILE = '/etc/seatwatch/policy.json';
const KEY = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';
const rulesOf = (policy: Policy) => createPolicyRules({ file: FILE, policy });

function problemOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('a policy file', () => {
  it('may say everything there is to say, with a byte order mark, too', () => {
    const policy: Policy = {
      proxy: 'http://proxy.example.com:3128',
      allowedHosts: ['*.my.salesforce.com', 'updates.example.com', '127.0.0.1', '[::1]', 'bücher.example'],
      maxThresholdPercent: 62.5,
      maxDailyCalls: 5_000,
      disabledFeatures: [...POLICY_FEATURES],
      updateSource: 'https://updates.example.com/seatwatch/latest.json',
      updateKeys: [KEY],
      keepLoginsDays: 400,
      backupEvery: 'weekly',
    };
    expect(readPolicy(`\uFEFF${JSON.stringify(policy)}`, FILE)).toEqual(policy);
    expect(readPolicy('{}', FILE)).toEqual({});
    // The one that comes with the program.
    const example = resolve('packaging/policy.example.json');
    expect(Object.keys(readPolicy(readFileSync(example, 'utf8'), example)).length).toBeGreaterThan(5);
  });

  it.each<[string, string, RegExp]>([
    ['a missing comma', '{\n  "maxDailyCalls": 10\n  "backupEvery": "daily"\n}\n', /line 3: not valid JSON/],
    ['an end too early', '{\n  "maxDailyCalls": 10,\n', /line 2: not valid JSON/],
    ['nothing', '', /line 1: not valid JSON/],
    ['a list', '[]', /line 1: /],
    [
      'an unknown rule',
      '{\n  "maxDailyCalls": 10,\n  "maxTreshold": 50\n}',
      /line 3: no such rule as “maxTreshold”/,
    ],
    [
      'a value out of bounds',
      '{\n  "disabledFeatures": ["export"],\n\n  "maxThresholdPercent": 150\n}',
      /line 4: the value of “maxThresholdPercent” cannot be used/,
    ],
    [
      'a feature that does not exist',
      '{\n "disabledFeatures": ["exports"] }',
      /line 2: the value of “disabledFeatures”/,
    ],
    [
      'a rule’s name as a value first',
      '{\n "proxy": "direct",\n "allowedHosts": [7] }',
      /line 3: the value of “allowedHosts”/,
    ],
    ['a null', '{ "backupEvery": null }', /line 1: the value of “backupEvery”/],
    ['a proxy with a password', '{ "proxy": "http://me:secret@proxy:3128" }', /line 1: the value of “proxy”/],
    ['a proxy without a port', '{ "proxy": "http://proxy" }', /“proxy” cannot be used: Give "direct"/],
    [
      'an address for a host',
      '{ "allowedHosts": ["https://a.example/"] }',
      /line 1: the value of “allowedHosts”/,
    ],
    ['every host', '{ "allowedHosts": ["*"] }', /line 1: the value of “allowedHosts”/],
    [
      'updates over http',
      '{ "updateSource": "http://updates.example/latest.json" }',
      /value of “updateSource”/,
    ],
    ['another kind of key', '{ "updateKeys": ["MIIBIjANBgkq"] }', /the value of “updateKeys”/],
  ])('fails closed for %s, and says where', (_, text, message) => {
    const problem = problemOf(() => readPolicy(text, FILE));
    expect(problem).toMatchObject({ code: 'POLICY_INVALID', kind: 'data' });
    expect(problem.message).toContain(FILE);
    expect(problem.message).toMatch(message);
    expect(problem.message).not.toContain('secret');
  });

  it('is a policy or a stated problem, whatever is in the file', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .dictionary(fc.constantFrom('proxy', 'allowedHosts', 'maxDailyCalls', 'x'), fc.jsonValue())
        .map((v) => JSON.stringify(v)),
    );
    fc.assert(
      fc.property(anything, (text) => {
        try {
          expect(readPolicy(text, FILE)).toBeTypeOf('object');
        } catch (error) {
          expect(error).toMatchObject({ code: 'POLICY_INVALID' });
        }
      }),
    );
  });
});

describe('features', () => {
  it('are all there without a policy', () => {
    const rules = createPolicyRules(NO_POLICY);
    for (const feature of POLICY_FEATURES) {
      rules.requireFeature(feature);
      expect(rules.allowsFeature(feature)).toBe(true);
    }
  });

  it('that are switched off say so, and by which file', () => {
    const rules = rulesOf({ disabledFeatures: ['publish'] });
    expect(problemOf(() => rules.requireFeature('publish'))).toMatchObject({
      code: 'DISABLED_BY_POLICY',
      kind: 'usage',
      message: expect.stringContaining(FILE) as string,
    });
    expect(rules.allowsFeature('publish')).toBe(false);
    rules.requireFeature('export');
  });
});

describe('hosts', () => {
  it.each([
    ['https://acme.my.salesforce.com/services/data', true],
    ['https://ACME.MY.SALESFORCE.COM', true],
    ['https://acme.my.salesforce.com.:443/', true],
    ['https://acme--dev.sandbox.my.salesforce.com/', true],
    ['https://my.salesforce.com/', false],
    ['https://evilmy.salesforce.com/', false],
    ['https://acme.my.salesforce.com.evil.example/', false],
    ['https://evil.example/acme.my.salesforce.com', false],
    ['https://acme.my.salesforce.com@evil.example/', false],
    ['https://updates.example:8443/', true],
    ['https://sub.updates.example/', false],
    ['https://xn--bcher-kva.example/', true],
    ['http://127.0.0.1:4000/', false],
  ])('%s: %s', (url, allowed) => {
    const rules = rulesOf({ allowedHosts: ['*.my.salesforce.com', 'Updates.Example', 'bücher.example'] });
    expect(rules.allowsHost(url)).toBe(allowed);
    expect(createPolicyRules(NO_POLICY).allowsHost(url)).toBe(true);
  });

  it('none are allowed by an empty list', () => {
    expect(rulesOf({ allowedHosts: [] }).allowsHost('https://acme.my.salesforce.com')).toBe(false);
  });

  it('match a pattern only when they end with it, at a dot', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (host, domain) => {
        const matches = hostMatcher([`*.${domain}`]);
        expect(matches(`${host}.${domain}`)).toBe(true);
        expect(matches(domain)).toBe(false);
        expect(matches(`${host}${domain}`)).toBe(false);
        if (!host.endsWith(`.${domain}`)) expect(matches(host)).toBe(false);
      }),
    );
  });

  it('that are not allowed are sent nothing', async () => {
    const asked: string[] = [];
    const network = (url: string) => {
      asked.push(url);
      return Promise.resolve(new Response('ok'));
    };
    const rules = rulesOf({ allowedHosts: ['acme.my.salesforce.com'] });
    const fetch = governFetch(network, rules, ({ origin }) => origin === 'http://127.0.0.1:4711');
    await expect(fetch('https://evil.example/x')).rejects.toMatchObject({
      code: 'HOST_NOT_ALLOWED',
      message: expect.stringContaining(FILE) as string,
    });
    await expect(fetch('http://127.0.0.1:4712/')).rejects.toMatchObject({ code: 'HOST_NOT_ALLOWED' });
    await fetch('https://acme.my.salesforce.com/y');
    // The built-in demo org is a feature, not a host.
    await fetch('http://127.0.0.1:4711/services');
    expect(asked).toEqual(['https://acme.my.salesforce.com/y', 'http://127.0.0.1:4711/services']);
  });
});

describe('orgs', () => {
  const strict = rulesOf({ maxThresholdPercent: 60, maxDailyCalls: 500, keepLoginsDays: 365 });
  it('are treated as strictly as the policy says, and more strictly if somebody chose that', () => {
    const free = makeOrg({ thresholdPercent: 90, dailyBudget: null, keepLoginsDays: null });
    expect(strict.org(free)).toEqual({
      ...free,
      thresholdPercent: 60,
      dailyBudget: 500,
      keepLoginsDays: 365,
    });
    const own = makeOrg({ thresholdPercent: 40, dailyBudget: 100, keepLoginsDays: 200 });
    expect(strict.org(own)).toEqual(own);
    expect(createPolicyRules(NO_POLICY).org(free)).toEqual(free);
  });

  it('cannot be given looser rules', () => {
    for (const [changes, code] of [
      [{ thresholdPercent: 60.1 }, 'THRESHOLD_ABOVE_POLICY'],
      [{ dailyBudget: 501 }, 'DAILY_CALLS_ABOVE_POLICY'],
      [{ keepLoginsDays: 366 }, 'KEEPING_ABOVE_POLICY'],
    ] as const) {
      const problem = problemOf(() => strict.requireOrg(changes));
      expect(problem).toMatchObject({ code, kind: 'usage' });
      expect(problem.message).toContain(FILE);
    }
    strict.requireOrg({ thresholdPercent: 60, dailyBudget: 500, keepLoginsDays: 365 });
    // "None of my own" leaves the policy's.
    strict.requireOrg({ dailyBudget: null, keepLoginsDays: null });
  });
});

describe('settings', () => {
  const rules = rulesOf({
    maxThresholdPercent: 50,
    backupEvery: 'weekly',
    updateSource: 'https://updates.example.com/latest.json',
    disabledFeatures: ['metrics', 'updates'],
  });
  const store = (chosen: Settings) => {
    let now = chosen;
    return governSettings(
      { get: () => now, update: (changes) => (now = { ...now, ...changes } as Settings) },
      rules,
    );
  };
  const chosen = Settings.parse({
    backupEvery: 'off',
    checkForUpdates: true,
    updateSource: 'https://elsewhere.example/',
    metricsPort: 9100,
    keepBackups: 3,
  });

  it('count as the policy says, whatever is stored', () => {
    expect(store(chosen).get()).toEqual({
      ...chosen,
      thresholdPercent: 50,
      backupEvery: 'weekly',
      checkForUpdates: false,
      updateSource: 'https://updates.example.com/latest.json',
      metricsPort: null,
    });
    expect(createPolicyRules(NO_POLICY).settings(chosen)).toEqual(chosen);
  });

  it('that the policy decides cannot be changed; the others can', () => {
    const settings = store(chosen);
    for (const changes of [
      { backupEvery: 'daily' as const },
      { updateSource: '' },
      { checkForUpdates: true },
      { metricsPort: 9200 },
    ])
      expect(problemOf(() => settings.update(changes))).toMatchObject({
        code: 'SETTING_MANAGED',
        kind: 'usage',
      });
    expect(problemOf(() => settings.update({ thresholdPercent: 51 }))).toMatchObject({
      code: 'THRESHOLD_ABOVE_POLICY',
    });
    expect(settings.update({ keepBackups: 5, thresholdPercent: 45 })).toMatchObject({
      keepBackups: 5,
      thresholdPercent: 45,
    });
    // A form that sends everything back as it was.
    expect(settings.update(settings.get())).toEqual(settings.get());
  });
});

describe('the proxy', () => {
  it.each([
    ['direct', { mode: 'direct' }],
    ['System', { mode: 'system' }],
    ['socks5://[2001:db8::1]:1080', { mode: 'fixed_servers', proxyRules: 'socks5://[2001:db8::1]:1080' }],
    ['https://proxy.example:443', { mode: 'fixed_servers', proxyRules: 'https://proxy.example:443' }],
  ])('%s', (proxy, rule) => {
    expect(readPolicy(JSON.stringify({ proxy }), FILE)).toEqual({ proxy });
    expect(rulesOf({ proxy }).proxy).toEqual(rule);
    expect(createPolicyRules(NO_POLICY).proxy).toBeNull();
  });
});
