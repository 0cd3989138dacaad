import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleScene, STORED } from '../../../test/builders/bundle-scene';
import { AS_OF } from '../../../test/builders/db';
import { collectBundle } from './bundle';
import { formatLogLine } from './log-line';

const scene = bundleScene();

describe('a support bundle', () => {
  it('tells what helps', async () => {
    scene().withoutTraces();
    writeFileSync(
      scene().logFile,
      `${formatLogLine({
        at: AS_OF,
        level: 'warn',
        message: 'the database process died',
        details: { orgId: 'org-1', runId: 1, code: 'DATABASE_IO_ERROR', restarts: 1 },
        process: 'window',
        pid: 7,
      })}\nof an older version\n`,
    );
    scene()
      .crashStore()
      .write({
        process: 'database',
        kind: 'process-gone',
        error: new TypeError("Cannot read properties of undefined (reading 'rows')"),
      });
    mkdirSync(join(scene().crashFolder, 'native'), { recursive: true });
    writeFileSync(join(scene().crashFolder, 'native', 'a.dmp'), STORED.person);
    expect(JSON.parse(await scene().bundle())).toMatchObject({
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

  it('can be made of a data folder that cannot be opened', async () => {
    const { deps, folder, logFile } = scene();
    scene().withoutTraces();
    writeFileSync(
      scene().logFile,
      formatLogLine({ at: 0, level: 'info', message: 'x', process: 'doctor', pid: 1 }),
    );
    const text = await collectBundle({ deps, checks: [], patient: null, dataDir: folder, logFile });
    expect(JSON.parse(text)).toMatchObject({ log: { lines: 1 }, crashes: { reports: [] } });
    expect(JSON.parse(text)).not.toHaveProperty('orgs');
  });
});
