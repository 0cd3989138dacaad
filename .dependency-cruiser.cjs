// The import table of docs/architecture.md, enforced. Type-only imports count like any other.

/** Modules of packages: npm packages as found in node_modules, or by bare name when they are not installed. */
const PACKAGE = [
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-no-pkg',
  'npm-unknown',
  'undetermined',
  'core',
];

const packages = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
const TEST_FILES = '[.]test[.]tsx?$';
const TEST_PACKAGES = packages('vitest', 'fast-check', '@faker-js/faker');

/** Files in `from` may import, of the project's own folders, only those in `to`. */
function onlyFolders(name, from, to, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^src/', pathNot: to },
  };
}

/** Files in `from` may import, of packages and Node's own modules, only those matching `to`. */
function onlyPackages(name, from, to, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TEST_FILES },
    to: { dependencyTypes: PACKAGE, pathNot: to },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or lack a third one that both can import.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-missing-modules',
      comment: 'The import names a file or package that is not there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'electron-only-in-main-and-preload',
      comment:
        'What needs Electron goes into src/main and is handed to the rest as a port; type-only imports too.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: packages('electron', 'electron-[^/]+') },
    },
    {
      name: 'electron-in-main-only-at-its-edge',
      comment:
        'Inside main, Electron is used by app, security, platform, processes, ipc, index.ts and compose.ts.',
      severity: 'error',
      from: {
        path: '^src/main/',
        pathNot: '^src/main/((app|security|platform|processes|ipc)/|(index|compose)[.]ts$)',
      },
      to: { path: packages('electron'), dependencyTypesNot: ['type-only'] },
    },
    onlyFolders(
      'shared-model-stands-alone',
      '^src/shared/model/',
      '^src/shared/model/',
      'The base of everything.',
    ),
    onlyFolders(
      'shared-contract-uses-the-model',
      '^src/shared/contract/',
      '^src/shared/',
      'The contract names the model only.',
    ),
    onlyPackages(
      'shared-uses-zod-only',
      '^src/shared/',
      packages('zod'),
      'Runs in every process, so it needs nothing but zod.',
    ),
    onlyFolders(
      'core-uses-shared',
      '^src/core/',
      '^src/(core|shared)/',
      'Domain logic knows no database, no Electron, no window.',
    ),
    onlyFolders(
      'db-uses-shared-checks-and-ports',
      '^src/db/',
      '^src/(db|checks|shared)/|^src/core/ports(-care|-diagnostics|-licensing|-publish|-security|-transfer)?[.]ts$',
      'The database implements ports, and evaluates the security checks where the rows are.',
    ),
    {
      name: 'db-uses-port-types-only',
      comment: 'Ports are interfaces; the database process must not carry domain logic.',
      severity: 'error',
      from: { path: '^src/db/', pathNot: TEST_FILES },
      to: { path: '^src/core/', dependencyTypesNot: ['type-only'] },
    },
    onlyFolders(
      'checks-use-shared',
      '^src/checks/',
      '^src/(checks|shared)/',
      'Security checks are pure functions over rows: no database, no Electron, no clock.',
    ),
    onlyFolders(
      'demo-org-stands-alone',
      '^src/demo-org/',
      '^src/demo-org/|^src/shared/model/errors[.]ts$',
      'A stand-in for Salesforce that shared our code would share our mistakes.',
    ),
    onlyFolders(
      'headless-uses-core',
      '^src/headless/',
      '^src/(headless|core|shared)/',
      'The command line sees what the window sees.',
    ),
    onlyFolders(
      'main-leaves-the-window-alone',
      '^src/main/',
      '^src/(?!renderer/)',
      'Main reaches the window over IPC only.',
    ),
    onlyFolders('preload-uses-shared', '^src/preload/', '^src/(preload|shared)/', 'The bridge stays small.'),
    {
      name: 'preload-uses-shared-types-only',
      comment: 'A sandboxed preload is one small file: types and the names of the channels, no schemas.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: {
        path: '^src/shared/',
        pathNot: '^src/shared/contract/channels[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    onlyPackages(
      'preload-uses-electron-only',
      '^src/preload/',
      packages('electron'),
      'Nothing else exists in a sandboxed preload.',
    ),
    onlyFolders(
      'renderer-uses-shared',
      '^src/renderer/',
      '^src/(renderer|shared)/',
      'The window sees the IPC contract only.',
    ),
    {
      name: 'renderer-has-no-node',
      comment: 'The window is sandboxed: no Node modules, no database.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: TEST_FILES },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-has-no-node-packages',
      comment: 'The window is sandboxed: no database, no server, no command line.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: {
        path: packages(
          'better-sqlite3',
          'drizzle-orm',
          'hono',
          '@hono/[^/]+',
          'commander',
          'read',
          'write-file-atomic',
        ),
      },
    },
    {
      name: 'features-do-not-know-each-other',
      comment: 'What two features share belongs into ui, api or app.',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'below-features',
      comment: 'ui and api are what features are made of.',
      severity: 'error',
      from: { path: '^src/renderer/(ui|api)/' },
      to: { path: '^src/renderer/(features|app)/' },
    },
    {
      name: 'sqlite-only-in-db',
      comment: 'Only the database process opens the database; the demo org keeps one of its own.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(db|demo-org)/' },
      to: { path: packages('better-sqlite3', 'drizzle-orm') },
    },
    {
      name: 'test-tools-only-in-tests',
      comment: 'They are not part of the app.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST_FILES },
      to: { path: TEST_PACKAGES.replace('|@faker-js/faker', '') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports vanish on compilation, but they tie folders together all the same.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
