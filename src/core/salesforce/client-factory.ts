import type { Org } from '../../shared/model/org';
import { readLogin } from '../orgs/login';
import type { Clock, HttpFetch, Log, SecretStore } from '../ports';
import type { QuotaGuard } from '../quota/guard';
import { createSalesforceClient, type SalesforceClient } from './client';
import { createHttp } from './http';
import type { Login } from './login';
import { createTokenSource, type TokenSource } from './token';
import type { Timeouts } from './transport';

/** A client for one org whose requests all pass `guard`. Rejects when the vault has no secret or is locked. */
export type ClientFor = (org: Org, guard: QuotaGuard) => Promise<SalesforceClient>;

export interface ClientFactoryDeps {
  fetch: HttpFetch;
  clock: Clock;
  log: Log;
  secrets: SecretStore;
  /** Runs before an org is used, e.g. to start the demo org's server; returns the org as it is then. */
  prepareOrg?: (org: Org) => Promise<Org>;
  /** Salesforce accepted the next key (PEM) of an org whose certificate is being replaced. */
  onNextKeyAccepted?: (orgId: string, privateKeyPem: string) => Promise<void>;
  timeouts?: Timeouts;
  /** Rows per result page of the Bulk API; tests make it small. */
  bulkPageSize?: number;
  random?: () => number;
}

/**
 * Tokens are shared between runs and tests of one org for as long as its credentials stay the same:
 * many logins in a row look like an attack, and Salesforce limits them.
 */
export function createClientFactory(deps: ClientFactoryDeps): ClientFor {
  const sources = new Map<string, TokenSource>();

  function tokensFor(orgId: string, login: Login): TokenSource {
    const known = sources.get(orgId);
    if (
      known !== undefined &&
      !isBeingReplaced(login) &&
      JSON.stringify(known.login) === JSON.stringify(login)
    )
      return known;
    const onNextKeyAccepted = (key: { privateKeyPem: string }): Promise<void> =>
      deps.onNextKeyAccepted?.(orgId, key.privateKeyPem) ?? Promise.resolve();
    const tokens = createTokenSource({ ...deps, login, onNextKeyAccepted });
    sources.set(orgId, tokens);
    return tokens;
  }

  return async (stored, guard) => {
    const org = deps.prepareOrg === undefined ? stored : await deps.prepareOrg(stored);
    const tokens = tokensFor(org.id, await readLogin(deps.secrets, org));
    const http = createHttp({ ...deps, tokens, guard, loginUrl: org.url });
    return createSalesforceClient({ ...deps, http, tokens, guard });
  };
}

/**
 * A session in hand does not tell which certificate Salesforce has by now, so while one is being replaced every
 * run and every test signs in anew.
 */
function isBeingReplaced(login: Login): boolean {
  return login.auth === 'jwt-bearer' && login.keys.length > 1;
}
