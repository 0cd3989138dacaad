import { contract, Reply, type Api } from '../../shared/contract';
import type { Bridge } from '../../shared/contract/channels';
import type { Contract, Method } from '../../shared/contract/define';
import { AppError, toErrorShape } from '../../shared/model/errors';

export interface ClientOptions {
  /**
   * Asks the person for the vault passphrase. True: unlocked, the call is made again.
   * False: the person declined, the caller gets the original error.
   */
  onVaultLocked?: () => Promise<boolean>;
}

/** The typed client over the preload bridge. Every call resolves with parsed data or rejects with an `AppError`. */
export function createApi(bridge: Bridge, options: ClientOptions = {}): Api {
  const call = async (name: string, method: Method, input: unknown): Promise<unknown> => {
    try {
      return await callOnce(bridge, name, method, input);
    } catch (error) {
      const locked = error instanceof AppError && error.kind === 'vault-locked';
      if (!locked || name === 'app.unlockVault' || !options.onVaultLocked) throw error;
      if (!(await options.onVaultLocked())) throw error;
      return callOnce(bridge, name, method, input);
    }
  };
  const services: Contract = contract;
  const api: Record<string, Record<string, (input?: unknown) => Promise<unknown>>> = {};
  for (const [service, methods] of Object.entries(services)) {
    const client: Record<string, (input?: unknown) => Promise<unknown>> = {};
    for (const [key, method] of Object.entries(methods)) {
      client[key] = (input) => call(`${service}.${key}`, method, input);
    }
    api[service] = client;
  }
  // The contract is the only source of names and schemas; this is where its types are attached.
  return api as unknown as Api;
}

async function callOnce(bridge: Bridge, name: string, method: Method, input: unknown): Promise<unknown> {
  const reply = Reply.safeParse(await deliver(bridge, name, input));
  if (!reply.success) throw badReply(name, reply.error);
  if (!reply.data.ok) throw AppError.fromShape(reply.data.error);
  const value = method.output.safeParse(reply.data.value);
  if (!value.success) throw badReply(name, value.error);
  return value.data;
}

async function deliver(bridge: Bridge, name: string, input: unknown): Promise<unknown> {
  try {
    return await bridge.call(name, input);
  } catch (error) {
    throw AppError.fromShape(toErrorShape(error));
  }
}

function badReply(name: string, cause: unknown): AppError {
  console.error(`Reply of ${name} does not fit the contract`, cause);
  return new AppError({
    code: 'BAD_REPLY',
    kind: 'unexpected',
    message: `The answer to "${name}" was not in the expected form.`,
    fix: 'Restart Seatwatch. If it happens again, look into the log file (Settings > Diagnostics) and report it.',
    cause,
  });
}

/** Anything thrown, as an `AppError` that can be shown. */
export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : AppError.fromShape(toErrorShape(error));
}
