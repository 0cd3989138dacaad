import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AS_OF, DAY, newOrg, testDatabase, type TestDatabase } from '../../../test/builders/db';
import { createMetrics, type Metrics } from '../../core/diagnostics/metrics';
import { createOrgService } from '../../core/orgs/org-service';
import { createPolicyRules, NO_POLICY } from '../../core/policy';
import { memoryLog, memorySecrets } from '../../core/testing/fakes';
import { Settings } from '../../shared/model/settings';
import { createMetricsEndpoint } from './metrics-endpoint';
import { type MetricsServer, startMetricsServer } from './metrics-server';
import { parseOpenMetrics } from '../../../test/builders/open-metrics';

const system = {
  appVersion: '0.1.0',
  platform: 'linux',
  arch: 'x64',
  versions: { electron: '45.4.1' },
  commit: 'c0ffee',
  hasDisplay: true,
  homeDir: '/home/ada',
  userName: 'ada',
};

let database: TestDatabase;
let metrics: Metrics;
let now = AS_OF;
let asked = 0;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  await db.insertOrg(newOrg({ name: 'Acme "EU"\\north\nline', jwtUsername: 'ada@acme.example' }));
  await db.insertOrg(newOrg({ id: 'org-2', name: 'Beta', url: 'https://beta.my.salesforce.com' }));
  for (const [state, endedAt] of [
    ['complete', AS_OF - DAY],
    ['paused-quota', AS_OF - 1000],
  ] as const) {
    const runId = await db.startRun('org-1', endedAt - 5, 75, 'schedule');
    await db.addOwnCalls('org-1', endedAt, 7);
    await db.finishRun(runId, {
      ...{
        state,
        endedAt,
        callsMade: 7,
        orgUsedBefore: 1,
        orgUsedAfter: 80_000,
        orgMax: 100_000,
        error: null,
      },
      resumeAt: state === 'complete' ? null : AS_OF + 3_600_000,
    });
  }
  await db.recordUsage('org-1', AS_OF - 1000, 80_000, 100_000);
  const settings = Settings.parse({});
  const orgs = createOrgService({
    db,
    secrets: memorySecrets(),
    clock: { now: () => now, sleep: async () => undefined },
    log: memoryLog(),
    newId: () => 'x',
    settings: () => settings,
    activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
    onChanged: () => undefined,
  });
  metrics = createMetrics({
    patient: {
      db,
      dataDir: database.folder,
      orgs: {
        list: () => {
          asked++;
          return orgs.list();
        },
      },
    },
    system,
    now: () => now,
    processes: () => [{ process: 'main', residentBytes: 123_456 }],
  });
});
afterAll(() => database.dispose());

describe('the metrics', () => {
  it('are OpenMetrics, name no person, host or id, and say what is stored', async () => {
    const text = await metrics.text();
    const value = parseOpenMetrics(text);
    const org = 'Acme "EU"\\north\nline';
    expect(value('seatwatch_collection_runs_total', { org, state: 'complete' })).toBe(1);
    expect(value('seatwatch_collection_runs_total', { org, state: 'failed' })).toBe(0);
    expect(value('seatwatch_last_success_timestamp_seconds', { org })).toBe((AS_OF - DAY) / 1000);
    expect(value('seatwatch_last_success_timestamp_seconds', { org: 'Beta' })).toBeUndefined();
    expect(value('seatwatch_api_calls_total', { org })).toBe(14);
    expect(value('seatwatch_org_api_requests_used', { org })).toBe(80_000);
    expect(value('seatwatch_org_api_requests_limit', { org })).toBe(100_000);
    expect(value('seatwatch_org_api_requests_threshold', { org })).toBe(75_000);
    expect(value('seatwatch_quota_paused', { org })).toBe(1);
    expect(value('seatwatch_quota_paused', { org: 'Beta' })).toBe(0);
    expect(value('seatwatch_resume_timestamp_seconds', { org })).toBe(AS_OF / 1000 + 3600);
    expect(value('seatwatch_open_findings', { org, severity: 'critical' })).toBe(0);
    expect(value('seatwatch_rows', { org, table: 'users' })).toBe(0);
    expect(value('seatwatch_orgs', {})).toBe(2);
    expect(value('seatwatch_process_resident_memory_bytes', { process: 'main' })).toBe(123_456);
    expect(value('seatwatch_database_size_bytes', {})).toBeGreaterThan(10_000);
    expect(
      value('seatwatch_build_info', {
        ...{ version: '0.1.0', commit: 'c0ffee', electron: '45.4.1', platform: 'linux', arch: 'x64' },
      }),
    ).toBe(1);
    for (const word of ['ada', 'salesforce.com', 'org-1', '3MVG9', database.folder])
      expect(text).not.toContain(word);
  });

  it('can be had as Prometheus text, for files', async () => {
    const text = await metrics.text('prometheus');
    expect(text).toContain('# TYPE seatwatch_collection_runs_total counter');
    expect(text).not.toContain('# EOF');
  });

  it('ask the database once, however many ask for them', async () => {
    now += 60_000;
    asked = 0;
    await Promise.all(Array.from({ length: 20 }, () => metrics.text()));
    await metrics.text();
    expect(asked).toBe(1);
    now += 31_000;
    await metrics.text();
    expect(asked).toBe(2);
    // A clock that was set back does not stop them.
    now -= 3_600_000;
    await metrics.text();
    expect(asked).toBe(3);
  });

  it('are asked for again after a failure', async () => {
    let fail = true;
    const flaky = createMetrics({
      patient: {
        db: database.db,
        dataDir: database.folder,
        orgs: { list: () => (fail ? Promise.reject(new Error('no')) : Promise.resolve([])) },
      },
      system,
      now: () => 0,
    });
    await expect(flaky.text()).rejects.toThrow('no');
    fail = false;
    expect(parseOpenMetrics(await flaky.text())('seatwatch_orgs', {})).toBe(0);
  });
});

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

function ask(
  server: MetricsServer,
  path: string,
  {
    method = 'GET',
    headers = {},
    host = '127.0.0.1',
  }: { method?: string; headers?: object; host?: string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host, port: server.port, path, method, headers: { ...headers }, agent: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

describe('the endpoint', () => {
  let server: MetricsServer | null = null;
  const errors: unknown[] = [];
  const start = async (source: Metrics = metrics) =>
    (server = await startMetricsServer({ port: 0, metrics: source, onError: (error) => errors.push(error) }));
  afterEach(async () => {
    await server?.stop();
    server = null;
  });

  it('answers programs on this computer', async () => {
    const running = await start();
    expect(running.url).toBe(`http://127.0.0.1:${running.port}/metrics`);
    const reply = await ask(running, '/metrics?x=1');
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
    parseOpenMetrics(reply.body);
    expect(await ask(running, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect(await ask(running, '/metrics', { headers: { host: `LOCALHOST:${running.port}` } })).toMatchObject({
      status: 200,
    });
  });

  it('refuses pages, other names, other methods and other paths', async () => {
    const running = await start();
    for (const [headers, status] of [
      [{ host: 'evil.example' }, 421],
      [{ host: `evil.example:${running.port}` }, 421],
      [{ host: '127.0.0.1' }, 421],
      [{ host: `127.0.0.1.evil.example:${running.port}` }, 421],
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'none' }, 200],
    ] as const)
      expect((await ask(running, '/metrics', { headers })).status, JSON.stringify(headers)).toBe(status);
    for (const method of ['POST', 'HEAD', 'OPTIONS', 'DELETE'])
      expect(await ask(running, '/metrics', { method })).toMatchObject({
        status: 405,
        headers: { allow: 'GET' },
      });
    for (const path of ['/', '/metrics/', '/../metrics', '/admin'])
      expect((await ask(running, path)).status).toBe(404);
  });

  it('is not to be had from outside', async () => {
    const running = await start();
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside)
      await expect(ask(running, '/metrics', { host: address })).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      });
  });

  it('says 503 and no more when the database cannot be asked', async () => {
    const running = await start({ text: () => Promise.reject(new Error('CANARY')) });
    const reply = await ask(running, '/metrics');
    expect(reply.status).toBe(503);
    expect(reply.body).not.toContain('CANARY');
    expect(errors).toHaveLength(1);
  });
});

describe('the endpoint of the window', () => {
  it('follows settings and policy, and says why it does not serve', async () => {
    let port: number | null = null;
    const make = (disabled: boolean) =>
      createMetricsEndpoint({
        port: () => port,
        policy: createPolicyRules(
          disabled ? { file: '/p', policy: { disabledFeatures: ['metrics'] } } : NO_POLICY,
        ),
        metrics,
        log: memoryLog(),
      });
    const endpoint = make(false);
    await endpoint.apply();
    expect(endpoint.status()).toEqual({ metricsUrl: null, metricsProblem: null });

    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    port = (other.address() as AddressInfo).port;
    await endpoint.apply();
    expect(endpoint.status()).toEqual({
      metricsUrl: null,
      metricsProblem: `Port ${port} is used by another program.`,
    });
    await new Promise((resolve) => other.close(resolve));
    await endpoint.apply();
    expect(endpoint.status()).toEqual({
      metricsUrl: `http://127.0.0.1:${port}/metrics`,
      metricsProblem: null,
    });
    await endpoint.apply();

    const forbidden = make(true);
    await forbidden.apply();
    expect(forbidden.status().metricsProblem).toContain('switched off by the policy');
    await endpoint.stop();
    await endpoint.apply();
    expect(endpoint.status().metricsUrl).toBeNull();
  });
});
