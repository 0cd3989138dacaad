import type { Severity } from '../../shared/model/checks';
import { defineState, type StateDraft } from '../define';
import type { Inputs } from '../inputs';
import { DAY_MS, isoOf } from '../logins/event';
import { number } from '../parameters';
import { appTokens, type AppTokens, HOLDER_EVIDENCE, holderEvidence, NO_HOLDERS } from './lib/app-tokens';
import { ignoredApps, ownTokensOnly, TOKENS_NEED } from './lib/apps';
import { APPS_NEEDS, type InstalledApp, installedApps } from './lib/installed-apps';
import { counted } from './lib/words';

export default defineState(
  {
    id: 'unauthorized-or-uninstalled-oauth-apps-in-use',
    title: 'Unauthorized or uninstalled OAuth apps in use',
    category: 'posture',
    alsoKnownAs: ['Unauthorized Salesforce Apps Installed by Users'],
    finds:
      'Apps that hold OAuth tokens of users although nobody installed them in the org, and installed ones that every user may let in without an admin.',
    matters:
      'An app that is not installed has no policy: no admin decided who may use it, from where and for how long. Talking a user into letting in a false “Data Loader” has emptied many orgs.',
    severityRule:
      'Not installed: high when an administrator’s token was used lately, medium when anybody’s was, otherwise low. Installed, but users may let it in themselves: medium when an administrator has, otherwise low.',
    subjects: 'apps that are installed or hold tokens',
    needs: [TOKENS_NEED, ...APPS_NEEDS, { stream: 'users' }],
    parameters: {
      days: number({
        title: 'In use: a token was used in the last',
        default: 90,
        unit: 'days',
        min: 1,
        max: 3650,
      }),
      ignored: ignoredApps,
    },
    evidence: {
      problem: '“not installed” or “users may self-authorize”',
      kind: 'Connected app, or external client app; null: not installed',
      policy: 'Permitted users, where it is installed',
      ...HOLDER_EVIDENCE,
      tokens: 'Tokens of all of them',
      useCount: 'UseCount of all tokens',
      firstCreatedAt: 'When the oldest of them was given',
      lastUsedAt: 'Newest LastUsedDate; null: none was ever used',
    },
    remediation: [
      'Setup > Connected Apps OAuth Usage: find the app and ask its users what it is for.',
      'Not wanted: Block, which ends its sessions as well.',
      'Wanted: Install, then Manage App Policies > Permitted Users: “Admin approved users are pre-authorized”, and add the profiles or permission sets that need it.',
      'External client apps: Setup > External Client App Manager > the app > Policies > Edit > OAuth Policies > Permitted Users.',
      'Take “Approve Uninstalled Connected Apps” and “Use Any API Client” from everybody who does not need them.',
    ],
    references: ['T1528', 'T1550.001', 'T1098.001'],
    weight: 7,
  },
  function* (inputs, { days, ignored: names }) {
    const notEvaluated = ownTokensOnly(inputs);
    if (notEvaluated !== null) return { population: null, notEvaluated };
    const ignored = new Set(names.map((name) => name.trim().toLowerCase()));
    const isIgnored = (name: string): boolean => ignored.has(name.toLowerCase());
    const installed = installedApps(inputs).filter(({ name }) => !isIgnored(name));
    const tokens = appTokens(inputs);
    const known = new Set(
      installed.flatMap(({ name, developerName }) =>
        [name, developerName ?? name].map((text) => text.toLowerCase()),
      ),
    );
    const notes: string[] = [];

    const strangers = [...tokens.values()].filter(
      ({ name }) => !isIgnored(name) && !known.has(name.toLowerCase()),
    );
    // An external client app that nobody may see would look as if it were not installed.
    const canTell = inputs.coverage.of('externalClientApplications').state === 'complete';
    if (canTell) {
      const since = inputs.asOf - days * DAY_MS;
      for (const app of strangers) yield notInstalled(inputs, app, since);
    } else if (strangers.length > 0) {
      notes.push(
        `${counted(strangers.length, 'app that holds tokens is', 'apps that hold tokens are')} no connected app; whether external client apps are not known, so nothing is said about them.`,
      );
    }

    for (const app of installed) {
      if (app.isSelfAuthorized !== true) continue;
      yield selfAuthorized(inputs, app, tokens.get(app.name.toLowerCase()) ?? null);
    }
    const unknown = installed.filter(({ isSelfAuthorized }) => isSelfAuthorized === null).length;
    if (unknown > 0)
      notes.push(`Of ${counted(unknown, 'installed app', 'installed apps')} the policy is not known.`);
    return { population: installed.length + (canTell ? strangers.length : 0), notes };
  },
);

function notInstalled(inputs: Inputs, app: AppTokens, since: number): StateDraft {
  const { name, userCount, admins, lastUsedAt } = app;
  const isUsed = lastUsedAt !== null && lastUsedAt > since;
  const severity: Severity = !isUsed ? 'low' : admins.length > 0 ? 'high' : 'medium';
  const withAdmins =
    admins.length === 0 ? '' : `, ${counted(admins.length, 'administrator', 'administrators')} among them`;
  return {
    key: `not-installed:${name.toLowerCase()}`,
    app: name,
    severity,
    firstAt: app.firstCreatedAt,
    summary: `${name} is not installed, but holds tokens of ${counted(userCount, 'user', 'users')}${withAdmins}.`,
    evidence: {
      problem: 'not installed',
      kind: null,
      policy: null,
      ...holderEvidence(inputs, app),
      ...tokenEvidence(app),
    },
  };
}

function selfAuthorized(inputs: Inputs, app: InstalledApp, tokens: AppTokens | null): StateDraft {
  const isForAdmins = (tokens?.admins.length ?? 0) > 0;
  const held =
    tokens === null ? 'nobody has so far' : `${counted(tokens.userCount, 'user has', 'users have')}`;
  return {
    key: `self-authorized:${app.id}`,
    app: app.name,
    severity: isForAdmins ? 'medium' : 'low',
    summary: `Every user may let in ${app.name} without an admin; ${held}.`,
    evidence: {
      problem: 'users may self-authorize',
      kind: app.kind,
      policy: app.policy,
      ...(tokens === null ? NO_HOLDERS : holderEvidence(inputs, tokens)),
      ...tokenEvidence(tokens),
    },
  };
}

const tokenEvidence = (app: AppTokens | null) => ({
  tokens: app?.tokens ?? 0,
  useCount: app?.useCount ?? null,
  firstCreatedAt: app?.firstCreatedAt == null ? null : isoOf(app.firstCreatedAt),
  lastUsedAt: app?.lastUsedAt == null ? null : isoOf(app.lastUsedAt),
});
