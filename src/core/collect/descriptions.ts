import type { ObjectDescription } from '../ports';
import { DESCRIPTIONS_PER_COMPOSITE, type DescribeOutcome } from '../salesforce/client';
import { namesOf, type FieldAccess } from './field-access';
import type { RunContext } from './run-context';
import { STREAMS } from './streams';

/** Descriptions change with licenses and releases, which is seldom. */
const LASTS_MS = 7 * 86_400_000;

/**
 * Which objects are worth describing now. Refusals are the cheaper way for an object that lacks nothing, or one
 * field: no request, or one, and each is remembered. But a query is refused once per field, every time costing
 * a request, and a refusal never tells of fields we do not know. So described are: objects whose fields
 * differ from org to org (`flags`), and those that refused a field before, which may have come meanwhile.
 * Descriptions travel in a composite request beside queries, at no request of their own, once a week.
 */
export function objectsToDescribe(
  fields: Pick<FieldAccess, 'dropped' | 'described'>,
  apiVersion: string,
  now: number,
): string[] {
  return Object.values(STREAMS)
    .filter(({ flags, object, minVersion = 0 }) => {
      if (Number(apiVersion) < minVersion) return false;
      if (flags === undefined && fields.dropped(object).length === 0) return false;
      const last = fields.described(object);
      const age = now - (last?.at ?? 0);
      return last === undefined || last.apiVersion !== apiVersion || age < 0 || age > LASTS_MS;
    })
    .map(({ object }) => object)
    .slice(0, DESCRIPTIONS_PER_COMPOSITE);
}

/** Whether Salesforce did not let an object be seen in the last week, in this version of the API. */
export function refusedLately(
  fields: Pick<FieldAccess, 'described'>,
  object: string,
  apiVersion: string,
  now: number,
): boolean {
  const last = fields.described(object);
  if (last === undefined || last.names !== null || last.apiVersion !== apiVersion) return false;
  const age = now - last.at;
  return age >= 0 && age <= LASTS_MS;
}

/** Notes it as a description that did not come: a test of the connection makes it forgotten. */
export async function rememberRefusal(
  { db, org, fields, clock }: Pick<RunContext, 'db' | 'org' | 'fields' | 'clock'>,
  apiVersion: string,
  object: string,
): Promise<void> {
  const description = { object, apiVersion, at: clock.now(), names: null };
  fields.describe(description);
  await db.saveDescriptions(org.id, [description]);
}

/**
 * Takes descriptions in and stores them. One that did not come is noted, so as not to be asked for every day; the
 * object may be out of this user's reach, which its query will tell.
 */
export async function learn(
  { db, org, fields, clock, log }: Pick<RunContext, 'db' | 'org' | 'fields' | 'clock' | 'log'>,
  apiVersion: string,
  objects: readonly string[],
  outcomes: readonly DescribeOutcome[],
): Promise<void> {
  const at = clock.now();
  const found: ObjectDescription[] = [];
  for (const [i, object] of objects.entries()) {
    const outcome = outcomes[i];
    const names = outcome?.ok === true ? namesOf(outcome.description) : null;
    if (outcome?.ok === false) log.info('object not described', { object, code: outcome.error.code });
    const description = { object, apiVersion, at, names };
    fields.describe(description);
    found.push(description);
  }
  if (found.length > 0) await db.saveDescriptions(org.id, found);
}
