import { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import { readLogin } from '../orgs/credentials';
import type { Clock, HttpFetch, Log, SecretStore } from '../ports';
import type { QuotaGuard } from '../quota/guard';
import { createSalesforceClient, type SalesforceClient } from './client';
import { createHttp } from './http';
import { createTokenSource, type Login, type TokenSource } from './token';
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
  timeouts?: Timeouts;
  random?: () => number;
}

/**
 * Tokens are shared between runs and tests of one org for as long as its credentials stay the same:
 * many logins in a row look like an attack, and Salesforce limits them.
 */
export function createClientFactory(deps: ClientFactoryDeps): ClientFor {
  const sources = new Map<string, { login: Login; tokens: TokenSource }>();

  function tokensFor(orgId: string, login: Login): TokenSource {
    const known = sources.get(orgId);
    if (known !== undefined && JSON.stringify(known.login) === JSON.stringify(login)) return known.tokens;
    const tokens = createTokenSource({ ...deps, login });
    sources.set(orgId, { login, tokens });
    return tokens;
  }

  return async (stored, guard) => {
    const org = deps.prepareOrg === undefined ? stored : await deps.prepareOrg(stored);
    const login = await readLogin(deps.secrets, org);
    if (login === null) {
      throw new AppError({
        code: 'NO_CREDENTIALS',
        kind: 'credentials',
        message: `The vault holds no credentials for “${org.name}”.`,
        fix: 'Enter the consumer secret again in the org’s settings.',
        subStep: 'app.key-secret',
      });
    }
    const tokens = tokensFor(org.id, login);
    const http = createHttp({ ...deps, tokens, guard, loginUrl: org.url });
    return createSalesforceClient({ http, tokens, guard });
  };
}
