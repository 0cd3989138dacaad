import type { LabelledPerson } from './people';

// What load.ts and the attacks both name of the org.

export const ADMIN_SET = '0PSHxADMIN00000AAA';
export const ADMIN_SET_LABEL = 'Release Managers';
export const HARMLESS_SET_LABEL = 'Knowledge Readers';

export const usernameOf = ({ name }: LabelledPerson): string =>
  `${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@harbor.example`;
