import { knownAddresses } from '../../../checks/addresses/known-addresses';
import type { Inputs, OwnConnection } from '../../../checks/inputs';
import { OrgCertificates } from '../../../shared/model/certificate';
import type { Connection, Parameters } from '../../connection';
import { fromJson } from '../json-column';
import { coverageOf } from './coverage';
import { CheckPeople } from './people';
import { addressesOf, trustedRangesOf } from './stored-addresses';

const FIRST_LOGIN = 'SELECT min(login_time) AS at FROM login WHERE org_id = @org';
const TIME_ZONE = 'SELECT time_zone AS zone FROM organization WHERE org_id = @org';
const OWN = 'SELECT run_as_user_id AS userId, certificates FROM org WHERE id = @org';

export interface DatabaseInputs extends Inputs {
  readonly people: CheckPeople;
}

/** Everything checks may ask of one org, as of a moment (epoch ms). Read once and then kept, where it is small. */
export function createInputs(db: Connection, org: number, asOf: number): DatabaseInputs {
  const people = new CheckPeople(db, org, asOf);
  return {
    asOf,
    historySince: db.get<{ at: number | null }>(FIRST_LOGIN, { org })?.at ?? null,
    timeZone: timeZoneOf(db, org),
    rows: <Row>(sql: string, parameters: Parameters = {}) => {
      // better-sqlite3 takes no name that the statement does not have.
      const named = {
        ...parameters,
        ...(sql.includes('@org') && { org }),
        ...(sql.includes('@asOf') && { asOf }),
      };
      return db.all<Row>(sql, named);
    },
    coverage: coverageOf(db, org),
    addresses: knownAddresses(addressesOf(db, org), trustedRangesOf(db, org)),
    people,
    admins: () => people.admins(),
    integrationIds: () => people.integrationIds(),
    person: (id) => people.person(id),
    own: ownConnection(db, org),
  };
}

/** UTC where the org's zone is not known, or not to this computer. */
export function timeZoneOf(db: Connection, org: number): string {
  const zone = db.get<{ zone: string | null }>(TIME_ZONE, { org })?.zone ?? 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

function ownConnection(db: Connection, org: number): OwnConnection {
  const own = db.get<{ userId: string | null; certificates: string | null }>(OWN, { org });
  const certificates = fromJson(OrgCertificates, own?.certificates ?? null);
  return {
    runAsUserId: own?.userId ?? null,
    certificates: (['current', 'next'] as const).flatMap((which) => {
      const certificate = certificates?.[which];
      return certificate == null ? [] : [{ name: which, expiresAt: Date.parse(certificate.expiresAt) }];
    }),
  };
}
