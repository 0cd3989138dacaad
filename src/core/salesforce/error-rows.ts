import { AppError, type AppErrorInit, type ErrorKind } from '../../shared/model/errors';
import type { SubStepId } from '../../shared/model/setup';

/** What an answer of Salesforce means: one row of the error tables. The first row that fits counts. */
export interface ErrorRow {
  /** Salesforce's code; compared without regard to case. Absent: any. */
  code?: string | readonly string[];
  /** Matches Salesforce's description. Always case-insensitive: its casing varies by release. */
  text?: RegExp;
  status?: number | readonly number[];
  /** Code to report when Salesforce gave none. */
  fallbackCode?: string;
  /** Code to report whatever Salesforce gave. */
  as?: string;
  kind: ErrorKind;
  message: string;
  fix: string;
  subStep?: SubStepId;
  retryable?: boolean;
}

export interface Answer {
  status: number;
  code: string;
  text: string;
}

export function findRow<R extends ErrorRow>(rows: readonly R[], answer: Answer): R | undefined {
  return rows.find(
    (row) =>
      oneOf(row.code, answer.code, (a, b) => a.toLowerCase() === b.toLowerCase()) &&
      oneOf(row.status, answer.status, (a, b) => a === b) &&
      (row.text === undefined || new RegExp(row.text.source, 'i').test(answer.text)),
  );
}

/** A refusal, with the HTTP status it came with: codes alone do not tell everything. */
export class AnswerError extends AppError {
  readonly status: number;

  constructor(status: number, init: AppErrorInit) {
    super(init);
    this.name = 'AnswerError';
    this.status = status;
  }
}

/** The error for a row, with Salesforce's own code kept and its words quoted behind ours. */
export function rowError(row: ErrorRow, answer: Answer): AnswerError {
  const said = quote(answer.text);
  return new AnswerError(answer.status, {
    code:
      row.as ?? (answer.code !== '' ? answer.code : (row.fallbackCode ?? `HTTP_${String(answer.status)}`)),
    kind: row.kind,
    message: said === '' ? row.message : `${row.message} Salesforce said: “${said}”`,
    fix: row.fix,
    retryable: row.retryable ?? false,
    subStep: row.subStep ?? null,
  });
}

/** One line of Salesforce's words, short enough to show, without the excerpt of the query before them. */
export function quote(text: string): string {
  const line = text
    .replace(/^[\s\S]*ERROR at Row:\d+:Column:\d+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function oneOf<T>(wanted: T | readonly T[] | undefined, given: T, same: (a: T, b: T) => boolean): boolean {
  if (wanted === undefined) return true;
  const list: readonly T[] = Array.isArray(wanted) ? (wanted as readonly T[]) : [wanted as T];
  return list.some((item) => same(item, given));
}
