import type { CheckNeed } from '../shared/model/checks';
import { STREAM_TITLES, type StreamTitleName } from '../shared/model/streams';

/** What is stored of one stream, and how far it can be trusted. */
export interface StreamCoverage {
  /** `none`: never read. `partial`: read, not to the end yet. `refused`: Salesforce did not let it be read. */
  state: 'complete' | 'partial' | 'none' | 'refused';
  /** What Salesforce or the run's log said; null where nothing was wrong. */
  code: string | null;
  message: string | null;
  /** Salesforce's names of fields that could not be read: refused, or not described. */
  missingFields: { includes(field: string): boolean };
}

export interface Coverage {
  of(stream: StreamTitleName): StreamCoverage;
}

export interface Verdict {
  /** "… because …" without its beginning; null: can be evaluated. */
  notEvaluated: string | null;
  notes: string[];
}

/** Whether there is enough for a check, and what has to be said about what there is. */
export function judgeNeeds(needs: readonly CheckNeed[], coverage: Coverage): Verdict {
  const notes: string[] = [];
  for (const { stream, fields, without } of needs) {
    const problem = problemOf(stream as StreamTitleName, fields, coverage);
    if (problem === null) continue;
    if (problem.isFatal && without === null) return { notEvaluated: problem.says, notes: [] };
    notes.push(
      without === null || !problem.isFatal ? sentence(problem.says) : `${sentence(problem.says)} ${without}`,
    );
  }
  // Two needs of one stream have the same to say.
  return { notEvaluated: null, notes: [...new Set(notes)] };
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

function problemOf(
  stream: StreamTitleName,
  fields: readonly string[],
  coverage: Coverage,
): { says: string; isFatal: boolean } | null {
  const { state, code, message, missingFields } = coverage.of(stream);
  const title = `“${STREAM_TITLES[stream]}”`;
  const said = message === null ? '' : ` ${message}`;
  if (state === 'none') return { says: `${title} has not been collected yet.`, isFatal: true };
  if (state === 'refused')
    return {
      says: `Salesforce did not let ${title} be read${code === null ? '' : ` (${code})`}.${said}`,
      isFatal: true,
    };
  const missing = fields.filter((field) => missingFields.includes(field));
  if (missing.length > 0)
    return {
      says: `${missing.length === 1 ? 'the field' : 'the fields'} ${missing.join(', ')} of ${title} could not be read: not in this org, or not for the run-as user.`,
      isFatal: true,
    };
  if (code !== null) return { says: `${title} may not be the whole truth (${code}).${said}`, isFatal: false };
  if (state === 'partial')
    return {
      says: `${title} has not been read to the end yet; the verdict is about what is stored.`,
      isFatal: false,
    };
  return null;
}
