import { collectBundle } from '../../core/diagnostics/bundle';
import { scheduleFacts } from '../../core/diagnostics/schedule-facts';
import { examine, examineWithoutServices } from '../../core/diagnostics/doctor';
import type { DoctorCheck, DoctorDeps } from '../../core/diagnostics/doctor-deps';
import { writeToFile } from '../../core/export';
import { toErrorShape } from '../../shared/model/errors';
import type { Register } from '../command';
import { filePath } from '../context';
import type { HeadlessDeps } from '../deps';
import { EXIT } from '../output/exit-code';
import { printable } from '../output/table';

const MARKS: Record<DoctorCheck['status'], string> = {
  pass: 'ok',
  warn: 'warning',
  fail: 'failed',
  unknown: 'not checked',
};

function lineOf({ id, status, summary, fix }: DoctorCheck): string {
  const line = `${MARKS[status].padEnd(12)}${id}: ${printable(summary)}\n`;
  return fix === '' ? line : `${line}${' '.repeat(12)}${printable(fix)}\n`;
}

/** A broken database is the worst; the vault comes next. */
function exitCodeFor(failed: readonly DoctorCheck[]): number {
  if (failed.length === 0) return EXIT.done;
  return failed.every((check) => check.id === 'vault') ? EXIT.credentials : EXIT.data;
}

function doctorDeps(deps: HeadlessDeps, dataDir: string | undefined): DoctorDeps {
  const { system, env } = deps;
  const now = () => deps.now();
  // What is scheduled for the platform's own folder does not name it.
  const isOwnFolder = dataDir === undefined && !env['SEATWATCH_DATA_DIR'];
  const folders = [deps.places(dataDir).dataDir, ...(isOwnFolder ? [null] : [])];
  const schedules = () => scheduleFacts(deps.scheduleHost, now, folders);
  return { now, system, policy: policyOf(deps), schedules };
}

/** A policy that cannot be read is what opening the data folder fails with, and told there. */
function policyOf(deps: HeadlessDeps): DoctorDeps['policy'] {
  try {
    return deps.policy().status;
  } catch {
    return undefined;
  }
}

export const registerDoctor: Register = (program, run) => {
  const command = program
    .command('doctor')
    .description('checks database, vault, data directory, display and versions; changes nothing')
    .option('--bundle <file>', 'write a report for support to FILE: no secret, no personal data');

  run<{ bundle?: string }>(command, async (context, { bundle }) => {
    const deps = doctorDeps(context.deps, context.dataDir);
    const places = context.deps.places(context.dataDir);
    const { checks, report } = await context
      .withServices('read', 'doctor', async (services) => {
        const found = await examine(deps, services);
        const request = { ...places, deps, checks: found, patient: services };
        return { checks: found, report: bundle === undefined ? null : await collectBundle(request) };
      })
      .catch(async (error: unknown) => {
        // What cannot be opened is what the doctor is asked about.
        if (toErrorShape(error).code === 'UNEXPECTED') context.deps.reportFault(error);
        const found = examineWithoutServices(deps, error);
        const request = { ...places, deps, checks: found, patient: null };
        return { checks: found, report: bundle === undefined ? null : await collectBundle(request) };
      });
    const failed = checks.filter((check) => check.status === 'fail');

    if (bundle !== undefined && report !== null) {
      const file = filePath(bundle);
      await writeToFile(file, (sink) => sink.write(report));
      await context.notice(`Report written to ${file}.`);
    }
    if (context.json) await context.printJson({ ok: failed.length === 0, checks });
    else await context.print(checks.map(lineOf).join(''));
    return exitCodeFor(failed);
  });
};
