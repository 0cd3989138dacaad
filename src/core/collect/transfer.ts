/** How the rest of a stream is read, and what that is expected to cost. */
export interface Transfer {
  via: 'rest' | 'bulk';
  /** Requests to expect. */
  restCalls: number;
  bulkCalls: number;
  /** Looks at a job that are worth paying for before REST takes over. */
  polls: number;
}

export interface TransferInput {
  /** Name of the stream. */
  stream: string;
  /** Rows REST has still to read. */
  restRows: number;
  /** Rows a job would read; more when it has to begin at the beginning. */
  bulkRows: number;
  bulkPageSize: number;
}

/** Rows of a REST page, and so of a request. */
const REST_PAGE_ROWS = 2_000;
/**
 * Looks to expect at a job: 2, 4, 8 and 16 seconds apart they cover half a minute, within which all but very
 * large jobs end.
 */
const EXPECTED_POLLS = 4;
/**
 * Below this a job is not worth its wait and its place among the org's 10,000 a day. Salesforce advises the
 * Bulk API from 2,000 rows on; with creation and polls counted, REST is the cheaper one up to 6 pages.
 */
const FEWEST_REST_CALLS = 10;
/** What Bulk must save at least, since the number of polls is a guess. */
const MARGIN = 1.5;
const FEWEST_POLLS = 10;
/** About an hour, at a minute each. */
const MOST_POLLS = 60;

/**
 * REST costs one request per 2,000 rows; Bulk one to make the job, some to wait for it, and one per result
 * page. With pages of 50,000 rows Bulk wins from 10 REST pages (18,001 rows) on.
 */
export function chooseTransfer({ restRows, bulkRows, bulkPageSize }: TransferInput): Transfer {
  const restCalls = Math.ceil(Math.max(0, restRows) / REST_PAGE_ROWS);
  const bulkCalls = 1 + EXPECTED_POLLS + Math.max(1, Math.ceil(bulkRows / bulkPageSize));
  const worthIt = restCalls >= FEWEST_REST_CALLS && restCalls >= bulkCalls * MARGIN;
  // Waiting for a job may cost up to half of what it saves.
  const polls = Math.min(MOST_POLLS, Math.max(FEWEST_POLLS, Math.floor((restCalls - bulkCalls) / 2)));
  return { via: worthIt ? 'bulk' : 'rest', restCalls, bulkCalls, polls };
}
