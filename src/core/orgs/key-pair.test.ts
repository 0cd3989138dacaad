import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect, describe, it } from 'vitest';
import fc from 'fast-check';
import { AppError } from '../../shared/model/errors';
import { describeCertificate } from './certificate';
import { fits, makeKeyPair } from './key-pair';
import { rounds } from '../../../test/builders/rounds';

const NOW = Date.UTC(2026, 0, 15, 12);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const PKCS8 = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
const PKCS1 = rsa.export({ type: 'pkcs1', format: 'pem' }).toString();
const fromPem = (pem: string) => makeKeyPair({ from: 'pem', pem }, NOW);
const message = (pem: string): Promise<string> =>
  fromPem(pem).then(
    () => 'accepted',
    (error: unknown) =>
      error instanceof AppError ? `${error.code}: ${error.message} ${error.fix}` : String(error),
  );

describe('a key that is made', () => {
  it('comes with a certificate for two years, begun a day ago', async () => {
    const made = await makeKeyPair({ from: 'generate' }, NOW);
    expect(fits(made.privateKeyPem, made.certificatePem)).toBe(true);
    expect(made.certificate).toEqual({
      fingerprint: new X509Certificate(made.certificatePem).fingerprint256,
      subject: 'CN=Seatwatch',
      validFrom: '2026-01-14T12:00:00.000Z',
      expiresAt: '2028-01-15T12:00:00.000Z',
      keyBits: 2048,
      origin: 'generated',
    });
    expect(made.certificate.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(made.certificatePem).toMatch(
      /^-----BEGIN CERTIFICATE-----\n[\s\S]+\n-----END CERTIFICATE-----\n$/,
    );
  });
});

describe('a key that is brought along', () => {
  it.each([
    ['PKCS #8', PKCS8],
    ['PKCS #1', PKCS1],
    ['with Windows line ends', PKCS8.replaceAll('\n', '\r\n')],
    ['with words around it', `Bag Attributes\n    friendlyName: x\n${PKCS8}\ntrailing`],
  ])('%s', async (_, pem) => {
    const made = await fromPem(pem);
    expect(createPrivateKey(made.privateKeyPem).equals(rsa)).toBe(true);
    expect(fits(made.privateKeyPem, made.certificatePem)).toBe(true);
    expect(made.certificate.origin).toBe('imported');
  });

  it('keeps its own certificate, so that the app in Salesforce need not change', async () => {
    const own = await makeKeyPair({ from: 'pem', pem: PKCS1 }, NOW - 400 * 86_400_000);
    const other = await makeKeyPair({ from: 'generate' }, NOW);
    for (const pem of [
      PKCS8 + own.certificatePem,
      own.certificatePem + PKCS1,
      other.certificatePem + PKCS8 + own.certificatePem.replaceAll('\n', '\r\n'),
    ]) {
      const made = await fromPem(pem);
      expect(made.certificate).toEqual(own.certificate);
      expect(made.certificatePem).toBe(own.certificatePem);
    }
  });

  it('is refused in words that lead on', async () => {
    const other = await makeKeyPair({ from: 'generate' }, NOW);
    const cipher = { cipher: 'aes-256-cbc', passphrase: 'x' } as const;
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
    const pkcs8 = (key: typeof rsa) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const cases: [string, RegExp][] = [
      [rsa.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString(), /passphrase/],
      [rsa.export({ type: 'pkcs1', format: 'pem', ...cipher }).toString(), /passphrase/],
      [pkcs8(small), /2048/],
      [pkcs8(curve), /2048/],
      [curve.export({ type: 'sec1', format: 'pem' }).toString(), /2048/],
      [pkcs8(pss), /2048/],
      ['-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----', /ssh-keygen/],
      [PKCS8.replace(/\n.{64}\n/, '\n'), /damaged/],
      [PKCS8 + PKCS1, /more than one/],
      [other.certificatePem, /no private key/],
      [PKCS8 + other.certificatePem, /another private key/],
      [`${PKCS8}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`, /certificate.*damaged/],
      ['', /PEM form/],
      ['\u0000\u0001PK12', /PEM form/],
    ];
    for (const [pem, words] of cases) {
      const said = await message(pem);
      expect(said).toMatch(/^INVALID_PRIVATE_KEY: /);
      expect(said).toMatch(words);
    }
  });

  it('never quotes what it could not read', async () => {
    const body = PKCS8.split('\n').slice(1, -2);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: body.length - 1 }), fc.string(), async (line, junk) => {
        const broken = [...body];
        broken[line] = junk;
        const said = await message(
          `-----BEGIN PRIVATE KEY-----\n${broken.join('\n')}\n-----END PRIVATE KEY-----`,
        );
        expect(said).toMatch(/^INVALID_PRIVATE_KEY: /);
        for (const secret of body) expect(said).not.toContain(secret);
      }),
      { numRuns: rounds(40) },
    );
  });
});

it('describes a certificate with a longer name', async () => {
  const { certificatePem } = await makeKeyPair({ from: 'generate' }, NOW);
  expect(describeCertificate(certificatePem, 'imported')).toMatchObject({
    origin: 'imported',
    keyBits: 2048,
  });
  expect(() => describeCertificate('rubbish', 'imported')).toThrow();
});
