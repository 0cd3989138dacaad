import { app, session, type Session, type WebContents } from 'electron';
import { isOurPage } from './origin';

/** Nothing in the window needs a permission, so every request and every check is refused. */
export function denyPermissions(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, callback) => {
    callback(false);
  });
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
}

function confine(contents: WebContents, devUrl: string | null): void {
  const stop = (event: { preventDefault(): void }, url: string) => {
    // A reload of our own page is the one navigation there is.
    if (!isOurPage(url, devUrl)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => {
    stop(event, event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    stop(event, event.url);
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/**
 * Chromium fetches the spelling dictionary of the system's language for every session that comes to be, from a host of
 * its maker, whether pages check spelling or not. Nothing of ours does, and nothing leaves the computer unasked.
 */
export function fetchNoDictionaries(): void {
  app.on('session-created', (created) => {
    created.setSpellCheckerLanguages([]);
  });
}

/** Applies to every page that will ever exist in this process. */
export function hardenWebContents(devUrl: string | null): void {
  app.on('web-contents-created', (_event, contents) => {
    confine(contents, devUrl);
  });
  void app.whenReady().then(() => {
    denyPermissions(session.defaultSession);
  });
}
