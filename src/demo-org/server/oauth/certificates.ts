import { createPublicKey, verify, X509Certificate, type KeyObject } from 'node:crypto';

interface Trusted {
  key: KeyObject;
  /** Epoch ms; null for a bare public key, which never ends. */
  validTo: number | null;
}

/** The app's certificates ("Use digital signatures"), against which JWT assertions are checked. */
export class Certificates {
  #trusted: Trusted[] = [];

  constructor(pems: readonly string[] = []) {
    this.replace(pems);
  }

  /** Throws RangeError when a text is neither a PEM certificate nor a PEM public key with an RSA key. */
  replace(pems: readonly string[]): void {
    this.#trusted = pems.map(parse);
  }

  /**
   * Whether one of the certificates made this RS256 signature. `expired` tells that the only one that did had
   * ended by `now`. With no certificate nothing is ever accepted.
   */
  check(input: string, signature: Buffer, now: number): 'good' | 'expired' | 'bad' {
    const signers = this.#trusted.filter(({ key }) =>
      verify('RSA-SHA256', Buffer.from(input), key, signature),
    );
    if (signers.length === 0) return 'bad';
    return signers.some(({ validTo }) => validTo === null || validTo > now) ? 'good' : 'expired';
  }
}

function parse(pem: string, position: number): Trusted {
  const trusted = read(pem);
  if (trusted?.key.asymmetricKeyType !== 'rsa')
    throw new RangeError(
      `certificate ${position + 1} is not a PEM file with an RSA certificate or public key`,
    );
  return trusted;
}

function read(pem: string): Trusted | undefined {
  // A private key would yield a public one too; handing one over is a mistake to point out.
  if (pem.includes('PRIVATE KEY')) return undefined;
  try {
    if (!pem.includes('BEGIN CERTIFICATE')) return { key: createPublicKey(pem), validTo: null };
    const certificate = new X509Certificate(pem);
    return { key: certificate.publicKey, validTo: Date.parse(certificate.validTo) };
  } catch {
    return undefined;
  }
}
