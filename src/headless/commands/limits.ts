import { limitColumns, type LimitPointRow, limitPointColumns } from '../../core/export';
import { type DailyApi, type LimitRow, type LimitsReport } from '../../shared/model/quota';
import type { Org } from '../../shared/model/org';
import type { z } from 'zod';
import type { Register } from '../command';
import type { Context } from '../context';
import type { HeadlessServices } from '../deps';
import { addFormatOptions, type FormatOptions, onePage, titleOf, writeRows } from '../output/rows';
import { count } from '../output/table';

interface LimitsOptions extends FormatOptions {
  history?: boolean;
}

async function dailyApi(
  context: Context,
  { db }: HeadlessServices,
  orgId: string,
): Promise<z.infer<typeof DailyApi> | null> {
  const quota = await db.quota(orgId, context.deps.now());
  if (!quota) return null;
  const { max, used, thresholdPercent, ownCalls24h } = quota;
  return { max, used, thresholdPercent, ownCallsToday: ownCalls24h };
}

async function current(
  context: Context,
  options: FormatOptions,
  services: HeadlessServices,
  org: Org,
): Promise<void> {
  const [{ asOf, limits }, daily] = await Promise.all([
    services.db.latestLimits(org.id),
    dailyApi(context, services, org.id),
  ]);
  const report: LimitsReport = { org: org.name, asOf, limits, dailyApi: daily };
  const stops = daily
    ? `\nAPI requests of the last 24 hours: ${count(daily.used)} of ${count(daily.max)} (${count(daily.ownCallsToday)} by Seatwatch), collection stops at ${daily.thresholdPercent}%`
    : '';
  await writeRows<LimitRow>(context, options, {
    pages: onePage(limits),
    csv: limitColumns,
    toJson: (row) => row,
    document: () => Promise.resolve(report),
    title: `${titleOf(org.name, asOf)}${stops}`,
    table: [
      { head: 'LIMIT', value: (row) => row.name },
      { head: 'MAX', value: (row) => count(row.max), align: 'right' },
      { head: 'USED', value: (row) => count(row.used), align: 'right' },
      { head: 'REMAINING', value: (row) => count(row.remaining), align: 'right' },
      { head: 'USED %', value: (row) => row.usedPercent?.toFixed(1) ?? null, align: 'right' },
    ],
  });
}

async function history(
  context: Context,
  options: FormatOptions,
  { db }: HeadlessServices,
  org: Org,
): Promise<void> {
  const series = await db.limitHistory(org.id, null, 0);
  const points: LimitPointRow[] = series.flatMap((one) =>
    one.points.map((point) => ({ name: one.name, ...point })),
  );
  await writeRows<LimitPointRow>(context, options, {
    pages: onePage(points),
    csv: limitPointColumns,
    toJson: (row) => row,
    document: () => Promise.resolve({ org: org.name, series }),
    title: titleOf(org.name, org.dataAsOf),
    table: [
      { head: 'LIMIT', value: (row) => row.name },
      { head: 'AT', value: (row) => row.at },
      { head: 'MAX', value: (row) => count(row.max), align: 'right' },
      { head: 'REMAINING', value: (row) => count(row.remaining), align: 'right' },
    ],
  });
}

export const registerLimits: Register = (program, run) => {
  const command = addFormatOptions(
    program
      .command('limits')
      .argument('<name>', 'the org')
      .description('API and other limits, as last seen or over time')
      .option('--history', 'every value stored instead of the last ones'),
  );

  run<LimitsOptions>(command, async (context, options, [name = '']) => {
    await context.withServices('read', `limits ${name}`, async (services) => {
      const org = await services.orgs.requireByName(name);
      await (options.history === true ? history : current)(context, options, services, org);
    });
    return undefined;
  });
};
