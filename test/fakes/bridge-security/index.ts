import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { createFakeAddresses } from './addresses';
import { createFakeChecks } from './checks';
import { createFakeFindings } from './findings';
import { createFakeMaps } from './maps';
import { createSecurityWorld, type FakeSecurityOptions } from './world';

/** Answers of the security service over made-up findings. */
export function createFakeSecurity(
  options: FakeSecurityOptions & { emit: (event: string, payload: unknown) => void; latencyMs: number },
): Handlers<ContractType['security']> {
  const world = createSecurityWorld(options);
  const now = () => options.now;
  return {
    ...createFakeFindings(world, now),
    ...createFakeChecks({ ...options, world, now }),
    ...createFakeMaps(options),
    ...createFakeAddresses(options),
  };
}
