import { ApiError } from '../errors';
import type { ApiCall, ApiReply } from './api-call';
import type { Org } from './org';

/** [name, Max, share in use]; names and sizes of an Enterprise Edition org (Limits resource, mock replies). */
const LIMITS: readonly (readonly [string, number, number])[] = [
  ['ActiveScratchOrgs', 40, 0],
  ['AnalyticsExternalDataSizeMB', 40960, 0.02],
  ['ConcurrentAsyncGetReportInstances', 200, 0],
  ['ConcurrentEinsteinDataInsightsStoryCreation', 5, 0],
  ['ConcurrentSyncReportRuns', 20, 0],
  ['DailyAnalyticsDataflowJobExecutions', 60, 0.2],
  ['DailyAsyncApexExecutions', 250000, 0.07],
  ['DailyAsyncApexTests', 500, 0],
  ['DailyBulkV2QueryFileStorageMB', 976562, 0.001],
  ['DailyBulkV2QueryJobs', 10000, 0.004],
  ['DailyDeliveredPlatformEvents', 50000, 0.03],
  ['DailyDurableGenericStreamingApiEvents', 200000, 0],
  ['DailyDurableStreamingApiEvents', 200000, 0.001],
  ['DailyFunctionsApiCallLimit', 235000, 0],
  ['DailyScratchOrgs', 80, 0],
  ['DailyStandardVolumePlatformEvents', 25000, 0],
  ['DailyWorkflowEmails', 2145000, 0.001],
  ['DurableStreamingApiConcurrentClients', 1000, 0.002],
  ['HourlyAsyncReportRuns', 1200, 0.01],
  ['HourlyDashboardRefreshes', 200, 0.04],
  ['HourlyDashboardResults', 5000, 0.01],
  ['HourlyDashboardStatuses', 999999999, 0],
  ['HourlyLongTermIdMapping', 100000, 0],
  ['HourlyODataCallout', 1000, 0],
  ['HourlyPublishedPlatformEvents', 250000, 0.002],
  ['HourlyShortTermIdMapping', 100000, 0],
  ['HourlySyncReportRuns', 500, 0.02],
  ['HourlyTimeBasedWorkflow', 1000, 0.01],
  ['MassEmail', 5000, 0.11],
  ['MonthlyPlatformEventsUsageEntitlement', 1500000, 0.04],
  ['Package2VersionCreates', 6, 0],
  ['PrivateConnectOutboundCalloutHourlyLimitMB', 0, 0],
  ['ScheduledFlowRunLimit', 10000, 0.002],
  ['SingleEmail', 5000, 0.31],
  ['StreamingApiConcurrentClients', 1000, 0.01],
];

/** Only shown with Manage Users. */
const STORAGE: readonly (readonly [string, number, number])[] = [
  ['DataStorageMB', 34_840, 0.62],
  ['FileStorageMB', 261_120, 0.38],
];

/** First version whose batches are called so. */
const BULK_BATCHES_SINCE = 49;

const entry = (max: number, used: number): { Max: number; Remaining: number } => ({
  Max: max,
  Remaining: max - used,
});

/** `GET /limits`: needs View Setup and Configuration; may lag behind (switch `limitsLag`). */
export function limits(org: Org, call: ApiCall): ApiReply {
  if (!org.faults.permissions.viewSetup)
    throw new ApiError(403, 'API_DISABLED_FOR_ORG', 'limits resource is not enabled');
  const { used, max } = org.quota.state;
  const shown = Math.max(0, used - org.faults.limitsLag);
  const rows = org.faults.permissions.manageUsers ? [...LIMITS, ...STORAGE] : LIMITS;
  const body: Record<string, unknown> = Object.fromEntries(
    rows.map(([name, limit, share]) => [name, entry(limit, Math.floor(limit * share))]),
  );
  // Usage by app hangs below the limit, under the app's label, mostly as 0 of 0.
  body['DailyApiRequests'] = {
    ...entry(max, shown),
    'Salesforce for iOS': entry(0, 0),
    'Ant Migration Tool': entry(0, 0),
    Workbench: entry(0, 0),
  };
  body[call.version >= BULK_BATCHES_SINCE ? 'DailyBulkApiBatches' : 'DailyBulkApiRequests'] = {
    ...entry(15_000, 212),
    'Salesforce for iOS': entry(0, 0),
  };
  body['DailyGenericStreamingApiEvents'] = { ...entry(10_000, 0), 'Salesforce for iOS': entry(0, 0) };
  body['DailyStreamingApiEvents'] = { ...entry(200_000, 410), 'Salesforce for iOS': entry(0, 0) };
  body['PermissionSets'] = { ...entry(1500, 41), CreateCustom: entry(1000, 11) };
  const sorted = Object.fromEntries(Object.entries(body).sort(([a], [b]) => a.localeCompare(b)));
  return { status: 200, body: sorted };
}
