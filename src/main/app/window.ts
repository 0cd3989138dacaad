import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { BrowserWindow, nativeTheme, session } from 'electron';
import { relaxPolicyForDevelopment, serveApp } from '../security/app-protocol';
import { APP_ORIGIN } from '../security/origin';
import type { WindowState } from './window-state';

/** The page's own background colors, so that the window never flashes white. */
const BACKGROUND = { light: '#f6f7f9', dark: '#141517' };

export interface WindowDeps {
  devUrl: string | null;
  state: WindowState;
  /** `out/` of the build: the preload script and the renderer lie beside the main bundle. */
  outDir: string;
  iconFile: string;
}

/** Makes the one window factory; the protocol is set up once, with one style nonce per start. */
export function createWindowFactory({ devUrl, state, outDir, iconFile }: WindowDeps): () => BrowserWindow {
  const styleNonce = randomBytes(16).toString('base64');
  if (devUrl === null) serveApp(session.defaultSession, path.join(outDir, 'renderer'), styleNonce);
  else relaxPolicyForDevelopment(session.defaultSession, devUrl);

  return () => {
    const window = new BrowserWindow({
      ...state.bounds(),
      minWidth: 800,
      minHeight: 600,
      show: false,
      title: 'Seatwatch',
      icon: iconFile,
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload: path.join(outDir, 'preload', 'index.js'),
        additionalArguments: [`--style-nonce=${styleNonce}`],
        // Written out although they are the defaults: this is the security boundary.
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        disableBlinkFeatures: 'Auxclick',
      },
    });
    state.follow(window);
    window.once('ready-to-show', () => {
      window.show();
    });
    void window.loadURL(devUrl ?? `${APP_ORIGIN}/index.html`);
    return window;
  };
}
