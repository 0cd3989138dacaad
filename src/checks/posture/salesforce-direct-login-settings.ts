import { defineState } from '../define';
import { flag, number } from '../parameters';
import { IS_INTERNAL, IS_PROGRAM, programs } from './lib/internal-people';
import { permissionHolders } from './lib/permission-holders';
import { noSso, sinceDay, SSO_SETUP_NEEDS, USES_SSO } from './lib/sso-setup';
import { counted } from './lib/words';

interface Row {
  id: string;
  name: string;
  username: string;
  profile: string | null;
  hasFederationId: number;
}

const WHO = `
  FROM sf_user u
  WHERE u.org_id = @org AND u.is_active = 1 AND ${IS_INTERNAL} AND NOT ${IS_PROGRAM} AND ${USES_SSO}`;
const NOT_AMONG = 'AND u.id NOT IN (SELECT value FROM json_each(@others))';

const COUNTS = `
  SELECT count(*) AS n, coalesce(sum(u.id IN (SELECT value FROM json_each(@others))), 0) AS others ${WHO}`;

const USERS = `
  SELECT u.id, u.name, u.username, coalesce(u.federation_id, '') <> '' AS hasFederationId,
    (SELECT p.name FROM profile p WHERE p.org_id = u.org_id AND p.id = u.profile_id) AS profile
  ${WHO} ${NOT_AMONG} ORDER BY u.id`;

/** Whether the description of PermissionSet names the permission; no row: not described. */
const DESCRIBED = `
  SELECT EXISTS (SELECT 1 FROM json_each(d.names) WHERE value = 'PermissionsIsSsoEnabled') AS known
  FROM object_description d WHERE d.org_id = @org AND d.object = 'PermissionSet' AND d.names IS NOT NULL`;

/** What the permission is called in Setup, and the setting it belongs to (Salesforce Help, "Require Users to Log In with Single Sign-On"). */
const PERMISSION = 'IsSsoEnabled';

export default defineState(
  {
    id: 'salesforce-direct-login-settings',
    title: 'Salesforce Direct Login Settings',
    category: 'posture',
    alsoKnownAs: ['Salesforce Direct Login Settings'],
    finds:
      'Users of single sign-on who can sign in with a Salesforce password all the same: neither their profile nor a permission set has “Is Single Sign-On Enabled”, which is what closes the login page to them.',
    matters:
      'Setting up single sign-on does not switch passwords off. Whoever gets the Salesforce password gets past the identity provider, even after the account there was closed.',
    severityRule: 'Medium.',
    subjects: 'active internal people who have a federation id, or came through single sign-on lately',
    needs: [
      { stream: 'users' },
      { stream: 'permissionSets' },
      { stream: 'permissionSetAssignments' },
      { stream: 'loginHistory', without: 'Who uses single sign-on is told by the federation id alone.' },
      ...SSO_SETUP_NEEDS,
    ],
    parameters: {
      ssoDays: number({
        title: 'Uses single sign-on: has a federation id, or came through it in the last',
        default: 14,
        unit: 'days',
        min: 1,
        max: 180,
      }),
      withoutAdmins: flag({
        title: 'Leave out administrators',
        help: 'Salesforce recommends that administrators can sign in while single sign-on is out of order.',
        default: true,
      }),
    },
    evidence: {
      profile: 'The user’s profile',
      hasFederationId: 'Whether single sign-on knows the user by a federation id; false: told by sign-ins',
      users: 'Where nobody has the permission: who uses single sign-on, 20 at most',
      userCount: 'How many they are',
      isKnown:
        'Whether the org knows the permission at all. False: “Disable login with Salesforce credentials” was never switched on; null: not asked',
    },
    remediation: [
      'Setup > Single Sign-On Settings > Edit: select “Disable login with Salesforce credentials”. “Is Single Sign-On Enabled” appears among the permissions then.',
      'Setup > Permission Sets: a set with the system permission “Is Single Sign-On Enabled”, assigned to everybody who uses single sign-on.',
      'Leave out two or three administrators with strong second factors, for the day on which single sign-on does not work.',
      'Setup > My Domain > Routing and Policies: “Prevent login from https://login.salesforce.com”.',
    ],
    references: ['T1078.004', 'T1556'],
    weight: 6,
  },
  function* (inputs, { ssoDays, withoutAdmins }) {
    const notEvaluated = noSso(inputs);
    if (notEvaluated !== null) return { population: null, notEvaluated };
    const admins = withoutAdmins ? inputs.admins().map(({ id }) => id) : [];
    const about = { since: sinceDay(inputs, ssoDays), programs: programs(inputs) };
    const [counts] = inputs.rows<{ n: number; others: number }>(COUNTS, {
      ...about,
      others: JSON.stringify(admins),
    });
    const leftOut = counts?.others ?? 0;
    const userCount = (counts?.n ?? 0) - leftOut;
    const notes = [
      'Whether “Disable login with Salesforce credentials” is switched on cannot be read; without it the permission has no effect.',
    ];
    if (leftOut > 0) notes.push(`${counted(leftOut, 'administrator is', 'administrators are')} left out.`);

    const holders = permissionHolders(inputs, PERMISSION);
    if (holders.size === 0) {
      // One setting is missing, not something of each person.
      const described = inputs.rows<{ known: number }>(DESCRIBED)[0];
      if (userCount > 0) {
        const users = inputs.rows<Row>(`${USERS} LIMIT 20`, { ...about, others: JSON.stringify(admins) });
        yield {
          key: 'nobody',
          severity: 'medium',
          userId: null,
          summary: `Nobody is required to use single sign-on: all ${counted(userCount, 'user', 'users')} of it can sign in with a Salesforce password.`,
          evidence: {
            users: users.map(({ username }) => username),
            userCount,
            isKnown: described === undefined ? null : described.known === 1,
          },
        };
      }
      return { population: Math.min(1, userCount), notes: [...notes, 'The org is judged as a whole.'] };
    }
    const others = JSON.stringify([...admins, ...holders.keys()]);
    for (const { id, name, profile, hasFederationId } of inputs.rows<Row>(USERS, { ...about, others })) {
      yield {
        key: id,
        userId: id,
        severity: 'medium',
        summary: `${name} uses single sign-on, but can sign in with a Salesforce password.`,
        evidence: { profile, hasFederationId: hasFederationId === 1 },
      };
    }
    return { population: userCount, notes };
  },
);
