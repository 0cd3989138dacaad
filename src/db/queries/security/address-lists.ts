import type { Signature } from '../../../core/ports-security';
import type { AddressList, AddressPurpose, AddressRange } from '../../../shared/model/addresses';
import type { Connection } from '../../connection';

export function addressLists(db: Connection, orgId: string): AddressList[] {
  throw new Error(`not built yet ${db.file} ${orgId}`);
}

export function saveAddressList(
  db: Connection,
  orgId: string,
  list: Signature & {
    id: number | null;
    everyOrg: boolean;
    name: string;
    purpose: AddressPurpose;
    ranges: readonly AddressRange[];
  },
): void {
  throw new Error(`not built yet ${db.file} ${orgId} ${list.name}`);
}

export function removeAddressList(db: Connection, orgId: string, id: number): void {
  throw new Error(`not built yet ${db.file} ${orgId} ${id}`);
}
