import { describe, expect, it, vi } from 'vitest';
import { contract, Reply } from '../../shared/contract';
import { AppError } from '../../shared/model/errors';
import { silentLog } from '../../core/testing/fakes';
import { routesOf, serve, type AllHandlers } from './routes';

/** Handlers that answer every method of the contract with `answer`. */
function handlersAnswering(answer: () => unknown): AllHandlers {
  const services = Object.entries(contract).map(([service, methods]) => [
    service,
    Object.fromEntries(Object.keys(methods).map((name) => [name, answer])),
  ]);
  return Object.fromEntries(services) as AllHandlers;
}

describe('the door between the window and main', () => {
  const log = silentLog;

  it('refuses to start with a method that nobody serves', () => {
    const handlers = handlersAnswering(() => null);
    Reflect.deleteProperty(handlers.orgs, 'list');
    expect(() => routesOf(handlers)).toThrow('orgs.list');
  });

  it.each([undefined, null, 7, '', 'orgs', 'orgs.nothing', '__proto__.toString', 'constructor'])(
    'refuses the unknown method %s',
    async (name) => {
      const called = vi.fn();
      const reply = await serve(routesOf(handlersAnswering(called)), name, undefined, log);
      expect(reply).toMatchObject({ ok: false, error: { code: 'UNKNOWN_METHOD', kind: 'usage' } });
      expect(called).not.toHaveBeenCalled();
    },
  );

  it('refuses malformed input of every method before its handler runs', async () => {
    const called = vi.fn();
    const routes = routesOf(handlersAnswering(called));
    for (const name of routes.keys()) {
      const reply = await serve(routes, name, { nonsense: Symbol('x') }, log);
      expect(reply.ok, name).toBe(false);
    }
    // Only what takes no input or nothing but optional keys may get as far as its handler.
    expect(called.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it('passes expected failures on with code and fix', async () => {
    const failing = () => {
      throw new AppError({
        code: 'invalid_client',
        kind: 'credentials',
        message: 'Refused.',
        fix: 'Enter the secret again.',
      });
    };
    const reply = await serve(routesOf(handlersAnswering(failing)), 'orgs.list', undefined, log);
    expect(Reply.parse(reply)).toMatchObject({
      ok: false,
      error: { code: 'invalid_client', fix: 'Enter the secret again.' },
    });
  });

  it('keeps the words of a bug, and answers that do not fit the contract, from the window', async () => {
    const bug = () => {
      throw new Error('token CANARY');
    };
    for (const answer of [bug, () => [{ consumerSecret: 'CANARY' }]]) {
      const reply = await serve(routesOf(handlersAnswering(answer)), 'orgs.list', undefined, log);
      expect(reply).toMatchObject({ ok: false, error: { code: 'UNEXPECTED' } });
      expect(JSON.stringify(reply)).not.toContain('CANARY');
    }
  });
});
