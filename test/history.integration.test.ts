import { afterEach, expect, it } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { parseJson } from '../src/core/salesforce/token';
import { ChangesQuery } from '../src/shared/model/changes';
import { collectRig, type CollectRig } from './builders/collect-rig';

const DAY = 86_400_000;
let rig: CollectRig;
afterEach(() => rig.dispose());

it(
  'tells from collection to collection what became of the org, and shows it as it was',
  { timeout: 120_000 },
  async () => {
    rig = await collectRig();
    const { orgId } = rig;
    const changes = () => rig.database.db.changes(ChangesQuery.parse({ orgId }));
    const first = await rig.collector.collect(orgId);
    expect(await changes()).toMatchObject({ total: 0, trackedSince: first.endedAt });
    rig.advance(DAY);
    // Nothing happened, so nothing is told: neither of rows read again nor of fields left out.
    await rig.collector.collect(orgId);
    expect((await changes()).rows).toEqual([]);

    let gone = '';
    const fetcher: HttpFetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!url.endsWith('/composite')) return response;
      const body = parseJson(await response.text()) as {
        compositeResponse: { body: { records: { Id?: string; attributes: { type: string } }[] } }[];
      };
      for (const part of body.compositeResponse) {
        if (part.body.records[0]?.attributes.type !== 'UserPackageLicense') continue;
        gone = part.body.records.shift()?.Id ?? '';
      }
      return Response.json(body, { headers: response.headers });
    };
    rig.advance(DAY);
    const third = await rig.restart(fetcher).collect(orgId);
    const { rows } = await changes();
    expect(rows).toMatchObject([
      { kind: 'removed', stream: 'userPackageLicenses', rowId: gone, runId: third.runId },
    ]);
    const { db } = rig.database;
    const [newest, ...earlier] = await db.asOfChoices(orgId);
    expect([newest?.runId, earlier.at(-1)?.runId]).toEqual([third.runId, first.runId]);
    const held = async (asOf: string | null) =>
      (await db.user(orgId, rows[0]?.userId ?? '', 90, asOf))?.licenses.filter(
        ({ kind }) => kind === 'package',
      ).length ?? -1;
    expect(await held(first.endedAt)).toBe((await held(null)) + 1);
  },
);
