import { HARMLESS_PROPER, HARMLESS_WORDS } from './harmless-words';

// What may leave this computer in a support bundle. Patterns that look for personal data miss what is written in a
// way nobody thought of; so it is the other way round: what is not known to be harmless stays here. Known are the
// words our own messages and the engines' consist of, error codes made of such words, and moments in time.

/** In the place of whatever was left out. */
const HIDDEN = '…';

const WORDS: ReadonlySet<string> = new Set(HARMLESS_WORDS);
const PROPER: ReadonlySet<string> = new Set(HARMLESS_PROPER);

export interface Alias {
  /** An org's name or id … */
  word: string;
  /** … and what stands for it: "org-1". */
  as: string;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/;
const TOKEN = /[\p{L}\p{N}\p{M}_]+/gu;

/** Text with everything hidden that is not known to be harmless. `aliases` keep orgs apart that may not be named. */
export function harmlessText(text: string, aliases: readonly Alias[] = []): string {
  const known = aliases.filter(({ word }) => word.length > 1);
  if (known.length === 0) return filtered(text);
  const parts = text.split(aliasPattern(known));
  // Every second part is what the pattern found.
  const shown = parts.map((part, index) =>
    index % 2 === 0
      ? filtered(part)
      : (known.find(({ word }) => word.toLowerCase() === part.toLowerCase())?.as ?? HIDDEN),
  );
  return shown.join('');
}

function aliasPattern(aliases: readonly Alias[]): RegExp {
  const words = [...aliases]
    .sort((a, b) => b.word.length - a.word.length)
    .map(({ word }) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

function filtered(text: string): string {
  const shown = text.replace(TOKEN, (token) => (isHarmlessToken(token) ? token : HIDDEN));
  return (
    shown
      // Signs between hidden words would still show the form of what was hidden: of an address, say.
      .replace(/…(?:[^\p{L}\p{N}\s]*…)+/gu, HIDDEN)
      .replace(/…(?:\s*…)+/gu, HIDDEN)
      .replace(/[^\x20-\x7e\n…]/gu, ' ')
  );
}

/** "database", "DATABASE_DAMAGED", "LoginHistory", "orgId", "Salesforce": words we know, however they are joined. */
function isHarmlessToken(token: string): boolean {
  if (PROPER.has(token) || WORDS.has(token) || /^HTTP_\d{3}$/.test(token)) return true;
  // A single capitalized word may be a name, whatever it means otherwise.
  const parts = /^[A-Z0-9_]+$/.test(token)
    ? token.split('_').filter((part) => part !== '')
    : token.split(/_|(?<=[a-z])(?=[A-Z])/);
  if (parts.length < 2) return false;
  return parts.every((part) => WORDS.has(part.toLowerCase()));
}

const MAX_DEPTH = 5;
const MAX_ITEMS = 60;

/** The same for what a log line tells: numbers and flags stay, texts and names of fields are filtered. */
export function harmlessValue(value: unknown, aliases: readonly Alias[] = [], depth = 0): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 1e15 ? value : null;
  if (typeof value === 'string') return harmlessWords(value, aliases);
  if (depth >= MAX_DEPTH || typeof value !== 'object') return HIDDEN;
  if (Array.isArray(value))
    return value.slice(0, MAX_ITEMS).map((item) => harmlessValue(item, aliases, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, item]) => [harmlessText(name), harmlessValue(item, aliases, depth + 1)]),
  );
}

function harmlessWords(text: string, aliases: readonly Alias[]): unknown {
  if (TIME.test(text)) return text;
  const [first = ''] = text.split('\n', 1);
  const frames = harmlessStack(text);
  const shown = harmlessText(first.slice(0, 1_000), aliases);
  return frames.length === 0 ? shown : { text: shown, stack: frames };
}

/** Files of the build, or of Node itself; never where they lie. */
const FRAME =
  /(?:[/\\](?:main|preload|renderer|assets|chunks)[/\\]([a-z][a-z-]{0,40}(?:-[\w-]{8})?\.[cm]?js)|(node:internal\/[a-z_/]{1,40})):(\d{1,7})(?::(\d{1,7}))?\)?$/;
const MAX_FRAMES = 30;

/** Where the fault was: "index.js:120:33", innermost first. Names of functions and folders are left out. */
export function harmlessStack(stack: string): string[] {
  const frames: string[] = [];
  for (const row of stack.split('\n')) {
    if (!/^\s+at /.test(row) || frames.length >= MAX_FRAMES) continue;
    const [, ours, node, line = '', column] = FRAME.exec(row.trim()) ?? [];
    const file = ours ?? node;
    if (file !== undefined) frames.push([file, line, ...(column === undefined ? [] : [column])].join(':'));
  }
  return frames;
}

/** A code of ours or of Salesforce, as it is; anything else is no code. */
export function harmlessCode(code: string | null): string | null {
  if (code === null) return null;
  return /^[\w.]{1,80}$/.test(code) && (isHarmlessToken(code) || isHarmlessToken(code.toUpperCase()))
    ? code
    : 'OTHER';
}
