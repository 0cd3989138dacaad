import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldChange, StoredValue } from '../../shared/model/changes';
import { fieldLabel } from '../../shared/model/change-fields';
import { arrivalWords, changeSentence, fieldWords, valueWords } from './change-words';

const change = (
  field: string,
  before: StoredValue,
  after: StoredValue,
  labels: [string | null, string | null] = [null, null],
): FieldChange => ({ field, before, after, beforeLabel: labels[0], afterLabel: labels[1] });
const sentence = (one: FieldChange) => fieldWords(one, 'utc').sentence;

describe('a field change', () => {
  it('is a readable sentence with Salesforce’s name of the field', () => {
    expect(sentence(change('isActive', 1, 0))).toBe('Active: yes → no');
    expect(sentence(change('profileId', '00eA', '00eB', ['Sales', 'Sales Manager']))).toBe(
      'Profile: Sales → Sales Manager',
    );
    expect(sentence(change('department', null, 'Finance'))).toBe('Department: none → Finance');
    expect(sentence(change('used', 1771, 1803))).toBe('Used Licenses: 1,771 → 1,803');
    expect(sentence(change('expiresAt', null, Date.UTC(2027, 0, 31)))).toMatch(
      /^Expiration Date: none → Jan 31, 2027, 12:00\sAM UTC$/,
    );
  });

  it('keeps an id that nobody knows', () => {
    expect(sentence(change('userRoleId', '00E000000000001', null))).toBe('Role: 00E000000000001 → none');
  });

  it('tells what came and went of a list', () => {
    expect(sentence(change('features', '["A"]', '["A","B","C"]'))).toBe('Feature Licenses: + B, C');
    expect(sentence(change('features', '["A","B"]', '["C"]'))).toBe('Feature Licenses: + C; − A, B');
    expect(sentence(change('methods', '[]', null))).toBe('Methods: none → none');
    // Text that only looks like a list.
    expect(sentence(change('name', '[old', '[new'))).toBe('Name: [old → [new');
  });

  it('reads whatever is stored', () => {
    const stored = fc.oneof(
      fc.string(),
      fc.json(),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.constantFrom('name', 'isActive', 'features', 'total'), stored, stored, (field, a, b) => {
        expect(sentence(change(field, a, b))).toContain(fieldLabel(field));
      }),
    );
  });
});

it('puts the fields of a row into one line', () => {
  const fields = [change('isFrozen', 0, 1), change('email', 'a@x', 'b@x')];
  expect(changeSentence({ kind: 'changed', fields }, 'utc')).toBe('Frozen: no → yes; Email: a@x → b@x');
  expect(changeSentence({ kind: 'added', fields: [] }, 'utc')).toBe('');
});

it('says what coming and going means', () => {
  const assigned = { stream: 'permissionSetAssignments', userName: 'Ada Lovelace' };
  expect(arrivalWords({ ...assigned, kind: 'added' })).toBe('Assigned to Ada Lovelace');
  expect(arrivalWords({ ...assigned, kind: 'removed' })).toBe('No longer assigned to Ada Lovelace');
  expect(arrivalWords({ ...assigned, stream: 'users', kind: 'added' })).toBe(
    'New since the collection before',
  );
  expect(arrivalWords({ ...assigned, userName: null, kind: 'removed' })).toBe('Not there any more');
});

it('spells out names of fields that it does not know', () => {
  expect(fieldLabel('someNewFieldId')).toBe('Some New Field');
  expect(fieldLabel('lastModifiedAt')).toBe('Last Modified Date');
  expect(fieldLabel('country')).toBe('Country');
});

it('shows a moment that is out of range as it is', () => {
  expect(valueWords('createdAt', 9e15, null, 'utc')).toBe('9,000,000,000,000,000');
});
