/** Used and allowed API requests. */
export interface Use {
  used: number;
  max: number;
}

/** What one `Sforce-Limit-Info` header says. */
export interface LimitInfo {
  /** Org-wide use in the rolling 24 hours. */
  api: Use | null;
  /** Use by our own external client app, when an admin gave it a limit of its own. */
  app: (Use & { name: string | null }) | null;
}

const API = /(?:^|[;,])\s*api-usage\s*=\s*(-?\d+)\s*\/\s*(\d+)/i;
const APP = /(?:^|[;,])\s*per-app-api-usage\s*=\s*(-?\d+)\s*\/\s*(\d+)\s*(?:\(\s*appName\s*=\s*([^)]*)\))?/i;

/**
 * Reads `api-usage=18/5000; per-app-api-usage=17/250(appName=X)` in any order and with either separator.
 * Both names are anchored on a separator, otherwise the per-app part would be taken for the org's.
 */
export function parseLimitInfo(header: string | null | undefined): LimitInfo {
  if (header === null || header === undefined) return { api: null, app: null };
  const api = API.exec(header);
  const app = APP.exec(header);
  return {
    api: api === null ? null : use(api[1], api[2]),
    app: app === null ? null : named(use(app[1], app[2]), app[3]),
  };
}

/** A maximum of 0 is Salesforce's way of saying "not applicable", so it says nothing. No use is less than none. */
function use(used: string | undefined, max: string | undefined): Use | null {
  const value = { used: Math.max(0, Number(used)), max: Number(max) };
  return Number.isSafeInteger(value.used) && Number.isSafeInteger(value.max) && value.max > 0 ? value : null;
}

function named(value: Use | null, name: string | undefined): LimitInfo['app'] {
  return value === null ? null : { ...value, name: name?.trim() ?? null };
}
