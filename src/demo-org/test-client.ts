/** A bare client for the tests of this folder: no retries, no cleverness. */
import { createDemoOrg, type DemoOrg, type DemoOrgOptions } from './index';

export interface Reply {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text when it is none. */
  body: unknown;
}

/** A noon (UTC) on a Wednesday; tests that need a clock start here. */
export const NOON = Date.parse('2026-03-18T12:00:00Z');

export class TestClient {
  token = '';

  constructor(readonly org: DemoOrg) {}

  async grant(extra: Record<string, string> = {}, init: RequestInit = {}): Promise<Reply> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: this.org.consumerKey,
      client_secret: this.org.consumerSecret,
      ...extra,
    });
    const reply = await this.request('/services/oauth2/token', { method: 'POST', body: form, ...init });
    const body = reply.body as { access_token?: string };
    if (body.access_token !== undefined) this.token = body.access_token;
    return reply;
  }

  /** Asks for a token with a signed assertion; keeps it when one is granted. */
  async assert(assertion: string | undefined, extra: Record<string, string> = {}): Promise<Reply> {
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      ...(assertion === undefined ? {} : { assertion }),
      ...extra,
    });
    const reply = await this.request('/services/oauth2/token', { method: 'POST', body: form });
    const body = reply.body as { access_token?: string };
    if (body.access_token !== undefined) this.token = body.access_token;
    return reply;
  }

  async request(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(this.org.url + path, init);
    const text = await response.text();
    let body: unknown = text;
    try {
      body = JSON.parse(text);
    } catch {
      // Plain text, HTML or nothing.
    }
    return { status: response.status, headers: response.headers, body };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    const full =
      path.startsWith('/services') || path.startsWith('/id') ? path : `/services/data/v67.0${path}`;
    return this.request(full, { headers: { Authorization: `Bearer ${this.token}`, ...headers } });
  }

  post(path: string, body: unknown): Promise<Reply> {
    return this.request(`/services/data/v67.0${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  soql(soql: string, headers: Record<string, string> = {}, version = 67): Promise<Reply> {
    return this.get(`/services/data/v${version}.0/query?q=${encodeURIComponent(soql)}`, headers);
  }

  /** Every record of a query, following nextRecordsUrl; throws with the body of an error. */
  async all(soql: string, headers: Record<string, string> = {}): Promise<Row[]> {
    const rows: Row[] = [];
    let reply = await this.soql(soql, headers);
    for (;;) {
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      const page = reply.body as Page;
      rows.push(...page.records);
      if (page.nextRecordsUrl === undefined) return rows;
      reply = await this.get(page.nextRecordsUrl, headers);
    }
  }

  async count(from: string): Promise<number> {
    const reply = await this.soql(`SELECT COUNT() FROM ${from}`);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return (reply.body as Page).totalSize;
  }
}

export type Row = Record<string, unknown>;
export interface Page {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: Row[];
}

/** `[{errorCode, message}]` as `[status, code, message]`. */
export function failure(reply: Reply): [number, string, string] {
  const [first] = reply.body as { errorCode: string; message: string }[];
  return [reply.status, first?.errorCode ?? '', first?.message ?? ''];
}

/** A small org with a fixed clock, and a client that holds a token. */
export async function startOrg(options: DemoOrgOptions = {}): Promise<{ org: DemoOrg; client: TestClient }> {
  const org = await createDemoOrg({ users: 60, logins: 500, live: false, now: () => NOON, ...options });
  const client = new TestClient(org);
  await client.grant();
  return { org, client };
}
