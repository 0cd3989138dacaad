import { define, need, take } from './define';
import { dateTime, id, text } from './fields';

/**
 * Changes made in Setup in the last 180 days. Read early: it tells whether anything else of Setup has to be
 * read again. Display and Section cannot be filtered, and of aggregates there is only COUNT() (Object
 * Reference, SetupAuditTrail).
 */
export const setupAuditTrail = define('setupAuditTrail', {
  object: 'SetupAuditTrail',
  mode: 'append',
  clocks: ['CreatedDate'],
  since: 185 * 86_400_000,
  value: 98,
  columns: {
    id: need(id, 'Id'),
    createdAt: need(dateTime, 'CreatedDate'),
    action: take(text, 'Action'),
    section: take(text, 'Section'),
    display: take(text, 'Display'),
    // Empty for what Salesforce did by itself.
    createdById: take(id, 'CreatedById'),
    createdByContext: take(text, 'CreatedByContext'),
    createdByIssuer: take(text, 'CreatedByIssuer'),
    delegateUser: take(text, 'DelegateUser'),
  },
});
