import { describe, expect, it } from 'vitest';
import { redactText, redactValue, scrubPersonal } from './redact';

const SECRET = '0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIzTVZHOSJ9.c2lnbmF0dXJl';
const TOKEN = '00D5g000004abcDEAQ!AQEAQFc1Wz.x_Yz9';

describe('redactText', () => {
  it.each([
    ['a consumer secret', SECRET],
    ['an old consumer secret', 'secret is 1234567890123456789'],
    ['a JWT', JWT],
    ['a session id', TOKEN],
    ['an encoded session id', TOKEN.replace('!', '%21')],
    ['a bearer header', 'Authorization: Bearer abcDEF123456'],
    ['a form body', 'grant_type=client_credentials&client_id=k&client_secret=s3cr3t-value&x=1'],
    ['a JSON answer', '{"access_token":"s3cr3t-value","instance_url":"https://x"}'],
    ['a spaced JSON answer', '{ "refresh_token" : "s3cr3t value \\" quoted" }'],
    ['a variable', 'SEATWATCH_VAULT_PASSPHRASE=s3cr3t-value'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----'],
    ['a cut private key', '-----BEGIN PRIVATE KEY-----\nMIIEabc'],
  ])('removes %s', (_, text) => {
    const clean = redactText(`before ${text} after`);
    expect(clean).toContain('[redacted]');
    for (const part of [
      SECRET,
      JWT,
      TOKEN,
      's3cr3t',
      'MIIE',
      'abcDEF123456',
      '1234567890123456789',
      'quoted',
    ])
      expect(clean).not.toContain(part);
    expect(clean).toContain('before');
  });

  it('leaves what is needed to understand a log', () => {
    const text =
      'GET https://acme.my.salesforce.com/services/data/v67.0/limits -> 200 in 120 ms, used 129/100000';
    expect(redactText(text)).toBe(text);
    expect(redactText('user 0055g00000AbCdEAAV, run 12, 2026-01-31T00:00:00.000Z')).toContain(
      '0055g00000AbCdEAAV',
    );
  });
});

describe('redactValue', () => {
  it('hides by name, spells errors out and counts bytes', () => {
    const cause = Object.assign(new Error('client_secret=abc123'), { code: 'E1' });
    const value = {
      consumerSecret: 'x',
      headers: { Authorization: 'x', accept: 'json' },
      tokenRequests: 3,
      token: null,
      list: [`Bearer ${JWT}`],
      bytes: Buffer.from('abcd'),
      at: new Date(0),
      error: new Error('outer', { cause }),
      work: () => 1,
    };
    const clean = redactValue(value) as Record<string, unknown>;
    expect(clean).toMatchObject({
      consumerSecret: '[redacted]',
      headers: { Authorization: '[redacted]', accept: 'json' },
      tokenRequests: 3,
      token: null,
      bytes: '[4 bytes]',
      at: '1970-01-01T00:00:00.000Z',
      work: '[function]',
      error: { message: 'outer', cause: { code: 'E1', message: 'client_secret=[redacted]' } },
    });
    expect(JSON.stringify(clean)).not.toContain('abc123');
  });

  it('survives cycles', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(redactValue(loop))).toContain('…');
  });
});

describe('scrubPersonal', () => {
  it('removes people, places and names', () => {
    const text =
      'Acme Ltd: ada@acme.example signed in from 203.0.113.9 and 2001:db8::1:2:3 to acme.my.salesforce.com, ' +
      'https://acme.my.salesforce.com/x?y=1, id 0055g00000AbCdEAAV, /home/ada/.config, Bearer abcdefgh, key 3MVG9abcdefghij.';
    const clean = scrubPersonal(text, [
      { word: 'Acme', as: 'org-1' },
      { word: '/home/ada', as: '~' },
    ]);
    for (const part of ['Acme', 'ada', '203.0', '2001:db8', 'salesforce', '0055g', 'abcdefgh', '3MVG9'])
      expect(clean).not.toContain(part);
    expect(clean).toContain('org-1 Ltd');
    expect(scrubPersonal('2026-01-31T10:20:30.000Z 45.4.1', [{ word: '', as: 'x' }])).toBe(
      '2026-01-31T10:20:30.000Z 45.4.1',
    );
  });
});
