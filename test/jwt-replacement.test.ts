import { afterEach, expect, it } from 'vitest';
import { jwtRig, type JwtRig } from './builders/jwt-rig';

let rig: JwtRig | undefined;
afterEach(async () => {
  await rig?.dispose();
  rig = undefined;
});

it('a test after the upload finds the new certificate, although a session of the old one is in hand', async () => {
  rig = await jwtRig();
  const { orgs, connectivity, orgId } = rig;
  await rig.upload('current');
  const next = await orgs.prepareKey(orgId, { from: 'generate' });

  // Tested too early: this session lives for hours, and would hide which certificate Salesforce has.
  expect((await connectivity.test(orgId)).connected).toBe(true);
  expect((await orgs.get(orgId)).certificates?.next).toEqual(next);

  await rig.upload('next');
  expect((await connectivity.test(orgId)).connected).toBe(true);
  expect((await orgs.get(orgId)).certificates).toEqual({ current: next, next: null });
});
