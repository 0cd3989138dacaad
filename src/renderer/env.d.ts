import type { Bridge } from '../shared/contract/channels';

declare global {
  interface Window {
    readonly seatwatch: Bridge;
    /** Read by react-style-singleton (scroll lock of dialogs) to satisfy our CSP. */
    __webpack_nonce__?: string;
  }
}
