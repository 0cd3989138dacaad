import { createHash } from 'node:crypto';
import type { OrgUser } from './users';

/** Idle time after which a token ends: the platform's default session timeout. */
const IDLE_MS = 2 * 3_600_000;
/** Life of a JWT-format token, whether used or not (Connected App settings: 1 to 30 minutes, v65 and later 720). */
const JWT_MS = 30 * 60_000;

export type GrantType = 'client-credentials' | 'jwt-bearer';

/** What an access token stands for. Times are epoch ms. */
export interface Session {
  token: string;
  user: OrgUser;
  grant: GrantType;
  scopes: readonly string[];
  issuedAt: number;
  lastUsed: number;
  /** A fixed end, of JWT-format tokens; null when only idleness ends the session. */
  expiresAt: number | null;
}

/** How long sessions last and what tokens look like; turned by switches of faults.ts. */
export interface SessionPolicy {
  /** Ends a session not used for so long. */
  idleMs: number;
  /** Life of JWT-format tokens. */
  jwtMs: number;
  /** Tokens are JWTs (an option of the app) instead of opaque texts. */
  jwtFormat: boolean;
  /** A grant while the last token lives gives that token again. */
  shareToken: boolean;
}

/** Signs the claims of a JWT-format token. */
export type SignToken = (session: Omit<Session, 'token'>) => string;

/** Access tokens given out, each belonging to one user. */
export class Sessions {
  readonly policy: SessionPolicy = { idleMs: IDLE_MS, jwtMs: JWT_MS, jwtFormat: false, shareToken: true };
  readonly #byToken = new Map<string, Session>();
  #serial = 0;

  constructor(
    readonly organizationId: string,
    readonly secret: string,
    readonly now: () => number,
    readonly signToken: SignToken,
  ) {}

  /**
   * A token for the user. While an equal grant's token lives it is given again, as observed on the platform
   * (eight grants of eight): whoever revokes it ends the session of everybody who holds it.
   */
  grant(user: OrgUser, grant: GrantType, scopes: readonly string[]): Session {
    this.#forgetDead();
    const { policy } = this;
    const now = this.now();
    const fresh = {
      user,
      grant,
      scopes,
      issuedAt: now,
      lastUsed: now,
      expiresAt: policy.jwtFormat ? now + policy.jwtMs : null,
    };
    const living = [...this.#byToken.values()].findLast(
      (one) =>
        one.user.n === user.n &&
        one.grant === grant &&
        one.scopes.join(' ') === scopes.join(' ') &&
        (one.expiresAt === null) === (fresh.expiresAt === null),
    );
    if (living && policy.shareToken) {
      living.lastUsed = now;
      return living;
    }
    const token = policy.jwtFormat ? this.signToken(fresh) : this.#opaque();
    const session = { ...fresh, token };
    this.#byToken.set(token, session);
    return session;
  }

  /** The session of a living token, and its idle clock starts anew. */
  use(token: string): Session | undefined {
    const session = this.find(token);
    if (session) session.lastUsed = this.now();
    return session;
  }

  /** The session of a living token, untouched. */
  find(token: string): Session | undefined {
    const session = this.#byToken.get(token);
    return session && this.now() < this.endOf(session) ? session : undefined;
  }

  /** When the session ends if nobody uses it, epoch ms. */
  endOf(session: Session): number {
    return session.expiresAt ?? session.lastUsed + this.policy.idleMs + 1;
  }

  revoke(token: string): boolean {
    return this.find(token) !== undefined && this.#byToken.delete(token);
  }

  expireAll(): void {
    this.#byToken.clear();
  }

  /** `ORGID15!…`, which is how clients recognize an access token. */
  #opaque(): string {
    const noise = createHash('sha512')
      .update(`${this.secret}/${++this.#serial}/${this.now()}`)
      .digest('base64url');
    return `${this.organizationId.slice(0, 15)}!AQ4AQ${noise.replaceAll('-', '.')}`;
  }

  #forgetDead(): void {
    for (const token of this.#byToken.keys()) if (!this.find(token)) this.#byToken.delete(token);
  }
}
