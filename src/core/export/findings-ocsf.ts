import type { Severity } from '../../shared/model/checks';
import type { Finding } from '../../shared/model/findings';
import { type FindingsAbout, addressOf, compact, findingUid, techniquesOf } from './findings-siem';

/** Names and numbers are those of this version of the Open Cybersecurity Schema Framework. */
export const OCSF_VERSION = '1.3.0';

const CATEGORY_FINDINGS = 2;
const CLASS_DETECTION_FINDING = 2004;
const ANALYTIC_RULE = 1;

const SEVERITIES: Record<Severity, { id: number; caption: string }> = {
  info: { id: 1, caption: 'Informational' },
  low: { id: 2, caption: 'Low' },
  medium: { id: 3, caption: 'Medium' },
  high: { id: 4, caption: 'High' },
  critical: { id: 5, caption: 'Critical' },
};

const CREATE = { id: 1, name: 'Create' };
const UPDATE = { id: 2, name: 'Update' };
const CLOSE = { id: 3, name: 'Close' };

/** What last became of a finding, and when. */
function activityOf({ status, foundAt, resolvedAt, acknowledgement }: Finding) {
  if (status === 'resolved') return { ...CLOSE, at: resolvedAt ?? foundAt };
  if (status === 'acknowledged') return { ...UPDATE, at: acknowledgement?.at ?? foundAt };
  return { ...CREATE, at: foundAt };
}

/** OCSF knows what was reviewed and accepted as "suppressed". */
function statusOf({ status, muted }: Finding): { id: number; caption: string } {
  if (status === 'resolved') return { id: 4, caption: 'Resolved' };
  return status === 'acknowledged' || muted ? { id: 3, caption: 'Suppressed' } : { id: 1, caption: 'New' };
}

/** A finding as an OCSF event of class Detection Finding (2004). Times are epoch milliseconds. */
export function ocsfEvent(finding: Finding, about: FindingsAbout): object {
  const check = about.checks.get(finding.check);
  const activity = activityOf(finding);
  const status = statusOf(finding);
  const severity = SEVERITIES[finding.severity];
  const actor = actorOf(finding);
  const ip = addressOf(finding);
  return compact({
    activity_id: activity.id,
    activity_name: activity.name,
    // Of the profile "host".
    actor,
    category_name: 'Findings',
    category_uid: CATEGORY_FINDINGS,
    class_name: 'Detection Finding',
    class_uid: CLASS_DETECTION_FINDING,
    comment: finding.acknowledgement?.reason ?? null,
    count: finding.occurrences > 0 ? finding.occurrences : null,
    end_time: Date.parse(finding.lastSeenAt),
    evidences: [
      compact({
        actor,
        data: finding.evidence,
        src_endpoint: ip === null ? null : { ip },
      }),
    ],
    finding_info: compact({
      analytic: compact({
        category: finding.category,
        desc: check?.finds ?? null,
        name: finding.title,
        type: 'Rule',
        type_id: ANALYTIC_RULE,
        uid: finding.check,
      }),
      attacks: techniquesOf(check).map(({ id, name, url, sub }) =>
        compact({
          sub_technique: sub === null ? null : { name: sub.name, src_url: sub.url, uid: sub.id },
          technique: { name, src_url: url, uid: id },
        }),
      ),
      created_time: Date.parse(finding.foundAt),
      desc: finding.summary,
      first_seen_time: Date.parse(finding.firstSeenAt),
      last_seen_time: Date.parse(finding.lastSeenAt),
      title: finding.title,
      types: [finding.category],
      uid: findingUid(about.orgId, finding),
    }),
    message: finding.summary,
    metadata: compact({
      product: { name: 'Seatwatch', vendor_name: 'Seatwatch', version: about.version },
      profiles: actor === null ? null : ['host'],
      tenant_uid: about.salesforceOrgId,
      version: OCSF_VERSION,
    }),
    remediation:
      check === undefined || check.remediation.length === 0 ? null : { desc: check.remediation.join('\n') },
    resources: resourcesOf(finding, about),
    severity: severity.caption,
    severity_id: severity.id,
    start_time: Date.parse(finding.firstSeenAt),
    status: status.caption,
    status_id: status.id,
    time: Date.parse(activity.at),
    type_name: `Detection Finding: ${activity.name}`,
    type_uid: CLASS_DETECTION_FINDING * 100 + activity.id,
    unmapped: compact({
      acknowledged_by: finding.acknowledgement?.by ?? null,
      acknowledged_until: finding.acknowledgement?.until ?? null,
      // What Salesforce has instead of an address.
      ip: ip === null ? finding.ip : null,
      muted: finding.muted,
      resolved_reason: finding.resolvedReason,
      status: finding.status,
    }),
  });
}

function actorOf({ userId, username, name }: Finding): { user: object } | null {
  return userId === null ? null : { user: compact({ full_name: name, name: username, uid: userId }) };
}

function resourcesOf(finding: Finding, { org, salesforceOrgId }: FindingsAbout): object[] {
  const resources = [compact({ name: org, type: 'Salesforce org', uid: salesforceOrgId })];
  if (finding.app !== null) resources.push({ name: finding.app, type: 'Application' });
  return resources;
}
