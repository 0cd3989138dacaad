import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../../test/builders/db';
import { createOrgService } from '../../../core/orgs/org-service';
import type { ConnectivityService } from '../../../core/services';
import { fakeClock, memorySecrets, silentLog } from '../../../core/testing/fakes';
import type { Collections } from '../../app/collections';
import type { DemoOrgs } from '../../processes/demo-orgs';
import { serve, routesOf, type AllHandlers } from '../routes';
import { orgHandlers } from './orgs';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

let database: TestDatabase;
let folder: string;
let secrets: ReturnType<typeof memorySecrets>;
let routes: ReturnType<typeof routesOf>;
let chosen: string | null;
let saveTo: string | null;
let events: string[];
const answers: unknown[] = [];

beforeEach(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-orgs-'));
  secrets = memorySecrets();
  chosen = PEM;
  saveTo = join(folder, 'server.crt');
  events = [];
  const { db } = database;
  const clock = fakeClock();
  const handlers = orgHandlers({
    orgs: createOrgService({
      db,
      secrets,
      clock,
      log: silentLog,
      newId: () => 'org-1',
      settings: () => ({ thresholdPercent: 75, inactiveDays: 90 }),
      activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
    }),
    connectivity: {} as ConnectivityService,
    collections: {} as Collections,
    demoOrgs: {} as DemoOrgs,
    db,
    clock,
    emit: (event) => {
      events.push(event);
    },
    askForPem: () => Promise.resolve(chosen),
    askForCertificateFile: () => Promise.resolve(saveTo),
  });
  const none = new Proxy({}, { get: () => () => undefined });
  routes = routesOf({
    app: none,
    collect: none,
    review: none,
    licenses: none,
    security: none,
    data: none,
    system: none,
    orgs: handlers,
  } as AllHandlers);
});
afterEach(() => {
  database.dispose();
  rmSync(folder, { recursive: true, force: true });
  // Nothing that went through the door was a key.
  expect(JSON.stringify(answers)).not.toContain('PRIVATE KEY-----\\nMII');
  for (const line of PEM.split('\n').slice(1, 5)) expect(JSON.stringify(answers)).not.toContain(line);
  answers.length = 0;
});

async function call(name: string, input: unknown): Promise<unknown> {
  const reply = await serve(routes, `orgs.${name}`, input, silentLog);
  answers.push(reply);
  return reply.ok ? reply.value : reply.error;
}
const draft = { orgId: null, source: 'generate' as const };
const add = {
  name: 'Acme',
  url: 'acme.my.salesforce.com',
  consumerKey: '3MVG9.consumer.key',
  credentials: { auth: 'jwt-bearer', username: 'bot@acme.example' },
};

describe('keys through the door', () => {
  it('are made for the draft, saved as a certificate, and adopted by the org', async () => {
    expect(await call('add', add)).toMatchObject({ code: 'NO_PRIVATE_KEY' });
    const certificate = await call('prepareKey', draft);
    expect(certificate).toMatchObject({ keyBits: 2048, origin: 'generated' });
    expect(await call('setup', { orgId: null })).toMatchObject({ draftCertificate: certificate });
    expect(await call('saveCertificate', { orgId: null, which: 'current' })).toEqual({ file: saveTo });
    const { pem } = (await call('certificate', { orgId: null, which: 'current' })) as { pem: string };
    expect(readFileSync(join(folder, 'server.crt'), 'utf8')).toBe(pem);
    expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(await call('add', add)).toMatchObject({
      auth: 'jwt-bearer',
      jwtUsername: 'bot@acme.example',
      certificates: { current: certificate, next: null },
    });
    expect(await call('setup', { orgId: null })).toMatchObject({ draftCertificate: null });
    expect(await call('setup', { orgId: 'org-1' })).toMatchObject({
      steps: expect.arrayContaining([
        expect.objectContaining({ id: 'integration.details', doneBy: 'app' }),
      ]) as unknown,
    });
  });

  it('of an org that was added without one in the end are forgotten', async () => {
    await call('prepareKey', draft);
    const secret = { auth: 'client-credentials', consumerSecret: 's3cret' };
    await call('add', { ...add, credentials: secret });
    expect([...secrets.values.keys()]).toEqual(['seatwatch/org:org-1:consumer-secret']);
    expect(await call('setup', { orgId: null })).toMatchObject({ draftCertificate: null });
  });

  it('are imported, or not when the dialog is dismissed', async () => {
    chosen = null;
    expect(await call('prepareKey', { ...draft, source: 'import' })).toBeNull();
    expect(secrets.values.size).toBe(0);
    chosen = 'rubbish';
    expect(await call('prepareKey', { ...draft, source: 'import' })).toMatchObject({
      code: 'INVALID_PRIVATE_KEY',
      subStep: 'app.certificate',
    });
    chosen = PEM;
    expect(await call('prepareKey', { ...draft, source: 'import' })).toMatchObject({ origin: 'imported' });
    saveTo = null;
    expect(await call('saveCertificate', { orgId: null, which: 'current' })).toBeNull();
  });

  it('are replaced, and the window hears of it', async () => {
    await call('prepareKey', draft);
    await call('add', add);
    events = [];
    const next = await call('prepareKey', { orgId: 'org-1', source: 'import' });
    expect(await call('get', { orgId: 'org-1' })).toMatchObject({ certificates: { next } });
    expect(await call('saveCertificate', { orgId: 'org-1', which: 'next' })).toEqual({ file: saveTo });
    expect(await call('discardNextKey', { orgId: 'org-1' })).toMatchObject({ certificates: { next: null } });
    expect(events).toEqual(['orgs.changed', 'orgs.changed']);
    expect(await call('saveCertificate', { orgId: 'org-1', which: 'next' })).toMatchObject({
      code: 'NO_NEXT_KEY',
    });
    expect(await call('update', { orgId: 'org-1', jwtUsername: 'other@acme.example' })).toMatchObject({
      jwtUsername: 'other@acme.example',
    });
  });
});

describe('rules through the door', () => {
  it('are checked, set, and taken back with null', async () => {
    await call('prepareKey', draft);
    await call('add', add);
    const rules = { runBudget: 50, dailyBudget: 1_000, keepLoginsDays: 365 };
    expect(await call('update', { orgId: 'org-1', ...rules })).toMatchObject(rules);
    expect(events).toContain('orgs.changed');
    for (const wrong of [{ runBudget: 4 }, { dailyBudget: 0 }, { dailyBudget: 7.5 }, { keepLoginsDays: 179 }])
      expect(await call('update', { orgId: 'org-1', ...wrong })).toHaveProperty('code');
    expect(await call('update', { orgId: 'org-1', runBudget: null, keepLoginsDays: null })).toMatchObject({
      runBudget: null,
      dailyBudget: 1_000,
      keepLoginsDays: null,
    });
  });
});
