import type { Need } from '../../define';
import type { Inputs } from '../../inputs';
import { list } from '../../parameters';

// Apps that users let in with OAuth, and what Salesforce knows of them. OauthToken names an app by its label only.

/**
 * Salesforce's own apps, which every org has without having installed them: phones, mail, files. Not among them are
 * Data Loader and the Salesforce CLI: whoever wants an org's data tells a user to let in something of that name, and
 * since September 2025 they have to be installed like any other app (Salesforce Help, connected app usage
 * restrictions).
 */
const FIRST_PARTY = [
  'Salesforce for iOS',
  'Salesforce for Android',
  'Salesforce1 for iOS',
  'Salesforce1/Chatter for Android',
  'SalesforceA',
  'SalesforceA for iOS',
  'SalesforceA for Android',
  'Salesforce Authenticator',
  'Salesforce Touch',
  'Salesforce Files',
  'Salesforce for Outlook',
  'Salesforce Inbox',
  'Outlook Integration',
  'Gmail Integration',
  'Salesforce Mobile Dashboards',
  'Chatter Desktop',
  'Chatter Mobile for BlackBerry',
  'Field Service for iOS',
  'Field Service for Android',
];

export const ignoredApps = list({
  title: 'Leave out these apps',
  help: 'Names as in Setup > Connected Apps OAuth Usage, in any case of letters. Salesforce’s own apps to begin with.',
  default: FIRST_PARTY,
});

/** Of names of apps, for SQL (`lower(x) IN (SELECT value FROM json_each(@ignored))`). */
export const lowered = (names: readonly string[]): string =>
  JSON.stringify(names.map((name) => name.trim().toLowerCase()));

export const TOKENS_NEED: Need = { stream: 'oauthTokens' };

/**
 * Why the tokens stored say nothing about the org; null: they do. Without Customize Application Salesforce shows a
 * user the own tokens only, and no error.
 */
export function ownTokensOnly(inputs: Inputs): string | null {
  return inputs.coverage.of('oauthTokens').code === 'OWN_ROWS_ONLY'
    ? 'Salesforce shows only the run-as user’s own OAuth tokens: the user lacks “Customize Application”.'
    : null;
}
