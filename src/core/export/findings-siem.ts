import { isIP } from 'node:net';
import type { CheckInfo } from '../../shared/model/checks';
import type { Finding } from '../../shared/model/findings';

// What OCSF and ECS have in common.

/** What is said about findings besides themselves. */
export interface FindingsAbout {
  /** Seatwatch's own id of the org, and the name it was given. */
  orgId: string;
  org: string;
  /** Organization.Id; null while it is not known. */
  salesforceOrgId: string | null;
  /** Of Seatwatch. */
  version: string;
  /** By id. Findings of a check that no longer exists have none. */
  checks: ReadonlyMap<string, CheckInfo>;
}

/** The same for every export of one installation, and no other finding's: "Seatwatch org id:number". */
export const findingUid = (orgId: string, { id }: Finding): string => `${orgId}:${String(id)}`;

/** Only what is an address: Salesforce also has texts there ("Salesforce.com IP"), which indexes of addresses refuse. */
export const addressOf = ({ ip }: Finding): string | null => (ip !== null && isIP(ip) !== 0 ? ip : null);

export interface Technique {
  /** "T1078". */
  id: string;
  name: string;
  url: string;
  /** "T1078.004", where the reference is to one. */
  sub: { id: string; name: string; url: string } | null;
}

const TECHNIQUE = /^(T\d{4})(\.\d{3})?$/;

/** The MITRE ATT&CK techniques among the references of a check. Names of sub-techniques are "Technique: Sub". */
export function techniquesOf(check: CheckInfo | undefined): Technique[] {
  return (check?.references ?? []).flatMap(({ id, title, url }) => {
    const [, technique, part] = TECHNIQUE.exec(id) ?? [];
    if (technique === undefined) return [];
    const [name = title, subName = title] = title.split(': ', 2);
    const parent = `https://attack.mitre.org/techniques/${technique}/`;
    const sub = part === undefined ? null : { id, name: subName, url: url ?? parent };
    return [{ id: technique, name: sub === null ? title : name, url: parent, sub }];
  });
}

/** Without what is null or empty: both schemas have no field for "there is none". */
export function compact<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, field]) => field !== null && field !== undefined && !(Array.isArray(field) && field.length === 0),
    ),
  ) as Partial<T>;
}
