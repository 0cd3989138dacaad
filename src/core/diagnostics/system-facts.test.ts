import { expect, it } from 'vitest';
import { buildLine, type SystemFacts } from './system-facts';
import { examineWithoutServices } from './doctor';

const FACTS: SystemFacts = {
  ...{ appVersion: '1.2.3', platform: 'linux', arch: 'x64', versions: {}, hasDisplay: true },
  ...{ homeDir: '/home/ada', userName: 'ada', isPackaged: true },
  commit: '808c9bb5f41a0775bb2d1acd45fd1fbaf78b93de',
  modified: false,
  builtAt: '2026-11-23T00:33:05.000Z',
};

it('a build fits into one line that says when files were changed', () => {
  expect(buildLine(FACTS)).toBe('1.2.3 (808c9bb5f41a, 2026-11-23)');
  expect(buildLine({ ...FACTS, modified: true })).toBe('1.2.3 (808c9bb5f41a+, 2026-11-23)');
  const { commit: _commit, builtAt: _builtAt, ...unknown } = FACTS;
  expect(buildLine(unknown)).toBe('1.2.3');
});

it('the doctor names the build, whatever cannot be opened', () => {
  const checks = examineWithoutServices({ now: () => 0, system: FACTS }, new Error('broken'));
  expect(checks.find(({ id }) => id === 'versions')?.summary).toBe(
    'Seatwatch 1.2.3 (808c9bb5f41a, 2026-11-23), installed, linux x64',
  );
});
