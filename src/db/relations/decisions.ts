import { is, maybe, relation } from './define';

export const seatDecisions = relation({
  name: 'seat_decisions',
  description: 'Every decision ever made about a seat, also those taken back.',
  from: 'seat_decision t',
  columns: [
    is.integer('id', 'Number in this database, ascending.'),
    is.text('user_id', 'User.Id of the holder.'),
    is.text('kind', 'user, permissionSet, package or feature.'),
    is.text('license_id', 'Id of the license; of a feature its name.'),
    maybe.text('decision', 'keep, reclaim or ask; null: taken back.'),
    is.text('note', 'What was written about it.'),
    is.text('decided_by', 'Who decided.'),
    is.timestamp('decided_at', 'When.'),
    is.boolean('is_current', 'Whether it is the newest of its seat.'),
    is.text('license', 'Name of the license then.'),
    is.text('name', 'Name of the holder then.'),
    is.text('username', 'Username of the holder then.'),
    maybe.text('reason', 'Why the seat was idle then.'),
    maybe.integer('days_idle', 'For how many days.'),
    maybe.real('annual_price', 'What the seat cost a year.'),
    maybe.text('currency', 'ISO 4217 code of that price.'),
    maybe.timestamp('gone_at', 'When a collection first no longer found the seat.'),
    maybe.timestamp('returned_at', 'When a later one found it again.'),
  ],
  key: ['id'],
});

export const licensePrices = relation({
  name: 'license_prices',
  description: 'What the admin says a seat costs.',
  from: 'license_price t',
  columns: [
    is.text('kind', 'user, permissionSet, package or feature.'),
    is.text('license_id', 'Id of the license; of a feature its name.'),
    is.real('amount', 'Price of one seat.'),
    is.text('per', 'month or year.'),
    is.text('currency', 'ISO 4217 code.'),
    maybe.text('contract_end', 'Day the contract ends, YYYY-MM-DD.'),
  ],
  key: ['kind', 'license_id'],
});

export const exchangeRates = relation({
  name: 'exchange_rates',
  description:
    'How many units of one currency a unit of another is worth, as entered. The same for every org.',
  from: 'exchange_rate t',
  org: 'true',
  columns: [
    is.text('currency', 'ISO 4217 code.'),
    is.text('to_currency', 'ISO 4217 code.'),
    is.real('rate', 'Units of to_currency.'),
    is.timestamp('at', 'When it was entered.'),
  ],
  key: ['currency', 'to_currency'],
});

export const leaves = relation({
  name: 'leaves',
  description: 'People whose seats are not idle for a while, whatever the logins say.',
  from: 'leave t',
  columns: [
    is.text('user_id', 'User.Id.'),
    is.text('reason', 'Why.'),
    maybe.timestamp('until', 'When it ends; null: open.'),
    is.text('noted_by', 'Who noted it.'),
    is.timestamp('noted_at', 'When.'),
  ],
  key: ['user_id'],
});

export const personMarks = relation({
  name: 'person_marks',
  description: 'Users that the admin marked as a person or as an integration.',
  from: 'person_mark t',
  columns: [
    is.text('user_id', 'User.Id.'),
    is.text('mark', 'integration or person.'),
    is.text('noted_by', 'Who noted it.'),
    is.timestamp('noted_at', 'When.'),
  ],
  key: ['user_id'],
});

export const idlePolicies = relation({
  name: 'idle_policies',
  description: 'When a seat counts as idle, where the admin changed the defaults.',
  from: 'idle_policy t',
  columns: [
    maybe.json('policy', 'The rules.'),
    maybe.json('needed_anyway', 'Seats that are needed whatever the logins say.'),
  ],
  key: [],
});

export const findingMutes = relation({
  name: 'finding_mutes',
  description: 'What the checks are to be silent about.',
  from: 'finding_mute t',
  columns: [
    is.integer('id', 'Number in this database.'),
    maybe.text('check_id', 'Check; null: all of them.'),
    is.text('target', 'user, ip or app.'),
    is.text('value', 'User.Id, address or name of the app.'),
    is.text('reason', 'Why.'),
    is.text('muted_by', 'Who did it.'),
    is.timestamp('muted_at', 'When.'),
    maybe.timestamp('until', 'When it ends; null: open.'),
  ],
  key: ['id'],
});

export const checkSettings = relation({
  name: 'check_settings',
  description: 'Checks that are not set as they come.',
  from: 'check_setting t',
  columns: [
    is.text('check_id', 'Check.'),
    is.boolean('enabled', 'Whether it is on.'),
    maybe.json('parameters', 'Parameters that are not the defaults.'),
    is.text('changed_by', 'Who changed it.'),
    is.timestamp('changed_at', 'When.'),
  ],
  key: ['check_id'],
});

export const addressLists = relation({
  name: 'address_lists',
  description: 'Known addresses. A list for every org is there once for each.',
  from: 'address_list t',
  org: '(t.org_id = o.id OR t.org_id IS NULL)',
  columns: [
    is.integer('id', 'Number in this database.'),
    is.boolean('every_org', 'Whether it holds for every org.', 't.org_id IS NULL'),
    is.text('name', 'Name.'),
    is.text('purpose', 'office, vpn, carrier or denied.'),
    is.json('ranges', 'Address ranges.'),
    is.text('changed_by', 'Who changed it last.'),
    is.timestamp('changed_at', 'When.'),
  ],
  key: ['id'],
});
