/** Where the window can be. The address is the hash, so that reload, back and plain links work. */

export const ORG_PAGES = [
  'overview',
  'users',
  'licenses',
  'changes',
  'usage',
  'findings',
  'sign-ins',
  'checks',
  'addresses',
  'details',
  'setup',
] as const;
export type OrgPageId = (typeof ORG_PAGES)[number];

/** The parts of the settings, in order. The first is shown where the address names none. */
export const SETTINGS_SECTIONS = [
  'appearance',
  'collecting',
  'licenses',
  'data',
  'transfer',
  'privacy',
  'secrets',
  'updates',
  'diagnostics',
  'about',
] as const;
export type SettingsSectionId = (typeof SETTINGS_SECTIONS)[number];

/** What a page keeps in its address, e.g. a preset filter. */
export type RouteParams = Readonly<Record<string, string>>;

export type Route =
  | { name: 'home' }
  | { name: 'orgs' }
  | { name: 'portfolio' }
  | { name: 'add-org' }
  | { name: 'settings'; section: SettingsSectionId }
  | { name: 'org'; orgId: string; page: OrgPageId; params: RouteParams };

export function orgRoute(orgId: string, page: OrgPageId = 'overview', params: RouteParams = {}): Route {
  return { name: 'org', orgId, page, params };
}

export function settingsRoute(section: SettingsSectionId = 'appearance'): Route {
  return { name: 'settings', section };
}

export function toHash(route: Route): string {
  switch (route.name) {
    case 'home':
      return '#/';
    case 'org': {
      const query = new URLSearchParams(route.params).toString();
      return `#/org/${encodeURIComponent(route.orgId)}/${route.page}${query && `?${query}`}`;
    }
    case 'settings':
      return `#/settings/${route.section}`;
    default:
      return `#/${route.name}`;
  }
}

/** Anything unknown leads home rather than to an error. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [first = '', second = '', third = ''] = path.split('/');
  switch (first) {
    case 'orgs':
    case 'portfolio':
    case 'add-org':
      return { name: first };
    case 'settings':
      return settingsRoute(SETTINGS_SECTIONS.find((section) => section === second));
    case 'org': {
      const orgId = decode(second);
      if (!orgId) return { name: 'orgs' };
      return orgRoute(
        orgId,
        isOrgPage(third) ? third : 'overview',
        Object.fromEntries(new URLSearchParams(query)),
      );
    }
    default:
      return { name: 'home' };
  }
}

function isOrgPage(value: string): value is OrgPageId {
  return (ORG_PAGES as readonly string[]).includes(value);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
