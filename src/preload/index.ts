import { contextBridge, ipcRenderer } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL, type Bridge } from '../shared/contract/channels';

const NONCE_SWITCH = '--style-nonce=';
const nonce =
  process.argv.find((argument) => argument.startsWith(NONCE_SWITCH))?.slice(NONCE_SWITCH.length) ?? '';

// Only values cross the bridge: neither ipcRenderer nor its event objects reach the page.
const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke(CALL_CHANNEL, method, input) as ReturnType<Bridge['call']>,
  subscribe: (listener) => {
    const forward = (_event: unknown, name: string, payload: unknown) => {
      listener(name, payload);
    };
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => ipcRenderer.off(EVENT_CHANNEL, forward);
  },
  styleNonce: nonce,
};

contextBridge.exposeInMainWorld('seatwatch', bridge);
