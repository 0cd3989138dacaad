import { AppError, toErrorShape } from '../../shared/model/errors';
import { contract, type ContractType, type Reply } from '../../shared/contract';
import type { Handlers, Method } from '../../shared/contract/define';
import type { Log } from '../../core/ports';

export type AllHandlers = { [S in keyof ContractType]: Handlers<ContractType[S]> };

type Handler = (input: unknown) => unknown;
interface Route {
  method: Method;
  handler: Handler;
}

/** "service.name" -> how to serve it. Built from the contract, so nothing else can be called. */
export function routesOf(handlers: AllHandlers): Map<string, Route> {
  const routes = new Map<string, Route>();
  for (const [service, methods] of Object.entries(contract)) {
    const serving = handlers[service as keyof AllHandlers] as Record<string, Handler>;
    for (const [name, method] of Object.entries(methods as Record<string, Method>)) {
      const handler = serving[name];
      if (handler === undefined) throw new Error(`No handler for ${service}.${name}`);
      routes.set(`${service}.${name}`, { method, handler });
    }
  }
  return routes;
}

/** Parses, calls, encodes. Malformed input is refused out loud; a bug's own words stay in the log. */
export async function serve(
  routes: Map<string, Route>,
  name: unknown,
  input: unknown,
  log: Log,
): Promise<Reply> {
  try {
    const route = typeof name === 'string' ? routes.get(name) : undefined;
    if (route === undefined)
      throw refusal('UNKNOWN_METHOD', 'The window asked for something that does not exist.');
    const parsed = route.method.input.safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw refusal('INVALID_INPUT', issue?.message ?? 'That value cannot be used.');
    }
    const value = await route.handler(parsed.data);
    return { ok: true, value: route.method.output.parse(value) };
  } catch (error) {
    const shape = toErrorShape(error);
    if (shape.kind === 'unexpected') {
      log.error('call failed', {
        method: String(name),
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    return { ok: false, error: shape };
  }
}

function refusal(code: string, message: string): AppError {
  return new AppError({ code, kind: 'usage', message, fix: 'Correct the value and try again.' });
}
