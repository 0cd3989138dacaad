/** Where the window's page comes from: our own scheme, or electron-vite's server during development. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://seatwatch`;

/** The address of electron-vite's development server; never set in a packaged app. */
export function devServerUrl(isPackaged: boolean): string | null {
  return isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);
}

export function isOurPage(url: string, devUrl: string | null): boolean {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return false;
  }
  // Custom schemes have the opaque origin "null" for the URL class, so compare the parts.
  if (`${parsed.protocol}//${parsed.host}` === APP_ORIGIN) return true;
  return devUrl !== null && parsed.origin === new URL(devUrl).origin;
}
