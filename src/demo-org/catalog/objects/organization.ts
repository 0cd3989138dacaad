import { datetime, flag, id, picklist, stamps, text } from '../fields';
import type { ObjectDef } from '../types';

export const organization: ObjectDef = {
  name: 'Organization',
  label: 'Organization',
  labelPlural: 'Organizations',
  table: 'organization',
  fields: [
    id('Organization'),
    text('Name', 80, { nillable: false }),
    text('Division', 80),
    text('City', 40),
    text('State', 80),
    text('PostalCode', 20),
    text('Country', 80),
    text('PrimaryContact', 80),
    picklist('DefaultLocaleSidKey', ['en_US'], { nillable: false }),
    picklist('TimeZoneSidKey', ['GMT'], { nillable: false }),
    picklist('LanguageLocaleKey', ['en_US'], { nillable: false }),
    picklist('OrganizationType', ['Enterprise Edition', 'Unlimited Edition', 'Developer Edition']),
    text('NamespacePrefix', 15),
    text('InstanceName', 5),
    flag('IsSandbox'),
    flag('IsReadOnly'),
    datetime('TrialExpirationDate'),
    ...stamps(),
  ],
};
