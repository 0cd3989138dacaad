import type { Connection } from './connection';
import { grantsKeeper } from './queries/licensing/suggestions/grants';
import { type People, peopleKeeper } from './queries/people';
import { everybodyBy, readingSeenOrder } from './queries/people-lists';
import { readingNames } from './queries/people-names';
import { readyEverybodysActivity } from './queries/recent-activity';
import { readingUsage } from './queries/usage';
import { asOfOf } from './queries/user-state';
import { type Slices, Task, unhurried } from './slices';

// The first page of a list would have to wait for the lists of everybody that it is made from: a second or
// more for 200,000 people. They are made ready while nobody asks, a few milliseconds at a time: after opening,
// before a collection ends, and now and then while it runs.

export interface Warming {
  /** Makes ready what has changed or never was, without delay to anybody. To be called after a question. */
  consider(): void;
  /** Brings what is kept of the org of a run up to date, with all that it has collected. */
  collected(runId: number): Promise<void>;
  /** When nothing is left to do. */
  whenReady(): Promise<void>;
}

/** Orgs made ready after opening; a window shows one, and whoever goes to another one asks soon enough. */
const ORGS = 2;

export function createWarming(db: Connection): Warming {
  /** People whose lists have all been made. */
  const ready = new WeakSet<People>();
  let running: Promise<void> | null = null;

  const goesOn = () => db.sqlite.open;

  const isReady = (org: number) => !peopleKeeper.isOutdated(db, org) && ready.has(peopleKeeper.get(db, org));

  async function make(org: number): Promise<void> {
    if (isReady(org)) return;
    const reading = peopleKeeper.begin(db, org);
    if (!(await unhurried(reading.task, goesOn))) return;
    const people = reading.task.now();
    const lists = new Task(makeLists(db, org, people));
    if (!(await unhurried(lists, goesOn))) return;
    ready.add(people);
    peopleKeeper.publish(db, org, reading, reading.task, lists);
    // What the licenses page asks for first, after who is there.
    const grants = grantsKeeper.begin(db, org);
    if (await unhurried(grants.task, goesOn)) grantsKeeper.publish(db, org, grants, grants.task);
  }

  /** One after the other; what fails is done, and fails, again when somebody asks. */
  function queue(work: () => Promise<void>): Promise<void> {
    const mine = (running ?? Promise.resolve()).then(work).catch(() => undefined);
    running = mine;
    void mine.then(() => {
      if (running === mine) running = null;
    });
    return mine;
  }

  const warming: Warming = {
    consider() {
      if (running !== null || !goesOn()) return;
      for (const org of peopleKeeper.orgs(db)) {
        if (!isReady(org) && peopleKeeper.isDue(db, org)) void queue(() => make(org));
      }
    },
    async collected(runId) {
      if (!goesOn()) return;
      const org = db.get<{ org: number }>('SELECT org_id AS org FROM run WHERE id = @runId', { runId })?.org;
      if (org !== undefined && peopleKeeper.orgs(db).includes(org)) await queue(() => make(org));
    },
    async whenReady() {
      while (running !== null) await running;
    },
  };
  const orgs = db.all<{ id: number }>(
    `SELECT id FROM org WHERE removed_at IS NULL ORDER BY data_as_of DESC LIMIT ${ORGS}`,
  );
  for (const { id } of orgs) void queue(() => make(id));
  return warming;
}

/** Everything that a page of users or seats is cut from, but for searching and filtering. */
function* makeLists(db: Connection, org: number, people: People): Slices<void> {
  yield* stepping(readingNames(db, org, people, 'name'));
  yield* stepping(readingNames(db, org, people, 'username'));
  yield* stepping(readingSeenOrder(people));
  const asOf = asOfOf(db, org);
  if (asOf === null) return;
  yield* readyEverybodysActivity(db, org, people, asOf);
  yield* stepping(readingUsage(db, org, people, asOf));
  for (const sort of ['profile', 'license', 'createdAt'] as const) {
    everybodyBy(db, org, people, { sort, inactiveDays: 1 }, asOf);
    yield;
  }
}

function* stepping(task: Task<unknown>): Slices<void> {
  while (!task.step()) yield;
  yield;
}
