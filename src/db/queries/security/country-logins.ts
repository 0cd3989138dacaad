import type { CountryLogins } from '../../../shared/model/sign-in-map';
import type { Connection } from '../../connection';

export function countryLogins(db: Connection, orgId: string, days: number): CountryLogins[] {
  throw new Error(`not built yet ${db.file} ${orgId} ${days}`);
}
