import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import type { AsOfChoice, ChangesPage, FieldChange, RowChange } from '../../src/shared/model/changes';
import type { OrgSummary } from '../../src/shared/model/org';
import type { UserTableRow } from '../../src/shared/model/users';
import { DAY, iso, seeded } from './bridge-people';

/** Made-up changes between collections. The newest run changed nothing, the one before a few rows. */

export interface ChangesData {
  org: (orgId: string) => OrgSummary;
  users: (orgId: string) => UserTableRow[];
  /** "untracked": one collection only. "unchanged": several, with nothing new. */
  mode: 'usual' | 'untracked' | 'unchanged';
}

const RUNS = 20;
const NEWEST_RUN = 41;

type Answers = Pick<Handlers<ContractType['review']>, 'changes' | 'asOfChoices'>;

export function createFakeChanges({ org, users, mode }: ChangesData): Answers {
  const ends = (orgId: string): AsOfChoice[] => {
    const end = org(orgId).dataAsOf;
    if (end === null) return [];
    const count = mode === 'untracked' ? 1 : RUNS;
    return Array.from({ length: count }, (_, i) => ({
      at: iso(Date.parse(end) - i * DAY - (i % 3) * 700_000),
      runId: NEWEST_RUN - i,
    }));
  };
  const all = new Map<string, RowChange[]>();
  const changesOf = (orgId: string): RowChange[] => {
    const known = all.get(orgId);
    if (known) return known;
    const made = mode === 'usual' ? makeChanges(users(orgId), ends(orgId)) : [];
    all.set(orgId, made);
    return made;
  };

  return {
    asOfChoices: ({ orgId }) => ends(orgId),
    changes: (query): ChangesPage => {
      const needle = query.search.toLowerCase();
      const found = changesOf(query.orgId)
        .filter((row) => query.runId === null || row.runId === query.runId)
        .filter((row) => query.since === null || row.at >= query.since)
        .filter((row) => query.until === null || row.at < query.until)
        .filter((row) => query.streams.length === 0 || query.streams.includes(row.stream))
        .filter((row) => query.kinds.length === 0 || query.kinds.includes(row.kind))
        .filter((row) => query.userId === null || row.userId === query.userId)
        .filter((row) => `${row.label} ${row.userName ?? ''}`.toLowerCase().includes(needle));
      const counts = new Map<string, ChangesPage['counts'][number]>();
      for (const { stream, streamTitle, kind } of found) {
        const one = counts.get(`${stream}/${kind}`) ?? { stream, title: streamTitle, kind, count: 0 };
        counts.set(`${stream}/${kind}`, { ...one, count: one.count + 1 });
      }
      const choices = ends(query.orgId);
      return {
        total: found.length,
        rows: found.slice(query.offset, query.offset + query.limit),
        counts: [...counts.values()],
        trackedSince: mode === 'untracked' || choices.length === 0 ? null : (choices.at(-1)?.at ?? null),
      };
    },
  };
}

const field = (
  name: string,
  before: FieldChange['before'],
  after: FieldChange['after'],
  labels: [string | null, string | null] = [null, null],
): FieldChange => ({ field: name, before, after, beforeLabel: labels[0], afterLabel: labels[1] });

type Kind = Pick<RowChange, 'stream' | 'streamTitle' | 'kind' | 'fields'> & { suffix?: string };

/** What happens to people, in turn. */
const KINDS: readonly Kind[] = [
  { stream: 'users', streamTitle: 'Users', kind: 'changed', fields: [field('isActive', 1, 0)] },
  {
    stream: 'users',
    streamTitle: 'Users',
    kind: 'changed',
    fields: [
      field('profileId', '00eFk00000000A1IAI', '00eFk00000000A2IAI', ['Sales', 'Sales Manager']),
      field('userRoleId', null, '00EFk00000000B1MAE', [null, 'EMEA Sales']),
      field('department', 'Inside Sales', 'Sales'),
      field('features', '["KnowledgeUser"]', '["KnowledgeUser","SupportUser"]'),
    ],
  },
  {
    stream: 'permissionSetAssignments',
    streamTitle: 'Permission set assignments',
    kind: 'added',
    fields: [],
    suffix: 'Modify Forecasts',
  },
  {
    stream: 'userLogins',
    streamTitle: 'Frozen and locked users',
    kind: 'changed',
    fields: [field('isFrozen', 0, 1)],
  },
  { stream: 'users', streamTitle: 'Users', kind: 'added', fields: [] },
  {
    stream: 'permissionSetLicenseAssignments',
    streamTitle: 'Permission set license assignments',
    kind: 'removed',
    fields: [],
    suffix: 'CRM Analytics Growth',
  },
  {
    stream: 'users',
    streamTitle: 'Users',
    kind: 'changed',
    fields: [field('email', 'old.address@acme-field.example', 'new.address@acme-field.example')],
  },
];

function makeChanges(users: readonly UserTableRow[], ends: readonly AsOfChoice[]): RowChange[] {
  if (users.length === 0) return [];
  const random = seeded(11);
  const rows: RowChange[] = [];
  // A quiet first day: the default view looks for the newest run that changed something.
  for (const { at, runId } of ends.slice(1, -1)) {
    const count = 12 + Math.floor(random() * 60);
    for (let n = 0; n < count; n++) {
      const { suffix, ...kind } = KINDS[Math.floor(random() * KINDS.length)] as Kind;
      const user = users[Math.floor(random() ** 2 * users.length)] as UserTableRow;
      rows.push({
        ...kind,
        id: 90_000 - rows.length,
        runId,
        at,
        rowId: suffix ? `0Pa${user.id.slice(3)}` : user.id,
        label: suffix ?? user.name,
        userId: user.id,
        userName: user.name,
      });
    }
    rows.push({
      id: 90_000 - rows.length,
      runId,
      at,
      stream: 'userLicenses',
      streamTitle: 'User licenses',
      rowId: '100Fk0000000001IAA',
      kind: 'changed',
      label: 'Salesforce',
      userId: null,
      userName: null,
      fields: [field('used', 771 + rows.length, 771), field('total', 820, 840)],
    });
  }
  return rows;
}
