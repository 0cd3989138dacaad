import { describe, expect, it } from 'vitest';
import { urlHint } from './url-hint';

describe('urlHint', () => {
  it.each([
    'acme.my.salesforce.com',
    'https://acme.my.salesforce.com/',
    'HTTPS://Acme.My.Salesforce.com/path',
  ])('accepts %s', (url) => expect(urlHint(url)?.tone).toBe('good'));

  it('recognizes sandboxes, Developer Edition and this computer', () => {
    expect(urlHint('https://acme--uat.sandbox.my.salesforce.com')?.text).toContain('sandbox');
    expect(urlHint('acme.develop.my.salesforce.com')?.text).toContain('Developer');
    expect(urlHint('http://127.0.0.1:4000')?.tone).toBe('good');
  });

  it.each([
    'login.salesforce.com',
    'https://test.salesforce.com',
    'na139.salesforce.com',
    'acme.my.site.com',
  ])('refuses %s', (url) => expect(urlHint(url)?.tone).toBe('problem'));

  it.each([
    ['https://acme.lightning.force.com/lightning/page/home', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.lightning.force.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['acme.my.salesforce-setup.com/lightning/setup', 'https://acme.my.salesforce.com'],
    ['http://acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
  ])('offers the address behind %s', (typed, meant) => {
    expect(urlHint(typed)).toMatchObject({ tone: 'problem', suggestion: meant });
  });

  it('keeps quiet while there is too little to say', () => {
    expect(urlHint('')).toBeNull();
    expect(urlHint('acme')).toBeNull();
    expect(urlHint('proxy.example.com')?.tone).toBe('unsure');
    expect(urlHint('my org.com')?.text).toContain('spaces');
  });
});
