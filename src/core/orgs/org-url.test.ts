import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/model/errors';
import { normalizeOrgUrl } from './org-url';

function refusal(typed: string): AppError {
  try {
    normalizeOrgUrl(typed);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`${typed} was accepted`);
}

describe('org URLs that are good', () => {
  it.each([
    ['acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
    [' https://ACME.my.salesforce.com/ ', 'https://acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com/services/data?x=1#y', 'https://acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com.', 'https://acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com:443', 'https://acme.my.salesforce.com'],
    ['//acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['acme-dev-ed.develop.my.salesforce.com', 'https://acme-dev-ed.develop.my.salesforce.com'],
    ['acme.my.salesforce.mil', 'https://acme.my.salesforce.mil'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:99', 'http://[::1]:99'],
    ['https://localhost:8443', 'https://localhost:8443'],
  ])('%s', (typed, url) => {
    expect(normalizeOrgUrl(typed)).toBe(url);
  });
});

describe('org URLs that are refused', () => {
  it.each([
    ['https://login.salesforce.com', 'WRONG_HOST', /sign-in page/],
    ['test.salesforce.com', 'WRONG_HOST', /sign-in page/],
    ['https://help.salesforce.com/s/', 'WRONG_HOST', /web site/],
    ['https://acme.lightning.force.com/lightning/setup', 'WRONG_HOST', /Lightning/],
    ['https://acme.my.salesforce-setup.com/', 'WRONG_HOST', /Setup/],
    ['https://acme.my.site.com', 'WRONG_HOST', /site/],
    ['https://acme--c.vf.force.com', 'WRONG_HOST', /pages or files/],
    ['https://na139.salesforce.com', 'WRONG_HOST', /server/],
    ['https://acme.secure.force.com', 'WRONG_HOST', /web pages/],
    ['https://example.com', 'WRONG_HOST', /not a Salesforce/],
    ['https://acme.my.salesforce.com.evil.example', 'WRONG_HOST', /not a Salesforce/],
    ['http://acme.my.salesforce.com', 'INSECURE_URL', /http/],
    ['https://user:pw@acme.my.salesforce.com', 'INVALID_URL', /password/],
    ['https://acme.my.salesforce.com:8443', 'INVALID_URL', /port/],
    ['ftp://acme.my.salesforce.com', 'INVALID_URL', /web address/],
    ['acme', 'INVALID_URL', /not a Salesforce/],
    ['192.168.1.1', 'INVALID_URL', /not a Salesforce/],
    ['https://', 'INVALID_URL', /web address/],
    ['   ', 'INVALID_URL', /empty/],
  ])('%s', (typed, code, message) => {
    const error = refusal(typed);
    expect(error).toMatchObject({ code, kind: 'usage', subStep: 'app.my-domain' });
    expect(error.message).toMatch(message);
    expect(error.fix).not.toBe('');
  });

  it.each([
    ['acme.lightning.force.com', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.lightning.force.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['acme-dev-ed.develop.lightning.force.com', 'https://acme-dev-ed.develop.my.salesforce.com'],
    ['acme.my.salesforce-setup.com', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.my.salesforce-setup.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['acme--c.vf.force.com', 'https://acme.my.salesforce.com'],
    ['acme--uat--c.sandbox.vf.force.com', 'https://acme--uat.sandbox.my.salesforce.com'],
  ])('%s: suggests %s', (typed, suggestion) => {
    expect(refusal(typed).fix).toContain(`${suggestion} `);
  });
});

describe('org URLs, for everything that can be typed', () => {
  it('gives an origin that stays the same, or an explained refusal', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.domain().map((d) => `${d}.my.salesforce.com`),
        ),
        (typed) => {
          let url: string;
          try {
            url = normalizeOrgUrl(typed);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            expect((error as AppError).fix).not.toBe('');
            return;
          }
          expect(new URL(url).origin).toBe(url);
          expect(normalizeOrgUrl(url)).toBe(url);
        },
      ),
    );
  });

  it('does not mind how a good one is decorated', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
    const wrap = fc.constantFrom('', 'https://', 'HTTPS://', '//');
    const tail = fc.constantFrom('', '/', '/lightning/page/home', '?a=b', '#x');
    fc.assert(
      fc.property(label, wrap, tail, fc.boolean(), (org, head, end, upper) => {
        const host = `${org}.my.salesforce.com`;
        expect(normalizeOrgUrl(head + (upper ? host.toUpperCase() : host) + end)).toBe(`https://${host}`);
      }),
    );
  });
});
