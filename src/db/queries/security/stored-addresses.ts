import { AddressRange, type AddressList } from '../../../shared/model/addresses';
import type { TrustedRange } from '../../../checks/addresses/known-addresses';
import type { Connection } from '../../connection';
import { fromJson } from '../json-column';
import { iso } from '../time';

interface Row extends Pick<AddressList, 'id' | 'orgId' | 'name' | 'purpose' | 'changedBy'> {
  ranges: string;
  changedAt: number;
}

const LISTS = `
  SELECT a.id, o.uid AS orgId, a.name, a.purpose, a.ranges, a.changed_by AS changedBy, a.changed_at AS changedAt
  FROM address_list a LEFT JOIN org o ON o.id = a.org_id
  WHERE a.org_id = @org OR a.org_id IS NULL ORDER BY a.name COLLATE NOCASE, a.id`;

/** The known addresses of an org: its own lists, and those of every org. */
export function addressesOf(db: Connection, org: number): AddressList[] {
  return db.all<Row>(LISTS, { org }).map(({ ranges, changedAt, ...list }) => ({
    ...list,
    ranges: fromJson(AddressRange.array(), ranges) ?? [],
    changedAt: iso(changedAt),
  }));
}

const TRUSTED = `
  SELECT start_address AS start, end_address AS "end" FROM trusted_ip_range WHERE org_id = @org ORDER BY id`;

/** What the org itself trusts, as it was last read. */
export function trustedRangesOf(db: Connection, org: number): TrustedRange[] {
  return db.all<TrustedRange>(TRUSTED, { org });
}
