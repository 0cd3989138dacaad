import type { LicenseRow } from '../../shared/model/licenses';
import type { LimitRow } from '../../shared/model/quota';
import type { LoginRow, UserRow } from '../../shared/model/users';
import type { Cell, Column } from './csv';

/** Column names are the JSON names in snake_case, so that both forms can be told apart by nothing else. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`);
}

/** One column per named field, in the order given. */
export function fieldColumns<Row extends Record<Name, Cell>, Name extends string>(
  names: readonly Name[],
): Column<Row>[] {
  return names.map((name) => ({ name: snakeCase(name), value: (row) => row[name] }));
}

export const userColumns: Column<UserRow>[] = fieldColumns([
  'id',
  'username',
  'name',
  'email',
  'isActive',
  'isFrozen',
  'profile',
  'userType',
  'license',
  'createdAt',
  'lastLoginAt',
  'daysSinceLogin',
  'logins30d',
  'failedLogins30d',
]);

export const loginColumns: Column<LoginRow>[] = fieldColumns([
  'id',
  'userId',
  'username',
  'loginTime',
  'status',
  'success',
  'loginType',
  'loginSubType',
  'sourceIp',
  'countryIso',
  'city',
  'browser',
  'platform',
  'application',
  'clientVersion',
  'apiType',
  'apiVersion',
  'tlsProtocol',
  'authMethodReference',
]);

export const licenseColumns: Column<LicenseRow>[] = fieldColumns([
  'kind',
  'name',
  'developerName',
  'total',
  'used',
  'free',
  'assignedActive',
  'unused',
  'neverLoggedIn',
  'monthlyPrice',
  'currency',
  'annualWaste',
]);

export const limitColumns: Column<LimitRow>[] = fieldColumns([
  'name',
  'max',
  'remaining',
  'used',
  'usedPercent',
]);

/** `limits --history`, one line per point. */
export interface LimitPointRow {
  [name: string]: Cell;
  name: string;
  at: string;
  max: number;
  remaining: number;
}
export const limitPointColumns: Column<LimitPointRow>[] = fieldColumns(['name', 'at', 'max', 'remaining']);
