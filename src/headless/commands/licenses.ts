import { licenseColumns, seatPages, unusedLicenseColumns, unusedSeats } from '../../core/export';
import { DEFAULT_GRACE_DAYS, DEFAULT_INACTIVE_DAYS, IdleRule } from '../../shared/model/idle-rule';
import {
  type LicenseKind,
  LicenseRow,
  type LicenseTableRow,
  LicensesReport,
  UnusedSeat,
} from '../../shared/model/licenses';
import type { Org } from '../../shared/model/org';
import { type Register, valueOption } from '../command';
import type { Context } from '../context';
import type { HeadlessServices } from '../deps';
import { addFormatOptions, type FormatOptions, onePage, titleOf, writeRows } from '../output/rows';
import { count } from '../output/table';
import { wholeNumber } from '../values';

interface LicensesOptions extends FormatOptions {
  unused?: boolean;
  inactiveDays?: number;
  graceDays?: number;
  includeFree?: boolean;
  includeFeatures?: boolean;
  ownRule?: boolean;
}

/** What the lists are made by. */
interface Choice {
  rule: IdleRule;
  isWanted: (kind: LicenseKind) => boolean;
}

const orUnlimited = (value: number | null): string => (value === null ? 'unlimited' : count(value));

function money(amount: number | null, currency: string | null): string | null {
  return amount === null ? null : `${amount.toFixed(2)} ${currency ?? ''}`.trim();
}

async function overview(
  context: Context,
  options: FormatOptions,
  { db }: HeadlessServices,
  org: Org,
  { rule, isWanted }: Choice,
): Promise<void> {
  const licenses = (await db.licenses(org.id, rule)).filter(({ kind }) => isWanted(kind));
  await writeRows<LicenseTableRow>(context, options, {
    pages: onePage(licenses),
    csv: licenseColumns,
    toJson: (row) => LicenseRow.parse(row),
    document: () => Promise.resolve(LicensesReport.parse({ org: org.name, asOf: org.dataAsOf, licenses })),
    title: titleOf(org.name, org.dataAsOf),
    table: [
      { head: 'KIND', value: (row) => row.kind },
      { head: 'LICENSE', value: (row) => row.name },
      { head: 'TOTAL', value: (row) => orUnlimited(row.total), align: 'right' },
      { head: 'USED', value: (row) => count(row.used), align: 'right' },
      { head: 'FREE', value: (row) => orUnlimited(row.free), align: 'right' },
      { head: 'UNUSED', value: (row) => count(row.unused), align: 'right' },
      { head: 'NEVER LOGGED IN', value: (row) => count(row.neverLoggedIn), align: 'right' },
      { head: 'ANNUAL WASTE', value: (row) => money(row.annualWaste, row.currency), align: 'right' },
    ],
  });
}

async function seatList(
  context: Context,
  options: FormatOptions,
  { db }: HeadlessServices,
  org: Org,
  { rule, isWanted }: Choice,
): Promise<void> {
  async function* pages(): AsyncGenerator<UnusedSeat[]> {
    for await (const page of seatPages(db, unusedSeats(org.id, rule)))
      yield page.filter(({ licenseKind }) => isWanted(licenseKind));
  }
  await writeRows<UnusedSeat>(context, options, {
    pages: pages(),
    csv: unusedLicenseColumns,
    toJson: (row) => UnusedSeat.parse(row),
    title: titleOf(org.name, org.dataAsOf),
    table: [
      { head: 'LICENSE', value: (row) => row.license },
      { head: 'KIND', value: (row) => row.licenseKind },
      { head: 'USERNAME', value: (row) => row.username },
      { head: 'NAME', value: (row) => row.name },
      { head: 'REASON', value: (row) => row.reason },
      { head: 'LAST LOGIN', value: (row) => row.lastLoginAt },
      { head: 'DAYS', value: (row) => row.daysSinceLogin, align: 'right' },
      { head: 'ANNUAL SAVING', value: (row) => money(row.annualSaving, row.currency), align: 'right' },
    ],
    async workbook(sink, rows) {
      const { writeSeatWorkbook } = await import('../../core/export/workbook');
      return writeSeatWorkbook(sink, rows, { org: org.name, asOf: org.dataAsOf, rule });
    },
  });
}

/** The documented definition, or the one set in the window for this org; what is said here goes before both. */
async function ruleFor(options: LicensesOptions, { db }: HeadlessServices, org: Org): Promise<IdleRule> {
  const { inactiveDays, graceDays, includeFree } = options;
  if (options.ownRule !== true) return IdleRule.parse({ inactiveDays, graceDays, includeFree });
  const own = await db.idlePolicy(org.id);
  return IdleRule.parse({
    ...own.policy,
    includeFree,
    inactiveDays: inactiveDays ?? own.inactiveDays,
    graceDays: graceDays ?? own.policy.graceDays,
  });
}

export const registerLicenses: Register = (program, run) => {
  const command = addFormatOptions(
    program
      .command('licenses')
      .argument('<name>', 'the org')
      .description('license use; with --unused one row per seat that can be reclaimed')
      .option('--unused', 'list the seats nobody uses')
      .addOption(
        valueOption(
          '--inactive-days <n>',
          `idle when not seen for N x 24 hours (default ${DEFAULT_INACTIVE_DAYS})`,
          wholeNumber(1, 3650),
        ),
      )
      .addOption(
        valueOption(
          '--grace-days <n>',
          `never logged in counts N days after creation (default ${DEFAULT_GRACE_DAYS})`,
          wholeNumber(0, 365),
        ),
      )
      .option(
        '--include-free',
        'with licenses nobody pays per seat for (Chatter Free, guest, login-based ...)',
      )
      .option('--include-features', 'with feature licenses (Marketing User, Service Cloud User ...)')
      .option('--own-rule', 'idle as set in the window for this org, instead of the defaults'),
    { workbook: true },
  );

  run<LicensesOptions>(command, async (context, options, [name = '']) => {
    await context.withServices('read', `licenses ${name}`, async (services) => {
      const org = await services.orgs.requireByName(name);
      const choice: Choice = {
        rule: await ruleFor(options, services, org),
        isWanted: (kind) => kind !== 'feature' || options.includeFeatures === true,
      };
      await (options.unused === true ? seatList : overview)(context, options, services, org, choice);
    });
    return undefined;
  });
};
