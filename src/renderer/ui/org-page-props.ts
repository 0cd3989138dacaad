import type { OrgSummary } from '../../shared/model/org';
import type { RouteParams } from './routing/route';

/** What every page of an org is given. The org is always the newest summary. */
export interface OrgPageProps {
  org: OrgSummary;
  /** The query part of the page's address. */
  params: RouteParams;
}
