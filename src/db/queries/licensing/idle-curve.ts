import type { IdleCurve, IdleRule } from '../../../shared/model/idle-rule';
import type { Connection } from '../../connection';
import { peopleOf } from '../people';
import { countedLicenses } from '../seat-counts';
import { storedLicenses } from '../stored-licenses';
import { iso } from '../time';
import { asOfOf } from '../user-state';
import { featuresInUse } from './features';
import { ALWAYS, NOT, judge } from './judging';

/** Idle seats per license and whole days idle: any threshold is then a sum. */
export function idleCurve(db: Connection, orgId: string, rule: IdleRule): IdleCurve {
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return { asOf: null, licenses: [] };
  const people = peopleOf(db, org);
  const { holdings } = people;
  const { idleDays } = judge(db, org, people, rule, asOf);
  const counted = new Map(
    countedLicenses(storedLicenses(db, org, featuresInUse(people)), rule).map((license) => [
      license.id,
      license,
    ]),
  );
  const spread = holdings.licenseIds.map(() => ({ always: 0, byDays: new Map<number, number>() }));
  const { persons, licenses } = holdings;
  for (let seat = 0; seat < persons.length; seat++) {
    const days = idleDays[persons[seat] ?? 0] ?? NOT;
    const license = spread[licenses[seat] ?? 0];
    if (days === NOT || license === undefined) continue;
    if (days === ALWAYS) license.always += 1;
    else license.byDays.set(days, (license.byDays.get(days) ?? 0) + 1);
  }
  return {
    asOf: iso(asOf),
    licenses: holdings.licenseIds.flatMap((id, number) => {
      const license = counted.get(id);
      const { always, byDays } = spread[number] ?? { always: 0, byDays: new Map<number, number>() };
      if (license === undefined) return [];
      return [{ kind: license.kind, id, always, byDays: [...byDays].sort(([a], [b]) => a - b) }];
    }),
  };
}
