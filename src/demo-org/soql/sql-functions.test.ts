import { afterAll, beforeAll, expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog';
import { createStore, type DemoStore } from '../data/store';
import { RUN_AS } from '../data/system-users';
import { planData } from '../options';
import { allPermissions } from '../permissions';
import { NOON } from '../test-client';
import { Cursors } from './cursors';
import { executeSoql } from './execute';

let store: DemoStore;
let cursors: Cursors;
beforeAll(async () => {
  store = await createStore({ plan: planData({ users: 40, logins: 10 }, NOON), now: NOON });
  cursors = new Cursors(store.db);
  store.db
    .prepare("UPDATE user SET first_name = 'Zoë', last_name = 'ÅKESSON', name = 'Zoë ÅKESSON' WHERE n = 12")
    .run();
});
afterAll(() => {
  store.close();
});

const count = (where: string): number =>
  executeSoql(`SELECT COUNT() FROM User WHERE ${where}`, {
    db: store.db,
    cursors,
    batchSize: 2000,
    catalog: new Catalog(allPermissions(), 67),
    instance: store.instance,
    base: '/services/data/v67.0',
    now: NOON,
    runAs: RUN_AS,
  }).totalSize;

test('text compares without case beyond ASCII, too', () => {
  expect(count("Name = 'ZOË åkesson'")).toBe(1);
  expect(count("Name != 'zoë åkesson'")).toBe(39);
  expect(count("Name IN ('nobody', 'ZOË ÅKESSON')")).toBe(1);
  expect(count("Name NOT IN ('nobody', 'ZOË ÅKESSON')")).toBe(39);
  expect(count("Name LIKE '%ë å%'")).toBe(1);
  expect(count("(NOT Name LIKE '%Ë Å%')")).toBe(39);
  expect(count("Name = 'Zoe Akesson'")).toBe(0);
});
