import ipaddr from 'ipaddr.js';
import type { Evidence } from '../../../shared/model/findings';
import { countryName } from '../../ui/country-names';
import type { Zone } from '../../ui/format';
import { formatDay, formatNumber, formatTime, NO_VALUE } from '../../ui/format';

type Json = Evidence[string];

/** One fact of a finding, ready to be drawn. */
export interface Fact {
  key: string;
  /** What the check's definition says it is. */
  label: string;
  value: FactValue;
}

export type FactValue =
  | { kind: 'text'; text: string }
  | { kind: 'none'; text: string }
  | { kind: 'moment'; iso: string }
  | { kind: 'address'; text: string }
  | { kind: 'list'; items: FactValue[]; total: number | null }
  | { kind: 'facts'; facts: Fact[] };

/** ISO 8601 with a time in UTC, as evidence has it. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** "…; null: never": what a missing value means. */
const WHEN_NULL = /^(.*?)[;,.(]\s*null:\s*([^;)]+)\)?(.*)$/s;

/**
 * The evidence in the order of the check's definition, with its words; what the definition does not name (any
 * more) comes last, by its own key. A total that goes with a list ("users", "usersTotal") is told with the list.
 */
export function factsOf(evidence: Evidence, words: Readonly<Record<string, string>>): Fact[] {
  const known = Object.keys(words).filter((key) => Object.hasOwn(evidence, key));
  const others = Object.keys(evidence).filter((key) => !Object.hasOwn(words, key));
  const totals = new Set(
    Object.keys(evidence)
      .filter((key) => Array.isArray(evidence[key]))
      .map((key) => `${key}Total`),
  );
  return [...known, ...others]
    .filter((key) => !totals.has(key))
    .map((key) => {
      const { label, whenNull } = evidenceLabel(own(words, key) ?? readable(key));
      const total = own(evidence, `${key}Total`);
      return {
        key,
        label,
        value: valueOf(key, evidence[key] ?? null, whenNull, typeof total === 'number' ? total : null),
      };
    });
}

/** Evidence is what was stored: a key may be called like something every object has. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Splits "The success before it; null: none since then" into what it is and what no value means. */
export function evidenceLabel(words: string): { label: string; whenNull: string | null } {
  const [, label, whenNull, rest = ''] = WHEN_NULL.exec(words) ?? [];
  if (label === undefined || whenNull === undefined) return { label: words, whenNull: null };
  const meaning = whenNull.trim();
  return {
    label: `${label.trim()}${rest.trim()}`,
    whenNull: meaning.charAt(0).toUpperCase() + meaning.slice(1),
  };
}

/** "previousSuccessAt": "Previous success at". */
function readable(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(?:api|id|ip|mfa|sso|url|vpn)\b/g, (short) => short.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueOf(key: string, value: Json, whenNull: string | null, total: number | null = null): FactValue {
  if (value === null || value === '') return { kind: 'none', text: whenNull ?? 'Not known' };
  if (typeof value === 'boolean') return { kind: 'text', text: value ? 'Yes' : 'No' };
  if (typeof value === 'number') return { kind: 'text', text: numberWords(value) };
  if (typeof value === 'string') return textOf(key, value);
  if (Array.isArray(value)) {
    if (value.length === 0) return { kind: 'none', text: 'None' };
    return { kind: 'list', items: value.map((one) => valueOf(key, one, null)), total };
  }
  return {
    kind: 'facts',
    facts: Object.entries(value).map(([innerKey, inner]) => ({
      key: innerKey,
      label: readable(innerKey),
      value: valueOf(innerKey, inner, null),
    })),
  };
}

const COUNTRY_KEY = /(?:^c|C)ountr(?:y|ies)$/;

function textOf(key: string, text: string): FactValue {
  if (COUNTRY_KEY.test(key) && /^[A-Z]{2}$/.test(text))
    return { kind: 'text', text: `${countryName(text)} (${text})` };
  if (MOMENT.test(text)) return { kind: 'moment', iso: text };
  if (DAY.test(text)) return { kind: 'text', text: formatDay(text, 'long') };
  if (isAddress(text)) return { kind: 'address', text };
  return { kind: 'text', text };
}

/** One address, not a range; "1" is a number and no address. */
export function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

function numberWords(value: number): string {
  return Number.isInteger(value)
    ? formatNumber(value)
    : value.toLocaleString(undefined, { maximumFractionDigits: 2 });
}

/** A value in one line, e.g. to be read out or copied. */
export function factText(value: FactValue, zone: Zone): string {
  switch (value.kind) {
    case 'moment':
      return formatTime(value.iso, { zone });
    case 'list':
      return value.items.map((item) => factText(item, zone)).join(', ');
    case 'facts':
      return value.facts.map((fact) => `${fact.label}: ${factText(fact.value, zone)}`).join(', ');
    default:
      return value.text || NO_VALUE;
  }
}
