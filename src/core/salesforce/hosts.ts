/** Domains under which Salesforce runs orgs. A token or secret goes nowhere else. */
const FAMILIES = ['salesforce.com', 'salesforce.mil', 'sfcrmproducts.cn', 'sfcrmapps.cn'];

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The Salesforce domain a host belongs to, or null. */
export function salesforceFamily(host: string): string | null {
  return FAMILIES.find((family) => host.endsWith(`.${family}`)) ?? null;
}

/**
 * Whether a token granted by `loginUrl` may travel to `target`. Salesforce may name another host in
 * `instance_url`; it is trusted only over https within the same domain family (or on this computer when
 * the org itself is on this computer), so a forged answer cannot make us hand the token out.
 */
export function mayReceiveToken(loginUrl: string, target: string): boolean {
  let login: URL;
  let to: URL;
  try {
    login = new URL(loginUrl);
    to = new URL(target);
  } catch {
    return false;
  }
  if (to.username !== '' || to.password !== '') return false;
  if (isLoopbackHost(login.hostname)) {
    return isLoopbackHost(to.hostname) && (to.protocol === 'http:' || to.protocol === 'https:');
  }
  if (to.protocol !== 'https:') return false;
  if (to.origin === login.origin) return true;
  const family = salesforceFamily(login.hostname);
  return family !== null && family === salesforceFamily(to.hostname) && to.port === '';
}
