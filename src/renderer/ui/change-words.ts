import type { ChangeKind, FieldChange, RowChange, StoredValue } from '../../shared/model/changes';
import { changeText, type FieldWords, type ValueFormats, valueText } from '../../shared/model/change-fields';
import { formatNumber, formatTime, type Zone } from './format';
import type { Tone } from './org-state';

export const CHANGE_KIND_WORDS: Record<ChangeKind, { label: string; tone: Tone }> = {
  added: { label: 'Added', tone: 'ok' },
  changed: { label: 'Changed', tone: 'info' },
  removed: { label: 'Removed', tone: 'bad' },
};

const formatsOf = (zone: Zone): ValueFormats => ({
  number: formatNumber,
  time: (iso) => formatTime(iso, { zone }),
});

/** A stored value for people. `label`: what the row is called whose id the value is. */
export const valueWords = (field: string, value: StoredValue, label: string | null, zone: Zone): string =>
  valueText(field, value, label, formatsOf(zone));

export const fieldWords = (change: FieldChange, zone: Zone): FieldWords =>
  changeText(change, formatsOf(zone));

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
