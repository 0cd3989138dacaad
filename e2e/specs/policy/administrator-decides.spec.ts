import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, launchApp, test } from '../../fixtures';
import { call } from '../../pages/bridge';
import { seatwatch } from '../../pages/command-line';
import type { Policy } from '../../../src/shared/model/policy';
import {
  INSTALLER,
  signed,
  signingKey,
  updateManifest,
  UpdateSource,
} from '../../../test/builders/update-source';

let folder: string;
let file: string;
test.beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-e2e-policy-'));
  chmodSync(folder, 0o755);
  file = path.join(folder, 'policy.json');
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function decide(policy: Policy | string): Record<string, string> {
  writeFileSync(file, typeof policy === 'string' ? policy : JSON.stringify(policy));
  chmodSync(file, 0o644);
  return { SEATWATCH_POLICY_FILE: file };
}

/** A proxy that connects nobody, and remembers who was asked for. */
async function refusingProxy() {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { url, asked, close: () => server.close() };
}

test('a broken policy ends every command, and says where it is broken', async ({ dataDir }) => {
  const env = decide('{\n  "maxTreshold": 50\n}');
  for (const args of [['policy'], ['org', 'list']]) {
    const result = await seatwatch([...args, '--json'], { dataDir, env });
    expect(result.exitCode).toBe(6);
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: { code: 'POLICY_INVALID', message: expect.stringContaining(`${file}, line 2`) as unknown },
    });
  }
});

test('requests of every kind go through the policy’s proxy, and to nobody else', async ({ dataDir }) => {
  const proxy = await refusingProxy();
  try {
    const env = decide({
      proxy: proxy.url,
      updateSource: 'https://updates.example/latest.json',
      updateKeys: [signingKey().publicKey],
      maxThresholdPercent: 50,
    });
    const run = (...args: string[]) => seatwatch(args, { dataDir, env, stdin: 'a-consumer-secret\n' });
    const app = [
      '--url',
      'https://acme.my.salesforce.com',
      '--consumer-key',
      'abcdefghijkl',
      '--secret-stdin',
    ];
    expect((await run('org', 'add', '--name', 'Acme', ...app)).exitCode).toBe(0);
    expect((await run('test', 'Acme')).stdout).toContain('PROXY_FAILED');
    expect((await run('update', 'check')).stderr).toContain('PROXY_FAILED');
    expect((await run('collect', 'Acme', '--threshold', '51')).stderr).toContain('THRESHOLD_ABOVE_POLICY');
    expect([...new Set(proxy.asked)].sort()).toEqual(['acme.my.salesforce.com:443', 'updates.example:443']);
  } finally {
    proxy.close();
  }
});

test('a newer version is found, fetched and verified without the database', async ({ dataDir }) => {
  const key = signingKey();
  const files = ['x64', 'arm64'].flatMap((arch) =>
    (['deb', 'rpm', 'AppImage'] as const).map((kind) => ({
      ...updateManifest().files[0]!,
      arch: arch as 'x64' | 'arm64',
      kind,
      name: `seatwatch-99.0.0-${arch}.${kind}`,
    })),
  );
  const now = Date.now();
  const manifest = updateManifest({
    version: '99.0.0',
    signedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 86_400_000).toISOString(),
    files,
  });
  const source = await new UpdateSource().start();
  try {
    source.on('/latest.json', signed(manifest, key));
    for (const { name } of files) source.on(`/${name}`, INSTALLER);
    const env = decide({ updateSource: source.url('/latest.json'), updateKeys: [key.publicKey] });
    const found = await seatwatch(['update', 'check', '--json'], { dataDir, env });
    expect(JSON.parse(found.stdout)).toMatchObject({ available: { version: '99.0.0' }, problem: null });
    const fetched = await seatwatch(['update', 'download'], { dataDir, env });
    expect(fetched.exitCode, fetched.stderr).toBe(0);
    expect(readFileSync(fetched.stdout.trim()).equals(INSTALLER)).toBe(true);
    expect(existsSync(path.join(dataDir, 'seatwatch.db'))).toBe(false);

    // Signed by somebody else.
    source.on('/latest.json', signed(manifest, signingKey()));
    const forged = await seatwatch(['update', 'download', '--json'], { dataDir, env });
    expect(forged.exitCode).toBe(5);
    expect(JSON.parse(forged.stdout)).toMatchObject({ error: { code: 'UPDATE_NOT_TRUSTED' } });
  } finally {
    await source.stop();
  }
});

test('the window asks the same policy', async ({ dataDir }) => {
  const proxy = await refusingProxy();
  const env = decide({
    proxy: proxy.url,
    disabledFeatures: ['export', 'demo-org', 'updates'],
    backupEvery: 'weekly',
    maxThresholdPercent: 40,
  });
  const { window, close } = await launchApp({ dataDir, env });
  try {
    expect(await call(window, 'system.policy')).toMatchObject({ file, policy: { backupEvery: 'weekly' } });
    expect(await call(window, 'app.settings')).toMatchObject({ thresholdPercent: 40, backupEvery: 'weekly' });
    for (const [method, input, code] of [
      ['orgs.addDemo', undefined, 'DISABLED_BY_POLICY'],
      ['system.checkForUpdates', undefined, 'DISABLED_BY_POLICY'],
      ['data.saveBackupAs', undefined, 'DISABLED_BY_POLICY'],
      ['app.updateSettings', { backupEvery: 'off' }, 'SETTING_MANAGED'],
      ['app.updateSettings', { thresholdPercent: 41 }, 'THRESHOLD_ABOVE_POLICY'],
    ] as const)
      await expect(call(window, method, input)).rejects.toThrow(code);
    expect(proxy.asked).toEqual([]);
  } finally {
    await close();
    proxy.close();
  }
});
