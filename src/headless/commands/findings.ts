import { InvalidArgumentError, Option } from 'commander';
import {
  findingColumns,
  findingJson,
  findingPages,
  type FindingsAbout,
  findingsAbout,
  siemEvents,
} from '../../core/export';
import { namesOfCheck, kebab } from '../../shared/model/check-names';
import { SEVERITIES, type Severity } from '../../shared/model/checks';
import { AppError } from '../../shared/model/errors';
import { type Finding, FindingStatus, FindingsFilter } from '../../shared/model/findings';
import type { Org } from '../../shared/model/org';
import { oneOf, type Register, valueOption } from '../command';
import { type Context, usageError } from '../context';
import type { HeadlessServices } from '../deps';
import { addFormatOptions, type FormatOptions, titleOf, writeRows } from '../output/rows';

interface FindingsOptions extends FormatOptions {
  check?: string;
  severity?: Severity;
  status?: FindingStatus[];
  includeMuted?: boolean;
}

const parseStatus = oneOf(FindingStatus.options);

/** Several, apart by blanks or commas, or the option given again. */
function statuses(text: string, before: FindingStatus[] = []): FindingStatus[] {
  const named = text.split(',').filter((word) => word !== '');
  if (named.length === 0) throw new InvalidArgumentError(`Allowed are ${FindingStatus.options.join(', ')}.`);
  return [...before, ...named.map(parseStatus)];
}

/** The severity named and all that are worse. */
const orWorse = (severity: Severity | undefined): Severity[] =>
  severity === undefined ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);

/** The id of a check by any of its names. */
function checkNamed(name: string, { checks }: FindingsAbout): string {
  const wanted = kebab(name);
  for (const info of checks.values()) if (namesOfCheck(info).includes(wanted)) return info.id;
  throw usageError(
    `There is no check “${name}”.`,
    `The checks are: ${[...checks.keys()].sort().join(', ')}.`,
    'UNKNOWN_CHECK',
  );
}

async function list(
  context: Context,
  options: FindingsOptions,
  { db }: HeadlessServices,
  org: Org,
): Promise<void> {
  const now = context.deps.now();
  const about = await findingsAbout(db, org, { version: context.deps.system.appVersion, now });
  const filter = FindingsFilter.parse({
    checks: options.check === undefined ? [] : [checkNamed(options.check, about)],
    severities: orWorse(options.severity),
    statuses: options.status ?? [],
    muted: options.includeMuted === true ? 'with' : 'without',
  });
  await writeRows<Finding>(context, options, {
    pages: findingPages(db, org.id, filter, now),
    csv: findingColumns(about),
    toJson: findingJson,
    lines: siemEvents(about),
    title: titleOf(org.name, org.dataAsOf),
    table: [
      { head: 'SEVERITY', value: (row) => row.severity },
      { head: 'STATUS', value: (row) => row.status },
      { head: 'CHECK', value: (row) => row.check },
      { head: 'USERNAME', value: (row) => row.username ?? row.ip ?? row.app },
      { head: 'LAST SEEN', value: (row) => row.lastSeenAt },
      { head: 'SUMMARY', value: (row) => row.summary },
    ],
  });
}

/** Evaluates what is stored and lists the findings. Resolves with why that cannot be done now, else with null. */
async function evaluateAndList(
  context: Context,
  options: FindingsOptions,
  name: string,
): Promise<string | null> {
  let isOpen = false;
  try {
    await context.withServices('write', `findings ${name}`, async (services) => {
      isOpen = true;
      const org = await services.orgs.requireByName(name);
      await services.db.evaluateChecks(org.id, context.deps.now());
      await list(context, options, services, org);
    });
    return null;
  } catch (error) {
    // Another process has the data directory (the window evaluates by itself), or it can only be read.
    if (!isOpen && error instanceof AppError && (error.kind === 'busy' || error.kind === 'data'))
      return error.message;
    throw error;
  }
}

export const registerFindings: Register = (program, run) => {
  const command = addFormatOptions(
    program
      .command('findings')
      .argument('<name>', 'the org')
      .description('what the security checks found: open, acknowledged and resolved, worst first')
      .option('--check <id>', 'of one check only, by its id or another name it is known by')
      .addOption(
        valueOption(
          '--severity <severity>',
          `that bad or worse: ${SEVERITIES.join(', ')}`,
          oneOf(SEVERITIES),
        ),
      )
      .addOption(
        new Option('--status <status...>', `only ${FindingStatus.options.join(', ')} (default: all)`)
          .choices([...FindingStatus.options])
          .argParser(statuses),
      )
      .option('--include-muted', 'with those about somebody or something that is muted'),
    { lines: true },
  );

  run<FindingsOptions>(command, async (context, options, [name = '']) => {
    const listIfEvaluated = (isNeeded: boolean) =>
      context.withServices('read', `findings ${name}`, async (services) => {
        const org = await services.orgs.requireByName(name);
        if (isNeeded && (await services.db.isEvaluationDue(org.id))) return false;
        await list(context, options, services, org);
        return true;
      });
    if (await listIfEvaluated(true)) return undefined;
    const why = await evaluateAndList(context, options, name);
    if (why === null) return undefined;
    await context.notice(
      `Not evaluated since data was stored last; these are the findings from before. ${why}`,
    );
    await listIfEvaluated(false);
    return undefined;
  });
};
