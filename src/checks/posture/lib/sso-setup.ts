import type { Need } from '../../define';
import type { Inputs } from '../../inputs';
import { dayOf } from '../../logins/event';
import { ACCESS_SSO } from './sso-people';

export const SSO_SETUP_NEEDS: readonly Need[] = (['samlSsoConfigs', 'authProviders'] as const).map(
  (stream) => ({ stream, without: 'Whether single sign-on is set up is told by the sign-ins alone.' }),
);

const SETUP = `
  SELECT (SELECT count(*) FROM saml_sso_config WHERE org_id = @org)
    + (SELECT count(*) FROM auth_provider WHERE org_id = @org) AS n`;

const EVER_USED = `
  SELECT EXISTS (SELECT 1 FROM login_client WHERE org_id = @org AND access & ${String(ACCESS_SSO)} <> 0) AS used`;

/** Why there is nothing to be bypassed: neither set up, as far as that could be read, nor ever used. Null: there is. */
export function noSso(inputs: Inputs): string | null {
  const isSetUp = (inputs.rows<{ n: number }>(SETUP)[0]?.n ?? 0) > 0;
  if (isSetUp || inputs.rows<{ used: number }>(EVER_USED)[0]?.used === 1) return null;
  return 'no single sign-on is set up in this org, nor has anybody come through one.';
}

/**
 * Active internal people who use single sign-on: it knows them (a federation id), or they came through it on one of
 * the days looked at. SQL about `sf_user u`, with `@since`, see `sinceDay`.
 */
export const USES_SSO = `
  (coalesce(u.federation_id, '') <> '' OR u.id IN (
    SELECT k.user_id FROM login_user k WHERE k.org_id = @org AND k.key IN (
      SELECT d.user_key FROM login_user_day d
      WHERE d.org_id = @org AND d.day >= @since AND d.access & ${String(ACCESS_SSO)} <> 0)))`;

/** Whole days since the epoch, UTC. */
export const sinceDay = (inputs: Inputs, days: number): number => dayOf(inputs.asOf) - days;
