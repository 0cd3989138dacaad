import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import { PREFIXES } from '../catalog/prefixes';
import type { FieldDef } from '../catalog/types';
import { malformedQuery } from '../errors';
import { decodeId, encodeId } from '../ids';
import { dateLiteralSpan, type Span } from './date-literals';
import type { Complaints } from './messages';
import type { Clause } from './source';

export type SqlValue = string | number;
/** What a literal means for its field: a value, no value, or a span of time. */
export type Meaning = { kind: 'null' } | { kind: 'value'; value: SqlValue } | { kind: 'span'; span: Span };

export interface LiteralContext {
  complaints: Complaints;
  clause: Clause;
  now: number;
  instance: string;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Text of a quoted SOQL string. For LIKE, `\%` and `\_` stay escaped so that SQL's ESCAPE '\' sees them. */
export function unquote(raw: string, like = false): string {
  const inner = raw.replace(/^'|'$/g, '');
  return inner.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (code === '%' || code === '_') return like ? `\\${code}` : code;
    if (code === '\\') return like ? '\\\\' : '\\';
    return ESCAPES[code.toLowerCase()] ?? code;
  });
}

const TEXT_TYPES: readonly FieldDef['type'][] = [
  'string',
  'email',
  'phone',
  'url',
  'picklist',
  'multipicklist',
  'textarea',
];

const isText = (field: FieldDef): boolean => TEXT_TYPES.includes(field.type);

/** How error messages name a type. */
function soapType(field: FieldDef): string {
  return field.type === 'datetime' ? 'dateTime' : isText(field) ? 'string' : field.type;
}

function idMeaning(word: string, field: FieldDef, raw: string, context: LiteralContext): Meaning {
  const text = unquote(raw);
  if (text === '') return { kind: 'null' };
  const parts = decodeId(text);
  if (!parts) throw context.complaints.wrongOperator(word, `invalid ID field: ${text}`, context.clause);
  if (field.textId === true) return { kind: 'value', value: encodeId(parts.prefix, parts.instance, parts.n) };
  const mine =
    field.idOf !== undefined && parts.prefix === PREFIXES[field.idOf] && parts.instance === context.instance;
  // A well-formed id of another object or org is no error; it just matches nothing.
  return { kind: 'value', value: mine ? parts.n : -1 };
}

/** Checks the literal against the field's type and says what it means. */
export function meaningOf(
  word: string,
  field: FieldDef,
  raw: string,
  type: LiteralType | undefined,
  context: LiteralContext,
): Meaning {
  if (type === 'NULL') return { kind: 'null' };
  const wrong = (): Error =>
    context.complaints.wrongValueType(
      word,
      soapType(field),
      isText(field) || field.type === 'id' || field.type === 'reference',
      context.clause,
    );
  if (field.type === 'id' || field.type === 'reference') {
    if (type !== 'STRING') throw wrong();
    return idMeaning(word, field, raw, context);
  }
  if (isText(field)) {
    if (type !== 'STRING') throw wrong();
    const text = unquote(raw);
    return text === '' ? { kind: 'null' } : { kind: 'value', value: text };
  }
  switch (field.type) {
    case 'boolean':
      if (type !== 'BOOLEAN') throw wrong();
      return { kind: 'value', value: raw.toUpperCase() === 'TRUE' ? 1 : 0 };
    case 'int':
    case 'double':
      if (type !== 'INTEGER' && type !== 'DECIMAL') throw wrong();
      return { kind: 'value', value: Number(raw) };
    default:
      return timeMeaning(field, raw, type, context, wrong);
  }
}

function timeMeaning(
  field: FieldDef,
  raw: string,
  type: LiteralType | undefined,
  context: LiteralContext,
  wrong: () => Error,
): Meaning {
  if (type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL') {
    const span = dateLiteralSpan(raw, context.now);
    if (!span) throw malformedQuery(`unexpected token: '${raw}'`);
    return { kind: 'span', span };
  }
  if (type !== (field.type === 'date' ? 'DATE' : 'DATETIME')) throw wrong();
  // `+0200` is as good as `+02:00` in SOQL, but not to Date.parse; that in turn takes 30 February for 2 March.
  const day = raw.slice(0, 10);
  const ms = Date.parse(raw.replace(/(T.*[+-]\d{2})(\d{2})$/, '$1:$2'));
  const real = Number.isFinite(ms) && dateText(Date.parse(day)) === day;
  if (!real) throw malformedQuery(`Invalid date: ${raw}`);
  return { kind: 'value', value: field.type === 'date' ? raw : ms };
}

/** `YYYY-MM-DD` of epoch milliseconds, the storage form of date fields. */
export function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
