/**
 * The harness with any number of users (`&users=120000`), licenses (`&licenses=200`) and findings
 * (`&findings=100000`): for the review pages at scale.
 */
import { createFakeBridge, SCENARIOS } from '../fakes/bridge';

const wanted = new URLSearchParams(window.location.search);

Object.assign(window, {
  seatwatch: createFakeBridge({
    scenario: SCENARIOS.find((s) => s === wanted.get('scenario')) ?? 'demo',
    styleNonce: 'harness-nonce',
    latencyMs: Number(wanted.get('latency') ?? 60),
    ...(wanted.has('users') ? { users: Number(wanted.get('users')) } : {}),
    ...(wanted.has('licenses') ? { licenses: Number(wanted.get('licenses')) } : {}),
    ...(wanted.has('findings') ? { findings: Number(wanted.get('findings')) } : {}),
  }),
});
await import('../../src/renderer/main');
