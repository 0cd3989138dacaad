import type { Reply } from './index';

// Kept apart from the schemas so that the preload bundle carries two strings and no zod.

/** The two Electron channels that carry the contract. */
export const CALL_CHANNEL = 'seatwatch.call';
export const EVENT_CHANNEL = 'seatwatch.event';

/** What the preload script puts on `window.seatwatch`. */
export interface Bridge {
  /** `method` is "service.name". Always resolves; the reply says whether it worked. */
  call(method: string, input: unknown): Promise<Reply>;
  /** Returns the function that unsubscribes. */
  subscribe(listener: (event: string, payload: unknown) => void): () => void;
  /** The nonce of this page load, for Mantine's style tags under our CSP. */
  readonly styleNonce: string;
}
