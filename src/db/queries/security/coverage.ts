import { z } from 'zod';
import type { Coverage, StreamCoverage } from '../../../checks/coverage';
import { STREAM_OBJECTS, type StreamTitleName } from '../../../shared/model/streams';
import type { Connection } from '../../connection';
import { fromJson } from '../json-column';

interface Row {
  stream: string;
  complete: number | null;
  code: string | null;
  message: string | null;
}

/** Every stream with its place and what the newest run that asked for it said. */
const STREAMS = `
  WITH newest AS (
    SELECT s.stream, s.error_code AS code, s.error_message AS message, max(s.run_id)
    FROM run_stream s JOIN run r ON r.id = s.run_id
    WHERE r.org_id = @org AND s.via <> 'skipped' GROUP BY s.stream)
  SELECT c.stream, c.complete, n.code, n.message
  FROM stream_checkpoint c LEFT JOIN newest n ON n.stream = c.stream WHERE c.org_id = @org
  UNION ALL
  SELECT n.stream, NULL, n.code, n.message FROM newest n
  WHERE n.stream NOT IN (SELECT stream FROM stream_checkpoint WHERE org_id = @org)`;

const DROPPED = 'SELECT object, field FROM dropped_field WHERE org_id = @org';

/** Fields that a description does not list are not asked for, so they are never refused. */
const DESCRIBED = `
  SELECT object, names FROM object_description WHERE org_id = @org AND names IS NOT NULL`;
const FieldNames = z.array(z.string());

/** The newest run's word on a login history that shows the run-as user only its own rows. */
const RESTRICTED = `
  SELECT error_code AS code, error_message AS message FROM run
  WHERE org_id = @org AND state IS NOT NULL ORDER BY id DESC LIMIT 1`;
const RESTRICTED_CODE = 'LOGIN_HISTORY_RESTRICTED';

const NEVER: StreamCoverage = { state: 'none', code: null, message: null, missingFields: [] };

/** What is stored of each stream, and how far it can be trusted. */
export function coverageOf(db: Connection, org: number): Coverage {
  const dropped = new Map<string, string[]>();
  for (const { object, field } of db.all<{ object: string; field: string }>(DROPPED, { org }))
    dropped.set(object, [...(dropped.get(object) ?? []), field]);
  const described = new Map<string, ReadonlySet<string>>();
  for (const { object, names } of db.all<{ object: string; names: string }>(DESCRIBED, { org })) {
    const listed = fromJson(FieldNames, names);
    if (listed !== null) described.set(object, new Set(listed.map((name) => name.toLowerCase())));
  }
  const missingOf = (object: string) => ({
    includes: (field: string) =>
      (dropped.get(object) ?? []).includes(field) || described.get(object)?.has(listedName(field)) === false,
  });
  const streams = new Map<string, StreamCoverage>();
  for (const { stream, complete, code, message } of db.all<Row>(STREAMS, { org })) {
    const object = STREAM_OBJECTS[stream as StreamTitleName];
    const missingFields = object === undefined ? [] : missingOf(object);
    // Rows of earlier runs stay stored when an object can no longer be read: old, but not nothing.
    const isRefused = code !== null && complete === null;
    streams.set(stream, {
      state: isRefused ? 'refused' : complete === 1 ? 'complete' : complete === null ? 'none' : 'partial',
      code,
      message,
      missingFields,
    });
  }
  const last = db.get<{ code: string | null; message: string | null }>(RESTRICTED, { org });
  const logins = streams.get('loginHistory');
  if (last?.code === RESTRICTED_CODE && logins !== undefined)
    streams.set('loginHistory', { ...logins, code: last.code, message: last.message });
  return { of: (stream) => streams.get(stream) ?? NEVER };
}

/** What a description lists for a path: the field, or the relationship it goes through ("logingeo."). */
function listedName(path: string): string {
  const dot = path.indexOf('.');
  return (dot === -1 ? path : path.slice(0, dot + 1)).toLowerCase();
}
