/** A bare Bulk API 2.0 client for the tests: no retries, no cleverness. */
import Papa from 'papaparse';
import type { Reply, TestClient } from '../../test-client';
import { DELIMITERS, LINE_ENDINGS } from './csv';

export interface JobInfo {
  id: string;
  object: string;
  state: string;
  apiVersion: number;
  numberRecordsProcessed: number;
  totalProcessingTime: number;
  isPkChunkingSupported: boolean;
  errorMessage?: string;
}

/** A page of results: its text, and what the headers say. */
export interface ResultPage {
  status: number;
  text: string;
  locator: string | null;
  count: number;
  type: string | null;
}

/** Sign-ins with a number and a parent among their fields. */
export const LOGINS =
  'SELECT Id, UserId, LoginTime, Status, SourceIp, LoginGeo.City, LoginGeo.Latitude FROM LoginHistory';

export type CsvRow = Record<string, string>;
export type Dialect = { columnDelimiter?: keyof typeof DELIMITERS; lineEnding?: keyof typeof LINE_ENDINGS };

export class BulkClient {
  constructor(
    readonly client: TestClient,
    readonly version = 67,
  ) {}

  get base(): string {
    return `/services/data/v${this.version}.0/jobs/query`;
  }

  send(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.client.request(path.startsWith('/services') ? path : this.base + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.client.token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  create(query: string, more: object = {}): Promise<Reply> {
    return this.send('POST', '', { operation: 'query', query, ...more });
  }

  /** Makes a job; throws with the body of an error. */
  async start(query: string, more: object = {}): Promise<JobInfo> {
    const reply = await this.create(query, more);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return reply.body as JobInfo;
  }

  async info(id: string): Promise<JobInfo> {
    const reply = await this.send('GET', `/${id}`);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return reply.body as JobInfo;
  }

  /** Polls until the job is in a state it stays in. */
  async end(id: string): Promise<JobInfo> {
    for (;;) {
      const info = await this.info(id);
      if (info.state !== 'UploadComplete' && info.state !== 'InProgress') return info;
    }
  }

  async page(pathOrId: string, parameters: Record<string, string> = {}): Promise<ResultPage> {
    const path = pathOrId.startsWith('/')
      ? pathOrId
      : `${this.base}/${pathOrId}/results?${new URLSearchParams(parameters).toString()}`;
    const response = await fetch(this.client.org.url + path, {
      headers: { Authorization: `Bearer ${this.client.token}` },
    });
    return {
      status: response.status,
      text: await response.text(),
      locator: response.headers.get('Sforce-Locator'),
      count: Number(response.headers.get('Sforce-NumberOfRecords')),
      type: response.headers.get('Content-Type'),
    };
  }

  /** Every page of a job, following the locators. */
  async pages(id: string, maxRecords?: number): Promise<ResultPage[]> {
    const out: ResultPage[] = [];
    const size: Record<string, string> = maxRecords === undefined ? {} : { maxRecords: String(maxRecords) };
    let locator: string | null = null;
    do {
      const page: ResultPage = await this.page(id, { ...size, ...(locator === null ? {} : { locator }) });
      if (page.status !== 200) throw new Error(page.text);
      out.push(page);
      locator = page.locator;
    } while (locator !== 'null');
    return out;
  }

  /** Rows of a query through a job; throws when the job fails. */
  async all(
    query: string,
    { maxRecords, ...more }: Dialect & { maxRecords?: number } = {},
  ): Promise<CsvRow[]> {
    const { id } = await this.start(query, more);
    const { state, errorMessage } = await this.end(id);
    if (state !== 'JobComplete') throw new Error(`${state}: ${errorMessage ?? ''}`);
    return (await this.pages(id, maxRecords)).flatMap((page) => parseCsv(page.text, more));
  }
}

/** Rows of a page by its header line; throws on anything papaparse finds wrong. */
export function parseCsv(text: string, { columnDelimiter, lineEnding }: Dialect = {}): CsvRow[] {
  const parsed = Papa.parse<CsvRow>(text.replace(/\r?\n$/, ''), {
    header: true,
    delimiter: DELIMITERS[columnDelimiter ?? 'COMMA'],
    newline: LINE_ENDINGS[lineEnding ?? 'LF'],
  });
  // A header line alone is no error, a row with too few or too many values is.
  const wrong = parsed.errors[0];
  if (wrong) throw new Error(`${wrong.message} (row ${wrong.row ?? ''})`);
  return parsed.data;
}

/** What a value of a REST record reads like in CSV. */
export function csvText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw new Error(`no value of a CSV: ${JSON.stringify(value)}`);
  return String(value).replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000$/, '$1Z');
}
