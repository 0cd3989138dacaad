import type { Catalog } from './catalog';
import { PREFIXES } from './prefixes';
import type { FieldDef, FieldType, ObjectDef } from './types';

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  base64: 'xsd:base64Binary',
};

/** One entry of describe's `fields`. */
export function describeField(field: FieldDef, apiVersion: number): Record<string, unknown> {
  const filterable = typeof field.filterable === 'function' ? field.filterable(apiVersion) : field.filterable;
  const textual = SOAP_TYPES[field.type] === undefined;
  return {
    aggregatable: field.sortable && field.type !== 'boolean',
    aiPredictionField: false,
    autoNumber: false,
    byteLength: field.length * (textual ? 3 : 1),
    calculated: false,
    cascadeDelete: false,
    caseSensitive: false,
    createable: false,
    custom: false,
    defaultedOnCreate: field.type === 'boolean',
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? 9 : 0,
    externalId: false,
    filterable,
    groupable: field.groupable,
    idLookup: field.type === 'id',
    label: field.label,
    length: field.length,
    name: field.name,
    nameField: field.name === 'Name',
    namePointing: (field.reference?.to.length ?? 0) > 1,
    nillable: field.nillable,
    permissionable: false,
    picklistValues: (field.picklist ?? []).map((value) => ({
      active: true,
      defaultValue: false,
      label: value,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: (field.reference?.to.length ?? 0) > 1,
    precision: field.type === 'double' ? 18 : 0,
    referenceTo: field.type === 'reference' ? (field.reference?.to ?? []) : [],
    relationshipName: field.reference?.relationshipName ?? null,
    restrictedPicklist: field.type === 'picklist',
    scale: field.type === 'double' ? 15 : 0,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: field.sortable,
    type: field.type,
    unique: false,
    updateable: false,
  };
}

/** Head of an object, as in the list of `/sobjects`. */
export function describeHead(object: ObjectDef, base: string): Record<string, unknown> {
  return {
    activateable: false,
    createable: false,
    custom: false,
    customSetting: false,
    deletable: false,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isSubtype: false,
    keyPrefix: PREFIXES[object.name],
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: false,
    mergeable: false,
    mruEnabled: false,
    name: object.name,
    queryable: true,
    replicateable: false,
    retrieveable: object.queryOnly !== true,
    searchable: false,
    triggerable: false,
    undeletable: false,
    updateable: false,
    urls: {
      sobject: `${base}/sobjects/${object.name}`,
      describe: `${base}/sobjects/${object.name}/describe`,
      rowTemplate: `${base}/sobjects/${object.name}/{ID}`,
    },
  };
}

/** The whole describe answer: fields and objects out of the user's reach are not in it. */
export function describeObject(catalog: Catalog, object: ObjectDef, base: string): Record<string, unknown> {
  return {
    ...describeHead(object, base),
    actionOverrides: [],
    childRelationships: childRelationships(catalog, object),
    fields: catalog.fields(object).map((field) => describeField(field, catalog.apiVersion)),
    namedLayoutInfos: [],
    recordTypeInfos: [],
    supportedScopes: [{ label: `All ${object.labelPlural}`, name: 'everything' }],
  };
}

function childRelationships(catalog: Catalog, object: ObjectDef): Record<string, unknown>[] {
  return catalog.objects.flatMap((child) =>
    catalog
      .fields(child)
      .filter((field) => field.reference?.to.includes(object.name) === true)
      .map((field) => ({
        cascadeDelete: false,
        childSObject: child.name,
        deprecatedAndHidden: false,
        field: field.name,
        relationshipName: field.reference?.childRelationshipName ?? null,
        restrictedDelete: false,
      })),
  );
}
