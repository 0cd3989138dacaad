import { describe, expect, it } from 'vitest';
import { seatTableRow } from '../../../test/builders/export-rows';
import { makeOrg } from '../../../test/builders/org';
import { SeatsQuery, type SeatTableRow } from '../../shared/model/licenses';
import type { Org } from '../../shared/model/org';
import type { DecisionRow, DecisionsQuery } from '../../shared/model/reclaim';
import type { Database } from '../ports';
import { loaderFiles } from './data-loader';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const OWN = '005000000000777AAA';

const org = (changes: Partial<Org> = {}): Org => {
  const { identity } = makeOrg();
  return makeOrg({ identity: { ...identity, runAsUserId: OWN }, ...changes });
};

const id = (n: number): string => `005000000000${String(n).padStart(3, '0')}AAA`;
const seat = (n: number, changes: Partial<SeatTableRow> = {}): SeatTableRow =>
  seatTableRow({ userId: id(n), username: `user${String(n)}@acme.example`, decision: 'reclaim', ...changes });
const permissionSet = (n: number, changes: Partial<SeatTableRow> = {}): SeatTableRow =>
  seat(n, { licenseKind: 'permissionSet', assignmentId: `2LA00000000000${String(n)}AAA`, ...changes });
const packaged = (n: number, changes: Partial<SeatTableRow> = {}): SeatTableRow =>
  seat(n, { licenseKind: 'package', assignmentId: `05000000000000${String(n)}AAA`, ...changes });

/** A database of these seats, whose lists are cut as the real one cuts them. */
function database(
  rows: SeatTableRow[],
  { kept = [], logins = {} }: { kept?: string[]; logins?: Record<string, string> } = {},
): Pick<Database, 'seats' | 'decisions' | 'userLoginIds'> {
  return {
    seats: async (query: SeatsQuery) => {
      const wanted = rows.filter(
        ({ decision }) => query.decisions.length === 0 || query.decisions.includes(decision ?? 'none'),
      );
      return {
        asOf: '2026-03-01T10:00:00.000Z',
        total: wanted.length,
        rows: wanted.slice(query.offset, query.offset + query.limit),
      };
    },
    decisions: async (query: DecisionsQuery) => ({
      total: kept.length,
      rows: (query.decisions.includes('keep') ? kept : [])
        .slice(query.offset, query.offset + query.limit)
        .map((userId) => ({ userId }) as DecisionRow),
    }),
    userLoginIds: async (_orgId: string, ids: readonly string[]) =>
      Object.fromEntries(ids.flatMap((one) => (logins[one] === undefined ? [] : [[one, logins[one]]]))),
  };
}

const query = (changes: Partial<SeatsQuery> = {}): SeatsQuery => ({
  ...SeatsQuery.parse({ orgId: 'org-1', rule: {} }),
  ...changes,
});

describe('files for the Data Loader', () => {
  it('deactivate: one row per user, exactly the fields to be written, no byte order mark', async () => {
    const db = database([seat(1), seat(2), seat(2), permissionSet(3)]);
    const { files, notes } = await loaderFiles(db, org(), query(), 'deactivate', NOW);
    expect(files).toEqual([
      {
        object: 'User',
        operation: 'update',
        csv: `Id,IsActive\n${id(1)},false\n${id(2)},false\n`,
        rows: 2,
      },
    ]);
    expect(notes).toEqual([
      '1 seat is left out: it is no user license, and taken away with the “unassign” file.',
    ]);
  });

  it('freeze: the UserLogin rows, without who is frozen already', async () => {
    const db = database([seat(1), seat(2, { reason: 'frozen' }), seat(3)], {
      logins: { [id(1)]: '0Yw000000000001AAA', [id(2)]: '0Yw000000000002AAA' },
    });
    const { files, notes } = await loaderFiles(db, org(), query(), 'freeze', NOW);
    expect(files).toEqual([
      { object: 'UserLogin', operation: 'update', csv: 'Id,IsFrozen\n0Yw000000000001AAA,true\n', rows: 1 },
    ]);
    expect(notes).toEqual([
      '1 person is left out: they are frozen already.',
      '1 person is left out: Salesforce has not shown the id of their UserLogin row.',
    ]);
  });

  it('unassign: a file per object, without what no row stands for', async () => {
    const db = database([
      permissionSet(1, { reason: 'user-deactivated' }),
      packaged(2),
      packaged(3, { assignmentId: null }),
      seat(4),
      seat(5, { licenseKind: 'feature' }),
    ]);
    const { files, notes } = await loaderFiles(db, org(), query(), 'unassign', NOW);
    expect(files.map(({ object, operation, csv }) => [object, operation, csv])).toEqual([
      ['PermissionSetLicenseAssign', 'delete', 'Id\n2LA000000000001AAA\n'],
      ['UserPackageLicense', 'delete', 'Id\n050000000000002AAA\n'],
    ]);
    expect(notes).toHaveLength(3);
    const one = await loaderFiles(database([packaged(2)]), org(), query(), 'unassign', NOW);
    expect(one.files.map(({ object }) => object)).toEqual(['UserPackageLicense']);
  });

  it.each(['deactivate', 'freeze', 'unassign'] as const)(
    '%s: only what is decided “Reclaim”, whatever the list shows',
    async (format) => {
      const rows = [
        seat(1, { decision: 'keep' }),
        seat(2, { decision: 'ask' }),
        seat(3, { decision: null }),
        permissionSet(4, { decision: null }),
        packaged(5, { decision: 'ask' }),
      ];
      for (const decisions of [[], ['reclaim'], ['ask'], ['none', 'keep']] as SeatsQuery['decisions'][])
        await expect(
          loaderFiles(database(rows), org(), query({ decisions }), format, NOW),
        ).rejects.toMatchObject({ code: 'NOTHING_DECIDED', kind: 'usage' });

      const more = [...rows, seat(6), permissionSet(7)];
      const logins = Object.fromEntries(more.map(({ userId }) => [userId, `0Yw${userId.slice(3)}`]));
      for (const decisions of [[], ['reclaim', 'ask', 'none']] as SeatsQuery['decisions'][]) {
        const { files } = await loaderFiles(
          database(more, { logins }),
          org(),
          query({ decisions }),
          format,
          NOW,
        );
        expect(files.flatMap(({ csv }) => csv.trim().split('\n').slice(1))).toHaveLength(1);
      }
    },
  );

  it.each(['deactivate', 'freeze', 'unassign'] as const)(
    '%s: never the user Seatwatch signs in as',
    async (format) => {
      const own = { userId: OWN, username: 'Seatwatch@acme.example' };
      const rows = [seat(1, own), permissionSet(2, own), packaged(3, own)];
      const logins = { [OWN]: '0Yw000000000777AAA' };
      const jwt = org({
        auth: 'jwt-bearer',
        jwtUsername: 'seatwatch@ACME.example',
        identity: { ...org().identity, runAsUserId: null },
      });
      for (const one of [org(), jwt]) {
        const failed = loaderFiles(database(rows, { logins }), one, query(), format, NOW);
        await expect(failed).rejects.toMatchObject({
          code: 'NOTHING_TO_WRITE',
          message: expect.stringContaining(
            '3 seats are left out: they belong to the user Seatwatch',
          ) as string,
        });
      }
      // Whoever it is: without knowing, no file.
      const unknown = org({ identity: { ...org().identity, runAsUserId: null } });
      await expect(loaderFiles(database(rows), unknown, query(), format, NOW)).rejects.toMatchObject({
        code: 'RUN_AS_UNKNOWN',
      });
    },
  );

  it('nobody is deactivated or frozen of whom any seat is to be kept; their other seats can be taken away', async () => {
    // More than one page of kept seats.
    const kept = Array.from({ length: 1_200 }, (_, n) => `0050000000k${String(n).padStart(4, '0')}AAA`);
    const options = { kept: [...kept, id(1)], logins: { [id(1)]: '0Yw1', [id(2)]: '0Yw2' } };
    const db = database([seat(1), seat(2), permissionSet(1)], options);
    const deactivate = await loaderFiles(db, org(), query(), 'deactivate', NOW);
    expect(deactivate.files[0]?.csv).toBe(`Id,IsActive\n${id(2)},false\n`);
    expect(deactivate.notes).toContain('1 person is left out: another of their seats is to be kept.');
    const freeze = await loaderFiles(db, org(), query(), 'freeze', NOW);
    expect(freeze.files[0]?.csv).toBe('Id,IsFrozen\n0Yw2,true\n');
    const unassign = await loaderFiles(db, org(), query(), 'unassign', NOW);
    expect(unassign.files[0]?.rows).toBe(1);
  });

  it('is made of the newest data only', async () => {
    const past = query({ asOf: '2026-02-01T00:00:00.000Z' });
    await expect(loaderFiles(database([seat(1)]), org(), past, 'deactivate', NOW)).rejects.toMatchObject({
      code: 'LOOKING_BACK',
    });
  });
});
