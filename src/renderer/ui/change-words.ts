import type { ChangeKind, FieldChange, RowChange, StoredValue } from '../../shared/model/changes';
import { fieldLabel, isFlag, isMoment } from './change-fields';
import { formatNumber, formatTime, type Zone } from './format';
import type { Tone } from './org-state';

export const CHANGE_KIND_WORDS: Record<ChangeKind, { label: string; tone: Tone }> = {
  added: { label: 'Added', tone: 'ok' },
  changed: { label: 'Changed', tone: 'info' },
  removed: { label: 'Removed', tone: 'bad' },
};

/** The furthest a JavaScript date reaches. */
const MAX_TIME = 8.64e15;

/** What stands for a field without a value. */
const NOTHING = 'none';

/** A stored value for people. `label`: what the row is called whose id the value is. */
export function valueWords(field: string, value: StoredValue, label: string | null, zone: Zone): string {
  if (label !== null) return label;
  if (value === null || value === '') return NOTHING;
  if (isFlag(field) && (value === 0 || value === 1)) return value === 1 ? 'yes' : 'no';
  if (typeof value === 'number') {
    return isMoment(field) && Math.abs(value) <= MAX_TIME
      ? formatTime(new Date(value).toISOString(), { zone })
      : formatNumber(value);
  }
  const list = listOf(value);
  if (list === null) return value;
  return list.length === 0 ? NOTHING : list.join(', ');
}

export interface FieldWords {
  label: string;
  before: string;
  after: string;
  /** "Active: yes → no"; for lists what came and went: "Feature Licenses: + SupportUser". */
  sentence: string;
}

export function fieldWords(change: FieldChange, zone: Zone): FieldWords {
  const { field } = change;
  const label = fieldLabel(field);
  const before = valueWords(field, change.before, change.beforeLabel, zone);
  const after = valueWords(field, change.after, change.afterLabel, zone);
  const differences = listDifferences(change);
  return { label, before, after, sentence: `${label}: ${differences ?? `${before} → ${after}`}` };
}

/** Rows that give something to a user: their coming and going is an assignment. */
const ASSIGNMENTS: ReadonlySet<string> = new Set([
  'permissionSetAssignments',
  'permissionSetLicenseAssignments',
  'userPackageLicenses',
]);

/** What it means that a row came or went: "Assigned to Ada Lovelace", "Not there any more". */
export function arrivalWords({
  kind,
  stream,
  userName,
}: Pick<RowChange, 'kind' | 'stream' | 'userName'>): string {
  const to = ASSIGNMENTS.has(stream) ? userName : null;
  if (kind === 'added') return to === null ? 'New since the collection before' : `Assigned to ${to}`;
  return to === null ? 'Not there any more' : `No longer assigned to ${to}`;
}

/** The field changes of a row in one line; empty when it came or went. */
export function changeSentence(change: Pick<RowChange, 'kind' | 'fields'>, zone: Zone): string {
  if (change.kind !== 'changed') return '';
  return change.fields.map((field) => fieldWords(field, zone).sentence).join('; ');
}

/** "+ A, B; − C" when both values are lists; null otherwise. */
function listDifferences({ before, after }: FieldChange): string | null {
  const [old, now] = [listOf(before), listOf(after)];
  if (old === null || now === null) return null;
  const came = now.filter((item) => !old.includes(item));
  const went = old.filter((item) => !now.includes(item));
  const parts = [
    came.length > 0 ? `+ ${came.join(', ')}` : '',
    went.length > 0 ? `− ${went.join(', ')}` : '',
  ];
  const words = parts.filter(Boolean).join('; ');
  return words === '' ? null : words;
}

/** Lists are stored as JSON text; anything else is null. */
function listOf(value: StoredValue): string[] | null {
  if (typeof value !== 'string' || !value.startsWith('[')) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed.map(String) : null;
  } catch {
    return null;
  }
}
