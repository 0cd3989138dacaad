import { NO_COUNTS, SEVERITIES, type SeverityCounts } from '../../../shared/model/checks';
import type { FindingsPage } from '../../../shared/model/findings';
import { type FindingList, titleOfCheck } from './finding-list';

/** Findings counted by severity, in all, by check and by person. */
export class Tally {
  total = 0;
  private readonly list: FindingList;
  private readonly all = new Int32Array(SEVERITIES.length);
  private readonly ofChecks: Int32Array;
  private readonly ofUsers: Int32Array;

  constructor(list: FindingList) {
    this.list = list;
    this.ofChecks = new Int32Array(list.checks.texts.length * SEVERITIES.length);
    this.ofUsers = new Int32Array(list.users.texts.length * SEVERITIES.length);
  }

  add(number: number): void {
    const { severity, checks, users } = this.list;
    const place = severity[number] ?? 0;
    this.total++;
    increment(this.all, place);
    increment(this.ofChecks, (checks.of[number] ?? 0) * SEVERITIES.length + place);
    increment(this.ofUsers, (users.of[number] ?? 0) * SEVERITIES.length + place);
  }

  counts(): SeverityCounts {
    return countsAt(this.all, 0);
  }

  /** Worst first, then by title. */
  byCheck(): FindingsPage['byCheck'] {
    const { texts } = this.list.checks;
    return texts
      .map((check, number) => ({ check, title: titleOfCheck(check), number }))
      .filter(({ number }) => isCounted(this.ofChecks, number))
      .sort((a, b) => worseAt(this.ofChecks, a.number, b.number) || a.title.localeCompare(b.title, 'en'))
      .map(({ check, title, number }) => ({ check, title, counts: countsAt(this.ofChecks, number) }));
  }

  /** The hundred people with the worst, by their numbers. Number 0 stands for nobody. */
  byUser(): { user: number; counts: SeverityCounts }[] {
    const worst: number[] = [];
    for (let user = 1; user < this.list.users.texts.length; user++) {
      if (!isCounted(this.ofUsers, user)) continue;
      const last = worst.at(-1);
      // Of tens of thousands of people nearly all end here.
      if (worst.length === SHOWN_USERS && last !== undefined && worseAt(this.ofUsers, user, last) >= 0)
        continue;
      let place = worst.length;
      while (place > 0 && worseAt(this.ofUsers, user, worst[place - 1] ?? 0) < 0) place--;
      worst.splice(place, 0, user);
      if (worst.length > SHOWN_USERS) worst.pop();
    }
    return worst.map((user) => ({ user, counts: countsAt(this.ofUsers, user) }));
  }
}

const SHOWN_USERS = 100;

function increment(array: Int32Array, at: number): void {
  array[at] = (array[at] ?? 0) + 1;
}

/** Whether anything was counted of one. */
function isCounted(array: Int32Array, number: number): boolean {
  for (let place = 0; place < SEVERITIES.length; place++)
    if (array[number * SEVERITIES.length + place] !== 0) return true;
  return false;
}

/** Negative when `a` has more of the worst than `b`. */
function worseAt(array: Int32Array, a: number, b: number): number {
  for (let place = 0; place < SEVERITIES.length; place++) {
    const difference =
      (array[b * SEVERITIES.length + place] ?? 0) - (array[a * SEVERITIES.length + place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function countsAt(array: Int32Array, number: number): SeverityCounts {
  const counts = { ...NO_COUNTS };
  SEVERITIES.forEach(
    (severity, place) => (counts[severity] = array[number * SEVERITIES.length + place] ?? 0),
  );
  return counts;
}
