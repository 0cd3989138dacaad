import {
  CheckCategory,
  NO_COUNTS,
  SEVERITIES,
  Severity,
  type SeverityCounts,
} from '../../../shared/model/checks';
import {
  type FindingsFilter,
  FindingStatus,
  type FindingsPage,
  type MuteTarget,
} from '../../../shared/model/findings';
import { orgRoute, type Route, type RouteParams } from '../../ui/routing/route';

/** Somebody or something that findings are about. */
export interface Subject {
  kind: MuteTarget;
  /** User.Id, address or name of the app. */
  value: string;
  label: string;
}

export interface Filters {
  search: string;
  severities: readonly Severity[];
  checks: readonly string[];
  /** None: whatever the status. */
  statuses: readonly FindingStatus[];
  category: CheckCategory | null;
  subject: Subject | null;
  muted: FindingsFilter['muted'];
}

/** What the page begins with: what somebody has to look at. */
export const USUAL_FILTERS: Filters = {
  search: '',
  severities: [],
  checks: [],
  statuses: ['open'],
  category: null,
  subject: null,
  muted: 'without',
};

export const GROUPINGS = ['check', 'user', 'severity'] as const;
/** What the findings are grouped by, in the list beside the table. */
export type Grouping = (typeof GROUPINGS)[number];

export function isFiltered(filters: Filters): boolean {
  return JSON.stringify(filterOf(filters)) !== JSON.stringify(filterOf(USUAL_FILTERS));
}

/** Whether all that is listed is open and not muted. */
export function showsOnlyOpen({ statuses, muted }: Filters): boolean {
  return statuses.length === 1 && statuses[0] === 'open' && muted === 'without';
}

/** As the service is asked. */
export function filterOf({
  search,
  severities,
  checks,
  statuses,
  category,
  subject,
  muted,
}: Filters): FindingsFilter {
  const about = (kind: MuteTarget) => (subject?.kind === kind ? subject.value : null);
  return {
    search: search.trim(),
    severities: [...severities],
    checks: [...checks],
    statuses: [...statuses],
    category,
    userId: about('user'),
    ip: about('ip'),
    app: about('app'),
    muted,
  };
}

/**
 * The question behind the groups: the filters without what the groups themselves, and the severities, choose.
 * So choosing one leaves the others to be chosen.
 */
export function groupsFilterOf(filters: Filters, grouping: Grouping): FindingsFilter {
  const { checks, subject } = filters;
  return filterOf({
    ...filters,
    severities: [],
    checks: grouping === 'check' ? [] : checks,
    subject: grouping === 'user' && subject?.kind === 'user' ? null : subject,
  });
}

/** The counts of an answer to `groupsFilterOf`. */
export type Facets = Pick<FindingsPage, 'counts' | 'byCheck' | 'byUser'>;

/** How many there are of each severity among what the other filters leave; null: not known. */
export function severityCountsOf(
  facets: Facets,
  filters: Filters,
  grouping: Grouping,
): SeverityCounts | null {
  const { checks, subject } = filters;
  if (grouping === 'check' && checks.length > 0) {
    return facets.byCheck
      .filter(({ check }) => checks.includes(check))
      .reduce((sum, { counts }) => addCounts(sum, counts), NO_COUNTS);
  }
  if (grouping === 'user' && subject?.kind === 'user') {
    // Only the hundred worst are told.
    return facets.byUser.find(({ userId }) => userId === subject.value)?.counts ?? null;
  }
  return facets.counts;
}

function addCounts(a: SeverityCounts, b: SeverityCounts): SeverityCounts {
  return Object.fromEntries(
    SEVERITIES.map((severity) => [severity, a[severity] + b[severity]]),
  ) as SeverityCounts;
}

/** Of these severities; none: of all. */
export function countOf(counts: SeverityCounts, severities: readonly Severity[]): number {
  return SEVERITIES.filter((severity) => severities.length === 0 || severities.includes(severity)).reduce(
    (sum, severity) => sum + counts[severity],
    0,
  );
}

/** The page of findings, filtered: `check`, `severity`, `status`, `category`, `user`, `ip` or `app` with `name`. */
export function findingsRoute(orgId: string, params: RouteParams = {}): Route {
  return orgRoute(orgId, 'findings', params);
}

/** Reads the filters of the address; what is none is left out. */
export function filtersFromParams(params: RouteParams): Filters {
  const { check, name } = params;
  const severities = (params['severity'] ?? '')
    .split(',')
    .flatMap((text) => parsed(Severity.safeParse(text)));
  const statuses = (params['status'] ?? '')
    .split(',')
    .flatMap((text) => parsed(FindingStatus.safeParse(text)));
  const kind = (['user', 'ip', 'app'] as const).find((one) => params[one]);
  const value = kind && params[kind];
  const category = CheckCategory.safeParse(params['category']);
  return {
    ...USUAL_FILTERS,
    severities,
    checks: check ? [check] : [],
    statuses: params['status'] === 'all' ? [] : statuses.length > 0 ? statuses : USUAL_FILTERS.statuses,
    category: category.success ? category.data : null,
    subject: kind && value ? { kind, value, label: name ?? value } : null,
  };
}

const parsed = <T>(result: { success: true; data: T } | { success: false }): T[] =>
  result.success ? [result.data] : [];
