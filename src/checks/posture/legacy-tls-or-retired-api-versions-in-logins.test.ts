import { describe, expect, it } from 'vitest';
import { found } from '../testing/logins';
import type { Client } from '../logins/event';
import check from './legacy-tls-or-retired-api-versions-in-logins';

const AT = Date.UTC(2026, 0, 1);
const API = {
  loginType: 'Other Apex API',
  application: 'ERP',
  apiType: 'SOAP Partner',
  isUi: false,
  isApi: true,
};
const with1 = (client: Partial<Client>, status = 'Success', values = {}) =>
  found(check, { logins: [{ at: AT, client: { ...API, ...client }, status }], values });
const keys = (client: Partial<Client>) =>
  [...with1(client).entries()].map(([key, { severity }]) => [key, severity]);

describe('old encryption', () => {
  it.each([
    ['TLS 1.0', 'medium'],
    ['TLS 1.1', 'medium'],
    ['TLSv1.1', 'medium'],
    ['SSLv3', 'medium'],
    ['TLS 1.2', null],
    ['TLS 1.3', null],
    ['TLS 1.10', null],
    ['Unknown', null],
    [null, null],
  ])('%s: %s', (tlsProtocol, severity) => {
    expect(keys({ tlsProtocol })).toEqual(severity === null ? [] : [['ada:tls:ERP', severity]]);
  });

  it('weighs less when it was refused', () => {
    const [finding] = with1({ tlsProtocol: 'TLS 1.0' }, 'Failed: TLS version').values();
    expect(finding).toMatchObject({ severity: 'low', summary: 'User ada tried to sign in with TLS 1.0.' });
  });
});

describe('old API versions', () => {
  it.each([
    ['20.0', 'medium'],
    ['30.0', 'medium'],
    ['31.0', 'low'],
    ['40.0', 'low'],
    ['41.0', null],
    ['67.0', null],
    ['N/A', null],
    ['', null],
    ['0', null],
    [null, null],
  ])('%s: %s', (apiVersion, severity) => {
    expect(keys({ apiVersion })).toEqual(
      severity === null ? [] : [[`ada:${severity === 'low' ? 'deprecated' : 'retired'}:ERP`, severity]],
    );
  });

  it('follow the years as they are set', () => {
    expect(with1({ apiVersion: '45.0' }, 'Success', { retired: 40, deprecated: 50 }).size).toBe(1);
    expect([...with1({ apiVersion: '45.0' }, 'Success', { retired: 45 }).values()][0]?.severity).toBe(
      'medium',
    );
  });

  it('are one finding per user and application; brought half the way, a program is another one', () => {
    const findings = found(check, {
      logins: [
        { at: AT, client: { ...API, apiVersion: '25.0' }, status: 'Failed: API Version Removed' },
        { at: AT + 1, client: { ...API, apiVersion: '33.0' } },
        { at: AT + 2, client: { ...API, apiVersion: '35.0' } },
        { at: AT + 3, client: { ...API, apiVersion: '35.0', application: 'Other' }, user: 'bob' },
      ],
    });
    expect([...findings.keys()].sort()).toEqual([
      'ada:deprecated:ERP',
      'ada:retired:ERP',
      'bob:deprecated:Other',
    ]);
    expect(findings.get('ada:retired:ERP')).toMatchObject({
      occurrences: 1,
      app: 'ERP',
      summary: 'User ada tries to sign in with API version 25.0, which is retired.',
      evidence: { what: 'API version', value: '25.0', clientType: 'SOAP Partner' },
    });
    expect(findings.get('ada:deprecated:ERP')).toMatchObject({ occurrences: 2, evidence: { value: '35.0' } });
  });

  it('of a program without a name are found under the user alone', () => {
    const [[key, finding] = []] = with1({ apiVersion: '35.0', application: 'N/A' });
    expect([key, finding?.app]).toEqual(['ada:deprecated:', null]);
  });

  it('and old encryption are two findings', () => {
    expect(keys({ apiVersion: '35.0', tlsProtocol: 'TLS 1.0' }).map(([key]) => key)).toEqual([
      'ada:tls:ERP',
      'ada:deprecated:ERP',
    ]);
  });
});
