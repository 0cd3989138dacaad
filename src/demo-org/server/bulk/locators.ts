import { createHmac, randomBytes } from 'node:crypto';
import { ApiError } from '../../errors';

const OFFSET_BYTES = 6;
const MAC_BYTES = 6;

/**
 * Result locators: opaque, always the same for the same place of the same job, and worth nothing with another
 * job or another server.
 */
export class Locators {
  readonly #key = randomBytes(16);

  make(jobId: string, offset: number): string {
    const bytes = Buffer.alloc(OFFSET_BYTES);
    bytes.writeUIntBE(offset, 0, OFFSET_BYTES);
    return Buffer.concat([this.#mac(jobId, bytes), bytes]).toString('base64url');
  }

  /** The place a locator stands for; throws INVALID_QUERY_LOCATOR for one this job never gave. */
  offsetOf(jobId: string, locator: string): number {
    const all = Buffer.from(locator, 'base64url');
    const bytes = all.subarray(MAC_BYTES);
    if (bytes.length !== OFFSET_BYTES || !this.#mac(jobId, bytes).equals(all.subarray(0, MAC_BYTES)))
      throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return bytes.readUIntBE(0, OFFSET_BYTES);
  }

  #mac(jobId: string, offset: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(jobId).update(offset).digest().subarray(0, MAC_BYTES);
  }
}
