import { useStore } from 'zustand';
import type { Policy, PolicyFeature } from '../../shared/model/policy';
import { useServices } from './services';

/** Why something cannot be used that the computer's administrator turned off. */
export const TURNED_OFF = 'Your organization turned this off on this computer.';

/** What the computer's administrator decided; empty where nobody did. */
export function usePolicy(): Policy {
  return useStore(useServices().policy, (s) => s.status.policy);
}

/** Why a feature cannot be used here, for `ReasonButton`; null: it can. */
export function useFeatureReason(feature: PolicyFeature): string | null {
  return turnedOff(usePolicy(), feature);
}

export function turnedOff({ disabledFeatures = [] }: Policy, feature: PolicyFeature): string | null {
  return disabledFeatures.includes(feature) ? TURNED_OFF : null;
}
