import { describe, expect, it } from 'vitest';
import { orgRoute, parseHash, SETTINGS_SECTIONS, settingsRoute, toHash, type Route } from './route';

describe('routes', () => {
  const routes: Route[] = [
    { name: 'home' },
    { name: 'orgs' },
    { name: 'portfolio' },
    { name: 'add-org' },
    ...SETTINGS_SECTIONS.map(settingsRoute),
    orgRoute('acme'),
    orgRoute('a/b ü?', 'users', { state: 'never-logged-in', q: 'a&b=c' }),
    orgRoute('acme', 'setup', { step: 'app.run-as' }),
  ];

  it.each(routes)('survives the address: $name', (route) => {
    expect(parseHash(toHash(route))).toEqual(route);
  });

  it('falls back instead of failing', () => {
    expect(parseHash('')).toEqual({ name: 'home' });
    expect(parseHash('#/nonsense/1')).toEqual({ name: 'home' });
    expect(parseHash('#/settings')).toEqual(settingsRoute('appearance'));
    expect(parseHash('#/settings/nonsense')).toEqual(settingsRoute('appearance'));
    expect(parseHash('#/org')).toEqual({ name: 'orgs' });
    expect(parseHash('#/org/%E0%A4%A/users')).toEqual({ name: 'orgs' });
    expect(parseHash('#/org/acme/nonsense')).toEqual(orgRoute('acme'));
  });
});
