import { describe, expect, it } from 'vitest';
import { SubStepId } from '../../../shared/model/setup';
import { STREAM_TITLES } from '../../../shared/model/streams';
import { STREAM_NAMES, type StreamName } from '../records';
import { STREAM_ORDER, STREAMS } from './index';
import type { StreamDefinition } from './definition';

const definitions: StreamDefinition[] = Object.values(STREAMS);

describe('stream definitions', () => {
  it('has one for every name, under that name, with a title', () => {
    expect(Object.keys(STREAMS).sort()).toEqual([...STREAM_NAMES].sort());
    expect(Object.keys(STREAM_TITLES).sort()).toEqual([...STREAM_NAMES].sort());
    for (const name of STREAM_NAMES) {
      expect(STREAMS[name].name).toBe(name);
      expect(STREAMS[name].title).toBe(STREAM_TITLES[name]);
    }
  });

  it('begins with what licenses cost and who has them, then people, then sign-ins', () => {
    expect(STREAM_ORDER[0]).toBe('organization');
    const place = (name: StreamName) => STREAM_ORDER.indexOf(name);
    expect(place('userLicenses')).toBeLessThan(place('users'));
    expect(place('users')).toBeLessThan(place('loginHistory'));
    expect(place('loginHistory')).toBeLessThan(place('oauthTokens'));
    // What it says decides about those that follow it.
    for (const { name, follows } of definitions)
      if (follows !== undefined) expect(place('setupAuditTrail')).toBeLessThan(place(name) + 2);
  });

  it.each(definitions.map((one) => [one.name, one] as const))('%s is sound', (_name, one) => {
    const paths = one.fields.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(expect.arrayContaining([...one.clocks]));
    if (one.mode === 'append') {
      // Without its clock nobody knows where to read on.
      const required = one.fields.filter((field) => field.required === true).map(({ path }) => path);
      expect(required).toEqual(expect.arrayContaining([...one.clocks]));
      expect(one.clocks).toHaveLength(1);
    }
    if (one.mode === 'full') expect(one.clocks).toEqual([]);
    expect(SubStepId.options).toContain(one.needs.subStep);
    expect(one.map({})).toBeNull();
  });

  it('never selects a secret', () => {
    const secret = /token$|secret|password(?!Change|Expiration|Locked)|sharedkey|consumerkey/i;
    const selected = definitions.flatMap(({ object, fields, flags }) =>
      [...fields.map(({ path }) => path), ...(flags?.known ?? [])].map((path) => `${object}.${path}`),
    );
    const allowed = [
      'UserLogin.IsPasswordLocked',
      'User.LastPasswordChangeDate',
      'User.PasswordExpirationDate',
      // Names of permissions, not what they protect.
      'PermissionSet.ResetPasswords',
      'PermissionSet.ManagePasswordPolicies',
      'PermissionSet.PasswordNeverExpires',
      'PermissionSet.ViewClientSecret',
    ];
    expect(
      selected.filter((path) => secret.test(path.split('.').slice(1).join('.')) && !allowed.includes(path)),
    ).toEqual([]);
  });

  it('keeps the longest query within what an address may have', () => {
    for (const { fields, flags, object } of definitions) {
      const names = [
        ...fields.map(({ path }) => path),
        ...(flags?.known ?? []).map((name) => flags!.prefix + name),
      ];
      const soql = `SELECT ${names.join(', ')} FROM ${object}`;
      // Address and headers: 16,384 bytes (REST API Developer Guide).
      expect(encodeURIComponent(soql).length).toBeLessThan(8_000);
    }
  });
});
