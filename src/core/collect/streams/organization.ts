import { define, need, take } from './define';
import { bool, dateTime, id, text } from './fields';

export const organization = define('organization', {
  object: 'Organization',
  mode: 'full',
  value: 100,
  follows: 'setupAuditTrail',
  columns: {
    id: need(id, 'Id'),
    name: take(text, 'Name'),
    organizationType: take(text, 'OrganizationType'),
    instanceName: take(text, 'InstanceName'),
    isSandbox: take(bool, 'IsSandbox'),
    trialExpirationAt: take(dateTime, 'TrialExpirationDate'),
    timeZone: take(text, 'TimeZoneSidKey'),
  },
});
