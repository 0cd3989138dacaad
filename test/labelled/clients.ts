import type { LoginRecord } from '../../src/core/collect/records';
import { DAY } from '../builders/db';
import { FIRST_DAY, dayStart, type LabelledPerson } from './people';

// What a sign-in's row says about the software behind it.

export type Client = Pick<
  LoginRecord,
  | 'loginType'
  | 'loginSubType'
  | 'browser'
  | 'platform'
  | 'application'
  | 'clientVersion'
  | 'apiType'
  | 'apiVersion'
  | 'tlsProtocol'
  | 'authMethodReference'
>;

const BASE: Client = {
  loginType: 'Application',
  loginSubType: 'UsernamePasswordUiLogin',
  browser: 'Unknown',
  platform: 'Unknown',
  application: 'Browser',
  clientVersion: 'N/A',
  apiType: 'N/A',
  apiVersion: 'N/A',
  tlsProtocol: 'TLS 1.3',
  authMethodReference: null,
};

/** One object per combination: they are compared by what is in them, and there are half a million sign-ins. */
const known = new Map<string, Client>();
function once(key: string, make: () => Partial<Client>): Client {
  let client = known.get(key);
  if (client === undefined) known.set(key, (client = { ...BASE, ...make() }));
  return client;
}

/** Browsers get a new version every four weeks, on some computers a week later. */
function version(browser: string, at: number, lag: number): string {
  const weeks = (at - dayStart(FIRST_DAY)) / (7 * DAY) - lag;
  if (browser === 'Safari') return weeks < 12 ? '18.2' : '18.4';
  return String((browser === 'Firefox' ? 134 : 131) + Math.floor(Math.max(0, weeks) / 4));
}

export function desktop(
  [browser, platform]: readonly [string, string],
  at: number,
  { sso, lag = 0 }: { sso: boolean; lag?: number },
): Client {
  const full = `${browser} ${version(browser, at, lag)}`;
  return once(`${full}|${platform}|${String(sso)}`, () => ({
    browser: full,
    platform,
    ...(sso && {
      loginType: 'SAML Sfdc Initiated SSO',
      loginSubType: null,
      authMethodReference: 'pwd mfa',
    }),
  }));
}

/** What somebody sits at on a day. */
export const deskOf = (person: LabelledPerson, day: number): readonly [string, string] =>
  person.newDesk !== null && day >= person.newDesk.day ? person.newDesk.desk : person.desk;

export const ownDesktop = (person: LabelledPerson, at: number): Client =>
  desktop(deskOf(person, Math.floor(at / DAY)), at, { sso: person.sso, lag: person.n % 3 });

export const phone = (kind: 'iPhone' | 'Android'): Client =>
  once(`phone ${kind}`, () => ({
    loginType: 'Remote Access 2.0',
    loginSubType: 'OauthUserAgent',
    browser: kind === 'iPhone' ? 'Salesforce/254.0' : 'Chrome Mobile',
    platform: kind,
    application: kind === 'iPhone' ? 'Salesforce for iOS' : 'Salesforce for Android',
    clientVersion: '254.0',
  }));

export const program = (application: string, subType = 'OauthRefreshToken', apiVersion = '62.0'): Client =>
  once(`api ${application} ${subType} ${apiVersion}`, () => ({
    loginType: 'Remote Access 2.0',
    loginSubType: subType,
    application,
    apiType: 'REST',
    apiVersion,
  }));

/** A script with a password: SOAP login, no app behind it. */
export const script = (tlsProtocol = 'TLS 1.2'): Client =>
  once(`script ${tlsProtocol}`, () => ({
    loginType: 'Other Apex API',
    loginSubType: 'SoapApiLogin',
    application: 'N/A',
    apiType: 'SOAP Partner',
    apiVersion: '58.0',
    tlsProtocol,
  }));
