import { AppError } from '../../shared/model/errors';
import type { ConnectivityReport } from '../../shared/model/connectivity';
import type { Org, OrgIdentity } from '../../shared/model/org';
import { bool, id, text } from '../collect/streams/fields';
import { normalizeOrgUrl } from '../orgs/org-url';
import { unknownOrg } from '../orgs/errors';
import type { Clock, Database, Log } from '../ports';
import { dailyBudgetOf } from '../quota/day-budget';
import { createQuotaGuard } from '../quota/guard';
import type { ClientFor } from '../salesforce/client-factory';
import type { ConnectivityService } from '../services';
import { gather, NO_FACTS, type Facts } from './facts';
import { stepChanges } from './setup-steps';
import { verdicts } from './verdicts';

export interface ConnectivityDeps {
  db: Database;
  clientFor: ClientFor;
  clock: Clock;
  log: Log;
}

/** Test Connectivity: asks Salesforce, judges, and keeps the checklist honest. */
export function createConnectivityService(deps: ConnectivityDeps): ConnectivityService {
  const { db, clock, log } = deps;

  async function ask(org: Org, facts: Facts, signal?: AbortSignal) {
    const daily = await dailyBudgetOf(db, org, clock.now());
    const guard = createQuotaGuard({ thresholdPercent: org.thresholdPercent, maxCalls: null, daily });
    try {
      const client = await deps.clientFor(org, guard);
      await gather(client, clock.now(), facts, signal);
    } catch (error) {
      // Vault trouble and cancellations are the caller's; what Salesforce says becomes a check.
      if (!(error instanceof AppError)) throw error;
      if (error.kind === 'vault-locked' || error.kind === 'canceled' || error.kind === 'data') throw error;
      if (error.kind === 'paused') facts.pause = error;
      else if (facts.token?.ok !== true) facts.token = { ok: false, error };
      else facts.organization ??= { ok: false, error };
    }
    return guard.state();
  }

  return {
    async test(orgId, signal) {
      const org = await db.getOrg(orgId);
      if (org === null) throw unknownOrg(await db.listOrgs(), null);
      const facts: Facts = { ...NO_FACTS };
      const urlError = checkUrl(org.url);
      const quota =
        urlError === null
          ? await ask(org, facts, signal)
          : { used: null, max: null, usedBefore: null, made: 0, inFlight: 0 };
      const now = clock.now();
      // As it is now: the test may have made a new certificate the current one.
      const { auth, certificates } = (await db.getOrg(orgId)) ?? org;
      const { thresholdPercent } = org;
      const checks = verdicts({ facts, urlError, quota, thresholdPercent, auth, certificates, now });
      const connected =
        !checks.some((check) => check.status === 'fail') &&
        checks.some((check) => check.id === 'token' && check.status === 'pass');
      const report: ConnectivityReport = {
        org: org.name,
        connected,
        checks,
        at: new Date(now).toISOString(),
        callsMade: quota.made,
      };
      await remember(org, report, facts, now);
      if (quota.made > 0) await db.addOwnCalls(org.id, now, quota.made);
      if (quota.used !== null && quota.max !== null) await db.recordUsage(org.id, now, quota.used, quota.max);
      log.info('connectivity tested', { org: org.name, connected, calls: quota.made });
      return report;
    },
  };

  async function remember(org: Org, report: ConnectivityReport, facts: Facts, now: number): Promise<void> {
    await db.saveConnectivity(org.id, report);
    for (const { id: step, doneBy, problem } of stepChanges(report.checks, report.connected, org.auth)) {
      await db.setSubStep(org.id, step, { doneBy, problem }, now);
    }
    const identity = identityOf(facts);
    if (Object.keys(identity).length > 0) await db.setOrgIdentity(org.id, identity);
    if (facts.limits?.ok === true) await db.recordLimits(org.id, now, facts.limits.value);
    // With the permission there, fields refused earlier deserve another try.
    if (facts.userLogin?.ok === true) {
      for (const object of Object.keys(await db.droppedFields(org.id))) {
        await db.saveDroppedFields(org.id, object, []);
      }
      await db.forgetDescriptions(org.id);
    }
  }
}

function checkUrl(url: string): AppError | null {
  try {
    normalizeOrgUrl(url);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function identityOf({ organization, version }: Facts): Partial<OrgIdentity> {
  const record = organization?.ok === true ? organization.value : null;
  return {
    ...(version?.ok === true ? { apiVersion: version.value } : {}),
    ...(record === null
      ? {}
      : {
          salesforceOrgId: id(record, 'Id'),
          organizationName: text(record, 'Name'),
          edition: text(record, 'OrganizationType'),
          isSandbox: bool(record, 'IsSandbox'),
          instanceName: text(record, 'InstanceName'),
        }),
  };
}
