import { createHash } from 'node:crypto';

/** Idle time after which a token ends: the platform's default session timeout. */
const SESSION_MS = 2 * 3_600_000;

/** Access tokens given out. Repeated grants get the same token while it lives, as on the platform. */
export class Sessions {
  #token: string | undefined;
  #lastUsed = 0;
  #serial = 0;

  constructor(
    readonly organizationId: string,
    readonly secret: string,
    readonly now: () => number,
  ) {}

  /** The living token, or a new one. */
  grant(): string {
    if (this.#token === undefined || this.#expired()) {
      const noise = createHash('sha512')
        .update(`${this.secret}/${++this.#serial}/${this.now()}`)
        .digest('base64url');
      this.#token = `${this.organizationId.slice(0, 15)}!AQ4AQ${noise.replaceAll('-', '.')}`;
    }
    this.#lastUsed = this.now();
    return this.#token;
  }

  /** True, and the idle clock starts anew, when the token is the living one. */
  use(token: string): boolean {
    if (this.#token !== token || this.#expired()) return false;
    this.#lastUsed = this.now();
    return true;
  }

  revoke(token: string): boolean {
    if (this.#token !== token) return false;
    this.expireAll();
    return true;
  }

  expireAll(): void {
    this.#token = undefined;
  }

  #expired(): boolean {
    return this.now() - this.#lastUsed > SESSION_MS;
  }
}
