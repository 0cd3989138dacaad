import type { KnownPurpose } from '../../shared/model/addresses';
import type { Person } from '../inputs';
import type { StatusKind } from './statuses';

/** An address that logins came from. One object per address: compare by `key`. */
export interface Ip {
  readonly key: number;
  readonly address: string;
  /** The network it is in: /24 of IPv4, /48 of IPv6; the text itself where it is no address. */
  readonly network: string;
  /** Of the known address lists it is on. */
  readonly purposes: ReadonlySet<KnownPurpose>;
  /** Names of those lists. */
  readonly lists: readonly string[];
  /** Private, loopback, link-local and the like: tells nothing about a place. */
  readonly isPrivate: boolean;
}

/** Where an address is, says Salesforce. Cities and coordinates need Manage Users. */
export interface Place {
  readonly key: number;
  /** ISO 3166-1 alpha-2; null: unknown. */
  readonly country: string | null;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** How somebody signed in. One object per combination. */
export interface Client {
  readonly key: number;
  /** LoginType, label or API name. */
  readonly loginType: string | null;
  readonly loginSubType: string | null;
  readonly browser: string | null;
  readonly platform: string | null;
  /** Without its version ("Chrome", "Windows"); null: unknown, or no browser. */
  readonly browserFamily: string | null;
  readonly platformFamily: string | null;
  readonly application: string | null;
  readonly apiType: string | null;
  readonly apiVersion: string | null;
  readonly tlsProtocol: string | null;
  /** Empty or missing means unknown, never "no MFA". */
  readonly authMethodReference: string | null;
  readonly isUi: boolean;
  readonly isApi: boolean;
  readonly isMobile: boolean;
  readonly isSso: boolean;
}

/** One login, successful or not. */
export interface LoginEvent {
  /** Epoch ms. */
  readonly at: number;
  /** LoginHistory.Id. */
  readonly id: string;
  readonly success: boolean;
  /** As Salesforce wrote it. */
  readonly status: string;
  readonly statusKind: StatusKind;
  /** Key of `login_user`; compare people by it. */
  readonly userKey: number;
  readonly userId: string;
  readonly ip: Ip | null;
  readonly place: Place;
  readonly client: Client;
}

/** What checks of logins may know besides the logins before. */
export interface LoginContext {
  /** Moment of the newest data, epoch ms. */
  readonly asOf: number;
  /** Oldest login stored, epoch ms. Before it nothing is known: a freshly connected org has a short past. */
  readonly historySince: number;
  /** Somebody as of now; null: logged in, but not among the users read. */
  person(userId: string): Person | null;
  /** In the org's time zone: hour 0-23, weekday 1 (Monday) to 7. */
  local(at: number): { hour: number; weekday: number };
  /** An address of a key met before (of histories); null: not met. */
  ip(key: number): Ip | null;
  /** Whether there are known addresses of this purpose at all. */
  hasAddresses(purpose: KnownPurpose): boolean;
}

/** Whole days since the epoch, UTC. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

/** YYYY-MM-DD of a moment, UTC: for keys of findings that are one per day. */
export const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
export const isoOf = (at: number): string => new Date(at).toISOString();
