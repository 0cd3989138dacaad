import type { KnownAddresses } from './addresses/known-addresses';
import type { Coverage } from './coverage';

/** Somebody, as far as checks ask. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly isFrozen: boolean;
  /** Salesforce's ("Standard", "Guest", "PowerPartner" …); null: not said. */
  readonly userType: string | null;
  readonly profile: string | null;
  /** Epoch ms. */
  readonly createdAt: number;
  /** User.LastLoginDate; null: never. */
  readonly lastLoginAt: number | null;
  /** A program, as far as can be told for sure: license, permission or mark. */
  readonly isIntegration: boolean;
  /** May not use the user interface ("API Only User"). */
  readonly isApiOnly: boolean;
  /** Holds one of `ADMIN_PERMISSIONS`. */
  readonly isAdmin: boolean;
  /** Holds all of `SUPER_ADMIN_PERMISSIONS`: can do everything to everybody. */
  readonly isSuperAdmin: boolean;
  /** Has a federation id, by which single sign-on knows the user. */
  readonly usesSso: boolean;
}

/**
 * Permissions that open the org's data or security. Sources: Salesforce's Security Implementation Guide on
 * administrative permissions; permission names as in PermissionSet (Object Reference).
 */
export const ADMIN_PERMISSIONS = [
  'ModifyAllData',
  'ManageUsers',
  'CustomizeApplication',
  'AuthorApex',
  'ManageProfilesPermissionsets',
  'AssignPermissionSets',
  'ModifyMetadata',
] as const;
export const SUPER_ADMIN_PERMISSIONS = ['ModifyAllData', 'ManageUsers'] as const;

/** What is asked of the database, read only. `@org` and `@asOf` are filled in. */
export type Rows = <Row>(sql: string, parameters?: Record<string, string | number | null>) => Row[];

/** An active user with administrative permissions. */
export interface Admin extends Person {
  /** Of `ADMIN_PERMISSIONS`, without "Permissions". */
  readonly permissions: readonly string[];
}

/** What a check of the state of things may look at. */
export interface Inputs {
  /** The moment up to which the data speaks, epoch ms. The only "now" there is. */
  readonly asOf: number;
  /** Oldest login stored; null: none. */
  readonly historySince: number | null;
  /** IANA name of the org's default time zone. */
  readonly timeZone: string;
  readonly rows: Rows;
  readonly coverage: Coverage;
  readonly addresses: KnownAddresses;
  /** Active people with administrative permissions. Read once per evaluation. */
  admins(): readonly Admin[];
  /** User ids of programs; what `Person.isIntegration` says. */
  integrationIds(): ReadonlySet<string>;
  person(id: string): Person | null;
  /** Seatwatch's own connection. */
  readonly own: OwnConnection;
}

export interface OwnConnection {
  runAsUserId: string | null;
  /** Of the key it signs in with, where it has one. */
  certificates: readonly { name: string; expiresAt: number }[];
}
