import type { CheckInfo, CheckState } from '../../src/shared/model/checks';
import { NO_COUNTS } from '../../src/shared/model/checks';
import type { Finding } from '../../src/shared/model/findings';

/** A finding as the window gets it: open, about a user's sign-in. */
export const makeFinding = (changes: Partial<Finding> = {}): Finding => ({
  id: 7,
  check: 'impossible-travel',
  title: 'Impossible Travel',
  category: 'threat',
  severity: 'high',
  status: 'open',
  userId: '005000000000001AAA',
  username: 'ada@acme.example',
  name: 'Ada Lovelace',
  ip: '203.0.113.9',
  app: 'Browser',
  firstSeenAt: '2026-02-27T10:00:00.000Z',
  lastSeenAt: '2026-02-28T10:00:00.000Z',
  summary: 'Ada Lovelace signed in from two distant places.',
  evidence: { kilometers: 900, places: ['Berlin', 'Lagos'] },
  occurrences: 2,
  foundAt: '2026-03-01T10:00:00.000Z',
  resolvedAt: null,
  resolvedReason: null,
  acknowledgement: null,
  muted: false,
  ...changes,
});

/** The definition of a check in words. */
export const makeCheckInfo = (changes: Partial<CheckInfo> = {}): CheckInfo => ({
  id: 'impossible-travel',
  title: 'Impossible Travel',
  category: 'threat',
  alsoKnownAs: ['Superman Logins'],
  finds: 'Two sign-ins farther apart than anybody travels.',
  matters: 'Somebody else may have the password.',
  severityRule: 'High.',
  subjects: 'users with sign-ins',
  needs: [{ stream: 'loginHistory', fields: [], without: null }],
  parameters: [],
  evidence: { kilometers: 'How far apart' },
  remediation: ['Ask the user.', 'Setup > Users > Users: Freeze.'],
  references: [
    {
      id: 'T1078.004',
      title: 'Valid Accounts: Cloud Accounts',
      url: 'https://attack.mitre.org/techniques/T1078/004/',
    },
  ],
  weight: 0,
  ...changes,
});

export const makeCheckState = (info: CheckInfo): CheckState => ({
  info,
  enabled: true,
  values: {},
  changedBy: null,
  changedAt: null,
  result: null,
  open: NO_COUNTS,
  acknowledged: 0,
  muted: 0,
});
