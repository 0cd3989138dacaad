import { createQuotaGuard } from '../quota/guard';
import { createSalesforceClient } from '../salesforce/client';
import { createHttp } from '../salesforce/http';
import { createTokenSource } from '../salesforce/token';
import { fakeClock, memoryLog } from './fakes';
import {
  INSTANCE,
  json,
  scriptedFetch,
  tokenReply,
  usage,
  type Reply,
  type SeenRequest,
} from './scripted-fetch';

export interface ScriptedClientOptions {
  maxCalls?: number;
  /** Percent; 75 unless told. */
  threshold?: number;
  /** Time-out of an answer; null: as shipped. */
  answerMs?: number | null;
  bulkPageSize?: number;
  /** Answers of the token endpoint, by number from 1. */
  token?: (n: number) => Reply;
  /** Answer of the list of versions, by number from 1. */
  versions?: (n: number) => Reply;
}

const VERSIONS = [31, 68, 41, 67].map((n) => ({
  label: 'x',
  url: `/services/data/v${String(n)}.0`,
  version: `${String(n)}.0`,
}));

/** A client whose charged requests (numbered from 1) are answered by a function; chance never strikes. */
export function scriptedClient(
  answer: (request: SeenRequest, n: number) => Reply,
  options: ScriptedClientOptions = {},
) {
  let n = 0;
  const script = scriptedFetch((request) => {
    if (request.url.pathname.endsWith('/token')) {
      const nth = script.to('/token').length;
      return options.token?.(nth) ?? tokenReply(`token-${String(nth)}`);
    }
    if (request.url.pathname === '/services/data') {
      const nth = script.seen.filter(({ url }) => url.pathname === '/services/data').length;
      return options.versions?.(nth) ?? json(VERSIONS);
    }
    n += 1;
    return answer(request, n);
  });
  const clock = fakeClock();
  const guard = createQuotaGuard({
    thresholdPercent: options.threshold ?? 75,
    maxCalls: options.maxCalls ?? null,
  });
  const log = memoryLog();
  const shared = { fetch: script.fetch, clock, log, random: () => 0 };
  const tokens = createTokenSource({
    ...shared,
    login: { auth: 'client-credentials', url: INSTANCE, consumerKey: 'k', consumerSecret: 's' },
  });
  const { answerMs = 5_000 } = options;
  const http = createHttp({
    ...shared,
    tokens,
    guard,
    loginUrl: INSTANCE,
    ...(answerMs === null ? {} : { timeouts: { answerMs, idleMs: 5_000 } }),
  });
  const client = createSalesforceClient({
    ...shared,
    http,
    tokens,
    guard,
    bulkPageSize: options.bulkPageSize,
  });
  return { client, script, clock, guard, log };
}

/** A page of a query. */
export function queryPage(ids: string[], next?: string, totalSize = ids.length): Response {
  return json(
    { totalSize, done: next === undefined, nextRecordsUrl: next, records: ids.map((Id) => ({ Id })) },
    { headers: usage(10, 1_000) },
  );
}
