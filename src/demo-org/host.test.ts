import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromDemoOrgHost, ToDemoOrgHost } from './host-messages';
import { createDemoOrg, DemoOrgStartError } from './index';

/** Stands in for Electron's process.parentPort. */
class Port extends EventEmitter {
  readonly sent: FromDemoOrgHost[] = [];

  postMessage(message: FromDemoOrgHost): void {
    this.sent.push(message);
    this.emit('sent');
  }

  send(message: ToDemoOrgHost): void {
    this.emit('message', { data: message });
  }

  async until(type: FromDemoOrgHost['type']): Promise<FromDemoOrgHost> {
    for (;;) {
      const found = this.sent.find((message) => message.type === type);
      if (found) return found;
      await once(this, 'sent');
    }
  }
}

let port: Port;
beforeEach(() => {
  port = new Port();
  Object.assign(process, { parentPort: port });
  vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  vi.resetModules();
});
afterEach(() => {
  Object.assign(process, { parentPort: undefined });
  vi.restoreAllMocks();
});

const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('seatwatch-demo-'));

test('starts, reports progress, serves, and leaves nothing behind', async () => {
  const before = new Set(folders());
  await import('./host');
  port.send({ type: 'start', options: { users: 30, logins: 50 } });
  const ready = await port.until('ready');
  expect(port.sent.some((message) => message.type === 'progress')).toBe(true);
  if (ready.type !== 'ready') throw new Error('unreachable');
  expect(ready).toMatchObject({
    runAsUsername: expect.stringContaining('@') as unknown,
    organizationId: expect.stringMatching(/^00D\w{15}$/) as unknown,
  });
  expect((await fetch(`${ready.url}/services/data`)).status).toBe(200);
  const mine = folders().filter((name) => !before.has(name));
  expect(mine.length).toBeGreaterThan(0);
  port.send({ type: 'stop' });
  await port.until('stopped');
  await expect(fetch(`${ready.url}/services/data`)).rejects.toThrow();
  await vi.waitFor(() => expect(process.exit).toHaveBeenCalledWith(0));
});

test('a stop in the middle of making a large company is obeyed at once', async () => {
  await import('./host');
  port.send({ type: 'start', options: { users: 20_000, logins: 500_000 } });
  await port.until('progress');
  port.send({ type: 'stop' });
  await port.until('stopped');
  expect(port.sent.some((message) => message.type === 'ready' || message.type === 'error')).toBe(false);
  await vi.waitFor(() => expect(process.exit).toHaveBeenCalledWith(0));
});

test('a taken port is told apart, and nothing stays in the temporary folder', async () => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port: number } = taken.address() as AddressInfo;
  await import('./host');
  port.send({ type: 'start', options: { users: 12, logins: 0, port: number } });
  expect(await port.until('error')).toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining(String(number)) as unknown,
  });
  await expect(createDemoOrg({ users: 12, logins: 0, port: number })).rejects.toThrow(DemoOrgStartError);
  await vi.waitFor(() => expect(process.exit).toHaveBeenCalledWith(1));
  taken.close();
});

test.each([
  [{ users: 3 }, 'users must be a whole number'],
  [{ logins: -1 }, 'logins must be a whole number'],
  [{ anchor: 'soon' }, 'anchor must be a date'],
  [{ anchor: '2999-01-01' }, 'anchor must not lie in the future'],
  [{ users: 12, logins: 0, certificates: ['rubbish'] }, 'certificate 1 is not a PEM file'],
])('%j is refused in words', async (options, message) => {
  await import('./host');
  port.send({ type: 'start', options });
  expect(await port.until('error')).toMatchObject({
    code: 'INVALID_OPTION',
    message: expect.stringContaining(message) as unknown,
  });
  await vi.waitFor(() => expect(process.exit).toHaveBeenCalledWith(1));
});

test('a wanted port is used', async () => {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  const org = await createDemoOrg({ users: 12, logins: 0, port: free });
  expect(org.url).toBe(`http://127.0.0.1:${free}`);
  await org.close();
});
