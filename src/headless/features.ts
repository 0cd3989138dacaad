import type { PolicyFeature } from '../shared/model/policy';

/** Commands that are, as a whole, something the administrator of a computer may switch off. */
const COMMANDS: Readonly<Record<string, PolicyFeature>> = {
  export: 'export',
  // A copy of the database where somebody wants it holds everything collected.
  backup: 'export',
  import: 'import',
  publish: 'publish',
  // What is scheduled can still be looked at and removed.
  'schedule install': 'schedule',
  metrics: 'metrics',
  'update check': 'updates',
  'update download': 'updates',
  'demo-org': 'demo-org',
};

/** Lists that take `--out FILE`. What is printed is the screen of the command line; a file is an export. */
const LISTS = new Set(['licenses', 'users', 'logins', 'findings', 'limits', 'checks']);

/** What a command needs the policy to leave on; null: nothing. `name` without the program's: "schedule install". */
export function featureOf(name: string, options: Readonly<Record<string, unknown>>): PolicyFeature | null {
  if (LISTS.has(name) && options['out'] !== undefined) return 'export';
  return COMMANDS[name] ?? null;
}
