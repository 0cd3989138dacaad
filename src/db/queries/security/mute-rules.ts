import type { MuteTarget } from '../../../shared/model/findings';
import type { Connection } from '../../connection';
import type { FindingList, Texts } from './finding-list';

/** SQL: a mute that is in force as of `@now`. */
export const IN_FORCE = '(m.until IS NULL OR m.until > @now)';

interface Rule {
  target: MuteTarget;
  value: string;
  checkId: string | null;
}

/** By number of a text: the numbers of the checks that are muted for it, or 'all'. */
type Muted = Map<number, Set<number> | 'all'>;

/** Whether findings of a list are muted as of `now`, by their numbers: `IS_MUTED` (open-findings.ts) on columns. */
export function mutedTest(
  db: Connection,
  org: number,
  list: FindingList,
  now: number,
): (number: number) => boolean {
  const rules = db.all<Rule>(
    `SELECT m.target, m.value, m.check_id AS checkId FROM finding_mute m WHERE m.org_id = @org AND ${IN_FORCE}`,
    { org, now },
  );
  if (rules.length === 0) return () => false;
  const { checks } = list;
  const columns = ([list.users, list.ips, list.apps] as const).map((texts, at) => ({
    of: texts.of,
    muted: mutedTexts(
      rules.filter(({ target }) => target === TARGETS[at]),
      texts,
      checks,
    ),
  }));
  return (number) =>
    columns.some(({ of, muted }) => {
      const found = muted.get(of[number] ?? 0);
      return found !== undefined && (found === 'all' || found.has(checks.of[number] ?? 0));
    });
}

const TARGETS: readonly MuteTarget[] = ['user', 'ip', 'app'];

function mutedTexts(rules: readonly Rule[], { texts }: Texts, checks: Texts): Muted {
  const muted: Muted = new Map();
  if (rules.length === 0) return muted;
  const numberOf = new Map(texts.map((text, number) => [text, number]));
  const numberOfCheck = new Map(checks.texts.map((text, number) => [text, number]));
  for (const { value, checkId } of rules) {
    const number = numberOf.get(value);
    if (number === undefined || number === 0) continue;
    const check = checkId === null ? null : numberOfCheck.get(checkId);
    const known = muted.get(number);
    if (check === null) muted.set(number, 'all');
    else if (check !== undefined && known !== 'all')
      muted.set(number, (known ?? new Set<number>()).add(check));
  }
  return muted;
}
