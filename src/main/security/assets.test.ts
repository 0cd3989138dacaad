import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, resolveAsset } from './assets';
import { isOurPage } from './origin';

const ROOT = path.resolve('/srv/app/renderer');

describe('resolveAsset', () => {
  it('serves the page for the root and files below it', () => {
    expect(resolveAsset(ROOT, 'app://seatwatch/')).toBe(path.join(ROOT, 'index.html'));
    expect(resolveAsset(ROOT, 'app://seatwatch/assets/index.js?v=1')).toBe(
      path.join(ROOT, 'assets', 'index.js'),
    );
  });

  it('never leaves the folder, however the path is written', () => {
    for (const url of [
      'app://seatwatch/..%2f..%2fetc/passwd',
      'app://seatwatch/%2e%2e%2f%2e%2e/x',
      'app://seatwatch/%E0%A4%A',
    ]) {
      expect(resolveAsset(ROOT, url)).toBeNull();
    }
    const piece = fc.constantFrom('..', '%2e%2e', '/', '%2f', '%5c', 'a', '.', 'renderer-secret', '%00');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = resolveAsset(ROOT, `app://seatwatch/${pieces.join('')}`);
        expect(file === null || file.startsWith(ROOT + path.sep)).toBe(true);
      }),
    );
  });
});

describe('contentSecurityPolicy', () => {
  it('allows nothing inline but style tags that carry the nonce', () => {
    const policy = contentSecurityPolicy('abc');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  });
});

describe('isOurPage', () => {
  it('knows our own scheme and, during development, the development server', () => {
    expect(isOurPage('app://seatwatch/index.html#/orgs', null)).toBe(true);
    expect(isOurPage('http://localhost:5173/', 'http://localhost:5173')).toBe(true);
  });

  it.each([
    'app://seatwatch.evil/',
    'app://other/',
    'https://seatwatch/',
    'http://localhost:5173.evil/',
    'data:text/html,x',
    'nonsense',
  ])('refuses %s', (url) => {
    expect(isOurPage(url, 'http://localhost:5173')).toBe(false);
  });

  it('does not trust the development server in a packaged app', () => {
    expect(isOurPage('http://localhost:5173/', null)).toBe(false);
  });
});
