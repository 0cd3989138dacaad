/**
 * Runs the real renderer over the fake bridge. In the address before the hash:
 * ?scenario=demo|many|empty|fresh|loading|error|collecting|tight|quota|budget|untracked|unchanged|locked
 * &certificateDays=12 &replacing=1 &accepts=old|new &fileDialog=choose|dismiss|broken-key
 * &fileDialog=broken-backup &backups=some|none|problem &integrity=sound|damaged &inspected=older-version|empty
 * &leftOut=some|none
 * &policy=strict &updates=never|current|newer|other-system|failed &updateSource=https://… &crashes=4
 * &metricsPort=9464 &metricsTaken=1
 * &scheme=auto|light|dark &outcome=connected|warnings|wrong-secret|unknown-certificate &collectMs=6000 &latency=60
 */
import type { Policy } from '../../src/shared/model/policy';
import { createFakeBridge, SCENARIOS, type FakeBridgeOptions } from '../fakes/bridge';

const wanted = new URLSearchParams(window.location.search);
const scheme = wanted.get('scheme') ?? 'auto';
const OUTCOMES = ['connected', 'warnings', 'wrong-secret', 'unknown-certificate'] as const;
const outcome = wanted.get('outcome') ?? 'connected';

/** What the address says, where that is one of the things it may say. */
function choice<T extends string>(name: string, values: readonly T[]): { [key: string]: T } {
  const found = values.find((value) => value === wanted.get(name));
  return found === undefined ? {} : { [name]: found };
}

/** Everything an administrator can decide, at once. */
const STRICT: Policy = {
  proxy: 'http://proxy.acme.example:8080',
  allowedHosts: ['*.my.salesforce.com', '*.sandbox.my.salesforce.com'],
  maxThresholdPercent: 60,
  maxDailyCalls: 5000,
  disabledFeatures: ['export', 'import', 'updates', 'metrics', 'demo-org'],
  updateSource: 'https://updates.acme.example/seatwatch/manifest.json',
  keepLoginsDays: 365,
  backupEvery: 'weekly',
};

const options: FakeBridgeOptions = {
  scenario: SCENARIOS.find((s) => s === wanted.get('scenario')) ?? 'demo',
  styleNonce: 'harness-nonce',
  outcome: OUTCOMES.find((o) => o === outcome) ?? 'connected',
  collectMs: Number(wanted.get('collectMs') ?? 6000),
  latencyMs: Number(wanted.get('latency') ?? 60),
  ...(wanted.has('certificateDays') ? { certificateDays: Number(wanted.get('certificateDays')) } : {}),
  replacing: wanted.has('replacing'),
  accepts: wanted.get('accepts') === 'old' ? 'old' : 'new',
  ...choice('fileDialog', ['choose', 'dismiss', 'broken-key', 'broken-backup']),
  ...choice('backups', ['some', 'none', 'problem']),
  ...choice('integrity', ['sound', 'damaged']),
  ...choice('inspected', ['newer-here', 'older-version', 'empty']),
  ...choice('leftOut', ['some', 'none']),
  ...choice('updates', ['never', 'current', 'newer', 'other-system', 'failed']),
  ...(wanted.get('policy') === 'strict' ? { policy: STRICT } : {}),
  crashes: Number(wanted.get('crashes') ?? 0),
  metricsTaken: wanted.has('metricsTaken'),
  settings: {
    colorScheme: scheme === 'light' || scheme === 'dark' ? scheme : 'auto',
    updateSource: wanted.get('updateSource') ?? '',
    metricsPort: wanted.has('metricsPort') ? Number(wanted.get('metricsPort')) : null,
  },
};

Object.assign(window, { seatwatch: createFakeBridge(options) });
await import('../../src/renderer/main');
