import type { LoginStatus } from '../../data/clients';
import type { Org } from '../org';
import type { OrgUser } from '../users';
import type { Parameters } from './parameters';
import type { TokenErrorName } from './token-errors';

/** Who gets a token, or why nobody does. */
export type GrantResult =
  | { user: OrgUser }
  /** With a user the refusal belongs into that user's login history, under this status. */
  | { refused: TokenErrorName; user?: OrgUser; status?: LoginStatus };

/** A grant type of the token endpoint. `url` is where the request came in. */
export type Grant = (org: Org, parameters: Parameters, url: URL) => GrantResult;
