import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** As GitHub makes them of headings. */
const anchorsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ +(.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );

function linksOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

it('every link of the documentation leads somewhere', () => {
  const broken = PAGES.flatMap((file) =>
    linksOf(file).flatMap((target) => {
      const [path = '', anchor] = target.split('#', 2);
      const found = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(found)) return [`${file}: ${target}`];
      const lost = anchor !== undefined && found.endsWith('.md') && !anchorsOf(found).includes(anchor);
      return lost ? [`${file}: ${target}`] : [];
    }),
  );
  expect(broken).toEqual([]);
});

it('the index of the documentation names every page', () => {
  const named = linksOf('docs/README.md').map((target) => normalize(join('docs', target)));
  expect(
    PAGES.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md' && !named.includes(file)),
  ).toEqual([]);
});
