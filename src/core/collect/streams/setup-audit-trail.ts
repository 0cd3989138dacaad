import type { StreamDefinition } from './definition';
import { titleOf, VIEW_SETUP } from './definition';
import { dateTime, id, text } from './fields';

/**
 * Changes made in Setup in the last 180 days. Read early: it tells whether anything else of Setup has to be
 * read again. Display and Section cannot be filtered, and of aggregates there is only COUNT() (Object
 * Reference, SetupAuditTrail).
 */
export const setupAuditTrail: StreamDefinition<'setupAuditTrail'> = {
  name: 'setupAuditTrail',
  title: titleOf('setupAuditTrail'),
  object: 'SetupAuditTrail',
  mode: 'append',
  fields: [
    { path: 'Id', required: true },
    { path: 'CreatedDate', required: true },
    { path: 'Action' },
    { path: 'Section' },
    { path: 'Display' },
    // Empty for what Salesforce did by itself.
    { path: 'CreatedById' },
    { path: 'CreatedByContext' },
    { path: 'CreatedByIssuer' },
    { path: 'DelegateUser' },
  ],
  clocks: ['CreatedDate'],
  since: 185 * 86_400_000,
  value: 98,
  map(record) {
    const key = id(record, 'Id');
    const createdAt = dateTime(record, 'CreatedDate');
    if (key === null || createdAt === null) return null;
    return {
      id: key,
      createdAt,
      action: text(record, 'Action'),
      section: text(record, 'Section'),
      display: text(record, 'Display'),
      createdById: id(record, 'CreatedById'),
      createdByContext: text(record, 'CreatedByContext'),
      createdByIssuer: text(record, 'CreatedByIssuer'),
      delegateUser: text(record, 'DelegateUser'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};
