import { is, maybe, relation } from './define';

export const findings = relation({
  name: 'findings',
  description: 'Everything the security checks ever found; what is no longer true is resolved, not removed.',
  from: 'finding t',
  columns: [
    is.text('check_id', 'Check that found it; see the catalog of checks.'),
    is.text('key', 'With the check what the finding is about, for ever.'),
    is.integer('id', 'Number in this database; see finding_events.'),
    is.text('severity', 'critical, high, medium, low or info.'),
    maybe.text('user_id', 'User.Id it is about.'),
    maybe.text('ip', 'Address it is about.'),
    maybe.text('app', 'App it is about.'),
    is.timestamp('first_seen_at', 'When it was first so.'),
    maybe.timestamp('last_seen_at', 'When it was last so; null: a state that goes on.'),
    is.integer('occurrences', 'How often.'),
    is.text('summary', 'The finding in one sentence.'),
    is.json('evidence', 'What it rests on.'),
    is.timestamp('found_at', 'When a check found it.'),
    maybe.timestamp('resolved_at', 'When it was no longer true.'),
    maybe.text('resolved_reason', 'no-longer-true, quiet or check-off.'),
    maybe.text('acknowledged_by', 'Who acknowledged it.'),
    maybe.timestamp('acknowledged_at', 'When.'),
    maybe.text('acknowledged_reason', 'Why.'),
    maybe.timestamp('acknowledged_until', 'Until when; null: for good, where it is acknowledged.'),
  ],
  key: ['check_id', 'key'],
  partition: 'first_seen_at',
});

export const findingEvents = relation({
  name: 'finding_events',
  description: 'What became of findings: found, acknowledged, resolved …',
  from: 'finding f JOIN finding_event t ON t.finding_id = f.id',
  org: 'f.org_id = o.id',
  columns: [
    is.integer('id', 'Number of the event in this database, ascending.'),
    is.integer('finding_id', 'See findings.id.'),
    is.timestamp('at', 'When.'),
    is.text(
      'kind',
      'found, found-again, worse, better, resolved, acknowledged, reopened, acknowledgement-ended.',
    ),
    maybe.text('by', 'Who did it; null: Seatwatch itself.'),
    maybe.text('note', 'What they wrote.'),
  ],
  key: ['id'],
});

export const checkResults = relation({
  name: 'check_results',
  description: 'What became of each check when it was last evaluated.',
  from: 'check_result t',
  columns: [
    is.text('check_id', 'Check.'),
    is.text('status', 'evaluated, not-evaluated or off.'),
    maybe.text('reason', 'Why it could not be evaluated.'),
    is.json('notes', 'Sentences about how far it could look, as an array.'),
    maybe.integer('population', 'How many it looked at.'),
    is.timestamp('evaluated_at', 'When.'),
    is.timestamp('as_of', 'Up to when the data spoke.'),
  ],
  key: ['check_id'],
});

export const postureScores = relation({
  name: 'posture_scores',
  description: 'The posture score of the last evaluation of each day.',
  from: 'posture_score t',
  columns: [is.date('day', 'Day, UTC.'), is.real('score', '0 to 100; 100 is best.')],
  key: ['day'],
});
