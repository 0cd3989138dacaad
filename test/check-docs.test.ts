import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPages } from '../src/checks/docs/check-pages';
import { CHECKS } from '../src/checks/registry';
import { makeCheckInfo } from './builders/finding';

// docs/checks is made from the definitions of the checks. Somebody who changes one runs `npm run docs`.

const FOLDER = path.resolve(__dirname, '../docs/checks');
const pages = checkPages(CHECKS.map(({ info }) => info));

describe('docs/checks', () => {
  let options: object;
  beforeAll(async () => {
    options = { ...(await resolveConfig(path.join(FOLDER, 'README.md'))), parser: 'markdown' };
  });

  it('has a page for every check, an index, and nothing else', () => {
    expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
  });

  it.each([...pages.keys()])('%s says what the definitions say (else: npm run docs)', async (name) => {
    expect(readFileSync(path.join(FOLDER, name), 'utf8')).toBe(await format(pages.get(name) ?? '', options));
  });
});

describe('a page', () => {
  const check = makeCheckInfo({
    category: 'posture',
    weight: 4,
    parameters: [
      {
        id: 'days',
        title: 'Not signed in for',
        help: 'Common values are 30 | 90.',
        unit: 'days',
        kind: 'number',
        default: 90,
        min: 1,
        max: 3650,
        step: 1,
        choices: [],
      },
      {
        id: 'fields',
        title: 'Fields',
        help: null,
        unit: '',
        kind: 'list',
        default: ['ManagerId'],
        min: null,
        max: null,
        step: null,
        choices: [
          { value: 'ManagerId', label: 'Manager' },
          { value: 'Department', label: 'Department' },
        ],
      },
      {
        id: 'strict',
        title: 'Strict',
        help: null,
        unit: '',
        kind: 'flag',
        default: false,
        min: null,
        max: null,
        step: null,
        choices: [],
      },
    ],
    needs: [
      { stream: 'users', fields: ['LastLoginDate'], without: null },
      { stream: 'loginHistory', fields: [], without: 'Places are not known.' },
    ],
  });
  const page = checkPages([check]).get('impossible-travel.md') ?? '';

  it('holds every part of the definition', () => {
    for (const text of [
      '# Impossible Travel',
      '`impossible-travel` · posture · checks users with sign-ins · weight 4 in the posture score',
      check.finds,
      check.matters,
      check.severityRule,
      '| Not signed in for | `days` | 90 days | 1 to 3650 days | Common values are 30 \\| 90. |',
      '| Fields | `fields` | Manager | Manager, Department |  |',
      '| Strict | `strict` | off | on, off |  |',
      '| Users | `LastLoginDate` | The check is “not evaluated because …”; it never passes silently. |',
      '|  | Places are not known. |',
      '| `kilometers` | How far apart |',
      '1. Ask the user.\n2. Setup > Users > Users: Freeze.',
      '- [T1078.004](https://attack.mitre.org/techniques/T1078/004/) Valid Accounts: Cloud Accounts',
      '- Superman Logins',
    ])
      expect(page).toContain(text);
  });

  it('says where the data comes from when none is asked of Salesforce', () => {
    const own = checkPages([makeCheckInfo({ needs: [] })]).get('impossible-travel.md');
    expect(own).toContain('## Data it needs\n\nNothing of Salesforce');
  });

  it('leaves out what there is nothing to say about', () => {
    const bare = checkPages([makeCheckInfo({ alsoKnownAs: [], references: [], parameters: [] })]);
    const text = bare.get('impossible-travel.md') ?? '';
    for (const title of ['## Settings', '## References', '## Also known as', 'weight'])
      expect(text).not.toContain(title);
    expect(bare.get('README.md')).toContain('[Impossible Travel](impossible-travel.md)');
  });
});
