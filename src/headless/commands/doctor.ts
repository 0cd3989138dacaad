import { writeToFile } from '../../core/export';
import type { Register } from '../command';
import { filePath } from '../context';
import { collectBundle } from '../doctor/bundle';
import { type DoctorCheck, examine, examineWithoutServices } from '../doctor/checks';
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

export const registerDoctor: Register = (program, run) => {
  const command = program
    .command('doctor')
    .description('checks database, vault, data directory, display and versions; changes nothing')
    .option('--bundle <file>', 'write a report for support to FILE: no secret, no personal data');

  run<{ bundle?: string }>(command, async (context, { bundle }) => {
    const { checks, report } = await context
      .withServices('read', 'doctor', async (services) => {
        const found = await examine(context.deps, services);
        return {
          checks: found,
          report: bundle === undefined ? null : await collectBundle(context.deps, found, services),
        };
      })
      .catch(async (error: unknown) => {
        // What cannot be opened is what the doctor is asked about.
        const found = examineWithoutServices(context.deps, error);
        return {
          checks: found,
          report: bundle === undefined ? null : await collectBundle(context.deps, found, null),
        };
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
