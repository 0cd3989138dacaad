/** What can be said about a Salesforce URL while it is being typed. Main has the last word on Save. */

export interface UrlHint {
  tone: 'good' | 'problem' | 'unsure';
  text: string;
  /** The address that is probably meant. */
  suggestion?: string;
}

const MY_DOMAIN = 'Use the org’s own address under Setup > Company Settings > My Domain.';

export function urlHint(typed: string): UrlHint | null {
  const text = typed.trim();
  const host = hostOf(text);
  if (host === null) {
    return /\s/.test(text) ? { tone: 'problem', text: 'An address has no spaces.' } : null;
  }
  if (isLoopback(host)) return { tone: 'good', text: 'An address on this computer.' };
  if (!host.includes('.')) return null;
  if (/^http:\/\//i.test(text)) {
    return { tone: 'problem', text: 'The address has to start with https.', suggestion: `https://${host}` };
  }
  if (host === 'login.salesforce.com' || host === 'test.salesforce.com') {
    return {
      tone: 'problem',
      text: `${host} is shared by all orgs; Seatwatch signs in at the org’s own address. ${MY_DOMAIN}`,
    };
  }
  if (host.endsWith('.lightning.force.com')) {
    return {
      tone: 'problem',
      text: 'This is the address of Lightning pages in the browser. The API is at the My Domain address.',
      suggestion: `https://${host.replace(/\.lightning\.force\.com$/, '.my.salesforce.com')}`,
    };
  }
  if (host.endsWith('.salesforce-setup.com')) {
    return {
      tone: 'problem',
      text: 'This is the address of the Setup pages. The API is at the My Domain address.',
      suggestion: `https://${host.replace(/\.salesforce-setup\.com$/, '.salesforce.com')}`,
    };
  }
  if (host.endsWith('.my.site.com') || host.endsWith('.force.com')) {
    return { tone: 'problem', text: `This is the address of a site or an old-style page. ${MY_DOMAIN}` };
  }
  if (/^[^.]+(\.[a-z]+)?\.my\.salesforce\.com$/.test(host)) {
    return { tone: 'good', text: describe(host) };
  }
  if (host.endsWith('.salesforce.com'))
    return { tone: 'problem', text: `This is not a My Domain address. ${MY_DOMAIN}` };
  return { tone: 'unsure', text: 'My Domain addresses usually end in .my.salesforce.com.' };
}

function describe(host: string): string {
  if (host.includes('.sandbox.')) return 'A My Domain address of a sandbox.';
  if (host.includes('.develop.')) return 'A My Domain address of a Developer Edition org.';
  return 'A My Domain address.';
}

function hostOf(text: string): string | null {
  if (text === '' || /\s/.test(text)) return null;
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`).hostname.toLowerCase();
  } catch {
    return null;
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
