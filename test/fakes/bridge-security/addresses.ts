import { importAddresses } from '../../../src/checks/addresses/import';
import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import type { AddressList } from '../../../src/shared/model/addresses';
import { AppError } from '../../../src/shared/model/errors';
import { DAY } from '../bridge-people';

/** What the file holds that the fake's file dialog always chooses. */
const FILE = `cidr;note
203.0.113.0/24;Berlin, Mitte
203.0.113.77;
198.51.100.0-198.51.100.9;Lyon
203.0.113.300;mistyped
Somewhere;else
2001:db8:40::/48;Singapore
`;

/** Known addresses; text is read as the app reads it. */
export function createFakeAddresses({
  now,
  mode,
}: {
  now: number;
  mode: string;
}): Pick<
  Handlers<ContractType['security']>,
  'addressLists' | 'saveAddressList' | 'removeAddressList' | 'readAddresses'
> {
  let lists = mode === 'unevaluated' ? [] : makeLists(now);
  return {
    addressLists: ({ orgId }) => lists.filter((list) => list.orgId === null || list.orgId === orgId),
    saveAddressList: ({ orgId, id, everyOrg, ...list }) => {
      if (list.name === 'fail')
        throw new AppError({
          code: 'DISK_FULL',
          kind: 'data',
          message: 'There is no space left for the database.',
          fix: 'Free some disk space and try again.',
        });
      const saved: AddressList = {
        ...list,
        id: id ?? Math.max(0, ...lists.map((each) => each.id)) + 1,
        orgId: everyOrg ? null : orgId,
        changedBy: 'Kim Doe',
        changedAt: new Date(now).toISOString(),
      };
      lists = [...lists.filter((each) => each.id !== saved.id), saved].sort((a, b) =>
        a.name.localeCompare(b.name),
      );
    },
    removeAddressList: ({ id }) => {
      lists = lists.filter((list) => list.id !== id);
    },
    readAddresses: ({ text }) => importAddresses(text ?? FILE),
  };
}

function makeLists(now: number): AddressList[] {
  const made = (days: number) => ({
    changedBy: 'Kim Doe',
    changedAt: new Date(now - days * DAY).toISOString(),
  });
  return [
    {
      id: 1,
      orgId: null,
      name: 'Blocked by the SOC',
      purpose: 'denied',
      ranges: Array.from({ length: 1840 }, (_, i) => ({
        cidr: `198.18.${String(i >> 8)}.${String(i & 255)}/32`,
        note: '',
      })),
      ...made(3),
    },
    {
      id: 2,
      orgId: null,
      name: 'Company VPN',
      purpose: 'vpn',
      ranges: [
        { cidr: '198.51.100.0/28', note: 'Frankfurt' },
        { cidr: '2001:db8:ffff::/48', note: 'Lisbon' },
      ],
      ...made(40),
    },
    {
      id: 3,
      orgId: 'acme',
      name: 'Offices',
      purpose: 'office',
      ranges: [
        { cidr: '203.0.113.0/25', note: 'Dublin, Grand Canal Dock' },
        { cidr: '203.0.113.128/26', note: 'Berlin' },
        { cidr: '2001:db8:4a::/48', note: 'Dublin' },
      ],
      ...made(12),
    },
    {
      id: 4,
      orgId: 'acme',
      name: 'Phones in Ireland',
      purpose: 'carrier',
      ranges: [{ cidr: '192.0.2.0/24', note: 'Gateway of the carrier' }],
      ...made(12),
    },
  ];
}
