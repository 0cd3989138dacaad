import { is, maybe, relation } from './define';

export const runs = relation({
  name: 'runs',
  description: 'Collections.',
  from: 'run t',
  columns: [
    is.integer('id', 'Number in this database, ascending.'),
    maybe.text('state', 'complete, paused-quota, paused-budget, failed, interrupted; null: still running.'),
    is.text('trigger', 'What began it: manual, schedule, resume, command.'),
    is.timestamp('started_at', 'When it began.'),
    maybe.timestamp('ended_at', 'When it ended.'),
    maybe.timestamp('resume_at', 'When a paused one goes on.'),
    is.integer('calls_made', 'API requests charged to the org.'),
    maybe.integer('org_used_before', "Org's API use in 24 hours at the beginning."),
    maybe.integer('org_used_after', 'The same at the end.'),
    maybe.integer('org_max', "Org's API limit in 24 hours."),
    is.real('threshold_percent', 'Share of the limit at which it would have paused.'),
    maybe.json('rows', 'Rows stored per stream when it ended.'),
    maybe.text('error_code', 'Why it failed.'),
    maybe.text('error_message', 'The same in words.'),
    maybe.text('error_fix', 'What to do about it.'),
  ],
  key: ['id'],
  partition: 'started_at',
});

export const runStreams = relation({
  name: 'run_streams',
  description: 'What each collection did about each stream.',
  from: 'run r JOIN run_stream t ON t.run_id = r.id',
  org: 'r.org_id = o.id',
  columns: [
    is.integer('run_id', 'See runs.id.'),
    is.text('stream', 'Name of the stream.'),
    is.text('title', 'What it was called then.'),
    is.integer('calls', 'API requests charged.'),
    is.integer('rows', 'Rows read.'),
    is.integer('bytes', 'Bytes received, as far as known.'),
    is.integer('millis', 'Milliseconds spent asking, waiting and storing.'),
    is.text('via', 'composite, rest, bulk or skipped.'),
    is.boolean('complete', 'Whether it came to its end.'),
    maybe.text('error_code', 'Why not.'),
    maybe.text('error_message', 'The same in words.'),
  ],
  key: ['run_id', 'stream'],
});

export const streams = relation({
  name: 'streams',
  description: 'How far each stream has been collected.',
  from: 'stream_checkpoint t',
  columns: [
    is.text('stream', 'Name of the stream.'),
    maybe.timestamp('watermark', 'Newest row stored, of streams that only grow.'),
    is.boolean('complete', 'Whether the newest pass came to its end.'),
    is.timestamp('updated_at', 'When it was last read.'),
    maybe.timestamp('tracked_since', 'Since when changes tells everything.'),
  ],
  key: ['stream'],
});

export const changes = relation({
  name: 'changes',
  description: 'What became of rows after they were first collected.',
  from: 'row_change t',
  columns: [
    is.integer('id', 'Number in this database, ascending.'),
    is.timestamp('at', 'When a collection noticed it.'),
    is.integer('run_id', 'See runs.id.'),
    is.text('stream', 'Stream the row is of.'),
    is.text('row_id', 'Id of the row.'),
    is.text('kind', 'added, changed or removed.'),
    is.text('label', 'Name of the row then.'),
    maybe.text('user_id', 'User.Id the row belongs to.'),
    maybe.json('before', 'Fields that differ, as they were; of a removed row all.'),
    maybe.json('after', 'The same as they became; of an added row all.'),
  ],
  key: ['id'],
  partition: 'at',
});

export const limits = relation({
  name: 'limits',
  description: 'Every limit of the org each time it was read (/limits).',
  from: 'limit_sample t',
  columns: [
    is.text('name', 'Name of the limit.'),
    is.timestamp('at', 'When it was read.'),
    is.real('max', 'The limit.'),
    is.real('remaining', 'What was left of it.'),
  ],
  key: ['name', 'at'],
  partition: 'at',
});

export const usage = relation({
  name: 'usage',
  description: "The org's API use as replies report it, at most once a minute.",
  from: 'usage_sample t',
  columns: [
    is.integer('minute', 'Minutes since the epoch.'),
    is.timestamp('at', 'When.'),
    is.integer('used', 'Requests in the 24 hours before.'),
    is.integer('max', 'The limit.'),
  ],
  key: ['minute'],
  partition: 'at',
});

export const ownApiCalls = relation({
  name: 'own_api_calls',
  description: "Seatwatch's own API requests by hour.",
  from: 'own_calls t',
  columns: [is.timestamp('hour', 'When the hour began.'), is.integer('calls', 'Requests.')],
  key: ['hour'],
});
