import type { Need } from '../../define';
import type { Inputs } from '../../inputs';
import { dayOf } from '../../logins/event';
import { number } from '../../parameters';
import { once } from './once';

// Bits of `login_client.access` (db/queries/login-access.ts, which a test holds these to).
export const ACCESS_UI = 1;
export const ACCESS_SSO = 8;

/**
 * People whom only single sign-on is known to let in: it knows them (a federation id), or they came through it, and
 * on none of the days looked at did they sign in at a login page without. Interactive sign-ins only: what programs
 * do with a token says nothing about how a person signs in. By days, since whole days are counted ahead and logins
 * would have to be looked through one by one; a password used beside single sign-on on the same day is found by
 * “Application Login Bypasses SSO”.
 */
const SSO_ONLY = `
  WITH days AS MATERIALIZED (
    SELECT DISTINCT user_key, access & ${String(ACCESS_SSO)} <> 0 AS sso FROM login_user_day
    WHERE org_id = @org AND day >= @sinceDay AND access & ${String(ACCESS_UI | ACCESS_SSO)} <> 0)
  SELECT u.id FROM sf_user u
  LEFT JOIN login_user k INDEXED BY login_user_id ON k.org_id = u.org_id AND k.user_id = u.id
  WHERE u.org_id = @org AND u.is_active = 1
    AND (coalesce(u.federation_id, '') <> '' OR k.key IN (SELECT user_key FROM days WHERE sso = 1))
    AND (k.key IS NULL OR k.key NOT IN (SELECT user_key FROM days WHERE sso = 0))`;

/** Many orgs have neither: then nothing is to be looked through. */
const HAS_SSO = `
  SELECT EXISTS (SELECT 1 FROM login_client WHERE org_id = @org AND access & ${String(ACCESS_SSO)} <> 0)
    OR EXISTS (SELECT 1 FROM sf_user WHERE org_id = @org AND coalesce(federation_id, '') <> '') AS has`;

/** User ids, JSON, programs included. `days`: how far back sign-ins are looked at. */
export const ssoOnly = (inputs: Inputs, days: number): string =>
  once(inputs, `sso only ${String(days)}`, () => JSON.stringify(look(inputs, days)));

function look(inputs: Inputs, days: number): string[] {
  if (inputs.rows<{ has: number }>(HAS_SSO)[0]?.has !== 1) return [];
  return inputs.rows<{ id: string }>(SSO_ONLY, { sinceDay: dayOf(inputs.asOf) - days }).map(({ id }) => id);
}

export const ssoDays = number({
  title: 'Single sign-on only: no other sign-in for',
  help: 'Who has a federation id or came through single sign-on, and in this time did not sign in at a login page without it, uses single sign-on only. By whole days, UTC.',
  default: 90,
  unit: 'days',
  min: 1,
  max: 180,
});

export const SSO_NEEDS: readonly Need[] = [
  { stream: 'loginHistory', without: 'Who uses single sign-on only is told by the federation id alone.' },
];
