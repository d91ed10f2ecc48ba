/** What the service says about itself: role codes, form fields, resource types, schemas. */

import { URN } from '../contract/contract.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { OperationId } from '../model/requirement.ts';
import type { Ground } from './ground.ts';
import { uuidOf } from './population/random.ts';
import { LIST_FIELD } from './population/values.ts';
import { spendUrns } from './provisioning/document.ts';

const FORM_FIELD = 'urn:ietf:params:scim:schemas:extension:spend:2.0:FormFields';
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

function roleCodes({ contract }: Ground): Json {
  return { roleCodes: contract.roles.codes.map(({ code, groupAware }) => ({ roleCode: code, groupAware })) };
}

const STANDARD_FIELDS = [
  ['EmpId', 'Employee ID', 128],
  ['CountryCode', 'Country of Residence', 2],
  ['LedgerCode', 'Ledger', 20],
  ['CashAdvanceAccountCode', 'Cash Advance Account Code', 20],
  ['LocaleCode', 'Locale', 5],
] as const;

function formFields({ contract, seed }: Ground): Json {
  const common = { schemas: [FORM_FIELD], controlType: 'EDIT', isRequired: false, access: 'RW' };
  const standard = STANDARD_FIELDS.map(([name, label, maxLength], index) => ({
    ...common,
    id: uuidOf(seed, 90, index).toUpperCase(),
    name,
    label,
    dataType: 'String',
    maxLength,
    isCustom: false,
    sequence: index + 1,
  }));
  const custom = contract.filters.customData.ids.map((id, index) => ({
    ...common,
    id: uuidOf(seed, 91, index).toUpperCase(),
    name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    label: id,
    dataType: id === LIST_FIELD ? 'ConnectedList' : 'String',
    maxLength: 48,
    isCustom: true,
    sequence: standard.length + index + 1,
    isCopyDownSourceForOtherForms: false,
  }));
  const fields: readonly Json[] = [...standard, ...custom];
  return { schemas: [URN.listResponse], totalResults: fields.length, Resources: fields };
}

function resourceTypes({ contract, origin }: Ground): Json {
  const extensions = [URN.enterpriseUser, ...spendUrns(contract.revision)];
  return [
    {
      schemas: [RESOURCE_TYPE],
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      description: 'A user and the extensions it may carry',
      schema: URN.coreUser,
      schemaExtensions: extensions.map((schema) => ({ schema, required: schema === URN.enterpriseUser })),
      meta: { location: `${origin}${contract.operation('listResourceTypes').path}/User`, resourceType: 'ResourceType' },
    },
  ];
}

function attribute(name: string, type: string, more: JsonObject = {}): JsonObject {
  return { name, type, multiValued: false, required: false, mutability: 'readWrite', ...more };
}

function schemas({ contract }: Ground): Json {
  const members = contract.filters.attributes.map(({ name, type }) => attribute(name, type));
  const entry = attribute('customData', 'complex', {
    multiValued: true,
    subAttributes: [attribute('id', 'string', { required: true }), attribute('value', 'string')],
  });
  const spendUser = { schemas: [SCHEMA], id: URN.spendUser, name: 'Spend User', attributes: [...members, entry] };
  const error = {
    schemas: [SCHEMA],
    id: URN.concurError,
    name: 'Concur Error',
    attributes: [attribute('messages', 'complex', { multiValued: true, mutability: 'readOnly' })],
  };
  return [{ schemas: [URN.listResponse], Resources: [spendUser, error] }];
}

/** The answer of a discovery operation; undefined for any other. */
export function discover(ground: Ground, operation: OperationId): Json | undefined {
  if (operation === 'listRoleCodes') return roleCodes(ground);
  if (operation === 'listFormFields') return formFields(ground);
  if (operation === 'listResourceTypes') return resourceTypes(ground);
  if (operation === 'listSchemas') return schemas(ground);
  return undefined;
}
