import { CHECKS } from '../../src/checks/registry';
import type { CheckCategory } from '../../src/shared/model/checks';
import { AS_OF, testDatabase, type TestDatabase } from '../builders/db';
import { loadChanges, loadLogins, loadOrg, loadRest } from './load';
import { findingsIn, judge, type Verdict } from './measure';
import type { World } from './world';

/** The company in a new database, collected at once and evaluated over everything. */
export async function evaluated(world: World): Promise<TestDatabase> {
  const database = await testDatabase();
  await loadOrg(database, world);
  await loadLogins(database.db, world.logins);
  await loadRest(database, world);
  await loadChanges(database, world);
  await database.db.evaluateChecks('org-1', AS_OF, true);
  return database;
}

export const checkIds = (category: CheckCategory): string[] =>
  CHECKS.filter(({ info }) => info.category === category).map(({ info }) => info.id);

/** What was found of what was planted, for the checks of a category. */
export function verdictOf({ file }: TestDatabase, { plot }: World, category: CheckCategory): Verdict {
  const checks = checkIds(category);
  const { planted, everyday } = plot;
  return judge(
    checks,
    { planted: planted.filter(({ check }) => checks.includes(check)), everyday },
    findingsIn(file).filter(({ check }) => checks.includes(check)),
  );
}
