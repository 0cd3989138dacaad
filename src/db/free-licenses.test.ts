import { describe, expect, it } from 'vitest';
import { type LicenseFacts, isPaidPerSeat } from './free-licenses';

const license = (changes: Partial<LicenseFacts>): LicenseFacts => ({
  kind: 'user',
  name: 'Salesforce',
  definitionKey: 'SFDC',
  status: 'Active',
  total: 100,
  monthlyLoginsEntitlement: null,
  price: null,
  ...changes,
});

describe('isPaidPerSeat', () => {
  it.each([
    ['Salesforce', 'SFDC'],
    ['Salesforce Platform', 'AUL'],
    ['Chatter Only', 'PID_CHATTER'],
    ['Customer Community', 'PID_Customer_Community'],
    ['Partner Community', 'PID_Partner_Community'],
    ['A license of our own', null],
  ])('%s is', (name, definitionKey) => {
    expect(isPaidPerSeat(license({ name, definitionKey }))).toBe(true);
  });

  it.each([
    // The name decides too: keys are not reliable for the free ones.
    ['Chatter Free', 'PID_CHATTER'],
    ['Chatter External', null],
    ['Guest User License', 'PID_Guest_User'],
    ['Automated Process', null],
    ['Analytics Cloud Integration User', null],
    ['XOrg Proxy User', null],
    ['Customer Community Login', 'PID_Customer_Community_Login'],
    ['Partner Community Login', null],
    ['Salesforce Integration', null],
  ])('%s is not', (name, definitionKey) => {
    expect(isPaidPerSeat(license({ name, definitionKey }))).toBe(false);
  });

  it('looks at how it is sold before what it is called', () => {
    expect(isPaidPerSeat(license({ monthlyLoginsEntitlement: 5000 }))).toBe(false);
    expect(isPaidPerSeat(license({ total: -1 }))).toBe(false);
    for (const status of ['Disabled', 'Expired', 'Free', 'Trial']) {
      expect(isPaidPerSeat(license({ kind: 'package', status }))).toBe(false);
    }
    expect(isPaidPerSeat(license({ kind: 'package', name: 'Guestbook_Login' }))).toBe(true);
  });

  it('believes the admin who entered a price for integration seats', () => {
    expect(isPaidPerSeat(license({ name: 'Salesforce Integration', price: { amount: 10 } }))).toBe(true);
    expect(isPaidPerSeat(license({ name: 'Chatter Free', price: { amount: 10 } }))).toBe(false);
  });
});
