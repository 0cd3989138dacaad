import type { PersonFacts } from '../../shared/model/reclaim';

type Access = PersonFacts['access'][number];
type Sign = PersonFacts['integrationSigns'][number];

/** Ways of signing in, in the order they are shown. */
export const ACCESS_WORDS: Record<Access, { label: string; meaning: string }> = {
  ui: { label: 'UI', meaning: 'Logged in with a browser.' },
  mobile: { label: 'Mobile', meaning: 'Logged in with a Salesforce mobile app.' },
  sso: { label: 'SSO', meaning: 'Logged in through single sign-on.' },
  api: { label: 'API', meaning: 'Logged in through an API.' },
};

const ORDER = Object.keys(ACCESS_WORDS) as Access[];

/** "ui api mobile" of a seat, or the list of a person, in the order shown. What is unknown is left out. */
export function accessOf(access: string | readonly string[]): Access[] {
  const seen = new Set<string>(typeof access === 'string' ? access.split(/\s+/) : access);
  return ORDER.filter((one) => seen.has(one));
}

/** "UI, SSO"; empty when nothing was seen. */
export function accessWords(access: string | readonly string[]): string {
  return accessOf(access)
    .map((one) => ACCESS_WORDS[one].label)
    .join(', ');
}

export const SIGN_WORDS: Record<Sign, string> = {
  mark: 'You said so.',
  license: 'Holds an integration license.',
  'api-only-permission': 'Has the API Only User permission.',
  'only-api-logins': 'Every stored login came through an API.',
  name: 'The name sounds like it.',
};

/** What the signs come to, in one line. */
export function integrationWords({
  isIntegration,
  mark,
  integrationSigns,
}: Pick<PersonFacts, 'isIntegration' | 'mark' | 'integrationSigns'>): string {
  if (mark === 'integration') return 'Integration user, as you said';
  if (mark === 'person') return 'Person, as you said';
  if (isIntegration) return 'Integration user';
  return integrationSigns.length > 0 ? 'Person, with signs of an integration user' : 'Person';
}
