import type { SettingsChanges, Settings } from '../../shared/model/settings';
import type { Database, HttpFetch } from '../ports';
import type { Collector } from '../services';
import type { PolicyRules } from './policy-rules';

// The policy holds in these four places, whoever asks: a page of the window, a command or a timer.

/**
 * The database, with orgs as the policy wants them treated: what reads an org's threshold, budget of the day or
 * keeping time gets no looser one than allowed, and a looser one is not stored.
 */
export function governDatabase(db: Database, policy: PolicyRules): Database {
  return {
    ...db,
    listOrgs: async () => (await db.listOrgs()).map((org) => policy.org(org)),
    async getOrg(orgId) {
      const org = await db.getOrg(orgId);
      return org && policy.org(org);
    },
    async findOrgByName(name) {
      const org = await db.findOrgByName(name);
      return org && policy.org(org);
    },
    async insertOrg(org) {
      if (!org.isDemo) policy.requireHost(org.url);
      const thresholdPercent = policy.capThreshold(org.thresholdPercent);
      return policy.org(await db.insertOrg({ ...org, thresholdPercent }));
    },
    async updateOrg(orgId, changes) {
      const { url, ...rules } = changes;
      const isDemo = url !== undefined && (await db.getOrg(orgId))?.isDemo === true;
      policy.requireOrg(isDemo ? rules : changes);
      return policy.org(await db.updateOrg(orgId, changes));
    },
    async quota(orgId, now) {
      const quota = await db.quota(orgId, now);
      return quota && { ...quota, thresholdPercent: policy.capThreshold(quota.thresholdPercent) };
    },
    async overview(...asked) {
      const overview = await db.overview(...asked);
      const { quota } = overview;
      return {
        ...overview,
        quota: quota && { ...quota, thresholdPercent: policy.capThreshold(quota.thresholdPercent) },
      };
    },
  };
}

/** A threshold for one run only is somebody's choice, too. */
export function governCollector(collector: Collector, policy: PolicyRules): Collector {
  return {
    ...collector,
    async collect(orgId, options = {}) {
      if (options.thresholdPercent !== undefined) policy.requireThreshold(options.thresholdPercent);
      return collector.collect(orgId, options);
    },
  };
}

/** Sends nothing to a host that is not allowed. `isOwnDemo`: the built-in demo org, a feature rather than a host. */
export function governFetch(
  fetch: HttpFetch,
  policy: PolicyRules,
  isOwnDemo: (url: URL) => boolean = () => false,
): HttpFetch {
  return async (url, init) => {
    const target = new URL(url);
    if (!isOwnDemo(target)) policy.requireHost(target);
    return fetch(url, init);
  };
}

/** The same for updates: where the administrator has them looked for need not be listed once more. */
export function governUpdateFetch(fetch: HttpFetch, policy: PolicyRules): HttpFetch {
  const { updateSource } = policy.status.policy;
  const own = updateSource === undefined ? null : new URL(updateSource).origin;
  return governFetch(fetch, policy, ({ origin }) => origin === own);
}

interface SettingsStore {
  get(): Settings;
  update(changes: SettingsChanges): Settings;
}

export function governSettings(store: SettingsStore, policy: PolicyRules): SettingsStore {
  return {
    get: () => policy.settings(store.get()),
    update(changes) {
      policy.requireSettings(changes);
      return policy.settings(store.update(changes));
    },
  };
}
