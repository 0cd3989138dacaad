/**
 * Runs the real renderer over the fake bridge. In the address before the hash:
 * ?scenario=demo|many|empty|fresh|loading|error|collecting|tight|quota|budget|untracked|unchanged|locked
 * &certificateDays=12 &replacing=1 &accepts=old|new &fileDialog=choose|dismiss|broken-key
 * &scheme=auto|light|dark &outcome=connected|warnings|wrong-secret|unknown-certificate &collectMs=6000 &latency=60
 */
import { createFakeBridge, SCENARIOS, type FakeBridgeOptions } from '../fakes/bridge';

const wanted = new URLSearchParams(window.location.search);
const scheme = wanted.get('scheme') ?? 'auto';
const fileDialog = wanted.get('fileDialog');
const OUTCOMES = ['connected', 'warnings', 'wrong-secret', 'unknown-certificate'] as const;
const outcome = wanted.get('outcome') ?? 'connected';

const options: FakeBridgeOptions = {
  scenario: SCENARIOS.find((s) => s === wanted.get('scenario')) ?? 'demo',
  styleNonce: 'harness-nonce',
  outcome: OUTCOMES.find((o) => o === outcome) ?? 'connected',
  collectMs: Number(wanted.get('collectMs') ?? 6000),
  latencyMs: Number(wanted.get('latency') ?? 60),
  ...(wanted.has('certificateDays') ? { certificateDays: Number(wanted.get('certificateDays')) } : {}),
  replacing: wanted.has('replacing'),
  accepts: wanted.get('accepts') === 'old' ? 'old' : 'new',
  fileDialog: fileDialog === 'dismiss' || fileDialog === 'broken-key' ? fileDialog : 'choose',
  settings: { colorScheme: scheme === 'light' || scheme === 'dark' ? scheme : 'auto' },
};

Object.assign(window, { seatwatch: createFakeBridge(options) });
await import('../../src/renderer/main');
