import { z } from 'zod';
import { ApiError } from '../errors';
import { decodeId } from '../ids';
import { runSoql, type ApiCall, type ApiReply } from './api-call';
import type { Org } from './org';
import { noAccess, objectOf, requireIdOf } from './sobjects';

/** Records one call may ask for, in the address and in a body. */
const MAX_IN_ADDRESS = 800;
const MAX_IN_BODY = 2000;
/** Records one call may write. */
const MAX_WRITES = 200;

const readBody = z.object({ ids: z.array(z.string()), fields: z.array(z.string()) });
const writeBody = z.object({ records: z.array(z.unknown()) });

/**
 * `GET /composite/sobjects/X?ids=&fields=`, or POST with both in the body: the records in the order of the ids,
 * null where there is none.
 */
export function readCollection(org: Org, call: ApiCall, [name = '']: string[]): ApiReply {
  const object = objectOf(org, call, name);
  const { ids, fields } = call.method === 'POST' ? asked(call.body) : fromAddress(call);
  const max = call.method === 'POST' ? MAX_IN_BODY : MAX_IN_ADDRESS;
  if (ids.length > max)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${max} records`,
    );
  for (const id of ids) {
    if (!decodeId(id)) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${id}`);
    requireIdOf(object, id);
  }
  const names = [...new Set(['Id', ...fields])];
  const records = ids.map((id) => {
    const soql = `SELECT ${names.join(',')} FROM ${object.name} WHERE Id = '${id}'`;
    return runSoql(org, call, soql).records[0] ?? null;
  });
  return { status: 200, body: records };
}

function asked(body: unknown): z.infer<typeof readBody> {
  const parsed = readBody.safeParse(body);
  if (!parsed.success)
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The body must have the lists ids and fields');
  return parsed.data;
}

function fromAddress({ query }: ApiCall): z.infer<typeof readBody> {
  const list = (name: string): string[] => {
    const text = query.get(name);
    if (text === null || text === '')
      throw new ApiError(400, 'MISSING_ARGUMENT', `The ${name} parameter is required`);
    return text.split(',').map((part) => part.trim());
  };
  return { ids: list('ids'), fields: list('fields') };
}

/** POST, PATCH and DELETE of `/composite/sobjects`: 200, with one refusal per record. */
export function writeCollection(_org: Org, call: ApiCall): ApiReply {
  const count =
    call.method === 'DELETE'
      ? (call.query.get('ids') ?? '').split(',').filter((id) => id !== '').length
      : (writeBody.safeParse(call.body).data?.records.length ?? 0);
  if (count === 0) throw new ApiError(400, 'MISSING_ARGUMENT', 'No records were sent');
  if (count > MAX_WRITES)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MAX_WRITES} records into this call`,
    );
  const { errorCode: statusCode, message } = noAccess();
  const refused = { success: false, errors: [{ statusCode, message, fields: [] }] };
  return { status: 200, body: Array.from({ length: count }, () => refused) };
}

/** `POST /composite/tree/X`: all or nothing, and here always nothing. */
export function writeTree(org: Org, call: ApiCall, [name = '']: string[]): ApiReply {
  objectOf(org, call, name);
  const { errorCode: statusCode, message } = noAccess();
  const parsed = writeBody.safeParse(call.body);
  const records = parsed.success ? parsed.data.records : [];
  const reference = z.object({ attributes: z.object({ referenceId: z.string() }) });
  return {
    status: 400,
    body: {
      hasErrors: true,
      results: records.map((one, i) => ({
        referenceId: reference.safeParse(one).data?.attributes.referenceId ?? `ref${i + 1}`,
        errors: [{ statusCode, message, fields: [] }],
      })),
    },
  };
}
