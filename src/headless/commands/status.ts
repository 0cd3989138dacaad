import type { Register } from '../command';
import { warnOfCertificate } from '../output/certificate';
import { count, factSheet } from '../output/table';
import { OrgStatus } from '../../shared/model/run';

export const registerStatus: Register = (program, run) => {
  const command = program
    .command('status')
    .argument('<name>', 'the org')
    .description('last run, state, checkpoints, quota, when it resumes, row counts');

  run(command, async (context, _options, [name = '']) => {
    await context.withServices('read', `status ${name}`, async ({ orgs, db }) => {
      const org = await orgs.requireByName(name);
      const summary = await orgs.get(org.id);
      const [checkpoint, rows, span] = await Promise.all([
        db.publicCheckpoints(org.id),
        db.rowCounts(org.id),
        db.historySpan(org.id),
      ]);
      const status = OrgStatus.parse({
        org: org.name,
        state: summary.lastRun?.state ?? 'idle',
        lastRun: summary.lastRun,
        nextRun: summary.nextRunAt,
        checkpoint,
        rows,
        historySince: span.since,
        historyUntil: span.until,
      });
      await warnOfCertificate(context, summary);
      if (context.json) {
        await context.printJson(status);
        return;
      }
      const { quota, resumeAt } = summary;
      await context.print(
        factSheet([
          ['Org', status.org],
          ['State', status.state],
          [
            'Last run',
            status.lastRun ? `${status.lastRun.startedAt} to ${status.lastRun.endedAt ?? 'now'}` : 'never',
          ],
          ...(status.lastRun?.error
            ? [
                ['Problem', `${status.lastRun.error.message} (${status.lastRun.error.code})`] as const,
                ['Fix', status.lastRun.error.fix] as const,
              ]
            : []),
          ['Resumes at', resumeAt],
          ['Next run', status.nextRun],
          [
            'API quota',
            quota
              ? `${count(quota.used)} of ${count(quota.max)} at ${quota.at}, stops at ${quota.thresholdPercent}%`
              : null,
          ],
          ['Sign-ins from', status.historySince],
          ['Sign-ins until', status.historyUntil],
          ...Object.entries(status.rows).map(
            ([table, rowCount]) => [`Rows in ${table}`, count(rowCount)] as const,
          ),
          ...Object.entries(status.checkpoint).map(
            ([stream, at]) =>
              [
                `Checkpoint ${stream}`,
                `${at.complete ? 'complete' : 'unfinished'}, ${at.watermark ?? at.updatedAt}`,
              ] as const,
          ),
        ]),
      );
    });
    return undefined;
  });
};
