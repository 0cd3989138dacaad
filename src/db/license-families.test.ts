import { describe, expect, it } from 'vitest';
import { type Recognizable, familyOf, loginSiblings } from './license-families';
import { CRM_PACKAGES, CRM_PERMISSION_SET_LICENSES, MINIMAL_PROFILES, isOneOf } from './license-needs';

const license = (name: string, definitionKey: string | null, logins: number | null = null): Recognizable => ({
  id: name,
  name,
  label: name,
  definitionKey,
  monthlyLoginsEntitlement: logins,
});

describe('families of user licenses', () => {
  it.each([
    ['Salesforce', 'SFDC', 'crm'],
    ['Salesforce', null, 'crm'],
    ['Salesforce Platform', 'AUL', 'platform'],
    ['Salesforce Platform One', 'AUL1', 'platform'],
    ['Salesforce Platform Light', 'AULL_IGHT', 'platform'],
    ['Salesforce Platform Light', 'AUL_LIGHT', 'platform'],
    ['Salesforce Platform', null, 'platform'],
    ['Force.com - App Subscription', 'FDC_SUB', 'platform'],
    ['Lightning Platform - Free', 'PID_FDC_FREE', null],
    ['Force.com - Free', null, null],
    ['Salesforce Integration', 'SFDC_INTEGRATION', 'integration'],
    ['Salesforce Integration', 'PID_SALESFORCE_INTEGRATION', 'integration'],
    ['Salesforce Integration', null, 'integration'],
    ['Analytics Cloud Integration User', 'PID_INSIGHTS_INTEGRATION', null],
    ['Chatter Free', 'CSN', null],
    ['Customer Community', 'PID_Customer_Community', null],
    ['Identity', 'PID_IDENTITY', null],
    ['XOrg Proxy User', 'PID_XORG_PROXY', null],
  ])('%s (%s): %s', (name, key, family) => {
    expect(familyOf(license(name, key))).toBe(family);
  });
});

describe('the same license paid by logins', () => {
  const named = (...licenses: Recognizable[]) =>
    [...loginSiblings(licenses)].map(([member, { name }]) => [member, name]);

  it('is found by its key, else by its name', () => {
    expect(
      named(
        license('Customer Community', 'PID_Customer_Community'),
        license('Customer Community Plus', 'PID_Customer_Community_Plus'),
        license('Customer Community Plus Login', 'PID_Customer_Community_Plus_Login'),
        license('Customer Community Login', 'PID_Customer_Community_Login'),
        license('External Apps Member', null),
        license('External Apps Login', null),
        license('Partner Community', 'PID_Partner_Community'),
        license('Salesforce', 'SFDC'),
      ),
    ).toEqual([
      ['Customer Community', 'Customer Community Login'],
      ['Customer Community Plus', 'Customer Community Plus Login'],
      ['External Apps Member', 'External Apps Login'],
    ]);
  });

  it('is one by what was bought of it, whatever it is called', () => {
    expect(
      named(license('Channel Account', 'PID_X_Login', 200), license('Channel Account', 'PID_X')),
    ).toEqual([['Channel Account', 'Channel Account']]);
  });

  it('is not found for licenses of which nothing is left without these words', () => {
    expect(named(license('Login', '_LOGIN', 5), license('Member', null))).toEqual([]);
  });
});

describe('what needs a full license', () => {
  it.each([
    ['CRMUserPsl', 'CRM User', true],
    ['SalesConsoleUser', 'Sales Console User', true],
    ['SalesUserPsl', 'Sales User', true],
    ['ServiceUserPsl', 'Service User', true],
    ['SalesforceCPQLicense', 'Salesforce CPQ License', true],
    ['FieldServiceMobilePsl', 'Field Service Mobile', true],
    ['EinsteinAnalyticsPlusPsl', 'CRM Analytics Plus', false],
    ['TableauViewerPsl', 'Tableau Viewer', false],
    ['SalesforceAPIIntegrationPsl', 'Salesforce API Integration', false],
    ['IdentityConnect', 'Identity Connect', false],
    ['CompanyCommunityPsl', 'Company Community for Lightning Platform', false],
  ])('%s (%s): %s', (developerName, label, needs) => {
    expect(isOneOf(CRM_PERMISSION_SET_LICENSES, developerName, label)).toBe(needs);
  });

  it('packages and profiles', () => {
    expect(['SBQQ', 'FSL', 'dfsle'].map((name) => isOneOf(CRM_PACKAGES, name))).toEqual([true, true, false]);
    expect(
      ['Read Only', 'Sales - Read-only', 'Minimum Access - Salesforce', 'Standard User', 'Spread Only'].map(
        (name) => isOneOf(MINIMAL_PROFILES, name),
      ),
    ).toEqual([true, true, true, false, false]);
  });
});
