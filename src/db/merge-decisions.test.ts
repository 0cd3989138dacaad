import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, store, type TestDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import {
  dump,
  expectExact,
  expectMergedAlready,
  mergeInto,
  read,
  twoWorkstations,
} from '../../test/builders/two-workstations';
import { openPlain } from './open';

let a: TestDatabase;
let b: TestDatabase;
let dispose: () => void;
beforeEach(async () => {
  ({ a, b, dispose } = await twoWorkstations());
});
afterEach(() => dispose());

describe('what people decided on two workstations', () => {
  it('lets the newest decision of a person count', async () => {
    const finding = (of: TestDatabase, first: number, last: number | null) => {
      const writer = openPlain(of.file, undefined);
      writer
        .prepare(
          `INSERT INTO finding (org_id, check_id, key, severity, first_seen_at, last_seen_at, occurrences, summary,
             evidence, provisional, found_at) VALUES (1, 'X1', 'k', 'high', ?, ?, 1, 's', '{}', 0, ?)`,
        )
        .run(first, last, first);
      writer.close();
    };
    finding(a, 200, 900);
    finding(b, 100, 800);
    await a.db.acknowledge(
      'uid-a',
      { ids: [1] },
      {
        by: 'ann',
        at: 1000,
        reason: 'known',
        until: null,
      },
    );
    await b.db.acknowledge(
      'uid-b',
      { ids: [1] },
      {
        by: 'ben',
        at: 2000,
        reason: 'fine',
        until: null,
      },
    );
    await a.db.setLeave('uid-a', ['005A'], { reason: 'old', until: null, by: 'ann', at: 1 });
    await b.db.setLeave('uid-b', ['005A'], { reason: 'new', until: null, by: 'ben', at: 2 });
    await b.db.setLeave('uid-b', ['005B'], { reason: 'b', until: null, by: 'ben', at: 2 });
    await mergeInto(a, b);
    expect(
      read(a, 'SELECT first_seen_at, last_seen_at, acknowledged_by, acknowledged_reason FROM finding'),
    ).toEqual([[100, 900, 'ben', 'fine']]);
    expect(read(a, 'SELECT at, kind, by FROM finding_event ORDER BY id')).toEqual([
      [1000, 'acknowledged', 'ann'],
      [2000, 'acknowledged', 'ben'],
    ]);
    expect(read(a, 'SELECT user_id, reason FROM leave ORDER BY 1')).toEqual([
      ['005A', 'new'],
      ['005B', 'b'],
    ]);
    await mergeInto(b, a);
    expect(read(b, 'SELECT first_seen_at, last_seen_at, acknowledged_by FROM finding')).toEqual([
      [100, 900, 'ben'],
    ]);
    await b.db.reopen('uid-b', { ids: [1] }, { by: 'ben', at: 3000, note: 'no' });
    await mergeInto(a, b);
    expect(read(a, 'SELECT acknowledged_by FROM finding')).toEqual([[null]]);
  });

  it('mutes of both hold, of two that say the same the newer one', async () => {
    const mute = (of: TestDatabase, value: string, by: string, at: number, check: string | null = null) =>
      of.db.mute(of === a ? 'uid-a' : 'uid-b', {
        ...{ check, target: 'ip', value, reason: `${by}'s`, until: by === 'ben' ? AS_OF : null, by, at },
      });
    await mute(a, '192.0.2.1', 'ann', 10);
    await mute(b, '192.0.2.1', 'ben', 20);
    await mute(a, '192.0.2.2', 'ann', 40);
    await mute(b, '192.0.2.2', 'ben', 30);
    await mute(a, '192.0.2.3', 'ann', 1);
    await mute(b, '192.0.2.4', 'ben', 2);
    // Of one check is something else than of all.
    await mute(b, '192.0.2.3', 'ben', 3, 'ip-threat');
    const { orgs } = await mergeInto(a, b);
    expect(orgs).toMatchObject([{ added: { mutes: 2 }, updated: 1 }]);
    const all = 'SELECT value, check_id IS NULL, muted_by, muted_at, until FROM finding_mute ORDER BY 1, 2';
    expect(read(a, all)).toEqual([
      ['192.0.2.1', 1, 'ben', 20, AS_OF],
      ['192.0.2.2', 1, 'ann', 40, null],
      ['192.0.2.3', 0, 'ben', 3, AS_OF],
      ['192.0.2.3', 1, 'ann', 1, null],
      ['192.0.2.4', 1, 'ben', 2, AS_OF],
    ]);
    await expectMergedAlready(a, b);
    await mergeInto(b, a);
    expect(read(b, all)).toEqual(read(a, all));
  });

  it('lists of addresses of both, of two with one name the one changed last, and those of every org once', async () => {
    const save = (of: TestDatabase, name: string, cidr: string, at: number, more: object = {}) =>
      of.db.saveAddressList(of === a ? 'uid-a' : 'uid-b', {
        ...{ id: null, everyOrg: false, name, purpose: 'office', ranges: [{ cidr, note: '' }] },
        ...{ by: of === a ? 'ann' : 'ben', at },
        ...more,
      } as never);
    await save(a, 'Bern', '192.0.2.0/28', 10);
    await save(b, 'Bern', '192.0.2.16/28', 20);
    await save(a, 'Basel', '192.0.2.32/28', 40);
    await save(b, 'Basel', '192.0.2.48/28', 30);
    await save(b, 'Bern', '198.51.100.7', 5, { purpose: 'denied' });
    await save(a, 'VPN', '203.0.113.0/24', 7, { everyOrg: true });
    await save(b, 'VPN', '203.0.113.0/24', 7, { everyOrg: true });
    // One name twice on the other side, and one of them here by now.
    await save(b, 'Twice', '192.0.2.64/28', 1);
    await save(b, 'Twice', '192.0.2.80/28', 2);
    const { orgs } = await mergeInto(a, b);
    expect(orgs).toMatchObject([{ added: { addressLists: 3 }, updated: 1 }]);
    const lists = (of: TestDatabase) =>
      read(
        of,
        `SELECT name, purpose, org_id IS NULL, ranges ->> '$[0].cidr', changed_by FROM address_list ORDER BY 1, 2, 4`,
      );
    expect(lists(a)).toEqual([
      ['Basel', 'office', 0, '192.0.2.32/28', 'ann'],
      ['Bern', 'denied', 0, '198.51.100.7/32', 'ben'],
      ['Bern', 'office', 0, '192.0.2.16/28', 'ben'],
      ['Twice', 'office', 0, '192.0.2.64/28', 'ben'],
      ['Twice', 'office', 0, '192.0.2.80/28', 'ben'],
      ['VPN', 'office', 1, '203.0.113.0/24', 'ann'],
    ]);
    await expectMergedAlready(a, b);
    await mergeInto(b, a);
    expect(lists(b).map((row) => row.slice(0, 4))).toEqual(lists(a).map((row) => row.slice(0, 4)));
    await expectMergedAlready(b, a);
    const [, twice] = read<[number]>(
      b,
      `SELECT id FROM address_list WHERE name = 'Twice' ORDER BY changed_at`,
    );
    await save(b, 'Twice', '192.0.2.96/28', 50, { id: twice?.[0] });
    await mergeInto(a, b);
    expect(
      lists(a)
        .filter(([name]) => name === 'Twice')
        .map((row) => row[3]),
    ).toEqual(['192.0.2.64/28', '192.0.2.96/28']);
  });

  it('prices and rules without a time stay as they are here, and are taken where there are none', async () => {
    const price = (of: TestDatabase, licenseId: string, amount: number) =>
      of.db.setPrice(of === a ? 'uid-a' : 'uid-b', {
        ...{ kind: 'user', licenseId },
        price: { amount, per: 'year', currency: 'EUR', contractEnd: null },
      });
    await price(a, '100', 100);
    await price(b, '100', 900);
    await price(b, '200', 200);
    await mergeInto(a, b);
    expect(read(a, 'SELECT license_id, amount FROM license_price ORDER BY 1')).toEqual([
      ['100', 100],
      ['200', 200],
    ]);
    await expectMergedAlready(a, b);
  });
});

describe('people who are to be forgotten', () => {
  it('are not brought back', async () => {
    await store(a.db, 'loginHistory', [rows.login('0Ya1', '005A', AS_OF)], { orgId: 'uid-a' });
    await a.db.forgetPerson('uid-a', '005A', true, AS_OF);
    await store(b.db, 'users', [rows.user('005A'), rows.user('005B', { managerId: '005A' })], {
      orgId: 'uid-b',
    });
    await store(
      b.db,
      'loginHistory',
      [rows.login('0Ya1', '005A', AS_OF), rows.login('0Ya2', '005B', AS_OF)],
      {
        orgId: 'uid-b',
      },
    );
    await mergeInto(a, b);
    expect(read(a, 'SELECT id, manager_id FROM sf_user')).toEqual([['005B', null]]);
    expect(read(a, 'SELECT user_id FROM login_user')).toEqual([['005B']]);
    expect(JSON.stringify(dump(a))).not.toContain('005A');
    expectExact(a);
  });

  it('are not brought back by what only names them, nor by name', async () => {
    const ADA = '005000000000001AAA';
    await store(a.db, 'users', [rows.user(ADA, { username: 'ada@acme.test' })], { orgId: 'uid-a' });
    await a.db.forgetPerson('uid-a', ADA, true, AS_OF);
    // Here the newer list of users is, so that nobody there knows what she is called.
    await store(a.db, 'users', [rows.user('005B')], { orgId: 'uid-a', at: AS_OF + DAY, pass: 2 });
    const orgId = 'uid-b';
    await store(b.db, 'users', [rows.user(ADA, { name: 'Ada King', username: 'ada@acme.test' })], { orgId });
    const audit = { action: 'x', section: null, createdByContext: null, createdByIssuer: null };
    await store(
      b.db,
      'setupAuditTrail',
      [
        { ...audit, id: '1', createdAt: AS_OF, display: 'Hers', createdById: ADA, delegateUser: null },
        {
          ...audit,
          id: '2',
          createdAt: AS_OF,
          display: 'Froze Ada King',
          createdById: '005B',
          delegateUser: null,
        },
      ],
      { orgId },
    );
    const writer = openPlain(b.file, undefined);
    writer
      .prepare(
        `INSERT INTO finding (org_id, check_id, key, severity, user_id, first_seen_at, occurrences, summary, evidence,
           provisional, found_at) VALUES (1, 'X1', 'k', 'high', NULL, 1, 1, 'Ada King and others', ?, 0, 1)`,
      )
      .run(JSON.stringify({ people: [{ id: ADA, username: 'ada@acme.test' }] }));
    writer.close();
    await mergeInto(a, b);
    expect(read(a, 'SELECT display FROM setup_audit_trail')).toEqual([['Froze [removed]']]);
    expect(read(a, 'SELECT count(*) FROM finding')).toEqual([[1]]);
    for (const trace of [ADA, 'ada@acme.test', 'Ada King'])
      expect(JSON.stringify(dump(a)), trace).not.toContain(trace);
    await expectMergedAlready(a, b);
  });

  it('there are forgotten here too, but for the user Seatwatch signs in as here', async () => {
    await store(a.db, 'users', [rows.user('005A'), rows.user('005B')], { orgId: 'uid-a' });
    await store(b.db, 'users', [rows.user('005A'), rows.user('005B')], { orgId: 'uid-b' });
    await a.db.setOrgIdentity('uid-a', { runAsUserId: '005A' });
    for (const user of ['005A', '005B']) await b.db.forgetPerson('uid-b', user, true, AS_OF);
    const { orgs } = await mergeInto(a, b);
    expect(orgs).toMatchObject([{ added: { ignoredPeople: 1 } }]);
    expect(read(a, 'SELECT id FROM sf_user')).toEqual([['005A']]);
    await expectMergedAlready(a, b);
    // And of whom one side ignores, the other may be the one that signs in as them.
    await b.db.setOrgIdentity('uid-b', { runAsUserId: '005B' });
    await expect(mergeInto(a, b)).resolves.toBeDefined();
  });
});
