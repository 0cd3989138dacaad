import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { createFakeDecisions } from './decisions';
import { createFakePolicy } from './policy';
import { createFakePortfolio } from './portfolio';
import { createFakeSeats } from './seats';
import { createFakeSuggestions } from './suggestions';
import { createFakeTrend } from './trend';
import type { LicensingWorld } from './world';

/** Answers of the licenses service over made-up people. */
export function createFakeLicensing(
  world: LicensingWorld,
  setInactiveDays: (orgId: string, days: number) => void,
): Handlers<ContractType['licenses']> {
  return {
    ...createFakePolicy({ world, setInactiveDays }),
    ...createFakeSeats(world),
    ...createFakeDecisions(world),
    ...createFakeSuggestions(world),
    ...createFakeTrend(world),
    ...createFakePortfolio(world),
  };
}
