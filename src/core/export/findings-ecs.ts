import type { Severity } from '../../shared/model/checks';
import type { Finding } from '../../shared/model/findings';
import { type FindingsAbout, addressOf, compact, findingUid, techniquesOf } from './findings-siem';

/** Names are those of this version of the Elastic Common Schema; all of them are in later ones, too. */
export const ECS_VERSION = '8.11.0';

/** `event.severity` is a number of the source's own: 0 to 100, as detection rules of Elastic have it. */
const SEVERITIES: Record<Severity, number> = { info: 1, low: 21, medium: 47, high: 73, critical: 99 };

/** `event.category` of what was found; both values go with `event.type` "info". */
const CATEGORIES: Record<Finding['category'], string[]> = {
  posture: ['configuration', 'iam'],
  threat: ['authentication', 'intrusion_detection'],
};

/** A finding as an ECS document. Times are ISO 8601 UTC. What ECS has no field for is in `seatwatch`. */
export function ecsEvent(finding: Finding, about: FindingsAbout): object {
  const check = about.checks.get(finding.check);
  const ip = addressOf(finding);
  const { userId, username, name, acknowledgement } = finding;
  return compact({
    '@timestamp': finding.foundAt,
    ecs: { version: ECS_VERSION },
    event: {
      kind: 'alert',
      category: CATEGORIES[finding.category],
      type: ['info'],
      id: findingUid(about.orgId, finding),
      provider: 'Seatwatch',
      dataset: 'seatwatch.findings',
      module: 'seatwatch',
      severity: SEVERITIES[finding.severity],
      created: finding.foundAt,
      start: finding.firstSeenAt,
      end: finding.lastSeenAt,
    },
    message: finding.summary,
    observer: { product: 'Seatwatch', vendor: 'Seatwatch', version: about.version },
    organization: compact({ id: about.salesforceOrgId, name: about.org }),
    related: nullIfEmpty({
      ip: ip === null ? null : [ip],
      user: [userId, username].filter((value) => value !== null),
    }),
    rule: compact({
      id: finding.check,
      name: finding.title,
      category: finding.category,
      description: check?.finds ?? null,
      ruleset: 'Seatwatch',
    }),
    source: finding.ip === null ? null : compact({ address: finding.ip, ip }),
    threat: threatOf(techniquesOf(check)),
    user: userId === null ? null : compact({ id: userId, name: username, full_name: name }),
    seatwatch: compact({
      severity: finding.severity,
      status: finding.status,
      muted: finding.muted,
      application: finding.app,
      occurrences: finding.occurrences,
      resolved_at: finding.resolvedAt,
      resolved_reason: finding.resolvedReason,
      acknowledgement: acknowledgement === null ? null : compact({ ...acknowledgement }),
      // By check: entries of the same name may be of another type in another check.
      evidence: { [finding.check]: finding.evidence },
    }),
  });
}

/** Techniques and sub-techniques each once: a sub-technique's entry stands beside that of its technique. */
function threatOf(techniques: ReturnType<typeof techniquesOf>): object | null {
  if (techniques.length === 0) return null;
  const columns = (all: { id: string; name: string; url: string }[]) => {
    const each = [...new Map(all.map((one) => [one.id, one])).values()];
    return {
      id: each.map(({ id }) => id),
      name: each.map((one) => one.name),
      reference: each.map(({ url }) => url),
    };
  };
  const subs = techniques.flatMap(({ sub }) => (sub === null ? [] : [sub]));
  return {
    framework: 'MITRE ATT&CK',
    technique: { ...columns(techniques), ...(subs.length === 0 ? {} : { subtechnique: columns(subs) }) },
  };
}

function nullIfEmpty(value: object): object | null {
  const filled = compact(value);
  return Object.keys(filled).length === 0 ? null : filled;
}
