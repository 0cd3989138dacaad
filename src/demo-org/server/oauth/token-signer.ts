import { createHash, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Session } from '../sessions';

/** Signs JWT-format access tokens; its public key is at `/id/keys`. The key is made when first needed. */
export class TokenSigner {
  #keys: { privateKey: KeyObject; publicKey: KeyObject; id: string } | undefined;
  #serial = 0;

  constructor(
    readonly organizationId: string,
    readonly consumerKey: string,
    /** The org's address, known once it listens. */
    readonly url: () => string,
  ) {}

  /** Header and claims as the platform's JWT-based access tokens carry them. */
  readonly sign = (session: Omit<Session, 'token'>): string => {
    const { privateKey, id } = this.#pair();
    const seconds = (ms: number): number => Math.floor(ms / 1000);
    const head = {
      tnk: `core/prod/${this.organizationId}`,
      ver: '1.0',
      kid: id,
      tty: 'sfdc-core-token',
      typ: 'JWT',
      alg: 'RS256',
    };
    const claims = {
      scp: session.scopes.join(' '),
      aud: [this.url()],
      sub: `uid:${session.user.id}`,
      nbf: seconds(session.issuedAt),
      mty: 'oauth',
      sfi: String(++this.#serial),
      roles: [],
      iss: this.url(),
      hsc: false,
      exp: seconds(session.expiresAt ?? session.issuedAt),
      iat: seconds(session.issuedAt),
      client_id: this.consumerKey,
    };
    const input = [head, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
  };

  /** Body of `GET /id/keys`: a JSON Web Key Set. */
  keySet(): { keys: JsonWebKey[] } {
    const { publicKey, id } = this.#pair();
    return { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: id }] };
  }

  #pair(): { privateKey: KeyObject; publicKey: KeyObject; id: string } {
    if (this.#keys === undefined) {
      const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const der = pair.publicKey.export({ format: 'der', type: 'spki' });
      this.#keys = { ...pair, id: createHash('sha256').update(der).digest('hex').slice(0, 16) };
    }
    return this.#keys;
  }
}
