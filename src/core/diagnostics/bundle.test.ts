import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AS_OF, DAY, newOrg, store, testDatabase, type TestDatabase } from '../../../test/builders/db';
import { login, user } from '../../../test/builders/db-records';
import { Settings } from '../../shared/model/settings';
import { createOrgService } from '../orgs/org-service';
import { memoryLog, memorySecrets } from '../testing/fakes';
import { collectBundle } from './bundle';
import { createCrashStore } from './crashes';
import { examine } from './doctor';
import type { DoctorDeps, Patient } from './doctor-deps';
import { formatLogLine } from './log-line';

/** What must not leave the computer, as it is in the database. */
const STORED = {
  orgName: 'Zwirnhold Werke',
  organization: 'Quellbrunn Holding',
  host: 'zwirnhold.my.salesforce.com',
  consumerKey: '3MVG9ZzQkeyQkeyQkey',
  runAs: 'integration@zwirnhold.example',
  person: 'Kunigunde Xaverrosen',
  username: 'kunigunde.x@zwirnhold.example',
  mail: 'kxaver@mailbox.example',
  department: 'Vexillologie',
  ip: '198.51.100.77',
  city: 'Oberammersteig',
  decider: 'Theodolinde Brack',
  proxy: 'http://wpx-proxy.zwirnhold.example:3128',
  updates: 'https://dist.zwirnhold.example/seatwatch.json',
};

const system = {
  appVersion: '0.1.0',
  platform: 'linux',
  arch: 'x64',
  versions: { electron: '45.4.1', node: '24.1.0' },
  hasDisplay: true,
  homeDir: '/home/kunigunde',
  userName: 'kunigunde',
};

let database: TestDatabase;
let patient: Patient;
let logFile: string;
let deps: DoctorDeps;

beforeAll(async () => {
  database = await testDatabase();
  const { db, folder } = database;
  await db.insertOrg(
    newOrg({
      name: STORED.orgName,
      url: `https://${STORED.host}`,
      auth: 'jwt-bearer',
      consumerKey: STORED.consumerKey,
      jwtUsername: STORED.runAs,
    }),
  );
  await db.setOrgIdentity('org-1', {
    organizationName: STORED.organization,
    edition: STORED.person,
    apiVersion: '67.0',
    instanceName: STORED.city,
    salesforceOrgId: '00D5g00000AbCdEEAV',
  });
  const runId = await db.startRun('org-1', AS_OF, 75, 'manual');
  await store(db, 'users', [
    user('0055g00000AbCdEAAV', {
      name: STORED.person,
      username: STORED.username,
      email: STORED.mail,
      department: STORED.department,
    }),
  ]);
  await store(db, 'loginHistory', [
    login('0Ya5g00000AbCdEAAV', '0055g00000AbCdEAAV', AS_OF - DAY, {
      sourceIp: STORED.ip,
      city: STORED.city,
    }),
  ]);
  await db.saveStreamRuns(runId, [
    {
      stream: 'users',
      title: STORED.person,
      calls: 2,
      rows: 1,
      bytes: 10,
      seconds: 1,
      via: 'rest',
      complete: false,
      error: { code: STORED.person, message: `${STORED.person} was here` },
    },
  ]);
  await db.finishRun(runId, {
    state: 'failed',
    endedAt: AS_OF + 1,
    resumeAt: null,
    callsMade: 2,
    orgUsedBefore: 1,
    orgUsedAfter: 3,
    orgMax: 100_000,
    error: { code: 'INVALID_SESSION_ID', message: `No, ${STORED.person}`, fix: STORED.mail },
  });
  const settings = Settings.parse({ deciderName: STORED.decider, updateSource: STORED.updates });
  logFile = join(folder, 'logs', 'seatwatch.log');
  mkdirSync(join(folder, 'logs'));
  patient = {
    dataDir: folder,
    logFile,
    db,
    orgs: createOrgService({
      db,
      secrets: memorySecrets(),
      clock: { now: () => AS_OF + DAY, sleep: async () => undefined },
      log: memoryLog(),
      newId: () => 'x',
      settings: () => settings,
      activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
      onChanged: () => undefined,
    }),
    vault: {
      status: async () => ({
        protection: 'passphrase' as const,
        backend: 'basic_text',
        locked: false,
        needsNewPassphrase: false,
      }),
      problem: async () => null,
    },
    settings: { get: () => settings },
  };
  deps = {
    now: () => AS_OF + DAY,
    system,
    schedules: async () => [{ scheduler: 'cron', every: 'daily', active: true, lastExitCode: 0 }],
    policy: {
      file: `${system.homeDir}/policy.json`,
      policy: {
        proxy: STORED.proxy,
        allowedHosts: [STORED.host],
        updateSource: STORED.updates,
        maxDailyCalls: 9,
      },
    },
  };
});
afterAll(() => database.dispose());

const crashFolder = () => join(database.folder, 'crashes');
const crashStore = () => createCrashStore({ folder: crashFolder(), appVersion: '0.1.0', now: deps.now });

async function bundle(): Promise<string> {
  const checks = await examine(deps, patient);
  return collectBundle({ deps, checks, patient, dataDir: patient.dataDir, logFile });
}

function withoutTraces(): void {
  rmSync(logFile, { force: true });
  rmSync(crashFolder(), { recursive: true, force: true });
}

/** Parts of what was planted that would tell something by themselves. */
const tellingParts = (text: string): string[] =>
  [text, ...text.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length > 3 && !/^\d+$/.test(part));

/** Words of ours, and those the forms below are made of: they tell nothing. */
const TELL_NOTHING = new Set([
  'https',
  'http',
  'example',
  'json',
  'seatwatch',
  'salesforce',
  'proxy',
  'integration',
  'home',
  'sandbox',
  'users',
  'appdata',
  'roaming',
  'config',
]);

/** What of the planted things can be read in the text. */
function tracesOf(planted: readonly string[], text: string): string[] {
  const shown = text.toLowerCase();
  return planted
    .flatMap(tellingParts)
    .map((part) => part.toLowerCase())
    .filter((part) => !TELL_NOTHING.has(part) && shown.includes(part));
}

describe('a support bundle', () => {
  it('tells what helps', async () => {
    withoutTraces();
    writeFileSync(
      logFile,
      `${formatLogLine({
        at: AS_OF,
        level: 'warn',
        message: 'the database process died',
        details: { orgId: 'org-1', runId: 1, code: 'DATABASE_IO_ERROR', restarts: 1 },
        process: 'window',
        pid: 7,
      })}\nof an older version\n`,
    );
    crashStore().write({
      process: 'database',
      kind: 'process-gone',
      error: new TypeError("Cannot read properties of undefined (reading 'rows')"),
    });
    mkdirSync(join(crashFolder(), 'native'), { recursive: true });
    writeFileSync(join(crashFolder(), 'native', 'a.dmp'), STORED.person);
    expect(JSON.parse(await bundle())).toMatchObject({
      report: 'seatwatch-doctor',
      app: { appVersion: '0.1.0', platform: 'linux' },
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'database', status: 'pass' }),
      ]) as unknown[],
      policy: { present: true, allowedHosts: 1, proxy: 'set', updateSource: 'set', maxDailyCalls: 9 },
      schedule: [{ scheduler: 'cron', every: 'daily', active: true, lastExitCode: 0 }],
      settings: { thresholdPercent: 75, deciderName: 'set', updateSource: 'set' },
      database: { problems: [] },
      storage: { orgs: [{ logins: 1, users: 1 }] },
      orgs: [
        {
          org: 'org-1',
          edition: 'OTHER',
          apiVersion: '67.0',
          rows: { users: 1 },
          runs: [
            {
              state: 'failed',
              errorCode: 'INVALID_SESSION_ID',
              apiCalls: { made: 2 },
              streams: [{ stream: 'users', calls: 2, errorCode: 'OTHER' }],
            },
          ],
        },
      ],
      crashes: {
        reports: [
          {
            process: 'database',
            kind: 'process-gone',
            name: 'TypeError',
            message: "Cannot read properties of undefined (reading 'rows')",
          },
        ],
        minidumps: [{ sizeBytes: STORED.person.length }],
      },
      log: {
        unreadable: 1,
        last: [
          {
            level: 'warn',
            msg: 'the database process died',
            org: 'org-1',
            run: 1,
            details: { code: 'DATABASE_IO_ERROR', restarts: 1 },
          },
        ],
      },
    });
  });

  it('has nothing of what is stored, wherever else it stands as well', async () => {
    withoutTraces();
    const lines = Object.entries(STORED).map(([name, text]) =>
      formatLogLine({
        at: AS_OF,
        level: 'error',
        message: `${name} ${text}`,
        details: {
          [text]: text,
          orgId: text,
          error: `Error: ${text}\n    at ${text} (/home/kunigunde/main/x.js:1:1)`,
        },
        process: text,
        pid: 1,
      }),
    );
    writeFileSync(logFile, lines.join('\n'));
    for (const text of Object.values(STORED))
      crashStore().write({
        process: text,
        kind: 'page-fault',
        error: Object.assign(new Error(text), { name: text, code: text }),
        details: { [text]: text },
      });
    const text = await bundle();
    const planted = [...Object.values(STORED), database.folder, system.homeDir, '0055g00000AbCdEAAV'];
    expect(tracesOf(planted, text)).toEqual([]);
  });

  /** As the same thing may be written by others. */
  const FORMS: ((text: string) => string)[] = [
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    encodeURIComponent,
    (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    (text) => JSON.stringify({ error: JSON.stringify({ message: `for ${text}` }) }),
    (text) =>
      [...text].map((sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join(''),
    (text) => Buffer.from(text).toString('base64'),
    (text) => text.normalize('NFD'),
    (text) => text.replace(/[ .@]/g, '_'),
    (text) => text.split(' ').join(''),
    (text) => `(${text})`,
  ];
  const name = fc.stringMatching(/^[A-Z][a-z]{3,8}q[a-zäöß]{2,6}$/);
  const planted = fc.oneof(
    fc.tuple(name, name).map((both) => both.join(' ')),
    fc.tuple(name, name).map(([local, host]) => `${local}.x@${host}.example`),
    fc.ipV4(),
    fc.ipV6(),
    name.map(
      (part) => `https://${part.toLowerCase()}--qa.sandbox.my.salesforce.com/x?sid=00D5g00000AbCdEEAV!AQ`,
    ),
    name.map((part) => `/home/${part}/.config/Seatwatch/${part}.db`),
    name.map((part) => `C:\\Users\\${part}\\AppData\\Roaming`),
    fc.stringMatching(/^[0-9A-F]{64}$/),
    fc.stringMatching(/^00[5D][A-Za-z0-9]{9}q[A-Z]{5}$/),
    fc.stringMatching(/^[\u0410-\u042f][\u0430-\u044f]{4,9}$/),
    fc.stringMatching(/^[\u4e00-\u9fff]{4,6}$/),
  );

  it('has nothing of what anybody wrote into log, crash report or settings, in whatever form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(planted, fc.constantFrom(...FORMS)), { minLength: 4, maxLength: 12 }),
        async (pairs) => {
          withoutTraces();
          const texts = pairs.map(([text, form]) => form(text));
          const lines = texts.flatMap((text, at) => {
            const line = {
              time: '2026-01-01T00:00:00.000Z',
              level: 'info',
              msg: `the ${text} ended`,
              process: text,
              pid: 1,
            };
            return [
              JSON.stringify({ ...line, details: { [text]: { [text]: [text] }, code: text, at: text } }),
              JSON.stringify({
                ...line,
                orgId: text,
                time: text,
                details: { stack: `${text}\n    at ${text}:1:2` },
              }),
              `2026 [info] ${text}`,
              JSON.stringify({ text }),
            ].slice(0, 2 + (at % 3));
          });
          writeFileSync(logFile, lines.join('\n'));
          const crashes = crashStore();
          for (const text of texts)
            crashes.write({ process: text, kind: 'page-fault', error: text, details: { file: text } });
          writeFileSync(
            join(crashFolder(), 'crash-2026-a.json'),
            JSON.stringify({
              ...{
                version: 1,
                at: texts[0],
                process: texts[1],
                kind: texts[2],
                appVersion: texts[3],
                pid: 1,
              },
              error: { name: texts[0], message: texts[1], code: texts[2], stack: texts[3] },
              details: { [texts[0] ?? '']: texts[1] },
            }),
          );
          const [decider = '', source = ''] = texts;
          const settings = { ...Settings.parse({}), deciderName: decider, updateSource: source };
          const checks = await examine(deps, { ...patient, settings: { get: () => settings } });
          const text = await collectBundle({
            deps,
            checks: checks.map((check) => ({
              ...check,
              summary: `${check.summary} ${decider}`,
              fix: source,
            })),
            patient: { ...patient, settings: { get: () => settings } },
            dataDir: patient.dataDir,
            logFile,
          });
          const networks = pairs
            .map(([original]) => original)
            .filter((original) => /^[\d.]+$/.test(original))
            .map((original) => original.split('.').slice(0, 3).join('.'));
          const written = pairs.map(([original, form]) => form(original));
          expect([
            ...tracesOf(
              pairs.map(([original]) => original),
              text,
            ),
            ...[...written, ...networks].filter((trace) => text.includes(trace)),
          ]).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('can be made of a data folder that cannot be opened', async () => {
    withoutTraces();
    writeFileSync(logFile, formatLogLine({ at: 0, level: 'info', message: 'x', process: 'doctor', pid: 1 }));
    const text = await collectBundle({ deps, checks: [], patient: null, dataDir: patient.dataDir, logFile });
    expect(JSON.parse(text)).toMatchObject({ log: { lines: 1 }, crashes: { reports: [] } });
    expect(JSON.parse(text)).not.toHaveProperty('orgs');
  });
});
