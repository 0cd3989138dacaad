import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The import rules (.dependency-cruiser.cjs) are only worth something if they bite: here they meet a small source tree
// in which every forbidden kind of import occurs once, beside some that are fine.

const projectRoot = path.resolve(__dirname, '..');
const config = createRequire(__filename)('../.dependency-cruiser.cjs') as {
  forbidden: object[];
  options: ICruiseOptions;
};

/** file -> its imports */
const tree: Record<string, string[]> = {
  'src/shared/model/ids.ts': [`import 'zod';`],
  'src/shared/model/errors.ts': [],
  'src/shared/contract/channels.ts': [],
  'src/shared/contract/users.ts': [`import { id } from '../model/ids';`],
  'src/core/ports.ts': [],
  'src/core/circle-b.ts': [`import './circle-a';`], // reported once per circle, at its first file
  'src/core/quota/quota.ts': [`import '../../shared/model/ids';`],
  'src/db/open.ts': [`import type { Port } from '../core/ports';`, `import 'better-sqlite3';`],
  'src/demo-org/server.ts': [`import '../shared/model/errors';`, `import 'hono';`],
  'src/headless/program.ts': [`import '../core/quota/quota';`, `import 'commander';`],
  'src/main/app/window.ts': [`import 'electron';`],
  'src/main/compose.ts': [`import 'electron';`, `import '../db/open';`, `import '../headless/program';`],
  'src/preload/index.ts': [`import 'electron';`, `import '../shared/contract/channels';`],
  'src/renderer/ui/gauge.ts': [`import 'react';`],
  'src/renderer/features/users/users.ts': [
    `import '../../ui/gauge';`,
    `import type { U } from '../../../shared/contract/users';`,
  ],
  'src/renderer/features/orgs/orgs.ts': [],
};

/** What must not pass: file, its import, the rule that stops it. */
const offenses: [file: string, statement: string, rule: string][] = [
  ['src/shared/model/bad.ts', `import '../contract/users';`, 'shared-model-stands-alone'],
  ['src/shared/contract/bad.ts', `import '../../core/ports';`, 'shared-contract-uses-the-model'],
  ['src/shared/model/bad2.ts', `import 'react';`, 'shared-uses-zod-only'],
  ['src/shared/model/bad3.ts', `import 'node:fs';`, 'shared-uses-zod-only'],
  ['src/core/bad.ts', `import '../db/open';`, 'core-uses-shared'],
  ['src/core/bad2.ts', `import 'electron';`, 'electron-only-in-main-and-preload'],
  ['src/core/bad3.ts', `import type { App } from 'electron';`, 'electron-only-in-main-and-preload'],
  ['src/core/bad4.ts', `import 'better-sqlite3';`, 'sqlite-only-in-db'],
  ['src/db/bad.ts', `import { port } from '../core/ports';`, 'db-uses-port-types-only'],
  ['src/db/bad2.ts', `import type { Q } from '../core/quota/quota';`, 'db-uses-shared-checks-and-ports'],
  ['src/checks/bad.ts', `import type { Port } from '../core/ports';`, 'checks-use-shared'],
  ['src/db/bad3.ts', `import 'electron';`, 'electron-only-in-main-and-preload'],
  ['src/demo-org/bad.ts', `import '../shared/model/ids';`, 'demo-org-stands-alone'],
  ['src/headless/bad.ts', `import '../main/compose';`, 'headless-uses-core'],
  ['src/main/bad.ts', `import 'electron';`, 'electron-in-main-only-at-its-edge'],
  ['src/main/app/bad.ts', `import '../../renderer/ui/gauge';`, 'main-leaves-the-window-alone'],
  ['src/preload/bad.ts', `import '../core/ports';`, 'preload-uses-shared'],
  ['src/preload/bad2.ts', `import { id } from '../shared/model/ids';`, 'preload-uses-shared-types-only'],
  ['src/preload/bad3.ts', `import 'zod';`, 'preload-uses-electron-only'],
  ['src/renderer/api/bad.ts', `import '../../core/ports';`, 'renderer-uses-shared'],
  ['src/renderer/api/bad2.ts', `import 'node:path';`, 'renderer-has-no-node'],
  ['src/renderer/api/bad3.ts', `import 'drizzle-orm';`, 'renderer-has-no-node-packages'],
  ['src/renderer/api/bad4.ts', `import 'electron';`, 'electron-only-in-main-and-preload'],
  [
    'src/renderer/features/users/bad.ts',
    `import type { O } from '../orgs/orgs';`,
    'features-do-not-know-each-other',
  ],
  ['src/renderer/ui/bad.ts', `import '../features/users/users';`, 'below-features'],
  ['src/core/bad5.ts', `import 'vitest';`, 'test-tools-only-in-tests'],
  ['src/core/bad6.ts', `import './nowhere';`, 'no-missing-modules'],
  ['src/core/circle-a.ts', `import './circle-b';`, 'no-cycles'],
];

describe('import rules', () => {
  let folder: string;
  let violations: { file: string; rule: string }[];

  beforeAll(async () => {
    // Inside the project, so that packages are found as they are from the real sources.
    mkdirSync(path.join(projectRoot, '.cache'), { recursive: true });
    folder = mkdtempSync(path.join(projectRoot, '.cache', 'architecture-'));
    for (const [file, imports] of Object.entries(tree)) write(file, imports);
    for (const [file, statement] of offenses) write(file, [statement]);
    const { output } = await cruise(
      ['src'],
      {
        ...config.options,
        baseDir: folder,
        ruleSet: { forbidden: config.forbidden },
        validate: true,
      } as ICruiseOptions,
      undefined,
      { tsConfig: extractTSConfig(path.join(projectRoot, 'tsconfig.json')) },
    );
    violations = (output as ICruiseResult).summary.violations.map(({ from, rule }) => ({
      file: from,
      rule: rule.name,
    }));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(file: string, imports: string[]): void {
    const full = path.join(folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, [...imports, 'export const id = 1;', ''].join('\n'));
  }

  it.each(offenses)('%s: %s breaks %s', (file, _statement, rule) => {
    expect(violations).toContainEqual({ file, rule });
  });

  it('has nothing against what the table allows', () => {
    expect(violations.filter(({ file }) => Object.hasOwn(tree, file))).toEqual([]);
  });

  it('has a test for every rule', () => {
    const names = (config.forbidden as { name: string }[]).map(({ name }) => name);
    expect(names.filter((name) => !offenses.some(([, , rule]) => rule === name))).toEqual([]);
  });
});
