import { type Finding, type FindingsFilter, FindingsQuery } from '../../shared/model/findings';
import type { Database } from '../ports';
import { type Column, type TextSink, writeCsv, writeJsonArray, writeJsonLines } from './csv';
import { ecsEvent } from './findings-ecs';
import { ocsfEvent } from './findings-ocsf';
import type { FindingsAbout } from './findings-siem';

export type { FindingsAbout };

export const FINDING_FORMATS = ['csv', 'json', 'ocsf', 'ecs'] as const;
export type FindingFormat = (typeof FINDING_FORMATS)[number];

// The largest page there is: each costs a walk through all findings in memory.
const PAGE = 5_000;

/** Every finding a filter keeps as of `now`, worst first, page by page. */
export async function* findingPages(
  db: Pick<Database, 'findings'>,
  orgId: string,
  filter: FindingsFilter,
  now: number,
): AsyncGenerator<Finding[]> {
  for (let offset = 0; ; offset += PAGE) {
    const query = FindingsQuery.parse({ ...filter, orgId, offset, limit: PAGE });
    const { rows } = await db.findings(query, now);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
  }
}

/** One line of the CSV. Times are ISO 8601 UTC; evidence is one JSON object. New columns go to the end. */
export const findingColumns = ({ org }: Pick<FindingsAbout, 'org'>): Column<Finding>[] => [
  { name: 'org', value: () => org },
  { name: 'check', value: (row) => row.check },
  { name: 'title', value: (row) => row.title },
  { name: 'severity', value: (row) => row.severity },
  { name: 'status', value: (row) => row.status },
  { name: 'user_id', value: (row) => row.userId },
  { name: 'username', value: (row) => row.username },
  { name: 'name', value: (row) => row.name },
  { name: 'ip', value: (row) => row.ip },
  { name: 'app', value: (row) => row.app },
  { name: 'first_seen_at', value: (row) => row.firstSeenAt },
  { name: 'last_seen_at', value: (row) => row.lastSeenAt },
  { name: 'summary', value: (row) => row.summary },
  { name: 'evidence', value: (row) => JSON.stringify(row.evidence) },
  { name: 'found_at', value: (row) => row.foundAt },
  { name: 'resolved_at', value: (row) => row.resolvedAt },
  { name: 'acknowledged_by', value: (row) => row.acknowledgement?.by ?? null },
  { name: 'acknowledged_reason', value: (row) => row.acknowledgement?.reason ?? null },
  { name: 'acknowledged_until', value: (row) => row.acknowledgement?.until ?? null },
  { name: 'muted', value: (row) => row.muted },
];

/** One element of the JSON array. Scripts rely on these names; nothing is added. */
export const findingJson = (row: Finding) => ({
  check: row.check,
  severity: row.severity,
  userId: row.userId,
  username: row.username,
  firstSeenAt: row.firstSeenAt,
  lastSeenAt: row.lastSeenAt,
  summary: row.summary,
  evidence: row.evidence,
  status: row.status,
});

/** One event of each schema for systems that collect events. */
export const siemEvents = (about: FindingsAbout) => ({
  ocsf: (row: Finding) => ocsfEvent(row, about),
  ecs: (row: Finding) => ecsEvent(row, about),
});

/** Writes findings in one of the formats, page by page; resolves with how many. */
export function writeFindings(
  sink: TextSink,
  format: FindingFormat,
  about: FindingsAbout,
  pages: AsyncIterable<readonly Finding[]>,
): Promise<number> {
  switch (format) {
    case 'csv':
      return writeCsv(sink, findingColumns(about), pages);
    case 'json':
      return writeJsonArray(sink, findingJson, pages);
    case 'ocsf':
    case 'ecs':
      return writeJsonLines(sink, siemEvents(about)[format], pages);
  }
}

/** What all formats say about an org and its checks. */
export async function findingsAbout(
  db: Pick<Database, 'checks'>,
  org: { id: string; name: string; identity: { salesforceOrgId: string | null } },
  { version, now }: { version: string; now: number },
): Promise<FindingsAbout> {
  const checks = await db.checks(org.id, now);
  return {
    orgId: org.id,
    org: org.name,
    salesforceOrgId: org.identity.salesforceOrgId,
    version,
    checks: new Map(checks.map(({ info }) => [info.id, info])),
  };
}
