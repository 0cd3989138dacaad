import { datetime, empty, id, ref, text } from '../fields';
import type { ObjectDef } from '../types';

/**
 * Changes made in Setup during at least 180 days. Display and Section cannot be filtered, and the only
 * aggregate is COUNT() (Object Reference, SetupAuditTrail).
 */
export const setupAuditTrail: ObjectDef = {
  name: 'SetupAuditTrail',
  label: 'Setup Audit Trail Entry',
  labelPlural: 'Setup Audit Trail Entries',
  table: 'setup_audit_trail',
  since: 15,
  aggregates: 'count-only',
  fields: [
    id('SetupAuditTrail'),
    text('Action', 80, { nillable: false, groupable: false }),
    text('Section', 80, { filterable: false, groupable: false }),
    datetime('CreatedDate', { nillable: false }),
    ref('CreatedById', 'User', 'CreatedBy', { nillable: false }),
    text('Display', 1000, { filterable: false, groupable: false }),
    text('DelegateUser', 255, { groupable: false, since: 35 }),
    text('ResponsibleNamespacePrefix', 80, { since: 39 }),
    text('CreatedByContext', 80, { since: 48 }),
    empty(text('CreatedByIssuer', 255, { since: 48 })),
  ],
  needs: (p) => p.viewSetup,
};
