import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { installerFile, signed, signingKey, updateManifest } from '../../../test/builders/update-source';
import { AppError } from '../../shared/model/errors';
import { fileFor } from './check';
import { openManifest, updateKeys } from './manifest';

const KEY = signingKey();

interface Signed {
  payload: string;
  signatures: { keyId: string; signature: string }[];
}

describe('the file for a computer', () => {
  const file = (platform: string, arch: string, kind: string) =>
    ({ ...installerFile(), platform, arch, kind, name: `${platform}-${arch}-${kind}` }) as ReturnType<
      typeof installerFile
    >;
  const manifest = updateManifest({
    files: [
      file('linux', 'arm64', 'deb'),
      file('linux', 'x64', 'AppImage'),
      file('linux', 'x64', 'deb'),
      file('win32', 'x64', 'msi'),
      file('win32', 'x64', 'nsis'),
      file('darwin', 'universal', 'zip'),
      file('darwin', 'universal', 'dmg'),
    ],
  });
  it.each<[string, string, readonly ReturnType<typeof installerFile>['kind'][], string | null]>([
    ['linux', 'x64', ['deb'], 'linux-x64-deb'],
    ['linux', 'arm64', ['deb', 'AppImage'], 'linux-arm64-deb'],
    ['linux', 'x64', ['rpm', 'AppImage'], 'linux-x64-AppImage'],
    ['linux', 'arm64', ['rpm'], null],
    ['win32', 'x64', ['msi', 'nsis'], 'win32-x64-msi'],
    ['win32', 'x64', ['nsis'], 'win32-x64-nsis'],
    ['darwin', 'arm64', ['dmg', 'zip'], 'darwin-universal-dmg'],
    ['freebsd', 'x64', ['deb'], null],
  ])('%s %s %s is %s', (platform, arch, kinds, name) => {
    expect(fileFor(manifest, { platform, arch, kinds })?.name ?? null).toBe(name);
  });
});

describe('whatever a source sends', () => {
  const keys = updateKeys([KEY.publicKey]);
  it('is refused with a reason', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.base64String()), (text) => {
        expect(reasonFor(text)).toMatch(/^UPDATE_/);
      }),
    );
  });

  it('is refused when one character of a good one was changed', () => {
    const good = signed(updateManifest(), KEY);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, other) => {
        const changed = good.slice(0, at) + other + good.slice(at + 1);
        // Base64 has several spellings of some bytes, and JSON of some texts: those say the same.
        if (meaningOf(changed) === meaningOf(good)) return;
        expect(reasonFor(changed)).toMatch(/^UPDATE_/);
      }),
    );
  });

  function reasonFor(text: string): string {
    try {
      openManifest(text, keys);
      return 'it was believed';
    } catch (error) {
      return error instanceof AppError ? error.code : `a bug: ${String(error)}`;
    }
  }
});

function meaningOf(text: string): string | null {
  try {
    const { payload, signatures } = JSON.parse(text) as Signed;
    const bytes = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
    return JSON.stringify([bytes(payload), signatures.map((one) => [one.keyId, bytes(one.signature)])]);
  } catch {
    return null;
  }
}
