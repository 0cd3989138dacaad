import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/model/errors';
import type { ObjectDescription } from '../ports';
import { DESCRIPTIONS_PER_COMPOSITE, type DescribeOutcome } from '../salesforce/client';
import { memoryLog, fakeClock } from '../testing/fakes';
import { learn, objectsToDescribe } from './descriptions';
import { createFieldAccess, namesOf } from './field-access';
import { STREAMS } from './streams';

const AT = Date.UTC(2026, 0, 15);
const DAY = 86_400_000;

const user = (names: string[] | null, changes: Partial<ObjectDescription> = {}): ObjectDescription => ({
  object: 'User',
  apiVersion: '67.0',
  at: AT,
  names,
  ...changes,
});

const NAMES = ['Id', 'Username', 'IsActive', 'CreatedDate', 'Email', 'UserPermissionsKnowledgeUser'];

const invalidField = (message: string) =>
  new AppError({ code: 'INVALID_FIELD', kind: 'credentials', message, fix: '' });

describe('fields of an object', () => {
  it('are those we know, as long as nobody described it', () => {
    const paths = createFieldAccess({}).fields(STREAMS.users);
    expect(paths).toEqual(
      expect.arrayContaining(['Id', 'NumberOfFailedLogins', 'UserPermissionsOfflineUser']),
    );
  });

  it('are those described, flags we never heard of included', () => {
    const access = createFieldAccess({}, [user([...NAMES, 'UserPermissionsNewFeature', 'UserPreferencesX'])]);
    expect(access.fields(STREAMS.users)).toEqual([
      'Id',
      'Username',
      'Email',
      'IsActive',
      'CreatedDate',
      'UserPermissionsKnowledgeUser',
      'UserPermissionsNewFeature',
    ]);
  });

  it('of permission sets: only those on the list, however many an org has', () => {
    const names = ['Id', 'Name', 'PermissionsApiEnabled', 'PermissionsEditTask', 'PermissionsModifyAllData'];
    const access = createFieldAccess({}, [{ object: 'PermissionSet', apiVersion: '67.0', at: AT, names }]);
    const paths = access.fields(STREAMS.permissionSets);
    expect(paths).toContain('PermissionsModifyAllData');
    expect(paths).not.toContain('PermissionsEditTask');
    expect(paths).not.toContain('PermissionsViewAllData');
  });

  it('that a query cannot do without are asked for, whatever describe says', () => {
    expect(createFieldAccess({}, [user(['Email'])]).fields(STREAMS.users)).toEqual(
      expect.arrayContaining(['Id', 'Username', 'IsActive', 'CreatedDate']),
    );
  });

  it('are judged by Salesforce’s case, not ours', () => {
    expect(createFieldAccess({}, [user(['id', 'EMAIL'])]).fields(STREAMS.users)).toContain('Email');
  });

  it('of a parent need the relationship', () => {
    const object = 'LoginHistory';
    const without = createFieldAccess({}, [
      { object, apiVersion: '67.0', at: AT, names: ['Id', 'LoginGeoId'] },
    ]);
    expect(without.fields(STREAMS.loginHistory)).not.toContain('LoginGeo.City');
    const names = namesOf({
      name: object,
      fields: [{ name: 'LoginGeoId', type: 'reference', relationshipName: 'LoginGeo' }],
    });
    const within = createFieldAccess({}, [{ object, apiVersion: '67.0', at: AT, names }]);
    expect(within.fields(STREAMS.loginHistory)).toContain('LoginGeo.City');
  });

  it('refused although described are dropped, flags too, until described anew', () => {
    const access = createFieldAccess({}, [user(NAMES)]);
    const error = invalidField("No such column 'UserPermissionsKnowledgeUser' on entity 'User'.");
    expect(access.refuse(STREAMS.users, error)).toEqual(['UserPermissionsKnowledgeUser']);
    expect(access.fields(STREAMS.users)).not.toContain('UserPermissionsKnowledgeUser');
    access.describe(user(NAMES, { at: AT + 8 * DAY }));
    expect(access.fields(STREAMS.users)).toContain('UserPermissionsKnowledgeUser');
  });

  it('stay as they were when Salesforce would not describe the object', () => {
    const access = createFieldAccess({ User: ['Country'] });
    access.describe(user(null));
    expect(access.fields(STREAMS.users)).not.toContain('Country');
    expect(access.fields(STREAMS.users)).toContain('UserPermissionsOfflineUser');
    expect(access.described('User')).toMatchObject({ at: AT });
  });
});

describe('describing', () => {
  const due = (descriptions: ObjectDescription[], now = AT + DAY, version = '67.0', dropped = {}) =>
    objectsToDescribe(createFieldAccess(dropped, descriptions), version, now);

  it('is worth it where fields differ between orgs, and where one was refused', () => {
    expect(due([]).sort()).toEqual(['PermissionSet', 'TwoFactorMethodsInfo', 'User']);
    expect(due([], AT, '67.0', { LoginHistory: ['NetworkId'] })).toContain('LoginHistory');
  });

  it('lasts a week and for one API version', () => {
    const known = [user(NAMES)];
    expect(due(known)).not.toContain('User');
    expect(due(known, AT + 7 * DAY + 1)).toContain('User');
    expect(due(known, AT + DAY, '68.0')).toContain('User');
    // The clock was set back: nobody knows how old it is.
    expect(due(known, AT - DAY)).toContain('User');
    // Not for asking again every day what Salesforce would not tell.
    expect(due([user(null)])).not.toContain('User');
  });

  it('fits beside the queries of one request', () => {
    const dropped = Object.fromEntries(Object.values(STREAMS).map(({ object }) => [object, ['X']]));
    expect(due([], AT, '67.0', dropped).length).toBeLessThanOrEqual(DESCRIPTIONS_PER_COMPOSITE);
  });

  it('is remembered, also that it did not work', async () => {
    const saved: ObjectDescription[] = [];
    const fields = createFieldAccess({});
    const context = {
      db: {
        saveDescriptions: (_org: string, found: readonly ObjectDescription[]) => {
          saved.push(...found);
          return Promise.resolve();
        },
      },
      org: { id: 'org-1' },
      fields,
      clock: fakeClock(AT),
      log: memoryLog(),
    } as unknown as Parameters<typeof learn>[0];
    const outcomes: DescribeOutcome[] = [
      { ok: true, description: { name: 'User', fields: NAMES.map((name) => ({ name, type: 'x' })) } },
      { ok: false, error: new AppError({ code: 'NOT_FOUND', kind: 'unexpected', message: '', fix: '' }) },
    ];
    await learn(context, '67.0', ['User', 'TwoFactorMethodsInfo'], outcomes);
    expect(saved).toEqual([
      user(NAMES),
      { object: 'TwoFactorMethodsInfo', apiVersion: '67.0', at: AT, names: null },
    ]);
    expect(fields.fields(STREAMS.users)).not.toContain('Country');
  });
});
