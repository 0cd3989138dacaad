import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { makeCheckInfo, makeCheckState, makeFinding } from '../../../test/builders/finding';
import { makeOrg } from '../../../test/builders/org';
import { type Finding, FindingsFilter, type FindingsQuery } from '../../shared/model/findings';
import { BOM } from './csv';
import { FINDING_FORMATS, findingPages, findingsAbout, type FindingFormat, writeFindings } from './findings';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const about = await findingsAbout(
  { checks: async () => [makeCheckState(makeCheckInfo())] },
  makeOrg({ identity: { ...makeOrg().identity, salesforceOrgId: '00D000000000001EAA' } }),
  { version: '1.2.3', now: NOW },
);

async function written(format: FindingFormat, ...found: Finding[]): Promise<string> {
  let text = '';
  const sink = { write: async (part: string) => void (text += part) };
  async function* pages() {
    for (const one of found) yield [one];
    yield [];
  }
  expect(await writeFindings(sink, format, about, pages())).toBe(found.length);
  return text;
}

/** The only event of an export of one finding. */
async function event(format: 'ocsf' | 'ecs', changes: Partial<Finding>): Promise<unknown> {
  const lines = (await written(format, makeFinding(changes))).split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toBe('');
  return JSON.parse(lines[0] ?? '');
}

describe('exports of findings', () => {
  it('CSV has one column for each fact, and runs nothing in a spreadsheet', async () => {
    const text = await written(
      'csv',
      makeFinding({
        name: '=HYPERLINK("https://evil")',
        acknowledgement: { by: 'Kim', at: '2026-03-01T11:00:00.000Z', reason: '+1', until: null },
        status: 'acknowledged',
      }),
    );
    expect(text.startsWith(BOM)).toBe(true);
    const [head, row] = Papa.parse<string[]>(text.slice(1).trim()).data;
    expect(head?.join(',')).toBe(
      'org,check,title,severity,status,user_id,username,name,ip,app,first_seen_at,last_seen_at,summary,evidence,found_at,resolved_at,acknowledged_by,acknowledged_reason,acknowledged_until,muted',
    );
    expect(Object.fromEntries((head ?? []).map((name, at) => [name, row?.[at]]))).toEqual({
      org: 'Acme',
      check: 'impossible-travel',
      title: 'Impossible Travel',
      severity: 'high',
      status: 'acknowledged',
      user_id: '005000000000001AAA',
      username: 'ada@acme.example',
      name: '\'=HYPERLINK("https://evil")',
      ip: '203.0.113.9',
      app: 'Browser',
      first_seen_at: '2026-02-27T10:00:00.000Z',
      last_seen_at: '2026-02-28T10:00:00.000Z',
      summary: 'Ada Lovelace signed in from two distant places.',
      evidence: '{"kilometers":900,"places":["Berlin","Lagos"]}',
      found_at: '2026-03-01T10:00:00.000Z',
      resolved_at: '',
      acknowledged_by: 'Kim',
      acknowledged_reason: "'+1",
      acknowledged_until: '',
      muted: 'false',
    });
  });

  it('JSON is the contract and nothing else', async () => {
    expect(JSON.parse(await written('json', makeFinding()))).toEqual([
      {
        check: 'impossible-travel',
        severity: 'high',
        userId: '005000000000001AAA',
        username: 'ada@acme.example',
        firstSeenAt: '2026-02-27T10:00:00.000Z',
        lastSeenAt: '2026-02-28T10:00:00.000Z',
        summary: 'Ada Lovelace signed in from two distant places.',
        evidence: { kilometers: 900, places: ['Berlin', 'Lagos'] },
        status: 'open',
      },
    ]);
  });

  it('of none are empty in every format', async () => {
    expect(await written('json')).toBe('[]\n');
    expect(await written('ocsf')).toBe('');
    expect(await written('ecs')).toBe('');
    expect((await written('csv')).split('\r\n')).toHaveLength(2);
    expect(FINDING_FORMATS).toHaveLength(4);
  });

  it('one line stays one line, whatever a name holds', async () => {
    for (const format of ['ocsf', 'ecs'] as const)
      expect(await event(format, { summary: 'a\nb\u2028c', name: 'x\r\ny' })).toMatchObject({
        message: 'a\nb\u2028c',
      });
  });

  it('are read page by page, of one filter and one moment', async () => {
    const asked: unknown[] = [];
    const rows = Array.from({ length: 10_001 }, (_, id) => makeFinding({ id }));
    const db = {
      findings: async ({ offset, limit, orgId, severities, sort }: FindingsQuery, now: number) => {
        asked.push({ offset, limit, orgId, severities, sort, now });
        return { rows: rows.slice(offset, offset + limit) } as never;
      },
    };
    const filter = FindingsFilter.parse({ severities: ['high'] });
    const read: number[] = [];
    for await (const page of findingPages(db, 'org-1', filter, NOW)) read.push(...page.map(({ id }) => id));
    expect(read).toEqual(rows.map(({ id }) => id));
    expect(asked).toEqual(
      [0, 5_000, 10_000].map((offset) => ({
        offset,
        limit: 5_000,
        orgId: 'org-1',
        severities: ['high'],
        sort: 'severity',
        now: NOW,
      })),
    );
  });
});
