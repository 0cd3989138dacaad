import { is, maybe, relation } from './define';

export const orgs = relation({
  name: 'orgs',
  description:
    'Orgs connected to Seatwatch. Nothing here signs anybody in: keys and secrets are in no relation.',
  from: 'org t',
  org: 't.id = o.id',
  columns: [
    is.text('name', 'Name in Seatwatch.'),
    is.text('url', 'My Domain URL.'),
    maybe.text('salesforce_org_id', 'Organization.Id, 18 characters; null: never collected.'),
    maybe.text('organization_name', 'Name of the organization in Salesforce.'),
    maybe.text('edition', 'OrganizationType.'),
    maybe.boolean('is_sandbox', 'Whether it is a sandbox.'),
    maybe.text('instance_name', 'Instance it runs on.'),
    maybe.text('api_version', 'Version of the API used.'),
    is.boolean('is_demo', 'Whether it is the built-in demo org.'),
    is.boolean('paused', 'Whether collecting is paused.'),
    is.integer('inactive_days', 'Days without a sign-in after which a seat counts as idle.'),
    maybe.integer('keep_logins_days', 'Days that sign-ins are kept; null: for ever.'),
    is.timestamp('added_at', 'When it was connected.'),
    maybe.timestamp('removed_at', 'When it was taken off the list with its data kept.'),
    maybe.timestamp('data_as_of', 'Time of the newest data.'),
  ],
  key: [],
});

export const organizations = relation({
  name: 'organizations',
  description: 'What Salesforce says about the org itself (Organization).',
  from: 'organization t',
  columns: [
    is.text('id', 'Organization.Id.'),
    maybe.text('name', 'Name.'),
    maybe.text('organization_type', 'Edition.'),
    maybe.text('instance_name', 'Instance it runs on.'),
    maybe.boolean('is_sandbox', 'Whether it is a sandbox.'),
    maybe.timestamp('trial_expiration_at', 'When a trial ends.'),
    maybe.text('time_zone', 'Default time zone.'),
  ],
  key: ['id'],
});
