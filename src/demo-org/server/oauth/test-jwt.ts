/** Keys and assertions for tests of the JWT bearer flow. */
import { sign } from 'node:crypto';
import { generate } from 'selfsigned';
import type { ControlCommand, DemoOrg } from '../../index';
import { NOON } from '../../test-client';

const DAY_MS = 86_400_000;

export interface Pair {
  certificate: string;
  privateKey: string;
}

/** A self-signed certificate, valid around NOON unless said otherwise. */
export async function pair(until = NOON + 365 * DAY_MS): Promise<Pair> {
  const made = await generate([{ name: 'commonName', value: 'seatwatch' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(NOON - 30 * DAY_MS),
    notAfterDate: new Date(until),
  });
  return { certificate: made.cert, privateKey: made.private };
}

export const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function signed(payload: unknown, privateKey: string, header: unknown = { alg: 'RS256' }): string {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** With switches as `on` says, then as `off` says. */
export async function switched<T>(
  org: DemoOrg,
  on: ControlCommand,
  off: ControlCommand,
  check: () => Promise<T>,
): Promise<T> {
  org.control(on);
  try {
    return await check();
  } finally {
    org.control(off);
  }
}
