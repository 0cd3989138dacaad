import { ApiError } from '../errors';
import { catalogOf, type ApiCall, type ApiReply } from './api-call';
import { bulkUsage, MAX_JOBS, MAX_STORAGE_MB } from './bulk/create';
import { PER_APP_MAX } from './metering';
import type { Org } from './org';

/** [name, Max, share in use]; names and sizes of an Enterprise Edition org (Limits resource). */
const LIMITS: readonly (readonly [string, number, number])[] = [
  ['ActiveScratchOrgs', 40, 0],
  ['AnalyticsExternalDataSizeMB', 40960, 0.02],
  ['CdpAiInferenceApiMonthlyLimit', 500000000, 0],
  ['ConcurrentAsyncGetReportInstances', 200, 0],
  ['ConcurrentEinsteinDataInsightsStoryCreation', 5, 0],
  ['ConcurrentEinsteinDiscoveryStoryCreation', 2, 0],
  ['ConcurrentSyncReportRuns', 20, 0],
  ['ContentDistBandwidthLimitMB', 102400, 0.001],
  ['ContentDistViewLimit', 50000, 0.002],
  ['ContentPublicationLimit', 6000, 0.01],
  ['DailyAnalyticsDataflowJobExecutions', 60, 0.2],
  ['DailyAnalyticsUploadedFilesSizeMB', 51200, 0.001],
  ['DailyApexCursorLimit', 10000, 0],
  ['DailyApexCursorRowsLimit', 100000000, 0],
  ['DailyApexPCursorLimit', 200000, 0],
  ['DailyAsyncApexExecutions', 250000, 0.07],
  ['DailyAsyncApexTests', 500, 0],
  ['DailyDeliveredPlatformEvents', 50000, 0.03],
  ['DailyDurableGenericStreamingApiEvents', 200000, 0],
  ['DailyDurableStreamingApiEvents', 200000, 0.001],
  ['DailyEinsteinDataInsightsStoryCreation', 1000, 0],
  ['DailyEinsteinDiscoveryOptimizationJobRuns', 25, 0],
  ['DailyEinsteinDiscoveryPredictAPICalls', 50000, 0],
  ['DailyEinsteinDiscoveryPredictionsByCDC', 500000, 0],
  ['DailyEinsteinDiscoveryStoryCreation', 100, 0],
  ['DailyFunctionsApiCallLimit', 235000, 0],
  ['DailyMetadataRetrievesWithDependencies', 500, 0],
  ['DailyScratchOrgs', 80, 0],
  ['DailyStandardVolumePlatformEvents', 25000, 0],
  ['DailyWorkflowEmails', 2145000, 0.001],
  ['DurableStreamingApiConcurrentClients', 1000, 0.002],
  ['ExternalServicesActiveObjects', 25000, 0.001],
  ['ExternalServicesActiveOperations', 1250, 0.01],
  ['ExternalServicesObjectProperties', 150000, 0.001],
  ['ExternalServicesObjects', 25000, 0.001],
  ['ExternalServicesOperations', 2500, 0.01],
  ['ExternalServicesRegistrations', 500, 0.01],
  ['HourlyAsyncReportRuns', 1200, 0.01],
  ['HourlyDashboardRefreshes', 200, 0.04],
  ['HourlyDashboardResults', 5000, 0.01],
  ['HourlyDashboardStatuses', 999999999, 0],
  ['HourlyLongTermIdMapping', 100000, 0],
  ['HourlyManagedContentPublicRequests', 50000, 0],
  ['HourlyODataCallout', 1000, 0],
  ['HourlyPublishedPlatformEvents', 250000, 0.002],
  ['HourlyPublishedStandardVolumePlatformEvents', 1000, 0],
  ['HourlyShortTermIdMapping', 100000, 0],
  ['HourlySyncReportRuns', 500, 0.02],
  ['HourlyTimeBasedWorkflow', 1000, 0.01],
  ['MassEmail', 5000, 0.11],
  ['MaxContentDocumentsLimit', 30000000, 0.001],
  ['MonthlyEinsteinDiscoveryStoryCreation', 500, 0],
  ['MonthlyPlatformEventsUsageEntitlement', 1500000, 0.04],
  ['Package2VersionCreates', 6, 0],
  ['Package2VersionCreatesWithoutValidation', 500, 0],
  ['PlatformEventTriggersWithParallelProcessing', 5, 0],
  ['PrivateConnectOutboundCalloutHourlyLimitMB', 0, 0],
  ['ScheduledFlowRunLimit', 10000, 0.002],
  ['ScheduledPathRunLimit', 100000, 0.001],
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
/** First version with query jobs of Bulk API 2.0. */
const BULK_QUERIES_SINCE = 47;

const entry = (max: number, used: number): { Max: number; Remaining: number } => ({
  Max: max,
  Remaining: max - used,
});

/** `GET /limits`: needs View Setup and Configuration; may lag behind (switch `limitsLag`). */
export function limits(org: Org, call: ApiCall): ApiReply {
  const { permissions } = catalogOf(org, call);
  if (!permissions.viewSetup)
    throw new ApiError(403, 'API_DISABLED_FOR_ORG', 'limits resource is not enabled');
  const { used, max } = org.quota.state;
  const shown = Math.max(0, used - org.faults.switches.limitsLag);
  const rows = permissions.manageUsers ? [...LIMITS, ...STORAGE] : LIMITS;
  const body: Record<string, unknown> = Object.fromEntries(
    rows.map(([name, limit, share]) => [name, entry(limit, Math.floor(limit * share))]),
  );
  const bulk = bulkUsage(org);
  if (call.version >= BULK_QUERIES_SINCE) {
    body['DailyBulkV2QueryJobs'] = entry(MAX_JOBS, bulk.jobs);
    body['DailyBulkV2QueryFileStorageMB'] = entry(MAX_STORAGE_MB, bulk.storageMB);
  }
  // Usage by app hangs below the limit, under the app's label, mostly as 0 of 0.
  body['DailyApiRequests'] = {
    ...entry(max, shown),
    'Salesforce for iOS': entry(0, 0),
    'Ant Migration Tool': entry(0, 0),
    Workbench: entry(0, 0),
    ...(org.faults.switches.perAppUsage === false
      ? {}
      : { Seatwatch: entry(PER_APP_MAX, org.stats.counted) }),
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
