/** A key that may sign for an org. */
export interface SigningKey {
  privateKeyPem: string;
  /** End of its certificate, ISO 8601 UTC; null when unknown. */
  expiresAt: string | null;
}

/** Who we are for one org. Secrets live here and in the vault only. */
export type Login =
  | { auth: 'client-credentials'; url: string; consumerKey: string; consumerSecret: string }
  | {
      auth: 'jwt-bearer';
      url: string;
      consumerKey: string;
      username: string;
      /** The current key, and the next one while it is being replaced. */
      keys: readonly SigningKey[];
    };
