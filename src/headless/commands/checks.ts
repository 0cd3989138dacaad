import type { Column } from '../../core/export';
import { type CheckState, SEVERITIES } from '../../shared/model/checks';
import type { Register } from '../command';
import { addFormatOptions, type FormatOptions, onePage, titleOf, writeRows } from '../output/rows';

/** On or off, and what came of it last: "off", "evaluated", "not-evaluated", or null before the first time. */
const statusOf = ({ enabled, result }: CheckState): string | null =>
  enabled ? (result?.status ?? null) : 'off';

const openOf = ({ open }: CheckState): number =>
  SEVERITIES.reduce((sum, severity) => sum + open[severity], 0);

const columns: Column<CheckState>[] = [
  { name: 'check', value: ({ info }) => info.id },
  { name: 'title', value: ({ info }) => info.title },
  { name: 'category', value: ({ info }) => info.category },
  { name: 'enabled', value: ({ enabled }) => enabled },
  { name: 'status', value: statusOf },
  { name: 'reason', value: ({ result }) => result?.reason ?? null },
  { name: 'evaluated_at', value: ({ result }) => result?.evaluatedAt ?? null },
  { name: 'population', value: ({ result }) => result?.population ?? null },
  ...SEVERITIES.map((severity) => ({
    name: `open_${severity}`,
    value: ({ open }: CheckState) => open[severity],
  })),
  { name: 'acknowledged', value: ({ acknowledged }) => acknowledged },
  { name: 'muted', value: ({ muted }) => muted },
];

const toJson = (row: CheckState) => ({
  check: row.info.id,
  title: row.info.title,
  category: row.info.category,
  enabled: row.enabled,
  values: row.values,
  status: statusOf(row),
  reason: row.result?.reason ?? null,
  notes: row.result?.notes ?? [],
  evaluatedAt: row.result?.evaluatedAt ?? null,
  population: row.result?.population ?? null,
  open: row.open,
  acknowledged: row.acknowledged,
  muted: row.muted,
});

export const registerChecks: Register = (program, run) => {
  const command = addFormatOptions(
    program
      .command('checks')
      .argument('<name>', 'the org')
      .description('the security checks: on or off, evaluated or why not, and how much they found'),
  );

  run<FormatOptions>(command, async (context, options, [name = '']) => {
    await context.withServices('read', `checks ${name}`, async ({ orgs, db }) => {
      const org = await orgs.requireByName(name);
      await writeRows<CheckState>(context, options, {
        pages: onePage(await db.checks(org.id, context.deps.now())),
        csv: columns,
        toJson,
        title: titleOf(org.name, org.dataAsOf),
        table: [
          { head: 'CHECK', value: ({ info }) => info.id },
          { head: 'CATEGORY', value: ({ info }) => info.category },
          { head: 'STATUS', value: statusOf },
          { head: 'OPEN', value: openOf, align: 'right' },
          { head: 'WHY NOT', value: ({ result }) => result?.reason ?? null },
        ],
      });
    });
    return undefined;
  });
};
