import { it } from 'vitest';
import { AT, AT_MS, check, full } from '../../../../test/builders/stream-rows';

it('what was changed in Setup', () => {
  check(
    'setupAuditTrail',
    {
      Id: '0Ym000000000001',
      CreatedDate: AT,
      Action: 'changedprofile',
      Section: 'Manage Users',
      Display: 'Changed profile',
      CreatedById: null,
      CreatedByContext: 'Salesforce',
      CreatedByIssuer: null,
      DelegateUser: 'support@salesforce.com',
    },
    {
      id: full('0Ym000000000001'),
      createdAt: AT_MS,
      action: 'changedprofile',
      section: 'Manage Users',
      display: 'Changed profile',
      createdById: null,
      createdByContext: 'Salesforce',
      createdByIssuer: null,
      delegateUser: 'support@salesforce.com',
    },
  );
});
