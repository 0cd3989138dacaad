import { describe, expect, it } from 'vitest';
import { makeCheckInfo, makeCheckState, makeFinding } from '../../../test/builders/finding';
import { makeOrg } from '../../../test/builders/org';
import type { Finding } from '../../shared/model/findings';
import { findingsAbout, siemEvents } from './findings';

const events = siemEvents(
  await findingsAbout(
    { checks: async () => [makeCheckState(makeCheckInfo())] },
    makeOrg({ identity: { ...makeOrg().identity, salesforceOrgId: '00D000000000001EAA' } }),
    { version: '1.2.3', now: Date.parse('2026-03-01T12:00:00.000Z') },
  ),
);

/** As it leaves the program. */
const event = (format: 'ocsf' | 'ecs', changes: Partial<Finding> = {}): unknown =>
  JSON.parse(JSON.stringify(events[format](makeFinding(changes))));

describe('OCSF events', () => {
  it('are Detection Findings with the fields of the schema', () => {
    expect(event('ocsf')).toEqual({
      activity_id: 1,
      activity_name: 'Create',
      actor: {
        user: { full_name: 'Ada Lovelace', name: 'ada@acme.example', uid: '005000000000001AAA' },
      },
      category_name: 'Findings',
      category_uid: 2,
      class_name: 'Detection Finding',
      class_uid: 2004,
      count: 2,
      end_time: Date.parse('2026-02-28T10:00:00.000Z'),
      evidences: [
        {
          actor: { user: { full_name: 'Ada Lovelace', name: 'ada@acme.example', uid: '005000000000001AAA' } },
          data: { kilometers: 900, places: ['Berlin', 'Lagos'] },
          src_endpoint: { ip: '203.0.113.9' },
        },
      ],
      finding_info: {
        analytic: {
          category: 'threat',
          desc: 'Two sign-ins farther apart than anybody travels.',
          name: 'Impossible Travel',
          type: 'Rule',
          type_id: 1,
          uid: 'impossible-travel',
        },
        attacks: [
          {
            sub_technique: {
              name: 'Cloud Accounts',
              src_url: 'https://attack.mitre.org/techniques/T1078/004/',
              uid: 'T1078.004',
            },
            technique: {
              name: 'Valid Accounts',
              src_url: 'https://attack.mitre.org/techniques/T1078/',
              uid: 'T1078',
            },
          },
        ],
        created_time: Date.parse('2026-03-01T10:00:00.000Z'),
        desc: 'Ada Lovelace signed in from two distant places.',
        first_seen_time: Date.parse('2026-02-27T10:00:00.000Z'),
        last_seen_time: Date.parse('2026-02-28T10:00:00.000Z'),
        title: 'Impossible Travel',
        types: ['threat'],
        uid: 'org-1:7',
      },
      message: 'Ada Lovelace signed in from two distant places.',
      metadata: {
        product: { name: 'Seatwatch', vendor_name: 'Seatwatch', version: '1.2.3' },
        profiles: ['host'],
        tenant_uid: '00D000000000001EAA',
        version: '1.3.0',
      },
      remediation: { desc: 'Ask the user.\nSetup > Users > Users: Freeze.' },
      resources: [
        { name: 'Acme', type: 'Salesforce org', uid: '00D000000000001EAA' },
        { name: 'Browser', type: 'Application' },
      ],
      severity: 'High',
      severity_id: 4,
      start_time: Date.parse('2026-02-27T10:00:00.000Z'),
      status: 'New',
      status_id: 1,
      time: Date.parse('2026-03-01T10:00:00.000Z'),
      type_name: 'Detection Finding: Create',
      type_uid: 200401,
      unmapped: { muted: false, status: 'open' },
    });
  });

  it('say what became of a finding, and when', () => {
    const acknowledgement = {
      by: 'Kim',
      at: '2026-03-01T11:00:00.000Z',
      reason: 'Was me.',
      until: '2026-04-01T00:00:00.000Z',
    };
    expect(event('ocsf', { status: 'acknowledged', acknowledgement })).toMatchObject({
      activity_id: 2,
      type_uid: 200402,
      status_id: 3,
      comment: 'Was me.',
      time: Date.parse('2026-03-01T11:00:00.000Z'),
      unmapped: { acknowledged_by: 'Kim', acknowledged_until: '2026-04-01T00:00:00.000Z' },
    });
    expect(
      event('ocsf', {
        status: 'resolved',
        resolvedAt: '2026-03-01T11:30:00.000Z',
        resolvedReason: 'quiet',
      }),
    ).toMatchObject({
      activity_id: 3,
      type_uid: 200403,
      status_id: 4,
      time: Date.parse('2026-03-01T11:30:00.000Z'),
      unmapped: { resolved_reason: 'quiet' },
    });
    expect(event('ocsf', { muted: true })).toMatchObject({ activity_id: 1, status_id: 3 });
  });

  it('leave out what is not known, and put no text where an address belongs', () => {
    const found = event('ocsf', {
      check: 'gone-check',
      title: 'gone-check',
      userId: null,
      username: null,
      name: null,
      app: null,
      occurrences: 0,
      ip: 'Salesforce.com IP',
    }) as Record<string, unknown>;
    for (const name of ['actor', 'count', 'comment', 'remediation']) expect(found).not.toHaveProperty(name);
    expect(found).toMatchObject({
      evidences: [{ data: { kilometers: 900 } }],
      finding_info: { analytic: { uid: 'gone-check' } },
      unmapped: { ip: 'Salesforce.com IP' },
    });
    expect(JSON.stringify(found)).not.toContain('src_endpoint');
    expect(JSON.stringify(found)).not.toContain('attacks');
    expect(JSON.stringify(found)).not.toContain('null');
  });
});

describe('ECS events', () => {
  it('are alerts with the fields of the schema', () => {
    expect(event('ecs')).toEqual({
      '@timestamp': '2026-03-01T10:00:00.000Z',
      ecs: { version: '8.11.0' },
      event: {
        kind: 'alert',
        category: ['authentication', 'intrusion_detection'],
        type: ['info'],
        id: 'org-1:7',
        provider: 'Seatwatch',
        dataset: 'seatwatch.findings',
        module: 'seatwatch',
        severity: 73,
        created: '2026-03-01T10:00:00.000Z',
        start: '2026-02-27T10:00:00.000Z',
        end: '2026-02-28T10:00:00.000Z',
      },
      message: 'Ada Lovelace signed in from two distant places.',
      observer: { product: 'Seatwatch', vendor: 'Seatwatch', version: '1.2.3' },
      organization: { id: '00D000000000001EAA', name: 'Acme' },
      related: { ip: ['203.0.113.9'], user: ['005000000000001AAA', 'ada@acme.example'] },
      rule: {
        id: 'impossible-travel',
        name: 'Impossible Travel',
        category: 'threat',
        description: 'Two sign-ins farther apart than anybody travels.',
        ruleset: 'Seatwatch',
      },
      source: { address: '203.0.113.9', ip: '203.0.113.9' },
      threat: {
        framework: 'MITRE ATT&CK',
        technique: {
          id: ['T1078'],
          name: ['Valid Accounts'],
          reference: ['https://attack.mitre.org/techniques/T1078/'],
          subtechnique: {
            id: ['T1078.004'],
            name: ['Cloud Accounts'],
            reference: ['https://attack.mitre.org/techniques/T1078/004/'],
          },
        },
      },
      user: { id: '005000000000001AAA', name: 'ada@acme.example', full_name: 'Ada Lovelace' },
      seatwatch: {
        severity: 'high',
        status: 'open',
        muted: false,
        application: 'Browser',
        occurrences: 2,
        evidence: { 'impossible-travel': { kilometers: 900, places: ['Berlin', 'Lagos'] } },
      },
    });
  });

  it('of a setting are about configuration; an address that is none is no source.ip', () => {
    const found = event('ecs', {
      category: 'posture',
      check: 'gone-check',
      ip: 'Salesforce.com IP',
      userId: null,
      username: null,
    });
    expect(found).toMatchObject({
      event: { category: ['configuration', 'iam'] },
      source: { address: 'Salesforce.com IP' },
    });
    const text = JSON.stringify(found);
    for (const name of ['"ip"', '"threat"', '"user"', '"related"']) expect(text).not.toContain(name);
  });
});
