import { utilityProcess } from 'electron';
import { AppError } from '../../shared/model/errors';
import type { FromDemoOrgHost, HostOptions, ToDemoOrgHost } from '../../demo-org/host-messages';

export type DemoServerOptions = Pick<
  HostOptions,
  'port' | 'seed' | 'users' | 'logins' | 'dailyLimit' | 'anchor' | 'certificates' | 'sandbox' | 'controlToken'
>;

export interface DemoServer {
  url: string;
  consumerKey: string;
  consumerSecret: string;
  /** Of the run-as user. */
  username: string;
  organizationId: string;
  /** Resolves when the process has ended, for whatever reason. */
  closed: Promise<void>;
  stop(): Promise<void>;
}

export interface DemoServerDeps {
  hostFile: string;
  nativeBinding: string;
}

/** A process that does not answer "stop" by then is ended. */
const STOP_TIMEOUT_MS = 5_000;

function startError(code: string, message: string): AppError {
  const usage = code === 'INVALID_OPTION' || code === 'PORT_IN_USE';
  return new AppError({
    code,
    kind: usage ? 'usage' : 'unexpected',
    message: `The demo org could not be started: ${message}`,
    fix:
      code === 'PORT_IN_USE'
        ? 'Choose another port, or 0 for any free one.'
        : 'Try again with other options.',
  });
}

/** Starts the demo org in a process of its own: making up the company must not stall the window. */
export async function startDemoServer(
  { hostFile, nativeBinding }: DemoServerDeps,
  options: DemoServerOptions,
): Promise<DemoServer> {
  const child = utilityProcess.fork(hostFile, [], { serviceName: 'Seatwatch demo org', stdio: 'ignore' });
  const send = (message: ToDemoOrgHost) => {
    child.postMessage(message);
  };
  const closed = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const ready = new Promise<Extract<FromDemoOrgHost, { type: 'ready' }>>((resolve, reject) => {
    child.on('message', (message: FromDemoOrgHost) => {
      if (message.type === 'ready') resolve(message);
      else if (message.type === 'error') reject(startError(message.code, message.message));
    });
    child.once('exit', (code) => {
      reject(startError('DEMO_ORG_ENDED', `its process ended with code ${String(code)}.`));
    });
  });
  send({ type: 'start', options: { ...options, nativeBinding } });
  const { url, consumerKey, consumerSecret, runAsUsername, organizationId } = await ready;

  return {
    url,
    consumerKey,
    consumerSecret,
    username: runAsUsername,
    organizationId,
    closed,
    async stop() {
      send({ type: 'stop' });
      const timer = setTimeout(() => child.kill(), STOP_TIMEOUT_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}
