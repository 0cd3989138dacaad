import type { SubStepText } from './content-types';

/** Step 2 with a certificate. The sub-step `app.certificate` gets its buttons from `certificate-panel.tsx`. */
export const APP_TEXTS_JWT: readonly SubStepText[] = [
  {
    id: 'app.certificate',
    why: 'Seatwatch proves who it is by signing with a private key. Salesforce gets the certificate, which can only check signatures: nobody can sign in with it.',
    how: [
      'Let Seatwatch make a key, or import an RSA key that you already have (PEM, 2,048 bits or more, without passphrase). If its certificate stands in the same file, Seatwatch keeps it.',
      <>
        Save the certificate as <b>server.crt</b>. You upload it when you enable the flow.
      </>,
    ],
    notes: [
      {
        tone: 'info',
        text: 'The private key stays in the vault on this computer. Seatwatch never shows, exports or sends it.',
      },
    ],
  },
  {
    id: 'app.oauth',
    why: 'The api scope allows API calls. Salesforce insists on a callback URL, although Seatwatch never uses one.',
    how: [
      <>
        Under <b>API (Enable OAuth Settings)</b>, check <b>Enable OAuth</b>.
      </>,
      'Paste the callback URL.',
      <>
        Move both scopes to <b>Selected OAuth Scopes</b>.
      </>,
    ],
    copy: [
      { label: 'callback URL', value: 'https://localhost:3000/test' },
      { label: 'scope', value: 'Manage user data via APIs (api)' },
      { label: 'scope', value: 'Perform requests at any time (refresh_token, offline_access)' },
    ],
    notes: [
      {
        tone: 'info',
        text: 'Seatwatch only uses api. Salesforce’s own instructions for this flow select the second scope too, because an approval can depend on it; this flow never hands out a refresh token. “Full access (full)” does not replace api.',
      },
    ],
  },
  {
    id: 'app.jwt-bearer',
    why: 'With this flow the app accepts what is signed with your key, and needs no secret.',
    how: [
      <>
        Under <b>Flow Enablement</b>, check <b>Enable JWT Bearer Flow</b>.
      </>,
      <>
        Click <b>Upload Files</b> and choose <b>server.crt</b>.
      </>,
      <>
        Leave <b>Require Secret for Web Server Flow</b> and <b>Require Secret for Refresh Token Flow</b>{' '}
        checked; Seatwatch uses neither flow.
      </>,
      <>
        Click <b>Create</b>, and <b>Continue</b> on the remark about the 10 minutes.
      </>,
    ],
    naming: 'In a connected app: Use digital signatures > Choose File.',
    help: { topic: 'jwt-bearer', label: 'Salesforce help: JWT Bearer Flow' },
  },
  {
    id: 'app.consumer-key',
    why: 'You enter it in step 3. It names the app; without the private key it opens nothing.',
    where: ['External Client App Manager', 'Seatwatch', 'Settings', 'OAuth Settings'],
    how: [
      <>
        Click <b>Consumer Key and Secret</b> and confirm your identity with the code that Salesforce sends
        you.
      </>,
      'Copy the consumer key into step 3. Leave the consumer secret alone; Seatwatch does not need it.',
    ],
    naming: 'In a connected app: App Manager > View > Manage Consumer Details.',
  },
  {
    id: 'app.pre-authorize',
    why: 'This flow has no screen on which a user could agree. An administrator agrees beforehand, for the holders of the permission set.',
    where: ['External Client App Manager', 'Seatwatch', 'Policies', 'Edit'],
    how: [
      <>
        Under <b>OAuth Policies</b>, set <b>Permitted Users</b> to{' '}
        <b>Admin approved users are pre-authorized</b>.
      </>,
      <>
        Under <b>Select Permission Sets</b>, choose the permission set of step 1.
      </>,
      <>
        Under <b>App Authorization</b>, choose <b>Refresh token is valid until revoked</b>, and set{' '}
        <b>IP Relaxation</b> to <b>Enforce IP restrictions</b>.
      </>,
      <>
        Click <b>Save</b>.
      </>,
    ],
    naming: 'In a connected app: App Manager > Manage > Edit Policies, then Manage Permission Sets.',
    notes: [
      {
        tone: 'warning',
        text: 'Salesforce answers “user hasn’t approved this consumer” or “user is not admin approved” when the permission set is missing here or not assigned to the user.',
      },
    ],
  },
  {
    id: 'app.my-domain',
    why: 'Seatwatch signs in at the org’s own address.',
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
