import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, newOrg, type TestDatabase, testDatabase } from '../../test/builders/db';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
});
afterEach(() => test.dispose());

type List = Parameters<TestDatabase['db']['saveAddressList']>[1];
const list = (changes: Partial<List> = {}): List => ({
  id: null,
  everyOrg: false,
  name: 'Offices',
  purpose: 'office',
  ranges: [{ cidr: '203.0.113.0/24', note: 'Berlin' }],
  by: 'ada@workstation',
  at: AS_OF,
  ...changes,
});

const names = async (orgId = 'org-1') => (await test.db.addressLists(orgId)).map(({ name }) => name);

describe('lists of known addresses', () => {
  it('are kept in one form, each range once, with who saved them and when', async () => {
    await test.db.saveAddressList(
      'org-1',
      list({
        name: '  Offices ',
        ranges: [
          { cidr: ' 203.0.113.7/24', note: '' },
          { cidr: '2001:DB8:0::1', note: ' Lab ' },
          { cidr: '203.0.113.0 - 203.0.113.255', note: 'Berlin' },
          { cidr: '::ffff:198.51.100.9', note: '' },
        ],
      }),
    );
    expect(await test.db.addressLists('org-1')).toEqual([
      {
        id: 1,
        orgId: 'org-1',
        name: 'Offices',
        purpose: 'office',
        ranges: [
          { cidr: '203.0.113.0/24', note: 'Berlin' },
          { cidr: '2001:db8::1/128', note: 'Lab' },
          { cidr: '198.51.100.9/32', note: '' },
        ],
        changedBy: 'ada@workstation',
        changedAt: '2026-06-30T12:00:00.000Z',
      },
    ]);
  });

  it.each(['203.0.113.0/33', 'office', '10.0.0.1-10.0.0.6', '2001:db8::/129', '300.1.1.1', ''])(
    'refuse “%s”, and then keep nothing',
    async (cidr) => {
      const ranges = [
        { cidr: '192.0.2.1', note: '' },
        { cidr, note: '' },
      ];
      const saved = test.db.saveAddressList('org-1', list({ ranges }));
      await expect(saved).rejects.toMatchObject({ code: 'INVALID_ADDRESS', kind: 'usage' });
      await expect(saved).rejects.toThrow(`“${cidr}”`);
      expect(await names()).toEqual([]);
    },
  );

  it('are of one org or of all, and can become the other', async () => {
    await test.db.saveAddressList('org-1', list({ name: 'b own' }));
    await test.db.saveAddressList('org-1', list({ name: 'A every', everyOrg: true, purpose: 'denied' }));
    expect(await names()).toEqual(['A every', 'b own']);
    expect(await names('org-2')).toEqual(['A every']);
    const [every] = await test.db.addressLists('org-2');
    expect(every).toMatchObject({ orgId: null, purpose: 'denied' });
    await test.db.saveAddressList('org-2', list({ id: every?.id ?? 0, name: 'Now of org 2' }));
    expect(await names()).toEqual(['b own']);
    expect(await names('org-2')).toEqual(['Now of org 2']);
  });

  it('of another org can neither be changed nor removed', async () => {
    await test.db.saveAddressList('org-2', list());
    const unknown = { code: 'UNKNOWN_ADDRESS_LIST' };
    await expect(test.db.saveAddressList('org-1', list({ id: 1, name: 'Mine' }))).rejects.toMatchObject(
      unknown,
    );
    await expect(test.db.removeAddressList('org-1', 1)).rejects.toMatchObject(unknown);
    await expect(test.db.removeAddressList('org-2', 99)).rejects.toMatchObject(unknown);
    expect(await names('org-2')).toEqual(['Offices']);
    await test.db.removeAddressList('org-2', 1);
    expect(await names('org-2')).toEqual([]);
  });

  it('holds twenty thousand ranges', async () => {
    const ranges = Array.from({ length: 20_000 }, (_, i) => ({
      cidr: `10.${String(i >> 8)}.${String(i & 255)}.0/24`,
      note: '',
    }));
    await test.db.saveAddressList('org-1', list({ ranges }));
    expect((await test.db.addressLists('org-1'))[0]?.ranges).toEqual(ranges);
  });
});
