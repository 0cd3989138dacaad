/**
 * Runs the real renderer over the fake bridge. In the address before the hash:
 * ?scenario=demo|many|empty|fresh|loading|error|collecting|quota|locked
 * &scheme=auto|light|dark &outcome=connected|warnings|wrong-secret &collectMs=6000 &latency=60
 */
import { createFakeBridge, SCENARIOS, type FakeBridgeOptions } from '../fakes/bridge';

const wanted = new URLSearchParams(window.location.search);
const scheme = wanted.get('scheme') ?? 'auto';
const outcome = wanted.get('outcome') ?? 'connected';

const options: FakeBridgeOptions = {
  scenario: SCENARIOS.find((s) => s === wanted.get('scenario')) ?? 'demo',
  styleNonce: 'harness-nonce',
  outcome: outcome === 'warnings' || outcome === 'wrong-secret' ? outcome : 'connected',
  collectMs: Number(wanted.get('collectMs') ?? 6000),
  latencyMs: Number(wanted.get('latency') ?? 60),
  settings: { colorScheme: scheme === 'light' || scheme === 'dark' ? scheme : 'auto' },
};

Object.assign(window, { seatwatch: createFakeBridge(options) });
await import('../../src/renderer/main');
