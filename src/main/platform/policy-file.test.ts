import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPolicy, policyFiles, type PolicyPlace, windowsProblem } from './policy-file';

const isRoot = process.getuid?.() === 0;
let folder: string;
let file: string;
let place: PolicyPlace;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-policy-'));
  chmodSync(folder, 0o755);
  file = join(folder, 'policy.json');
  writeFileSync(file, '{"maxDailyCalls": 7}', { mode: 0o644 });
  chmodSync(file, 0o644);
  place = { platform: 'linux', isPackaged: false, env: { SEATWATCH_POLICY_FILE: file }, appData: folder };
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

const unsafe = expect.objectContaining({ code: 'POLICY_UNSAFE', kind: 'data' }) as Error;
const load = (changes: Partial<PolicyPlace> = {}) => loadPolicy({ ...place, ...changes });

describe('where the policy lies', () => {
  it('is a fixed place of each system', () => {
    const packaged = { isPackaged: true, env: {}, appData: 'C:\\Users\\kim\\AppData\\Roaming' } as const;
    expect(policyFiles({ ...packaged, platform: 'linux' })).toEqual(['/etc/seatwatch/policy.json']);
    expect(policyFiles({ ...packaged, platform: 'darwin' })).toEqual([
      '/Library/Application Support/Seatwatch/policy.json',
    ]);
    expect(policyFiles({ ...packaged, platform: 'win32' })).toEqual([
      'C:\\ProgramData\\Seatwatch\\policy.json',
    ]);
    expect(policyFiles({ ...packaged, platform: 'win32', appData: 'D:\\Users\\kim' })).toEqual([
      'C:\\ProgramData\\Seatwatch\\policy.json',
      'D:\\ProgramData\\Seatwatch\\policy.json',
    ]);
  });

  it('cannot be moved by the environment of an installed program', () => {
    const env = {
      SEATWATCH_POLICY_FILE: file,
      ProgramData: 'C:\\Users\\kim',
      ALLUSERSPROFILE: 'C:\\Users\\kim',
    };
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const files = policyFiles({ platform, isPackaged: true, env, appData: 'C:\\Users\\kim\\AppData' });
      expect(files.join()).not.toContain('kim');
      expect(files).not.toContain(file);
    }
    expect(policyFiles(place)).toEqual([file]);
  });
});

describe('a policy', () => {
  it('counts when only its owner may write it', () => {
    expect(load()).toEqual({ file, policy: { maxDailyCalls: 7 } });
  });

  it('need not be there, nor its folder', () => {
    for (const missing of [
      join(folder, 'none.json'),
      join(folder, 'none', 'policy.json'),
      join(file, 'policy.json'),
    ])
      expect(load({ env: { SEATWATCH_POLICY_FILE: missing } })).toEqual({ file: null, policy: {} });
  });

  it.each([0o664, 0o646, 0o666])('does not count, and ends the program, with mode %o', (mode) => {
    chmodSync(file, mode);
    expect(() => load()).toThrow(unsafe);
  });

  it.each([0o775, 0o757, 0o777, 0o1777])(
    'nor in a folder with mode %o, where it could be replaced',
    (mode) => {
      chmodSync(folder, mode);
      expect(() => load()).toThrow(unsafe);
    },
  );

  it('nor behind a link into such a folder', () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    writeFileSync(join(open, 'policy.json'), '{}', { mode: 0o644 });
    rmSync(file);
    symlinkSync(join(open, 'policy.json'), file);
    expect(() => load()).toThrow(unsafe);
  });

  it.runIf(isRoot)('nor when it belongs to somebody else', () => {
    chownSync(file, 1234, 1234);
    expect(() => load()).toThrow(unsafe);
    chownSync(file, 0, 0);
    chownSync(folder, 1234, 1234);
    expect(() => load()).toThrow(unsafe);
  });

  it('that is none is named with its line', () => {
    writeFileSync(file, '{\n"maxDailyCall": 7}');
    expect(() => load()).toThrow(/policy\.json, line 2: no such rule as “maxDailyCall”/);
    writeFileSync(file, Buffer.alloc(1024 * 1024 + 1, ' '));
    expect(() => load()).toThrow(/far too large/);
    rmSync(file);
    mkdirSync(file);
    expect(() => load()).toThrow(/not a file/);
  });

  it('that cannot be read is not taken for none', () => {
    rmSync(file);
    symlinkSync(file, file);
    expect(() => load()).toThrow(
      expect.objectContaining({ code: 'POLICY_UNREADABLE', kind: 'data' }) as Error,
    );
  });
});

describe('on Windows', () => {
  const safe = 'O:BAG:SYD:AI(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)';
  it('file and folder are looked at', () => {
    expect(windowsProblem(`${safe}\r\n${safe}\r\n`)).toBeNull();
    expect(windowsProblem(`${safe}(A;;FA;;;BU)\r\n${safe}\r\n`)).toContain('may write it (BU)');
    expect(windowsProblem(`${safe}\r\n${safe}(A;;DT;;;BU)\r\n`)).toContain(
      'may replace it in its folder (BU)',
    );
  });

  it('no answer is no safety', () => {
    for (const answer of ['', safe, `${safe}\nnonsense`])
      expect(windowsProblem(answer)).toContain('could not be examined');
  });

  it('without its own tools nothing is taken for safe', () => {
    expect(() => load({ platform: 'win32' })).toThrow(unsafe);
  });
});
