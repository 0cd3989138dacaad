import { AppError } from '../../shared/model/errors';
import { Policy } from '../../shared/model/policy';

/**
 * A policy file's text. Rejects whatever is not exactly a policy (POLICY_INVALID, kind "data", with the line): a
 * rule that cannot be read must not become a rule that does not hold.
 */
export function readPolicy(text: string, file: string): Policy {
  const json = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    // Without a position it ended too early.
    const position = Math.min(Number(at ?? Infinity), json.trimEnd().length);
    throw invalid(file, lineAt(json, position), 'not valid JSON');
  }
  const parsed = Policy.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    throw invalid(file, lineOfKey(json, name), `no such rule as “${name}”`);
  }
  const [name] = issue?.path ?? [];
  const what = issue?.message ?? 'not a policy';
  throw typeof name === 'string'
    ? invalid(file, lineOfKey(json, name), `the value of “${name}” cannot be used: ${what}`)
    : invalid(file, 1, what);
}

export function invalidPolicy(file: string, reason: string): AppError {
  return new AppError({
    code: 'POLICY_INVALID',
    kind: 'data',
    message: `The policy of this computer cannot be used, so Seatwatch does not start: ${file}, ${reason}.`,
    fix: 'Have the administrator of this computer correct the file, or remove it.',
  });
}

function invalid(file: string, line: number, reason: string): AppError {
  return invalidPolicy(file, `line ${String(line)}: ${reason.replace(/\.$/, '')}`);
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** Where a rule is named; JSON.parse keeps no positions. */
function lineOfKey(text: string, key: string): number {
  const literal = JSON.stringify(key);
  for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1)) {
    if (/^\s*:/.test(text.slice(at + literal.length))) return lineAt(text, at);
  }
  return 1;
}
