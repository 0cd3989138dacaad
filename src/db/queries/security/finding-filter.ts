import { findCheck } from '../../../checks/registry';
import { SEVERITIES } from '../../../shared/model/checks';
import type { FindingsFilter } from '../../../shared/model/findings';
import type { Connection } from '../../connection';
import { type Column, SEPARATOR, joined, joinedRow } from '../columns';
import { foldCase } from '../search-text';
import {
  type FindingList,
  NONE,
  type Texts,
  categoryOfCheck,
  keptBeside,
  namesOf,
  titleOfCheck,
} from './finding-list';
import { mutedTest } from './mute-rules';

/** Whether the finding with a number belongs to a list. */
export type Test = (number: number) => boolean;

/** Everything a filter says, as of `now`. Cheap tests come first; the search, which is not, comes last. */
export function findingTest(
  db: Connection,
  org: number,
  list: FindingList,
  filter: FindingsFilter,
  now: number,
): Test {
  const tests = [
    severityTest(list, filter),
    checkTest(list, filter),
    textTest(list.users, filter.userId),
    textTest(list.ips, filter.ip),
    textTest(list.apps, filter.app),
    statusTest(list, filter, now),
    muteTest(db, org, list, filter, now),
    searchTest(db, org, filter),
  ].filter((test) => test !== null);
  return (number) => {
    for (const test of tests) if (!test(number)) return false;
    return true;
  };
}

function severityTest({ severity }: FindingList, { severities }: FindingsFilter): Test | null {
  if (severities.length === 0) return null;
  const wanted = SEVERITIES.map((name) => severities.includes(name));
  return (number) => wanted[severity[number] ?? 0] === true;
}

/** Checks by id or by another name they have; a name nobody knows is that of a check that is no more. */
function checkTest({ checks }: FindingList, { checks: names, category }: FindingsFilter): Test | null {
  if (names.length === 0 && category === null) return null;
  const ids = new Set(names.map((name) => findCheck(name)?.info.id ?? name));
  const wanted = checks.texts.map(
    (id) => (names.length === 0 || ids.has(id)) && (category === null || categoryOfCheck(id) === category),
  );
  return (number) => wanted[checks.of[number] ?? 0] === true;
}

function textTest({ of, texts }: Texts, text: string | null): Test | null {
  if (text === null) return null;
  const wanted = text === '' ? NONE : texts.indexOf(text);
  return (number) => of[number] === wanted;
}

function statusTest(list: FindingList, { statuses }: FindingsFilter, now: number): Test | null {
  if (statuses.length === 0) return null;
  const { resolvedAt, acknowledgedAt, acknowledgedUntil } = list;
  const [open, acknowledged, resolved] = (['open', 'acknowledged', 'resolved'] as const).map((status) =>
    statuses.includes(status),
  );
  // The same as `statusOf`, on columns.
  return (number) => {
    if (resolvedAt[number] !== NONE) return resolved === true;
    if (acknowledgedAt[number] === NONE) return open === true;
    const until = acknowledgedUntil[number] ?? NONE;
    return (until === NONE || until > now ? acknowledged : open) === true;
  };
}

function muteTest(
  db: Connection,
  org: number,
  list: FindingList,
  { muted }: FindingsFilter,
  now: number,
): Test | null {
  if (muted === 'with') return null;
  const isMuted = mutedTest(db, org, list, now);
  return muted === 'only' ? isMuted : (number) => !isMuted(number);
}

function searchTest(db: Connection, org: number, { search }: FindingsFilter): Test | null {
  const words = foldCase(search.trim());
  if (words === '') return null;
  const texts = searchTexts(db, org);
  return (number) => texts[number]?.includes(words) === true;
}

const SUMMARIES = `SELECT ${joined('summary')} AS summaries FROM (
  SELECT replace(summary, char(${SEPARATOR}), ' ') AS summary FROM finding WHERE org_id = @org ORDER BY id)`;

/** By number of a finding: all that the search looks through. Made when somebody first searches. */
const searchTexts = keptBeside((db, org, { users, ips, apps, checks, count }): readonly string[] => {
  const { summaries } = joinedRow<'summaries'>(db, SUMMARIES, { org });
  const lines = splitTexts(summaries);
  const people = namesOf(db, org).map(({ username, name }) => `${username ?? ''}\n${name ?? ''}`);
  const titles = checks.texts.map(titleOfCheck);
  return Array.from({ length: count }, (_, number) => {
    const user = people[users.of[number] ?? 0] ?? '';
    const place = `${ips.texts[ips.of[number] ?? 0] ?? ''}\n${apps.texts[apps.of[number] ?? 0] ?? ''}`;
    return foldCase(`${lines[number] ?? ''}\n${user}\n${place}\n${titles[checks.of[number] ?? 0] ?? ''}`);
  });
});

const splitTexts = (column: Column): string[] =>
  column === null ? [] : Buffer.from(column).toString('utf8').split(String.fromCharCode(SEPARATOR));
