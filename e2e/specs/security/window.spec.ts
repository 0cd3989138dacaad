import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../../fixtures';
import { collectNow, connect, connectionOf, testConnectivity } from '../../pages/app';
import { waitForRun } from '../../pages/bridge';

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

test('no secret leaves main: not to files, logs, the page or the standard streams', async ({
  launch,
  startOrg,
  dataDir,
}) => {
  const org = await startOrg();
  const app = await launch();
  const replies: string[] = [];
  app.window.on('console', (message) => replies.push(message.text()));
  await connect(app.window, connectionOf(org));
  await testConnectivity(app.window);
  await expect(app.window.getByText('Connected!').first()).toBeVisible();
  await collectNow(app.window);
  await waitForRun(app.window, 'complete');
  const page = await app.window.content();
  const fields = await app.window.evaluate(() =>
    [...document.querySelectorAll('input')].map((input) => input.value),
  );
  await app.close();

  expect(page).not.toContain(org.consumerSecret);
  expect(fields.join('\n')).not.toContain(org.consumerSecret);
  expect(replies.join('\n') + app.output()).not.toContain(org.consumerSecret);
  const files = everyFile(dataDir);
  expect(files.some((file) => file.endsWith('vault.json'))).toBe(true);
  for (const file of files) {
    const bytes = readFileSync(file);
    expect(bytes.includes(org.consumerSecret), file).toBe(false);
    expect(bytes.includes(Buffer.from(org.consumerSecret).toString('base64')), file).toBe(false);
  }
});

test('the page is sandboxed, has no Node, and follows a strict content security policy', async ({
  launch,
}) => {
  const { window, electron } = await launch();
  const inPage = await window.evaluate(() => ({
    node: typeof (globalThis as Record<string, unknown>)['require'],
    process: typeof (globalThis as Record<string, unknown>)['process'],
    bridge: Object.keys((globalThis as unknown as { seatwatch: object }).seatwatch).sort(),
    origin: location.href,
  }));
  expect(inPage).toMatchObject({
    node: 'undefined',
    process: 'undefined',
    bridge: ['call', 'styleNonce', 'subscribe'],
  });
  expect(inPage.origin).toContain('app://seatwatch/');

  const preferences = await electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      // Not in Electron's typings, but the only way to see what a page really got.
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
      ),
  );
  for (const one of preferences)
    expect(one).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });

  // The debugger's own evaluations are exempt from the policy, so the page is made to try for itself.
  const violations = await window.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { outline: 9px solid red }';
    document.head.append(style);
    await fetch('https://example.com/').catch(() => undefined);
    const image = new Image();
    image.src = 'https://example.com/pixel.png';
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { seen, injected: 'injected' in globalThis };
  });
  expect(violations.injected).toBe(false);
  expect([...new Set(violations.seen)].sort()).toEqual([
    'connect-src',
    'img-src',
    'script-src-elem',
    'style-src-elem',
  ]);
});

test('links, redirects and new windows stay inside, permissions are denied', async ({ launch }) => {
  const { window, electron } = await launch();
  const home = window.url();
  await window.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await window.evaluate(() => {
    globalThis.open('https://example.com/');
  });
  await window.waitForTimeout(500);
  expect(window.url().split('#')[0]).toBe(home.split('#')[0]);
  expect(electron.windows()).toHaveLength(1);
  const state = await window.evaluate(
    async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
  );
  expect(state).toBe('denied');
});

test('unknown methods and malformed arguments are refused out loud', async ({ launch }) => {
  const { window } = await launch();
  const replies = await window.evaluate(async () => {
    const { seatwatch } = globalThis as unknown as {
      seatwatch: { call(m: string, i?: unknown): Promise<{ ok: boolean; error?: { code: string } }> };
    };
    return Promise.all([
      seatwatch.call('app.nothing'),
      seatwatch.call('__proto__.toString'),
      seatwatch.call('orgs.get', { orgId: 7 }),
      seatwatch.call('orgs.get', { orgId: 'no-such-org' }),
      seatwatch.call('app.openHelp', { topic: 'https://example.com' }),
      seatwatch.call('review.users', { orgId: 'x', inactiveDays: 90, limit: 1_000_000 }),
    ]);
  });
  expect(replies.map((reply) => reply.ok)).toEqual([false, false, false, false, false, false]);
  expect(replies[0]?.error?.code).toBe('UNKNOWN_METHOD');
  expect(replies[2]?.error?.code).toBe('INVALID_INPUT');
});
