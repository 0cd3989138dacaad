/** Names that stand for "none": API logins carry them (Object Reference, LoginHistory). */
const NOTHING = /^(unknown|n\/a|none|other|)$/i;

/**
 * A browser or platform without its version: "Chrome 131" and "Chrome 132" are one. Updates would otherwise make
 * everybody look new every few weeks. Null where nothing is known.
 */
export function familyOf(name: string | null): string | null {
  const text = name?.trim() ?? '';
  if (NOTHING.test(text)) return null;
  const family = text
    .replace(/[\s/_-]+v?\d[\d._]*.*$/i, '')
    .replace(/\s+(mobile|desktop|latest)$/i, '')
    .trim();
  return family === '' ? text : (ALIASES.get(family.toLowerCase()) ?? family);
}

/** Names that changed over time for the same thing. */
const ALIASES = new Map<string, string>([
  ['ie', 'Internet Explorer'],
  ['msie', 'Internet Explorer'],
  ['mac os', 'macOS'],
  ['mac osx', 'macOS'],
  ['mac os x', 'macOS'],
  ['macosx', 'macOS'],
  ['iphone', 'iOS'],
  ['ipad', 'iOS'],
  ['ios', 'iOS'],
]);
