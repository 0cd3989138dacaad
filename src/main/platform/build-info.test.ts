import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildInfo, readBuildInfo } from './build-info';

const INFO: BuildInfo = {
  version: '1.2.3',
  commit: '808c9bb5f41a0775bb2d1acd45fd1fbaf78b93de',
  modified: false,
  date: '2026-11-23T00:33:05.000Z',
};

describe('facts about a build', () => {
  let appPath: string;
  beforeEach(() => {
    appPath = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-build-info-'));
  });
  afterEach(() => {
    rmSync(appPath, { recursive: true, force: true });
  });
  const write = (text: string) => {
    writeFileSync(path.join(appPath, 'build-info.json'), text);
  };

  it('are read from the archive of the program', () => {
    write(JSON.stringify(INFO));
    expect(readBuildInfo(appPath)).toEqual(INFO);
  });

  it.each([
    ['', 'nothing'],
    ['{"version":1}', 'other types'],
    ['{', 'half a document'],
  ])('are unknown, not a fault, when the file holds %j (%s)', (text) => {
    write(text);
    expect(readBuildInfo(appPath)).toBeNull();
  });

  it('are unknown in a checkout', () => {
    expect(readBuildInfo(appPath)).toBeNull();
  });
});
