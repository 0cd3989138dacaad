/** Entry of the demo org's own process (an Electron utility process). */
import { createDemoOrg, DemoOrgStartError, type DemoOrg } from './index';
import type { FromDemoOrgHost, HostOptions, ToDemoOrgHost } from './host-messages';

/** The part of Electron's `process.parentPort` used here; typed by hand so that nothing imports Electron. */
interface ParentPort {
  postMessage(message: FromDemoOrgHost): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

const port = (process as unknown as { parentPort?: ParentPort }).parentPort;
if (!port) throw new Error('The demo org host must be started as a utility process.');

let starting: Promise<DemoOrg | undefined> | undefined;
const stopping = new AbortController();

port.on('message', ({ data }) => {
  const message = data as ToDemoOrgHost;
  if (message.type === 'start' && !starting) starting = start(port, message.options);
  if (message.type === 'stop') void stop(port);
});
process.once('SIGTERM', () => void stop(port));

async function start(to: ParentPort, options: HostOptions): Promise<DemoOrg | undefined> {
  try {
    const org = await createDemoOrg({
      ...options,
      signal: stopping.signal,
      onProgress: (progress) => to.postMessage({ type: 'progress', progress }),
    });
    to.postMessage({
      type: 'ready',
      url: org.url,
      consumerKey: org.consumerKey,
      consumerSecret: org.consumerSecret,
      runAsUsername: org.runAsUsername,
      organizationId: org.organizationId,
    });
    return org;
  } catch (error) {
    if (stopping.signal.aborted) return undefined;
    const code =
      error instanceof DemoOrgStartError
        ? error.code
        : error instanceof RangeError
          ? 'INVALID_OPTION'
          : 'UNKNOWN';
    to.postMessage({ type: 'error', code, message: error instanceof Error ? error.message : String(error) });
    // The message must leave before the process does.
    setTimeout(() => process.exit(1), 100);
    return undefined;
  }
}

async function stop(to: ParentPort): Promise<void> {
  // Millions of rows take half a minute; nobody waits for them to be thrown away.
  stopping.abort();
  const org = await starting;
  await org?.close();
  to.postMessage({ type: 'stopped' });
  setTimeout(() => process.exit(0), 50);
}
