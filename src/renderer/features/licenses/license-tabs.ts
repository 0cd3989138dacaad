import type { ComponentType } from 'react';
import { LicenseKind, type LicenseRef } from '../../../shared/model/licenses';
import type { OrgSummary } from '../../../shared/model/org';
import { GroupBy } from '../../../shared/model/reclaim';
import { orgRoute, type Route, type RouteParams } from '../../ui/routing/route';
import type { LicensesStore } from './licenses-store';

/** The tabs of the page, in order. The one shown is the route's `tab`; the first where there is none. */
export const LICENSE_TABS = ['table', 'seats', 'savings', 'suggestions', 'decisions', 'trend'] as const;
export type LicenseTabId = (typeof LICENSE_TABS)[number];

export const TAB_TITLES: Record<LicenseTabId, string> = {
  table: 'Licenses',
  seats: 'Idle seats',
  savings: 'Savings',
  suggestions: 'Suggestions',
  decisions: 'Decisions',
  trend: 'Trend and forecast',
};

/** Tabs whose content is one long table: they get the height that is left, and scroll inside. */
export const FILLING_TABS: ReadonlySet<LicenseTabId> = new Set(['seats', 'suggestions', 'decisions']);

/** Tabs that count by the definition of idle on the page; the others use the org's own, or that of the day. */
export const COUNTING_TABS: ReadonlySet<LicenseTabId> = new Set(['table', 'seats', 'savings', 'suggestions']);

/** What every tab is given. It is drawn only when the org's definition of idle is known. */
export interface LicenseTabProps {
  org: OrgSummary;
  store: LicensesStore;
  /** The route's params besides `tab`, e.g. which license the seats are of (`seatsParams`). */
  params: RouteParams;
}

export type LicenseTab = ComponentType<LicenseTabProps>;

export function tabOf(params: RouteParams): LicenseTabId {
  return LICENSE_TABS.find((tab) => tab === params.tab) ?? 'table';
}

export function tabRoute(orgId: string, tab: LicenseTabId, params: RouteParams = {}): Route {
  return orgRoute(orgId, 'licenses', tab === 'table' ? params : { tab, ...params });
}

/** People of one department, profile, manager (user id) or country; `value` null: of none. */
export interface SeatGroup {
  by: GroupBy;
  value: string | null;
  /** Its name, where that is not the value itself. */
  label: string | null;
}

/** Which idle seats to show; null: of all. */
export interface SeatsFilter {
  license: LicenseRef | null;
  group: SeatGroup | null;
}

/** The tab of idle seats, filtered: `kind` and `license`, `by`, `value` (none: of nobody) and `label`. */
export function seatsRoute(orgId: string, { license, group }: Partial<SeatsFilter>): Route {
  return tabRoute(orgId, 'seats', {
    ...(license ? { kind: license.kind, license: license.id } : {}),
    ...(group ? { by: group.by } : {}),
    ...(group && group.value !== null ? { value: group.value } : {}),
    ...(group && group.label !== null && group.label !== group.value ? { label: group.label } : {}),
  });
}

/** Reads what `seatsRoute` wrote; anything else in the address filters nothing. */
export function seatsParams({ kind, license, by, value, label }: RouteParams): SeatsFilter {
  const knownKind = LicenseKind.safeParse(kind);
  const knownBy = GroupBy.safeParse(by);
  return {
    license: knownKind.success && license ? { kind: knownKind.data, id: license } : null,
    group: knownBy.success ? { by: knownBy.data, value: value ?? null, label: label ?? value ?? null } : null,
  };
}
