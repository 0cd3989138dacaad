import type { SubStepText } from './content-types';

/** Step 2, the app that Seatwatch signs in through: what holds for both ways of signing in. */
export const APP_TEXTS: readonly SubStepText[] = [
  {
    id: 'app.create',
    why: 'Salesforce only lets programs in that an administrator has registered.',
    where: ['Setup', 'Apps', 'External Client Apps', 'External Client App Manager'],
    how: [
      <>
        Click <b>New External Client App</b> in the top right corner.
      </>,
      'Enter a name and a contact email, and leave the distribution state at Local.',
    ],
    copy: [{ label: 'suggested app name', value: 'Seatwatch' }],
    naming:
      'Before Spring ’26 this was Setup > Apps > App Manager > New Connected App. New connected apps can no longer be created; one that you already have still works, and the fields below have the same names in it.',
    help: { topic: 'external-client-app', label: 'Salesforce help: External Client Apps' },
  },
  {
    id: 'app.wait',
    why: 'New apps and changed policies take a while until every Salesforce server knows them.',
    how: ['Go on with step 3. If the test fails right after a change, wait up to 10 minutes and test again.'],
  },
];

/** Step 2 with consumer key and consumer secret. */
export const APP_TEXTS_SECRET: readonly SubStepText[] = [
  {
    id: 'app.oauth',
    why: 'The scope allows API calls. Salesforce insists on a callback URL, although Seatwatch never uses one.',
    how: [
      <>
        Under <b>API (Enable OAuth Settings)</b>, check <b>Enable OAuth</b>.
      </>,
      'Paste the callback URL.',
      <>
        Move the scope to <b>Selected OAuth Scopes</b>.
      </>,
    ],
    copy: [
      { label: 'callback URL', value: 'https://localhost:3000/test' },
      { label: 'scope', value: 'Manage user data via APIs (api)' },
    ],
    notes: [
      {
        tone: 'info',
        text: 'Other scopes are not needed. “Full access (full)” does not replace this one.',
      },
    ],
  },
  {
    id: 'app.client-credentials',
    why: 'This flow signs Seatwatch in with key and secret, without a browser and without anybody’s password.',
    how: [
      <>
        Under <b>Flow Enablement</b>, check <b>Enable Client Credentials Flow</b> and confirm.
      </>,
      <>
        Uncheck <b>Require Secret for Web Server Flow</b> and <b>Require Secret for Refresh Token Flow</b>;
        Seatwatch uses neither flow.
      </>,
      <>
        Click <b>Create</b>, and <b>Continue</b> on the remark about the 10 minutes.
      </>,
    ],
    help: { topic: 'client-credentials', label: 'Salesforce help: Client Credentials Flow' },
  },
  {
    id: 'app.key-secret',
    why: 'You enter both in step 3.',
    where: ['External Client App Manager', 'Seatwatch', 'Settings', 'OAuth Settings'],
    how: [
      <>
        Click <b>Consumer Key and Secret</b> and confirm your identity with the code that Salesforce sends
        you.
      </>,
      'Copy both straight into step 3, or into a password manager. Never into an email or a document.',
    ],
    naming: 'In a connected app: App Manager > View > Manage Consumer Details.',
  },
  {
    id: 'app.run-as',
    why: 'The flow has to be enabled a second time, in the policies, where it is tied to the API-only user.',
    where: ['External Client App Manager', 'Seatwatch', 'Policies', 'Edit'],
    how: [
      <>
        Under <b>OAuth Flows and External Client App Enhancements</b>, check{' '}
        <b>Enable Client Credentials Flow</b>.
      </>,
      <>
        Enter the username of the API-only user in <b>Run As (Username)</b>.
      </>,
      <>
        If <b>Permitted Users</b> is “Admin approved users are pre-authorized”, select the Seatwatch
        permission set there as well.
      </>,
      <>
        Click <b>Save</b>.
      </>,
    ],
    naming: 'In a connected app: App Manager > Manage > Edit Policies > Client Credentials Flow > Run As.',
  },
  {
    id: 'app.my-domain',
    why: 'This flow only works at the org’s own address.',
    where: ['Setup', 'Company Settings', 'My Domain'],
    how: [
      <>
        Copy <b>Current My Domain URL</b>. It ends in <b>.my.salesforce.com</b>.
      </>,
    ],
    notes: [
      {
        tone: 'warning',
        text: 'Not login.salesforce.com or test.salesforce.com, and not the lightning.force.com address that the browser shows.',
      },
    ],
    help: { topic: 'my-domain', label: 'Salesforce help: My Domain' },
  },
];
