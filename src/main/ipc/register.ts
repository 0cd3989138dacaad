import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { Reply } from '../../shared/contract';
import { CALL_CHANNEL, EVENT_CHANNEL } from '../../shared/contract/channels';
import { events, type EventName, type EventPayload } from '../../shared/contract/events';
import type { Log } from '../../core/ports';
import type { PolicyRules } from '../../core/policy';
import { isOurPage } from '../security/origin';
import { governHandlers } from './governed-handlers';
import { routesOf, serve, type AllHandlers } from './routes';

function isTrusted(event: IpcMainInvokeEvent, window: BrowserWindow | null, devUrl: string | null): boolean {
  const frame = event.senderFrame;
  if (frame === null || window === null || window.isDestroyed()) return false;
  return (
    event.sender === window.webContents &&
    frame === window.webContents.mainFrame &&
    isOurPage(frame.url, devUrl)
  );
}

export interface IpcDeps {
  handlers: AllHandlers;
  policy: PolicyRules;
  window: () => BrowserWindow | null;
  devUrl: string | null;
  log: Log;
}

/** The only door between the window and main: sender check, parse, call, encode, for every method. */
export function registerIpc({ handlers, policy, window, devUrl, log }: IpcDeps): void {
  const routes = routesOf(governHandlers(policy, handlers));
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown): Promise<Reply> => {
    if (!isTrusted(event, window(), devUrl)) {
      log.warn('refused a call from an untrusted frame', { method: String(name) });
      throw new Error('This page may not call Seatwatch.');
    }
    return serve(routes, name, input, log);
  });
}

export type Emit = <E extends EventName>(name: E, payload: EventPayload<E>) => void;

export function createEmitter(window: () => BrowserWindow | null): Emit {
  return (name, payload) => {
    const target = window();
    if (target === null || target.isDestroyed()) return;
    target.webContents.send(EVENT_CHANNEL, name, events[name].parse(payload));
  };
}
