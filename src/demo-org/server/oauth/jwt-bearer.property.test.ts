import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { NOON, startOrg, type TestClient } from '../../test-client';
import { encoded, pair, signed, type Pair } from './test-jwt';
import { rounds } from '../../../../test/builders/rounds';

let org: DemoOrg;
let client: TestClient;
let keys: Pair;
beforeAll(async () => {
  keys = await pair();
  ({ org, client } = await startOrg({ users: 12, logins: 0, certificates: [keys.certificate] }));
});
afterAll(() => org.close());

const claims = (): Record<string, unknown> => ({
  iss: org.consumerKey,
  sub: org.runAsUsername,
  aud: 'https://login.salesforce.com',
  exp: NOON / 1000 + 60,
});

/** A refusal in OAuth's shape: neither a token nor a crash. */
async function refused(assertion: string): Promise<void> {
  const { status, body } = await client.assert(assertion);
  expect([status, Object.keys(body as object)]).toEqual([400, ['error', 'error_description']]);
}

test('whatever is sent, it is a refusal', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ minLength: 1 }),
        fc.array(fc.base64String(), { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.')),
        fc.tuple(fc.json(), fc.json(), fc.base64String()).map(([head, body, signature]) =>
          [head, body]
            .map((part) => Buffer.from(part).toString('base64url'))
            .concat(signature)
            .join('.'),
        ),
      ),
      refused,
    ),
    { numRuns: rounds(60) },
  ));

test('rightly signed, but not with the right claims', () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom('iss', 'sub', 'aud'), fc.jsonValue(), async (name, value) => {
      fc.pre(value !== claims()[name]);
      await refused(signed({ ...claims(), [name]: value }, keys.privateKey));
    }),
    { numRuns: rounds(60) },
  ));

test('any change to the claims or the signature breaks it', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, flip, inClaims) => {
      const [head = '', body = '', signature = ''] = signed(claims(), keys.privateKey).split('.');
      const bytes = Buffer.from(inClaims ? body : signature, 'base64url');
      const i = at % bytes.length;
      bytes[i] = (bytes[i] ?? 0) ^ flip;
      const changed = bytes.toString('base64url');
      await refused([head, inClaims ? changed : body, inClaims ? signature : changed].join('.'));
    }),
    { numRuns: rounds(60) },
  ));

test('no algorithm but RS256, however the header says it', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.constantFrom('none', 'None', 'HS256', 'RS384', 'ES256', 'rs256'), fc.string()),
      async (alg) => {
        fc.pre(alg !== 'RS256');
        await refused(signed(claims(), keys.privateKey, { alg }));
        await refused(`${encoded({ alg })}.${encoded(claims())}.`);
      },
    ),
    { numRuns: rounds(30) },
  ));
