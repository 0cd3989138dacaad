import { AppError } from '../../shared/model/errors';
import { isLoopbackHost } from '../salesforce/hosts';

const WHERE = 'Find it in Salesforce under Setup > Company Settings > My Domain, “Current My Domain URL”.';
const SUB_STEP = 'app.my-domain';

/**
 * What a person types as "Salesforce URL", made the origin all requests go to. Paths, queries and
 * trailing slashes are dropped, since people paste what the browser shows. Everything that is not a
 * My Domain host is refused with the reason: Salesforce itself would answer most of them with a
 * misleading error, and the consumer secret must not go to a host that has no business with it.
 */
export function normalizeOrgUrl(typed: string): string {
  const url = parse(typed.trim());
  const host = url.hostname.replace(/\.$/, '');
  if (isLoopbackHost(host)) return `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`;
  if (url.protocol === 'http:') {
    throw refuse(
      'INSECURE_URL',
      'Plain http would show how Seatwatch signs in to everyone on the way.',
      `Use https://${host} instead.`,
    );
  }
  if (url.port !== '') {
    throw refuse('INVALID_URL', 'Salesforce uses no port number.', `Leave out “:${url.port}”.`);
  }
  checkHost(host);
  return `https://${host}`;
}

function parse(typed: string): URL {
  if (typed === '') throw refuse('INVALID_URL', 'The URL is empty.', `Enter the My Domain URL. ${WHERE}`);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') {
    throw refuse(
      'INVALID_URL',
      `“${scheme}:” is no web address.`,
      'Enter an address that starts with https://.',
    );
  }
  const bare = typed.replace(/^\/+/, '');
  // Nobody serves https on this computer's own name; everywhere else https is the only choice.
  const guess = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/]|$)/i.test(bare) ? 'http' : 'https';
  let url: URL;
  try {
    url = new URL(scheme === undefined ? `${guess}://${bare}` : typed);
  } catch {
    throw refuse(
      'INVALID_URL',
      'This is no web address.',
      `It looks like https://yourcompany.my.salesforce.com. ${WHERE}`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse('INVALID_URL', 'The URL contains a user name or password.', 'Enter the address only.');
  }
  return url;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
/** `acme`, `acme--uat.sandbox`, `acme.develop`, … before the fixed part. */
const ORG_PART = `(?:${LABEL}\\.)?${LABEL}`;
const MY_DOMAIN = new RegExp(`^${ORG_PART}\\.my\\.(?:salesforce\\.com|salesforce\\.mil|sfcrmproducts\\.cn)$`);

interface Wrong {
  host: RegExp;
  message: string;
  /** Derives the org's part of the My Domain address from the host, where it can be read off. */
  org?: (match: RegExpExecArray) => string | undefined;
}

const WRONG_HOSTS: readonly Wrong[] = [
  {
    host: /^(login|test|welcome)\.salesforce\.com$/,
    message:
      'This is Salesforce’s common sign-in page; Seatwatch signs in at the org’s own My Domain host only.',
  },
  {
    host: /^(?:www|help|trailhead|developer|status|success|trust|appexchange)\.salesforce\.com$/,
    message: 'This is a Salesforce web site, not an org.',
  },
  {
    host: /^(.+)\.lightning\.force\.com$/,
    message: 'This is the Lightning address that the browser shows; the API answers on the My Domain host.',
    org: (match) => match[1],
  },
  {
    host: /^(.+?)(?:\.my)?\.salesforce-setup\.com$/,
    message: 'This is the address of the Setup pages; the API answers on the My Domain host.',
    org: (match) => match[1],
  },
  {
    host: /^(.+)\.my\.(?:site|salesforce-sites)\.com$/,
    message: 'This is a public site or Experience Cloud address; the API answers on the My Domain host.',
    org: (match) => match[1],
  },
  {
    host: /^(.+?)--[a-z0-9_]+((?:\.sandbox|\.develop|\.scratch|\.trailblaze|\.demo|\.patch)?)\.(?:vf|visual|visualforce|content|file|documentforce)\.(?:force|com|salesforce)(?:\.com)?$/,
    message: 'This is the address of pages or files inside the org; the API answers on the My Domain host.',
    org: (match) => `${match[1] ?? ''}${match[2] ?? ''}`,
  },
  {
    host: /\.(?:force|visualforce|documentforce|salesforceliveagent|site|cloudforce|database)\.com$/,
    message: 'This address serves web pages of the org; the API answers on the My Domain host.',
  },
  {
    host: /^(?:[a-z]{2,4}\d+|api|[a-z]+)\.salesforce\.com$/,
    message: 'This is the address of a Salesforce server rather than of your org; orgs move between servers.',
  },
];

function checkHost(host: string): void {
  if (MY_DOMAIN.test(host)) return;
  const wrong = WRONG_HOSTS.find((row) => row.host.test(host));
  if (wrong === undefined) {
    throw refuse(
      host.includes('.') && !/^[\d.]+$|^\[/.test(host) ? 'WRONG_HOST' : 'INVALID_URL',
      `“${host}” is not a Salesforce My Domain address.`,
      `It looks like https://yourcompany.my.salesforce.com. ${WHERE}`,
    );
  }
  const match = wrong.host.exec(host);
  const org = match === null ? undefined : wrong.org?.(match);
  const candidate = org === undefined ? null : `${org}.my.salesforce.com`;
  const suggestion =
    candidate !== null && MY_DOMAIN.test(candidate) ? `Try https://${candidate} instead. ` : '';
  throw refuse(
    'WRONG_HOST',
    wrong.message,
    `${suggestion}${suggestion === '' ? `Enter the My Domain URL. ${WHERE}` : WHERE}`,
  );
}

function refuse(code: 'WRONG_HOST' | 'INVALID_URL' | 'INSECURE_URL', message: string, fix: string): AppError {
  return new AppError({ code, kind: 'usage', message, fix, subStep: SUB_STEP });
}
