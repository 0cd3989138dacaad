import { normalizeCidr } from '../../../checks/addresses/known-addresses';
import type { Signature } from '../../../core/ports-security';
import type { AddressList, AddressPurpose, AddressRange } from '../../../shared/model/addresses';
import { AppError } from '../../../shared/model/errors';
import type { Connection } from '../../connection';
import { addressesOf } from './stored-addresses';

/** Lists of an org and those for every org, by name. */
export function addressLists(db: Connection, orgId: string): AddressList[] {
  return addressesOf(db, db.orgKey(orgId));
}

const INSERT = `
  INSERT INTO address_list (org_id, name, purpose, ranges, changed_by, changed_at)
  VALUES (@org, @name, @purpose, @ranges, @by, @at)`;

/** What another org keeps for itself is no list of this one. */
const OWN = 'id = @id AND (org_id IS NULL OR org_id = @viewer)';

const UPDATE = `
  UPDATE address_list SET org_id = @org, name = @name, purpose = @purpose, ranges = @ranges, changed_by = @by,
    changed_at = @at
  WHERE ${OWN}`;

/**
 * Saves a list; `id` null: a new one. Ranges are brought into one form, each kept once, with the first note
 * given. Throws INVALID_ADDRESS (which names the entry) and UNKNOWN_ADDRESS_LIST.
 */
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
  const viewer = db.orgKey(orgId);
  const { id, everyOrg, name, purpose, by, at } = list;
  const values = {
    org: everyOrg ? null : viewer,
    name: name.trim(),
    purpose,
    ranges: JSON.stringify(normalized(list.ranges)),
    by,
    at,
  };
  if (id === null) db.run(INSERT, values);
  else if (db.run(UPDATE, { ...values, id, viewer }) === 0) throw unknownList();
}

/** Throws UNKNOWN_ADDRESS_LIST. */
export function removeAddressList(db: Connection, orgId: string, id: number): void {
  const viewer = db.orgKey(orgId);
  if (db.run(`DELETE FROM address_list WHERE ${OWN}`, { id, viewer }) === 0) throw unknownList();
}

function normalized(ranges: readonly AddressRange[]): AddressRange[] {
  const notes = new Map<string, string>();
  for (const range of ranges) {
    const cidr = normalizeCidr(range.cidr);
    if (cidr === null) throw invalidAddress(range.cidr);
    notes.set(cidr, notes.get(cidr) || range.note.trim());
  }
  return [...notes].map(([cidr, note]) => ({ cidr, note }));
}

function invalidAddress(entry: string): AppError {
  return new AppError({
    code: 'INVALID_ADDRESS',
    kind: 'usage',
    message: `“${entry.slice(0, 100)}” is no address, no CIDR block, and no range that is one block.`,
    fix: 'Write it like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32, or leave it out.',
  });
}

function unknownList(): AppError {
  return new AppError({
    code: 'UNKNOWN_ADDRESS_LIST',
    kind: 'usage',
    message: 'This list of addresses is not there any more.',
    fix: 'Somebody may have removed it meanwhile. Look at the lists again.',
  });
}
