import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
const TESTS = ['**/*.test.ts', '**/*.test.tsx', 'test/**', 'e2e/**'];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'out/',
      'out-*/',
      'dist/',
      '.cache/',
      'coverage/',
      'test-results/',
      'playwright-report/',
      'demo-output/',
    ],
  },
  js.configs.recommended,
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An async method may implement an asynchronous interface without waiting for anything itself.
      '@typescript-eslint/require-await': 'off',
      // Event handlers in JSX may be async; their failures are handled by the store they call.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // The window has no other log; main keeps what it says there.
      'no-console': ['error', { allow: ['warn', 'error'] }],
      // Stores and their actions are plain objects and functions: there is no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: TESTS,
    rules: {
      // expect(spy.method) names a method without calling it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['e2e/demo/**', 'bench/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.nodeBuiltin } },
  {
    // Playwright scripts: some of their functions run inside the page.
    files: ['test/renderer-harness/**/*.mjs'],
    languageOptions: { globals: { ...globals.nodeBuiltin, ...globals.browser } },
  },
  {
    files: ['**/*.cjs', 'scripts/setup/electron-default-app/**'],
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
  },
);
