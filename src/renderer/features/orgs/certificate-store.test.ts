import { describe, expect, it } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../test/fakes/bridge';
import { createApi } from '../../api/client';
import { createCertificateStore } from './certificate-store';

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ latencyMs: 0, users: 5, certificateDays: 12, ...options });
  const [org] = bridge.orgs;
  if (!org?.certificates) throw new Error('No org with a certificate');
  const store = createCertificateStore(createApi(bridge), org.id, org.certificates);
  const before = org.certificates.current.fingerprint;
  return { bridge, store, before, state: () => store.getState() };
}

describe('replacing a certificate', () => {
  it('goes from the key over the upload and the test to the end', async () => {
    const { bridge, before, state } = setUp();
    expect(state().stage).toBe('key');
    await state().prepare('generate');
    expect(state().stage).toBe('upload');
    const next = state().certificates.next?.fingerprint;
    expect(state().certificates.current.fingerprint).toBe(before);
    state().go('test');
    await state().test();
    expect(state()).toMatchObject({ stage: 'done', busy: null, error: null });
    expect(state().certificates).toMatchObject({ current: { fingerprint: next }, next: null });
    expect(bridge.orgs[0]?.certificates?.current.fingerprint).toBe(next);
  });

  it('waits while Salesforce accepts the old certificate only', async () => {
    const { before, state } = setUp({ accepts: 'old' });
    await state().prepare('generate');
    await state().test();
    expect(state().stage).toBe('test');
    expect(state().report?.connected).toBe(true);
    expect(state().certificates.current.fingerprint).toBe(before);
    expect(state().certificates.next).not.toBeNull();
  });

  it('goes on where one has begun, and can be given up', async () => {
    const { before, state } = setUp({ replacing: true });
    expect(state().stage).toBe('upload');
    await state().discard();
    expect(state().stage).toBe('key');
    expect(state().certificates).toMatchObject({ current: { fingerprint: before }, next: null });
  });

  it('puts the new key in the place of one that the vault has lost', async () => {
    const { before, state } = setUp({ keyLost: true });
    await state().prepare('generate');
    expect(state().stage).toBe('upload');
    expect(state().certificates.next).toBeNull();
    expect(state().certificates.current.fingerprint).not.toBe(before);
    await state().test();
    expect(state().stage).toBe('done');
  });

  it('is not done while Salesforce accepts no key at all', async () => {
    const { state } = setUp({ keyLost: true, outcome: 'unknown-certificate' });
    await state().prepare('generate');
    await state().test();
    expect(state()).toMatchObject({ stage: 'test', report: { connected: false } });
  });

  it('stays where it is when the file dialog is dismissed', async () => {
    const { state } = setUp({ fileDialog: 'dismiss' });
    await state().prepare('import');
    expect(state()).toMatchObject({ stage: 'key', error: null, busy: null });
  });

  it('says what is wrong with the key that was brought along', async () => {
    const { state } = setUp({ fileDialog: 'broken-key' });
    await state().prepare('import');
    expect(state().stage).toBe('key');
    expect(state().error?.code).toBe('INVALID_PRIVATE_KEY');
    await state().prepare('generate');
    expect(state()).toMatchObject({ stage: 'upload', error: null });
  });

  it('does one thing at a time', async () => {
    const { bridge, state } = setUp();
    await Promise.all([state().prepare('generate'), state().prepare('import')]);
    expect(bridge.calls.filter((call) => call.method === 'orgs.prepareKey')).toHaveLength(1);
  });
});
