import type { CheckStatus, ConnectivityCheck, ConnectivityReport } from '../../shared/model/connectivity';
import type { Register } from '../command';
import { warnOfCertificate } from '../output/certificate';
import { EXIT, kindOfCode } from '../output/exit-code';
import { printable } from '../output/table';

const MARKS: Record<CheckStatus, string> = {
  pass: 'ok',
  warn: 'warning',
  fail: 'failed',
  unknown: 'not checked',
};

function firstFailure(report: ConnectivityReport): ConnectivityCheck | undefined {
  return report.checks.find((check) => check.status === 'fail');
}

function lineOf(check: ConnectivityCheck): string {
  const line = `${MARKS[check.status].padEnd(12)}${check.id}: ${printable(check.summary)}\n`;
  return check.status === 'pass' || check.fix === ''
    ? line
    : `${line}${' '.repeat(12)}${printable(check.fix)}\n`;
}

export const registerTest: Register = (program, run) => {
  const command = program
    .command('test')
    .argument('<name>', 'the org')
    .description('Test Connectivity: signs in and checks what collecting needs');

  run(command, async (context, _options, [name = '']) => {
    const report = await context.withServices('write', `test ${name}`, async ({ orgs, connectivity }) => {
      const org = await orgs.requireByName(name);
      const tested = await connectivity.test(org.id, context.signal);
      // As the test left it: it may have made a new certificate the current one.
      await warnOfCertificate(context, await orgs.get(org.id));
      return { ...tested, org: org.name };
    });
    const failure = firstFailure(report);
    const error = {
      code: failure?.code ?? 'NOT_CONNECTED',
      message: failure?.summary ?? 'The connection could not be verified.',
      fix: failure?.fix ?? 'Test again.',
    };

    if (context.json) {
      const checks = report.checks.map(({ id, status, summary, fix }) => ({ id, status, summary, fix }));
      const answer = { org: report.org, connected: report.connected, checks };
      await context.printJson(report.connected ? answer : { ...answer, error });
    } else {
      const head = report.connected
        ? 'Connected!\n'
        : `Not connected: ${error.code}\n${printable(error.message)}\n${printable(error.fix)}\n\n`;
      await context.print(head + report.checks.map(lineOf).join(''));
    }
    if (report.connected) return EXIT.done;
    return failure?.code != null && kindOfCode(failure.code) === 'unreachable'
      ? EXIT.unreachable
      : EXIT.credentials;
  });
};
