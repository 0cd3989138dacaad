/** Keeps secrets out of logs, and personal data out of what people send to others. Pure text in, text out. */

const HIDDEN = '[redacted]';

/** Names whose values are secrets wherever they appear. */
const SECRET_NAME =
  /secret|passw|passphrase|token|authorization|cookie|assertion|private.?key|credential|session.?id|^sid$|^pem$/i;

const SECRETS: readonly [RegExp, string][] = [
  [/-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?(-----END \1PRIVATE KEY-----|$)/g, `${HIDDEN} private key`],
  // JSON Web Tokens: bearer assertions and newer access tokens.
  [/\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?/g, `${HIDDEN} token`],
  // Salesforce session ids and access tokens: org id, exclamation mark, rest.
  [/\b00D\w{9,15}(!|%21)[\w.%-]+/g, `${HIDDEN} token`],
  // Refresh tokens.
  [/\b5Aep\w[\w.!%-]{20,}/g, `${HIDDEN} token`],
  [/\b(Bearer)\s+[\w.~+/!=%-]{6,}/gi, `$1 ${HIDDEN}`],
  [/\b(Basic|OAuth)\s+[\w.~+/!=%-]{20,}/gi, `$1 ${HIDDEN}`],
  // name=value, name: value, "name":"value", also percent-encoded form bodies.
  [
    /((?:client|consumer|app)?[_-]?secret|password|passphrase|(?:access|refresh|id)[_-]?token|assertion|private[_-]?key|authorization|cookie|sid)(["']?\s*[=:]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s&;,"'}]+)/gi,
    `$1$2${HIDDEN}`,
  ],
  // Consumer secrets: 64 hexadecimal digits (and, in older orgs, 16 to 20 decimal ones).
  [/\b[0-9A-Fa-f]{64}\b/g, HIDDEN],
  [/(?<![\w.-])\d{16,20}(?![\w.-])/g, HIDDEN],
];

export function redactText(text: string): string {
  return SECRETS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

const MAX_DEPTH = 6;
const MAX_ITEMS = 100;

/** A copy that may be logged: secrets gone by name and by look, errors spelled out, binary data only counted. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? '[function]' : value;
  if (depth >= MAX_DEPTH) return '[…]';
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, item]) => [name, hides(name, item) ? HIDDEN : redactValue(item, depth + 1)]),
  );
}

/** Counts and flags such as `tokenRequests: 3` say nothing secret. */
function hides(name: string, value: unknown): boolean {
  return SECRET_NAME.test(name) && value !== null && ['string', 'object'].includes(typeof value);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, kind } = error as { code?: unknown; kind?: unknown };
  return {
    name: error.name,
    message: redactText(error.message),
    ...(code === undefined ? {} : { code }),
    ...(kind === undefined ? {} : { kind }),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}

const PERSONAL: readonly [RegExp, string][] = [
  [/[\w.+'%-]+@[\w-]+(\.[\w-]+)+/g, '<email>'],
  [/\bhttps?:\/\/[^\s"'<>)]+/gi, '<url>'],
  [
    /\b[\w-]+(\.[\w-]+)*\.(salesforce|force|salesforce-sites|site|visualforce|cloudforce)\.(com|mil)\b/gi,
    '<org host>',
  ],
  [/\b(\d{1,3}\.){3}\d{1,3}\b/g, '<ip>'],
  // IPv6: with "::" or at least four colons, so that a time of day is none.
  [
    /(?<![\w:.])(?=[0-9a-f:]*(?:::|(?:[0-9a-f]+:){4}))[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi,
    '<ip>',
  ],
  // Salesforce record ids, 15 or 18 characters, known by their zero-rich prefix.
  [/\b[0a][0-9A-Za-z]{2}[0-9A-Za-z]{2}0[0-9A-Za-z]{9}([0-9A-Z]{3})?\b/g, '<id>'],
  [/\b3MVG9[\w.]{10,}/g, '<consumer key>'],
];

/** For support bundles: no secret and no personal data. `names` are further words to hide (org names, user name). */
export function scrubPersonal(text: string, names: readonly { word: string; as: string }[] = []): string {
  const named = [...names]
    .filter(({ word }) => word.length > 1)
    .sort((a, b) => b.word.length - a.word.length)
    .reduce((result, { word, as }) => result.replaceAll(word, as), redactText(text));
  return PERSONAL.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), named);
}
