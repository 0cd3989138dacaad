import { describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../shared/contract';
import type { Bridge } from '../../shared/contract/channels';
import { AppError } from '../../shared/model/errors';
import { createApi } from './client';

function bridgeOf(...replies: unknown[]): Bridge & { calls: [string, unknown][] } {
  const calls: [string, unknown][] = [];
  return {
    calls,
    styleNonce: '',
    subscribe: () => () => undefined,
    // What travels is not trusted to be a Reply; that is what is tested.
    call: async (method, input) => {
      calls.push([method, input]);
      return replies.shift() as Reply;
    },
  };
}

const locked = {
  ok: false,
  error: {
    code: 'VAULT_LOCKED',
    kind: 'vault-locked',
    message: 'Locked.',
    fix: 'Unlock.',
    retryable: false,
    subStep: null,
  },
};

describe('createApi', () => {
  it('calls the method and parses the answer', async () => {
    const bridge = bridgeOf({ ok: true, value: { colorScheme: 'dark' } });
    const settings = await createApi(bridge).app.settings();
    expect(bridge.calls).toEqual([['app.settings', undefined]]);
    expect(settings).toMatchObject({ colorScheme: 'dark', thresholdPercent: 75 });
  });

  it('rejects with the error as main described it', async () => {
    const bridge = bridgeOf({ ...locked, error: { ...locked.error, code: 'UNKNOWN_ORG', kind: 'usage' } });
    const failure = await createApi(bridge)
      .orgs.get({ orgId: 'x' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: 'UNKNOWN_ORG', kind: 'usage', fix: 'Unlock.' });
  });

  it.each([[undefined], [{ ok: true, value: 'nonsense' }], [{ value: 1 }]])(
    'distrusts the reply %j',
    async (reply) => {
      vi.spyOn(console, 'error').mockImplementation(() => undefined);
      await expect(createApi(bridgeOf(reply)).orgs.list()).rejects.toMatchObject({ code: 'BAD_REPLY' });
    },
  );

  it('asks for the passphrase when the vault is locked, then calls again', async () => {
    const onVaultLocked = vi.fn(async () => true);
    const bridge = bridgeOf(locked, { ok: true, value: { runId: 7 } });
    await expect(createApi(bridge, { onVaultLocked }).collect.start({ orgId: 'a' })).resolves.toEqual({
      runId: 7,
    });
    expect(onVaultLocked).toHaveBeenCalledOnce();
    expect(bridge.calls).toHaveLength(2);
  });

  it('gives the original error back when the person declines', async () => {
    const bridge = bridgeOf(locked);
    const api = createApi(bridge, { onVaultLocked: async () => false });
    await expect(api.collect.start({ orgId: 'a' })).rejects.toMatchObject({ kind: 'vault-locked' });
    expect(bridge.calls).toHaveLength(1);
  });
});
