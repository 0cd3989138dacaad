import type { Severity } from '../../shared/model/checks';
import { defineState } from '../define';
import { DAY_MS, dayOf, isoOf } from '../logins/event';
import { number } from '../parameters';
import { appActivity, type AppActivity } from './lib/app-activity';
import {
  appTokens,
  type AppTokens,
  HOLDER_EVIDENCE,
  holderEvidence,
  later,
  NO_HOLDERS,
} from './lib/app-tokens';
import { ownTokensOnly } from './lib/apps';
import { APPS_NEEDS, type InstalledApp, installedApps } from './lib/installed-apps';
import { counted, someOf } from './lib/words';

export default defineState(
  {
    id: 'workload-identities-inventory',
    title: 'Workload identities inventory',
    category: 'posture',
    alsoKnownAs: ['Workload Identities'],
    finds:
      'Every connected app and external client app of the org: who may let it in, whose tokens it holds, as whom it works, when it was last used and how much it calls the API.',
    matters:
      'Programs sign in without a second factor, at any hour, and outlive the people who set them up. What is not listed is not looked after.',
    severityRule:
      'Information. Medium when users may let it in themselves and it works with an administrator’s rights; low when it works with an administrator’s rights, or its policy lets everybody in while nobody has used it for long.',
    subjects: 'connected apps and external client apps',
    needs: [
      ...APPS_NEEDS,
      { stream: 'oauthTokens', without: 'Whose tokens the apps hold is not known.' },
      { stream: 'loginHistory', without: 'Sign-ins of the apps are not known.' },
      { stream: 'eventLogFiles', without: 'How much the apps call the API is not known.' },
      { stream: 'users', without: 'Users are named by their ids.' },
    ],
    parameters: {
      days: number({
        title: 'Sign-ins and API requests of the last',
        default: 30,
        unit: 'days',
        min: 1,
        max: 180,
      }),
      idleDays: number({ title: 'Not used for long: since', default: 90, unit: 'days', min: 1, max: 3650 }),
    },
    // An inventory is no fault: it does not lower the score.
    evidence: {
      kind: 'Connected app, or external client app',
      developerName: 'Its API name, where there is one',
      createdAt: 'When it came to the org',
      policy: 'Permitted users; null: not known',
      ...HOLDER_EVIDENCE,
      tokens: 'Tokens of all of them',
      programs:
        'Integration users it works as: they hold a token of it, or it called the API as them; 20 at most',
      runsAs: 'Everybody as whom it called the API in the days looked at, 20 at most',
      runsAsCount: 'How many they are',
      logins: 'Successful sign-ins through it in the days looked at',
      requests: 'API requests by it in these days, as far as event log files were read; null: none were',
      lastUsedAt:
        'The latest of the use of a token and the day of a sign-in or request; null: never, as far as is known',
    },
    remediation: [
      'Setup > Manage Connected Apps or External Client App Manager: for each app write down an owner, in its description or here when acknowledging.',
      'Permitted Users: “Admin approved users are pre-authorized”; IP Relaxation: “Enforce IP restrictions”; a refresh token that expires.',
      'A run-as user of its own, on a Salesforce Integration license, with a permission set that holds no more than the program needs.',
      'Not used any more: Setup > Connected Apps OAuth Usage > Uninstall or Block; external client apps: Delete.',
    ],
    references: ['T1528', 'T1550.001', 'T1098.001'],
  },
  function* (inputs, { days, idleDays }) {
    const apps = installedApps(inputs);
    const tokens = appTokens(inputs);
    const admins = new Map(inputs.admins().map(({ id, username }) => [id, username]));
    const integration = inputs.integrationIds();
    const activity = appActivity(inputs, apps, dayOf(inputs.asOf) - days);
    const names = (ids: Iterable<string>): string[] =>
      [...ids].map((id) => inputs.person(id)?.username ?? id).sort();
    for (const app of apps) {
      const held = tokens.get(app.name.toLowerCase()) ?? null;
      const seen = activity.get(app.id) ?? NOTHING;
      const isAdmin =
        (held?.admins.length ?? 0) > 0 || [...seen.userIds].some((userId) => admins.has(userId));
      const lastUsedAt = later(held?.lastUsedAt ?? null, seen.lastAt);
      const programs = new Set([
        ...(held?.programs ?? []),
        ...names([...seen.userIds].filter((userId) => integration.has(userId))),
      ]);
      const isIdle = lastUsedAt === null || lastUsedAt <= inputs.asOf - idleDays * DAY_MS;
      yield {
        key: app.id,
        app: app.name,
        severity: severityOf(app, isAdmin, isIdle),
        firstAt: app.createdAt,
        summary: summaryOf(app, held, isAdmin),
        evidence: {
          kind: app.kind,
          developerName: app.developerName,
          createdAt: app.createdAt === null ? null : isoOf(app.createdAt),
          policy: app.policy,
          ...(held === null ? NO_HOLDERS : holderEvidence(inputs, held)),
          tokens: held?.tokens ?? 0,
          programs: someOf([...programs].sort()),
          runsAs: someOf(names(seen.userIds)),
          runsAsCount: seen.userIds.size,
          logins: seen.logins,
          requests: seen.requests,
          lastUsedAt: lastUsedAt === null ? null : isoOf(lastUsedAt),
        },
      };
    }
    const ownOnly = ownTokensOnly(inputs);
    return {
      population: apps.length,
      notes: [
        'The run-as user that an app’s policies name cannot be read; as whom it works is told by its tokens and its API requests.',
        ...(ownOnly === null ? [] : [ownOnly]),
      ],
    };
  },
);

const NOTHING: AppActivity = { userIds: new Set(), logins: 0, requests: null, lastAt: null };

function severityOf({ isSelfAuthorized }: InstalledApp, isAdmin: boolean, isIdle: boolean): Severity {
  if (isAdmin) return isSelfAuthorized === true ? 'medium' : 'low';
  return isSelfAuthorized === true && isIdle ? 'low' : 'info';
}

function summaryOf(app: InstalledApp, held: AppTokens | null, isAdmin: boolean): string {
  const who =
    held === null ? 'holds no tokens' : `holds tokens of ${counted(held.userCount, 'user', 'users')}`;
  const policy = app.isSelfAuthorized === true ? ', every user may let it in' : '';
  return `${app.name} (${app.kind.toLowerCase()}) ${who}${policy}${isAdmin ? ', and it works with administrative permissions' : ''}.`;
}
