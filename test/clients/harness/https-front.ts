import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { generate } from 'selfsigned';

/**
 * For clients that only speak HTTPS and write `.salesforce.com` behind a domain themselves: a proxy that leads them
 * to the demo org whatever address they ask for, through a certificate of our own.
 */
export interface HttpsFront {
  /** `http://127.0.0.1:port`, to be set as the client's HTTPS proxy. */
  proxyUrl: string;
  /** The certificate, PEM, for the client to trust. */
  certificate: string;
  close(): void;
}

/** Serves `target` (`http://127.0.0.1:port`) under every https address. */
export async function startHttpsFront(target: string): Promise<HttpsFront> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'demo org' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: '*.salesforce.com' },
          { type: 2, value: '*.my.salesforce.com' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const tls = createHttpsServer({ key, cert }, (incoming, outgoing) => {
    const { method, headers } = incoming;
    // The org answers with its own address; it must not learn the one the client made up.
    const options = { method, headers: { ...headers, host: new URL(target).host } };
    const forwarded = request(new URL(incoming.url ?? '/', target), options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  const tlsPort = await portOf(tls);
  const tunnels = new Set<Socket>();
  const proxy = createServer((_, answer) => answer.writeHead(405).end());
  proxy.on('connect', (_, client: Socket) => {
    const upstream = connect(tlsPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    for (const socket of [client, upstream]) {
      tunnels.add(socket);
      socket.on('error', () => undefined); // either side may hang up
      socket.on('close', () => tunnels.delete(socket));
    }
  });
  return {
    proxyUrl: `http://127.0.0.1:${await portOf(proxy)}`,
    certificate: cert,
    close: () => {
      for (const socket of tunnels) socket.destroy();
      proxy.close();
      tls.close();
    },
  };
}

async function portOf(server: Pick<Server, 'listen' | 'address'> & NodeJS.EventEmitter): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Environment that leads a Python program with `requests` through the front. */
export function pythonProxyEnvironment(front: HttpsFront, certificateFile: string): Record<string, string> {
  writeFileSync(certificateFile, front.certificate);
  return { HTTPS_PROXY: front.proxyUrl, NO_PROXY: '', REQUESTS_CA_BUNDLE: certificateFile };
}
