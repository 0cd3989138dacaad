import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { UNCONFIRMED } from '../src/demo-org/switches';

// docs/platform-contract.md names the test that holds each fact about Salesforce. Tests are renamed and removed; here
// the page is read as it is written, and every reference is looked up in the syntax tree of the file it names.

const ROOT = path.resolve(__dirname, '..');
const PAGE = readFileSync(path.join(ROOT, 'docs/platform-contract.md'), 'utf8');
const HEADER = '| fact | sure | held by |';

interface ContractRow {
  section: string;
  fact: string;
  sure: string;
  heldBy: string[];
}

/** Rows of every table with the three columns; other tables are not about tests. */
function contractRows(page: string): ContractRow[] {
  const rows: ContractRow[] = [];
  let section = '';
  let inside = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    if (!line.startsWith('|')) inside = false;
    else if (line === HEADER) inside = true;
    else if (inside && !/^[| -]+$/.test(line)) {
      const [fact = '', sure = '', heldBy = '', ...rest] = line
        .replace(/^\| /, '')
        .replace(/ \|$/, '')
        .split(' | ');
      if (rest.length > 0) throw new Error(`more than three columns: ${line}`);
      rows.push({ section, fact, sure, heldBy: heldBy.split('<br>') });
    }
  }
  return rows;
}

/** `file › words` of a reference, or undefined when it is none. */
function reference(text: string): { file: string; words: string } | undefined {
  const match = /^`([\w./-]+\.test\.ts)` › (\S.*)$/.exec(text);
  return match ? { file: match[1] ?? '', words: match[2] ?? '' } : undefined;
}

/** Names at the root of `test.each(rows)`, `it`, `describe.each([…])`: its function, what is called on it, its rows. */
function vitestCall(call: ts.CallExpression): { modifiers: string[]; rows: ts.Node[] } | undefined {
  const modifiers: string[] = [];
  const rows: ts.Node[] = [];
  let at: ts.Expression = call.expression;
  for (;;) {
    if (ts.isCallExpression(at)) {
      rows.push(...at.arguments);
      at = at.expression;
    } else if (ts.isPropertyAccessExpression(at)) {
      modifiers.push(at.name.text);
      at = at.expression;
    } else break;
  }
  return ts.isIdentifier(at) && /^(it|test|describe)$/.test(at.text) ? { modifiers, rows } : undefined;
}

/** Titles of the tests and groups of a source, and the texts in the rows of their `each`; not those skipped. */
function titlesIn(source: string): string[] {
  const tree = ts.createSourceFile('x.test.ts', source, ts.ScriptTarget.Latest, true);
  const constants = new Map<string, ts.Expression>();
  for (const statement of tree.statements)
    if (ts.isVariableStatement(statement))
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer) constants.set(name.text, initializer);

  const found: string[] = [];
  const textsOf = (node: ts.Node, seen: Set<string>): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    const constant = ts.isIdentifier(node) && !seen.has(node.text) ? constants.get(node.text) : undefined;
    if (constant) textsOf(constant, new Set([...seen, node.getText()]));
    ts.forEachChild(node, (child) => textsOf(child, seen));
  };
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) ? vitestCall(node) : undefined;
    const [title] = ts.isCallExpression(node) ? node.arguments : [];
    if (call && title && ts.isStringLiteralLike(title)) {
      if (call.modifiers.some((name) => /^(skip|todo|fails|skipIf|runIf)$/.test(name))) return;
      found.push(title.text);
      for (const row of call.rows) textsOf(row, new Set());
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const titlesByFile = new Map<string, string[]>();
function titlesOf(file: string): string[] {
  const known = titlesByFile.get(file) ?? titlesIn(readFileSync(path.join(ROOT, file), 'utf8'));
  titlesByFile.set(file, known);
  return known;
}

/** What is wrong with a row's references, in words. */
function faultsOf({ heldBy }: ContractRow): string[] {
  return heldBy.flatMap((text) => {
    const found = reference(text);
    if (!found) return [`no reference: “${text}”`];
    if (!existsSync(path.join(ROOT, found.file))) return [`no such file: ${found.file}`];
    return titlesOf(found.file).some((title) => title.includes(found.words))
      ? []
      : [`${found.file} has no test “${found.words}”`];
  });
}

describe('the platform contract', () => {
  const rows = contractRows(PAGE);

  it.each([
    'OAuth',
    'Errors of the token endpoint',
    'Versions, limits and quota',
    'Query',
    'Composite',
    'REST errors',
    'Bulk API 2.0',
    'Objects',
    'Permissions',
  ])('has facts about %s', (section) => {
    expect(rows.filter((row) => row.section === section).length).toBeGreaterThan(3);
  });

  it.each(rows)('$section: $fact', (row) => {
    expect(row.sure).toMatch(/^(documented \(.+\)|observed \(.+\)|undocumented)$/);
    expect(row.heldBy.length).toBeGreaterThan(0);
    expect(faultsOf(row)).toEqual([]);
  });

  it('states no fact twice', () => {
    const facts = rows.map(({ section, fact }) => `${section}: ${fact}`);
    expect(facts).toEqual([...new Set(facts)]);
  });

  it('lists every open fact with its switch, as the demo org has them', () => {
    const table = [
      '| fact | switch | at the start | otherwise |',
      '| --- | --- | --- | --- |',
      ...UNCONFIRMED.map(
        ({ fact, switch: name, initial, other }) =>
          `| ${fact} | \`${name}\` | ${JSON.stringify(initial)} | ${JSON.stringify(other)} |`,
      ),
    ].join('\n');
    const written = /<!-- switches -->\n([\s\S]*?)\n<!-- \/switches -->/.exec(PAGE)?.[1];
    expect(written).toBe(table);
  });

  it('gives a reason for whatever no test holds', () => {
    const [, rest = ''] = PAGE.split('## Not held by a test\n');
    const points = rest.split('\n').filter((line) => line.startsWith('- '));
    expect(points.length).toBeGreaterThan(0);
    expect(points.filter((point) => !/: \S/.test(point))).toEqual([]);
  });
});

describe('a reference', () => {
  const source = `
    const ROWS = [['from a constant', 1]];
    // a comment
    describe('a group', () => {
      it('a title', () => expect('a value').toBe(''));
      it.skip('skipped', () => undefined);
      test.each([['a row', 2]])('%s of rows', () => undefined);
      it.each(ROWS.map((row) => row))('%s', () => undefined);
      other('no test', () => undefined);
    });`;

  it('is a title, a group or a row, and nothing else', () => {
    expect(titlesIn(source).sort()).toEqual(
      ['a group', 'a title', 'a row', '%s of rows', 'from a constant', '%s'].sort(),
    );
  });

  it('that is missing, wrong or leads nowhere is told', () => {
    const page = [
      '## Query',
      '',
      HEADER,
      '| --- | --- | --- |',
      '| one | undocumented |  |',
      '| two | undocumented | `src/nowhere.test.ts` › title |',
      '| three | undocumented | `test/platform-contract.test.ts` › a title no test has<br>`test/platform-contract.test.ts` › gives a reason |',
      '',
      '| other | table |',
    ].join('\n');
    expect(contractRows(page).map(faultsOf)).toEqual([
      ['no reference: “”'],
      ['no such file: src/nowhere.test.ts'],
      ['test/platform-contract.test.ts has no test “a title no test has”'],
    ]);
  });
});
