import { STREAMS } from '../src/core/collect/streams';
import type { StreamDefinition } from '../src/core/collect/streams/definition';
import type { OrgReady } from '../test/builders/org-child';

/** One kind of record that Seatwatch collects, as the org has it. */
export interface Volume {
  /** Name of the stream. */
  name: string;
  object: string;
  /** Rows in the org. */
  rows: number;
  /** What Seatwatch asks for, without conditions on time. */
  soql: string;
  columns: string[];
  /** Many enough for a bulk job. */
  bulk: boolean;
}

/** Rows of a REST page. */
const PAGE_ROWS = 2_000;
/** From here on a job is cheaper than pages. */
const BULK_ROWS = 20_000;

/** For clients that are measured beside the app. */
export async function accessToken(org: OrgReady): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: org.consumerKey,
    client_secret: org.consumerSecret,
  };
  const grant = await fetch(`${org.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await grant.json()) as { access_token: string };
  return token;
}

/** What there is to collect: the streams' own queries, and the org's own counts. */
export async function volumesOf(org: OrgReady): Promise<{ volumes: Volume[]; refused: string[] }> {
  const token = await accessToken(org);
  const query = async (soql: string): Promise<{ totalSize: number } | null> => {
    const answer = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const body: unknown = await answer.json();
    return answer.ok ? (body as { totalSize: number }) : null;
  };
  const volumes: Volume[] = [];
  const refused: string[] = [];
  for (const stream of Object.values(STREAMS) as StreamDefinition[]) {
    const where = stream.where === undefined ? '' : ` WHERE ${stream.where}`;
    const plain = stream.fields.map(({ path }) => path);
    const withFlags = [...plain, ...(stream.flags?.known ?? [])];
    const counted = await query(`SELECT COUNT() FROM ${stream.object}${where}`);
    const select = async (columns: string[]): Promise<string[] | null> =>
      (await query(`SELECT ${columns.join(', ')} FROM ${stream.object}${where} LIMIT 1`)) && columns;
    const columns = (await select(withFlags)) ?? (await select(plain));
    if (counted === null || columns === null) {
      refused.push(stream.name);
      continue;
    }
    volumes.push({
      name: stream.name,
      object: stream.object,
      rows: counted.totalSize,
      soql: `SELECT ${columns.join(', ')} FROM ${stream.object}${where}`,
      columns,
      bulk: counted.totalSize >= BULK_ROWS && stream.restOnly !== true,
    });
  }
  return { volumes, refused };
}

/** Calls that reading all of it by REST takes at least: a page holds 2,000 rows, an empty answer is a page too. */
export const restPages = (volumes: readonly Volume[]): number =>
  volumes.reduce((sum, { rows }) => sum + Math.max(1, Math.ceil(rows / PAGE_ROWS)), 0);

/** The same with a job (made, looked at once, and its pages) for the large ones. */
export const bulkPages = (volumes: readonly Volume[], pageRows: number): number =>
  volumes.reduce((sum, one) => {
    const rest = restPages([one]);
    return sum + (one.bulk ? Math.min(rest, 2 + Math.ceil(one.rows / pageRows)) : rest);
  }, 0);
