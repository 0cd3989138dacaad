import type { Inputs } from '../../inputs';
import { DAY_MS, dateOf } from '../../logins/event';
import { flag, number } from '../../parameters';
import { CAN_SIGN_IN, IS_PROGRAM, programs } from './internal-people';
import {
  HAS_SUCCEEDED,
  MFA_METHODS,
  isMethodOf,
  isProven,
  isRegistered,
  methodsRead,
  provenBy,
} from './mfa-methods';
import { once } from './once';
import { ssoDays, ssoOnly } from './sso-people';
import { counted } from './words';

// Whose verification methods are judged, by all checks that judge them.

export const mfaParameters = {
  ssoToo: flag({
    title: 'Also people who use single sign-on only',
    help: 'Their identity provider is expected to ask for a second factor. Switch this on where it does not.',
    default: false,
  }),
  ssoDays,
  provenDays: number({
    title: 'A method counts as registered when used within',
    help: 'The list of registered methods is read once a week. Who verified with a method lately has it, whatever the list says.',
    default: 30,
    unit: 'days',
    min: 7,
    max: 180,
  }),
};

interface Values {
  ssoToo: boolean;
  ssoDays: number;
  provenDays: number;
}

/**
 * People who can sign in to the user interface, have done so, and whose methods are known: of users created since
 * the methods were read, or not reached by a reading under way, nothing is known.
 */
const JUDGED = `
  ${CAN_SIGN_IN} AND u.last_seen_at IS NOT NULL AND u.created_at <= @readAt AND NOT ${IS_PROGRAM}
  AND (@isComplete = 1 OR u.id IN (SELECT m.user_id FROM two_factor_method m WHERE m.org_id = @org))`;

const NOT_LEFT_OUT = 'u.id NOT IN (SELECT value FROM json_each(@ssoOnly))';

const COUNT = `
  SELECT count(*) AS n, coalesce(sum(NOT ${NOT_LEFT_OUT}), 0) AS leftOut FROM sf_user u WHERE ${JUDGED}`;

export interface MfaRow {
  id: string;
  name: string;
  /** Registered, as TwoFactorMethodsInfo names them, JSON; null: the user is not in the list. */
  methods: string | null;
  /** Newest success with a second factor; null: none stored, or not asked (`others`). */
  lastUseAt: number | null;
}

const LAST_USE = `(
  SELECT max(v.verification_time) FROM verification_history v INDEXED BY verification_history_user
  WHERE v.org_id = u.org_id AND v.user_id = u.id AND v.verification_time <= @asOf
    AND ${HAS_SUCCEEDED} AND ${isMethodOf('@lackingProof')})`;

/** SQL: has one of these methods registered, or used one lately. `proofs`: the parameter that lists their uses. */
const hasOne = (methods: readonly string[], proofs: string): string =>
  `(${isRegistered(methods)} OR ${isProven(proofs)})`;

const ALL_METHODS = Object.keys(MFA_METHODS);

export interface MfaPeople {
  rows: MfaRow[];
  population: number;
  notes: string[];
}

/**
 * People who have none of the methods `lacking` (names of MFA_METHODS). `others`: only those who have another
 * method that is a second factor.
 */
export function mfaPeople(
  inputs: Inputs,
  values: Values,
  { lacking, others }: { lacking: readonly string[]; others: boolean },
): MfaPeople {
  const { isComplete, readAt } = methodsRead(inputs);
  const judged = {
    readAt,
    isComplete: Number(isComplete),
    programs: programs(inputs),
    ssoOnly: values.ssoToo ? '[]' : ssoOnly(inputs, values.ssoDays),
  };
  const rows = inputs.rows<MfaRow>(
    `SELECT u.id, u.name, ${others ? 'NULL' : LAST_USE} AS lastUseAt, (
       SELECT t.methods FROM two_factor_method t INDEXED BY two_factor_method_user
       WHERE t.org_id = u.org_id AND t.user_id = u.id LIMIT 1) AS methods
     FROM sf_user u WHERE ${JUDGED} AND ${NOT_LEFT_OUT} AND NOT ${hasOne(lacking, '@lackingProof')}
       ${others ? `AND ${hasOne(ALL_METHODS, '@anyProof')}` : ''}`,
    {
      ...judged,
      provenSince: inputs.asOf - values.provenDays * DAY_MS,
      lackingProof: provenBy(lacking),
      ...(others && { anyProof: provenBy(ALL_METHODS) }),
    },
  );
  const { n, leftOut } = once(
    inputs,
    `mfa people ${String(values.ssoToo)} ${String(values.ssoDays)}`,
    () => inputs.rows<{ n: number; leftOut: number }>(COUNT, judged)[0] ?? { n: 0, leftOut: 0 },
  );
  const notes = [`The list of registered methods is of ${dateOf(readAt)}.`];
  if (leftOut > 0)
    notes.push(
      `${counted(leftOut, 'person who uses', 'people who use')} single sign-on only ${leftOut === 1 ? 'is' : 'are'} left out: their identity provider is expected to ask for a second factor, which cannot be seen from here.`,
    );
  return { rows, population: n - leftOut, notes };
}

/** Names of methods as Salesforce has them, from a row. */
export const methodNames = (methods: string | null): string[] =>
  methods === null ? [] : (JSON.parse(methods) as string[]);
