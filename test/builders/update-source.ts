import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UpdateFile, UpdateManifest } from '../../src/core/updates/manifest';

/** A signing key as whoever publishes updates has it; `publicKey` as it stands in a policy. */
export interface SigningKey {
  privateKey: KeyObject;
  publicKey: string;
  id: string;
}

export function signingKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return {
    privateKey,
    publicKey: der.toString('base64'),
    id: createHash('sha256').update(der).digest('hex').slice(0, 16),
  };
}

/** `latest.json` for a manifest, signed by these keys. */
export function signed(manifest: unknown, ...keys: SigningKey[]): string {
  const payload = Buffer.from(JSON.stringify(manifest));
  return JSON.stringify({
    payload: payload.toString('base64'),
    signatures: keys.map(({ id, privateKey }) => ({
      keyId: id,
      signature: sign(null, payload, privateKey).toString('base64'),
    })),
  });
}

export const INSTALLER = Buffer.alloc(300_000, 'installer ');

export function installerFile(changes: Partial<UpdateFile> = {}): UpdateFile {
  return {
    platform: 'linux',
    arch: 'x64',
    kind: 'deb',
    name: 'seatwatch_1.2.0_amd64.deb',
    size: INSTALLER.length,
    sha512: createHash('sha512').update(INSTALLER).digest('hex'),
    ...changes,
  };
}

export function updateManifest(changes: Partial<UpdateManifest> = {}): UpdateManifest {
  return {
    format: 1,
    product: 'seatwatch',
    version: '1.2.0',
    releasedAt: '2026-01-10T00:00:00.000Z',
    signedAt: '2026-01-10T00:00:00.000Z',
    expiresAt: '2026-04-10T00:00:00.000Z',
    notes: 'Better.',
    files: [installerFile()],
    ...changes,
  };
}

/** A real server on loopback. What it answers may be changed between requests. */
export class UpdateSource {
  /** Paths asked for, in order. */
  readonly asked: string[] = [];
  private readonly routes = new Map<string, RequestListener>();
  private readonly server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    this.asked.push(request.url ?? '');
    const route = this.routes.get(path);
    if (route === undefined) response.writeHead(404).end('not here');
    else void route(request, response);
  });

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path: string, host = '127.0.0.1'): string {
    return `http://${host}:${String(this.port)}${path}`;
  }

  on(path: string, route: RequestListener | string | Uint8Array): this {
    this.routes.set(
      path,
      typeof route === 'function' ? route : (_request, response) => void response.end(route),
    );
    return this;
  }

  redirect(path: string, to: string): this {
    return this.on(path, (_request, response) => void response.writeHead(302, { location: to }).end());
  }
}
