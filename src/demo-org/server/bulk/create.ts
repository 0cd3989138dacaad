import { ApiError } from '../../errors';
import { bulkRows, type BulkRows } from '../../soql/bulk-rows';
import { compileSoql, type CompiledQuery } from '../../soql/compile';
import { parseSoql } from '../../soql/parse';
import { catalogOf, type ApiCall } from '../api-call';
import type { Org } from '../org';
import type { CsvDialect } from './csv';
import type { Job } from './job';
import { readCreateBody, refusedClause, refusedResult, unserializable } from './request';
import { estimatedKB } from './results';
import { Snapshot } from './snapshot';

/** Most rows of one result page, whatever is asked for. */
export const MAX_PAGE_ROWS = 250_000;

/** Allowances per rolling 24 hours (Bulk API and Bulk API 2.0 Limits and Allocations). */
export const MAX_JOBS = 10_000;
export const MAX_STORAGE_MB = 976_562;
const MAX_STORAGE_KB = 1_000_000_000;

/** What query jobs of the last 24 hours have used, others' included. */
export function bulkUsage(org: Org): { jobs: number; storageMB: number } {
  const { jobs, storageKB } = org.bulk.used;
  const { bulkJobsByOthers, bulkStorageMBByOthers } = org.faults.switches;
  return { jobs: jobs + bulkJobsByOthers, storageMB: Math.ceil(storageKB / 1024) + bulkStorageMBByOthers };
}

/** Checks a request for a query job and starts the job. */
export function makeJob(org: Org, call: ApiCall): Job {
  const body = readCreateBody(call.body);
  refuseOverLimit(org);
  const { switches } = org.faults;
  const dialect: CsvDialect = {
    columnDelimiter: body.columnDelimiter,
    lineEnding: body.lineEnding,
    bareNulls: switches.bulkBareNulls,
  };
  const { object, rows, late } = accept(org, call, body.query);
  const failure = switches.bulkFails ?? late;
  switches.bulkFails = null;
  const snapshot =
    rows && failure === undefined ? new Snapshot(org.store.db, org.bulk.nextTable(), rows) : undefined;
  const job = org.bulk.add(
    {
      operation: body.operation,
      object,
      dialect,
      apiVersion: call.version,
      createdBy: call.session.user.id,
    },
    {
      baseMs: switches.bulkJobMs,
      rowsPerSecond: switches.bulkRowsPerSecond,
      pageSize: Math.min(MAX_PAGE_ROWS, Math.max(1, switches.bulkPageSize)),
      shuffleSeed: switches.bulkShuffles && rows?.chunked === true ? org.bulk.nextSeed() : undefined,
      failure,
    },
    snapshot,
    snapshot ? estimatedKB(snapshot, org.store.instance, dialect) : 0,
  );
  void snapshot?.fill().catch((error: unknown) => {
    job.fail(`InternalServerError : ${error instanceof Error ? error.message : String(error)}`, org.now());
  });
  return job;
}

interface Accepted {
  object: string;
  /** Absent when the job is going to fail. */
  rows?: BulkRows;
  /** What the job fails with. */
  late?: string;
}

/** Compiles the query; throws, or lets the job fail later, when it is not for Bulk API 2.0. */
function accept(org: Org, call: ApiCall, soql: string): Accepted {
  const { switches } = org.faults;
  const catalog = catalogOf(org, call);
  const plain = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ApiError) || switches.bulkQueryErrorCode === 'own') throw error;
      throw new ApiError(error.status, 'API_ERROR', error.message);
    }
  };
  const compiled = (): CompiledQuery =>
    plain(() =>
      compileSoql(soql, {
        catalog,
        instance: org.store.instance,
        now: org.now(),
        runAs: call.session.user.n,
      }),
    );
  const parsed = plain(() => parseSoql(soql).query);
  const object = (catalog.object(parsed.sObject ?? '') ?? compiled().object).name;
  if (switches.bulkUnsupported.includes(object))
    throw new ApiError(
      400,
      switches.bulkUnsupportedCode,
      `Entity '${object}' is not supported by the Bulk API.`,
    );
  const refuse = (reason: string): Accepted => {
    if (!switches.bulkRefusesLate) throw new ApiError(400, 'API_ERROR', reason);
    return {
      object,
      late: `InvalidBatch : Failed to process query: FUNCTIONALITY_NOT_ENABLED: ${reason}`,
    };
  };
  const clause = refusedClause(parsed);
  if (clause !== undefined) return refuse(clause);
  const query = compiled();
  const reason = refusedResult(query);
  if (reason !== undefined) return refuse(reason);
  const late = unserializable(query);
  return late === undefined ? { object, rows: bulkRows(query) } : { object, late };
}

function refuseOverLimit(org: Org): void {
  const { jobs, storageMB } = bulkUsage(org);
  if (jobs >= MAX_JOBS)
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Max bulk v2 query jobs (${MAX_JOBS}) per 24 hrs has been reached (${jobs})`,
    );
  if (storageMB >= MAX_STORAGE_MB)
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Max bulk v2 query result size stored (${MAX_STORAGE_KB}) kb per 24 hrs has been exceeded`,
    );
}
