import { expect, it } from 'vitest';
import { full, ID, ID18 } from '../../../../test/builders/stream-rows';
import { define, need, take } from './define';
import { VIEW_SETUP } from './definition';
import { bool, id, text } from './fields';

const stream = define('userLogins', {
  object: 'UserLogin',
  mode: 'changes',
  clocks: ['LastModifiedDate', 'UserId'],
  value: 1,
  columns: {
    id: need(id, 'Id'),
    userId: need(id, 'UserId'),
    isFrozen: { ...take(bool, 'IsFrozen', false), required: true },
    isPasswordLocked: { read: (record) => text(record, 'Reason') === 'password' },
  },
});

it('selects the fields of its columns, and its clocks once', () => {
  expect(stream.fields).toEqual([
    { path: 'Id', required: true },
    { path: 'UserId', required: true },
    { path: 'IsFrozen', required: true },
    { path: 'LastModifiedDate' },
  ]);
});

it('makes rows, and none of a record that lacks what a row needs', () => {
  const row = { id: full('0Yw000000000001'), userId: ID18, isFrozen: false, isPasswordLocked: true };
  const record = { Id: '0Yw000000000001', UserId: ID, IsFrozen: null, Reason: 'password' };
  expect(stream.map(record)).toEqual(row);
  expect(stream.map({ ...record, IsFrozen: 'true' })).toEqual({ ...row, isFrozen: true });
  expect(stream.map({ ...record, UserId: null })).toBeNull();
  expect(stream.map({ ...record, Id: 'no id' })).toBeNull();
});

it('is what most streams are unless it says otherwise', () => {
  expect(stream).toMatchObject({ name: 'userLogins', essential: false, needs: VIEW_SETUP });
  const { object, mode, value } = stream;
  const columns = { id: need(id, 'Id'), name: need(text, 'Name'), userLicenseId: take(id, 'UserLicenseId') };
  const plain = define('profiles', {
    ...{ object, mode, value, essential: true },
    columns: { ...columns, userType: take(text, 'UserType') },
  });
  expect(plain).toMatchObject({ clocks: [], essential: true });
  expect(plain.map({ Id: ID, Name: 'Standard' })).toMatchObject({ userLicenseId: null, userType: null });
});
