import { certificateState, type OrgCertificates } from '../../shared/model/certificate';
import type { AppError } from '../../shared/model/errors';
import type { ConnectivityCheck, ConnectivityCheckId } from '../../shared/model/connectivity';
import { ConnectivityCheckId as CheckIds } from '../../shared/model/connectivity';
import type { AuthKind } from '../../shared/model/org';
import { SubStepId, subStepsFor } from '../../shared/model/setup';
import { text } from '../collect/streams/fields';
import type { QuotaState } from '../quota/guard';
import type { Facts } from './facts';

export interface VerdictInput {
  facts: Facts;
  urlError: AppError | null;
  quota: QuotaState;
  thresholdPercent: number;
  auth: AuthKind;
  certificates: OrgCertificates | null;
  /** Epoch ms. */
  now: number;
}

type Verdict = Omit<ConnectivityCheck, 'id'>;

const pass = (summary: string): Verdict => ({ status: 'pass', summary, fix: '', code: null, subStep: null });
const unknown = (summary = 'Not checked, because something before it failed.'): Verdict => ({
  status: 'unknown',
  summary,
  fix: 'Cure what failed above and test again.',
  code: null,
  subStep: null,
});

function refused(error: AppError, status: 'fail' | 'warn' = 'fail'): Verdict {
  return { status, summary: error.message, fix: error.fix, code: error.code, subStep: subStepOf(error) };
}

function subStepOf(error: AppError): SubStepId | null {
  const parsed = SubStepId.safeParse(error.subStep);
  return parsed.success ? parsed.data : null;
}

/** All checks that concern this way of signing in, in their order. */
export function verdicts(input: VerdictInput): ConnectivityCheck[] {
  const judges: Record<ConnectivityCheckId, (input: VerdictInput) => Verdict> = {
    url: ({ urlError }) => (urlError === null ? pass('The URL is a My Domain address.') : refused(urlError)),
    token,
    certificate,
    'api-enabled': apiEnabled,
    'api-version': apiVersion,
    edition,
    'api-only-user': apiOnlyUser,
    'run-as-license': runAsLicense,
    'view-setup': viewSetup,
    limits,
    quota,
    'manage-users': manageUsers,
    'view-all-users': viewAllUsers,
    'login-history': loginHistory,
  };
  const used = new Set<SubStepId | null>(subStepsFor(input.auth));
  return CheckIds.options
    .filter((id) => id !== 'certificate' || input.auth === 'jwt-bearer')
    .map((id) => {
      const { summary, fix, subStep, ...verdict } = judges[id](input);
      return {
        id,
        ...verdict,
        summary: wordsFor(input.auth, summary),
        fix: wordsFor(input.auth, fix),
        // A step of the other way of signing in leads nowhere.
        subStep: used.has(subStep) ? subStep : null,
      };
    });
}

/** Only the client credentials flow has a run-as user; with a certificate the user is named by us. */
function wordsFor(auth: AuthKind, text: string): string {
  return auth === 'jwt-bearer' ? text.replaceAll('run-as user', 'user') : text;
}

/** The check on which a refusal of any authorized request falls. */
const API_CODES = new Set(['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG', 'INVALID_SESSION_ID']);

function token({ facts }: VerdictInput): Verdict {
  if (facts.token === null) return unknown();
  if (!facts.token.ok)
    return API_CODES.has(facts.token.error.code) ? pass(GRANTED) : refused(facts.token.error);
  const name = facts.runAs?.ok === true ? facts.runAs.value?.username : null;
  return pass(name == null ? GRANTED : `Salesforce granted a token for ${name}.`);
}
const GRANTED = 'Salesforce granted a token.';

/** Until it is due for replacement; afterwards what stands in the way. */
function certificate({ certificates, facts, now }: VerdictInput): Verdict {
  if (certificates === null) {
    return { ...unknown('The certificate of this org could not be looked at.'), subStep: 'app.certificate' };
  }
  const { current, next } = certificates;
  const { state, daysLeft } = certificateState(current, now);
  const day = current.expiresAt.slice(0, 10);
  const waiting = next === null ? '' : ' A new one waits to be uploaded in Salesforce.';
  if (state === 'valid') return pass(`The certificate is valid until ${day}.${waiting}`);
  const fix =
    next === null
      ? 'Begin its replacement in the org’s settings (or with “seatwatch org rotate-key”) and upload the new certificate in the app’s settings.'
      : 'Upload the new certificate in the app’s settings under “Enable JWT Bearer Flow”, then test again.';
  const rest = { fix, subStep: 'app.certificate' } as const;
  if (state === 'expiring') {
    const left = daysLeft === 1 ? '1 day' : `${String(daysLeft)} days`;
    return {
      status: 'warn',
      summary: `The certificate expires on ${day}, in ${left}.${waiting}`,
      code: 'CERTIFICATE_EXPIRING',
      ...rest,
    };
  }
  // Salesforce is said to take expired certificates; nothing documents that it always will.
  const accepted = facts.token?.ok === true;
  return {
    status: accepted ? 'warn' : 'fail',
    summary: accepted
      ? `The certificate expired on ${day}. Salesforce still accepted it, but need not do so next time.${waiting}`
      : `The certificate expired on ${day}.${waiting}`,
    code: 'CERTIFICATE_EXPIRED',
    ...rest,
  };
}

function apiEnabled({ facts }: VerdictInput): Verdict {
  const answers = [facts.organization, facts.limits, facts.token];
  const refusal = answers.find((answer) => answer?.ok === false && API_CODES.has(answer.error.code));
  const limitsOnly = refusal === facts.limits && facts.organization?.ok === true;
  if (refusal?.ok === false && !limitsOnly) return refused(refusal.error);
  if (facts.organization?.ok === true) return pass('The run-as user may use the API.');
  return facts.organization?.ok === false ? refused(facts.organization.error) : unknown();
}

function apiVersion({ facts }: VerdictInput): Verdict {
  if (facts.version === null) return unknown();
  return facts.version.ok
    ? pass(`API version ${facts.version.value} is used.`)
    : refused(facts.version.error);
}

function edition({ facts }: VerdictInput): Verdict {
  if (facts.organization?.ok !== true) return unknown();
  const name = facts.organization.value === null ? null : text(facts.organization.value, 'OrganizationType');
  if (name === null) return unknown('The run-as user may not see the edition.');
  if (/enterprise|unlimited|performance|einstein/i.test(name)) return pass(`${name} includes the API.`);
  return {
    status: 'warn',
    summary: `This org is of ${name}; below Enterprise Edition “API Only User” and other permissions may be missing.`,
    fix: 'It is good for trying out. For daily use connect an org of Enterprise Edition or above.',
    code: null,
    subStep: 'user.edition',
  };
}

function apiOnlyUser({ facts }: VerdictInput): Verdict {
  if (facts.organization?.ok !== true) return unknown();
  if (facts.apiUserOnly === true) return pass('The run-as user can use the API only, not the browser.');
  if (facts.apiUserOnly === null) {
    return {
      ...unknown('Whether the run-as user is an API-only user could not be read.'),
      fix: 'Look in its profile or permission set whether “API Only User” is checked.',
      subStep: 'user.api-only',
    };
  }
  return {
    status: 'warn',
    summary: 'The run-as user can also sign in through the browser.',
    fix: 'Check “API Only User” in its profile or permission set: stolen credentials then open no window.',
    code: null,
    subStep: 'user.api-only',
  };
}

function runAsLicense({ facts }: VerdictInput): Verdict {
  if (facts.runAs === null) return unknown();
  if (!facts.runAs.ok || facts.runAs.value === null)
    return unknown('The run-as user’s license could not be read.');
  const { license, licenseKey, profile } = facts.runAs.value;
  const integration = licenseKey === 'SFDC_INTEGRATION' || /salesforce integration/i.test(license ?? '');
  if (integration || /minimum access - api only integration/i.test(profile ?? '')) {
    return {
      status: 'warn',
      summary: `The run-as user has ${integration ? 'the Salesforce Integration license' : `the profile “${profile ?? ''}”`}, which usually lacks permissions that collecting needs.`,
      fix: 'Give it a Salesforce license and a profile of its own. If all checks below pass, it may stay.',
      code: null,
      subStep: 'user.license',
    };
  }
  if (license === null) return unknown('The run-as user’s license could not be read.');
  return pass(`The run-as user has the license “${license}”, profile “${profile ?? '?'}”.`);
}

function viewSetup({ facts }: VerdictInput): Verdict {
  if (facts.userLicense === null) return unknown();
  if (facts.userLicense.ok) return pass('License objects can be read.');
  return {
    ...refused(facts.userLicense.error),
    summary: 'Licenses cannot be read: the run-as user lacks “View Setup and Configuration”.',
    fix: 'Check “View Setup and Configuration” in the user’s profile or permission set.',
    subStep: 'user.view-setup',
  };
}

function limits({ facts }: VerdictInput): Verdict {
  if (facts.limits === null) return unknown();
  if (!facts.limits.ok) return { ...refused(facts.limits.error, 'warn'), subStep: 'user.view-setup' };
  return pass(`${String(facts.limits.value.length)} limits can be read.`);
}

/** English everywhere, like the sentences around it. */
const count = (value: number): string => value.toLocaleString('en-US');

function quota({ facts, quota: { used, max }, thresholdPercent }: VerdictInput): Verdict {
  if (facts.pause !== null) return { ...refused(facts.pause, 'warn'), subStep: null };
  if (used === null || max === null) return unknown('The API use of this org is not known.');
  const line = Math.floor((max * thresholdPercent) / 100);
  const numbers = `${count(used)} of ${count(max)} daily API requests are used`;
  if (used < line) return pass(`${numbers}; Seatwatch stops at ${count(line)}.`);
  return {
    status: 'warn',
    summary: `${numbers}, which is at or past the line of ${count(line)}: a collection would wait.`,
    fix: 'Collect later, or raise the threshold for this org.',
    code: 'QUOTA_THRESHOLD',
    subStep: null,
  };
}

function manageUsers({ facts }: VerdictInput): Verdict {
  if (facts.userLogin === null) return unknown();
  if (facts.userLogin.ok) return pass('Frozen and locked users can be seen.');
  return {
    ...refused(facts.userLogin.error, facts.logins === 'everybody' ? 'warn' : 'fail'),
    summary: 'Frozen users and places of sign-in cannot be seen: the run-as user lacks “Manage Users”.',
    fix: 'Check “Manage Internal Users” and “Manage External Users” in the user’s profile or permission set.',
    subStep: 'user.manage-users',
  };
}

function viewAllUsers({ facts }: VerdictInput): Verdict {
  if (facts.organization?.ok !== true) return unknown();
  if (facts.viewAllUsers === true) return pass('Users whom private sharing would hide can be seen.');
  if (facts.viewAllUsers === null) {
    return {
      ...unknown('Whether all users can be seen could not be read.'),
      fix: 'Look in the user’s profile or permission set whether “View All Users” is checked.',
      subStep: 'user.manage-users',
    };
  }
  return {
    status: 'warn',
    summary: 'The run-as user lacks “View All Users”: where users are shared privately, some are missing.',
    fix: 'Check “View All Users” in the user’s profile or permission set.',
    code: null,
    subStep: 'user.manage-users',
  };
}

function loginHistory({ facts }: VerdictInput): Verdict {
  if (facts.loginError !== null) return { ...refused(facts.loginError), subStep: 'user.manage-users' };
  if (facts.logins === 'everybody') return pass('The sign-ins of all users can be read.');
  if (facts.logins === 'own-only') {
    return {
      status: 'fail',
      summary: 'Salesforce shows the run-as user only its own sign-ins, although others have signed in.',
      fix: 'Check “Manage Internal Users” and “Manage External Users” (or “Monitor Login History”) for the user.',
      code: 'LOGIN_HISTORY_RESTRICTED',
      subStep: 'user.manage-users',
    };
  }
  return unknown(facts.logins === null ? undefined : 'Whether all sign-ins can be read is unclear.');
}
