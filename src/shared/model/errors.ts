import { z } from 'zod';

/**
 * What kind of thing went wrong. The kind alone decides the exit code of a headless command
 * and how the window presents the failure.
 */
export const ErrorKind = z.enum([
  'usage', // bad input: unknown org, bad value
  'credentials', // rejected, missing, or not permitted
  'vault-locked', // the vault needs a passphrase
  'paused', // the quota guard or a budget said stop
  'unreachable', // network, TLS, proxy, or a server error after retries
  'busy', // another process holds the data directory
  'data', // the database is damaged, full or from a newer version
  'canceled', // the user said stop
  'unexpected', // a bug
]);
export type ErrorKind = z.infer<typeof ErrorKind>;

/** An error as it crosses a process border or is printed: safe to show, free of secrets. */
export const AppErrorShape = z.object({
  /** Salesforce's own error code where there is one, otherwise ours (SCREAMING_SNAKE_CASE). */
  code: z.string(),
  kind: ErrorKind,
  /** What happened and why, in one or two sentences for a person. */
  message: z.string(),
  /** What to do next. Empty only for cancellations. */
  fix: z.string(),
  retryable: z.boolean(),
  /** The setup sub-step that cures it, when one does. */
  subStep: z.string().nullable(),
});
export type AppErrorShape = z.infer<typeof AppErrorShape>;

export interface AppErrorInit {
  code: string;
  kind: ErrorKind;
  message: string;
  fix: string;
  retryable?: boolean;
  subStep?: string | null;
  cause?: unknown;
}

/** An expected failure. Anything else that is thrown is a bug and becomes `UNEXPECTED`. */
export class AppError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly fix: string;
  readonly retryable: boolean;
  readonly subStep: string | null;

  constructor(init: AppErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'AppError';
    this.code = init.code;
    this.kind = init.kind;
    this.fix = init.fix;
    this.retryable = init.retryable ?? false;
    this.subStep = init.subStep ?? null;
  }

  toShape(): AppErrorShape {
    return {
      code: this.code,
      kind: this.kind,
      message: this.message,
      fix: this.fix,
      retryable: this.retryable,
      subStep: this.subStep,
    };
  }

  static fromShape(shape: AppErrorShape): AppError {
    return new AppError(shape);
  }
}

/** The shape of anything thrown. A bug's own words may carry data, so they stay in the log. */
export function toErrorShape(error: unknown): AppErrorShape {
  if (error instanceof AppError) return error.toShape();
  const parsed = AppErrorShape.safeParse(error);
  if (parsed.success) return parsed.data;
  return {
    code: 'UNEXPECTED',
    kind: 'unexpected',
    message: 'Seatwatch ran into a fault of its own.',
    fix: 'Try again. If it happens again, look into the log file (Help > Show Log) and report it.',
    retryable: false,
    subStep: null,
  };
}
