import { AppError } from '../../shared/model/errors';

export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** The computer, as the schedulers need it. Main supplies it; tests fake it. */
export interface ScheduleHost {
  /** As `process.platform`. */
  platform: string;
  homeDir: string;
  userName: string;
  /** Null on Windows. */
  uid: number | null;
  env: Readonly<Record<string, string | undefined>>;
  /** Runs a program of the system without a shell, and waits for it. Null: there is no such program. */
  run(file: string, args: readonly string[], input?: string): Promise<RunResult | null>;
}

/** How this copy of Seatwatch is started by somebody else: absolute, and what stands before our own arguments. */
export interface OwnProgram {
  command: string;
  args: readonly string[];
}

export function schedulerMissing(program: string): AppError {
  return new AppError({
    code: 'SCHEDULER_MISSING',
    kind: 'usage',
    message: `This computer has no ${program}.`,
    fix: 'Choose another scheduler: seatwatch schedule install --with cron|systemd|launchd|task-scheduler.',
  });
}

export function schedulerRefused(command: string, { exitCode, stderr, stdout }: RunResult): AppError {
  const said = (stderr.trim() || stdout.trim()).split('\n')[0] ?? '';
  return new AppError({
    code: 'SCHEDULER_REFUSED',
    kind: 'credentials',
    message: `${command} failed with exit code ${String(exitCode)}${said === '' ? '' : `: ${said}`}`,
    fix: 'Check that you may schedule programs on this computer, or choose another scheduler with --with.',
  });
}

/** Runs and insists on exit code 0. */
export async function mustRun(
  host: ScheduleHost,
  file: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const result = await host.run(file, args, input);
  if (result === null) throw schedulerMissing(file);
  if (result.exitCode !== 0) throw schedulerRefused([file, ...args].join(' '), result);
  return result.stdout;
}
