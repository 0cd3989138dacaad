import type { StreamDefinition } from './definition';
import { VIEW_SETUP, titleOf } from './definition';
import { bool, dateTime, id, text } from './fields';

export const organization: StreamDefinition<'organization'> = {
  name: 'organization',
  title: titleOf('organization'),
  object: 'Organization',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'Name' },
    { path: 'OrganizationType' },
    { path: 'InstanceName' },
    { path: 'IsSandbox' },
    { path: 'TrialExpirationDate' },
    { path: 'TimeZoneSidKey' },
  ],
  clocks: [],
  value: 100,
  follows: 'setupAuditTrail',
  map(record) {
    const key = id(record, 'Id');
    if (key === null) return null;
    return {
      id: key,
      name: text(record, 'Name'),
      organizationType: text(record, 'OrganizationType'),
      instanceName: text(record, 'InstanceName'),
      isSandbox: bool(record, 'IsSandbox'),
      trialExpirationAt: dateTime(record, 'TrialExpirationDate'),
      timeZone: text(record, 'TimeZoneSidKey'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};
