/**
 * Rules about spend users, judged on every user of every answer of the run. Two tables: rules the schemas judge, and
 * rules that need code. The run's walks are enough to show them something.
 */

import {
  createdBeforeModified,
  externalIdIsText,
  locationEndsWithId,
  schemasNameExtensions,
} from '../../src/checks/resource-members.ts';
import {
  delegationSpelling,
  delegationWindow,
  invoiceAndPaymentKeys,
  onePrimary,
  primaryWhereDue,
} from '../../src/checks/resource-people.ts';
import { exclusiveRoles, groupsOnlyWhereAware, roleDocumented, roleOnce } from '../../src/checks/resource-roles.ts';
import {
  customDataOnce,
  orgUnitSpelling,
  payrollUrn,
  stateProvinceDocumented,
} from '../../src/checks/resource-spend.ts';
import { type Inspect, schemaCase } from '../../src/checks/schema.ts';
import { type Case, defineStanding, type Session } from '../../src/harness/case.ts';

/** Judged by the derived schemas; a row of specs/tables names one of these as its owner. */
export const BY_SCHEMA = [
  'approval-type',
  'approver-limit-lists',
  'approver-lists',
  'approver-primary',
  'attribute-lengths',
  'bi-hierarchy',
  'bi-manager',
  'booleans',
  'country-code',
  'currency-code',
  'custom-data-ids',
  'custom-data-list',
  'custom-data-values',
  'delegate-booleans',
  'delegate-lists',
  'delegation-dates',
  'extension-objects',
  'id-present',
  'id-uuid',
  'locale-tag',
  'meta-location',
  'meta-object',
  'meta-resource-type',
  'meta-timestamps',
  'office-location',
  'payroll-members',
  'preference-values',
  'processor-report-access',
  'reimbursement-type',
  'required-on-read',
  'role-groups',
  'role-name',
  'roles-list',
  'schemas-array',
  'state-province-length',
  'string-attributes',
  'user-reference',
  'user-reference-uuid',
] as const;

/** What a write stored wrongly is the consistency area's to judge, from its lookups. */
function inLists(inspect: Inspect): Inspect {
  return (exchange, contract) => (exchange.operation === 'listUsers' ? inspect(exchange, contract) : undefined);
}

const BY_CODE: readonly { readonly rule: string; readonly name?: string; readonly inspect: Inspect }[] = [
  { rule: 'schemas-names-extensions', inspect: schemasNameExtensions },
  { rule: 'meta-location', name: 'last segment is the id', inspect: locationEndsWithId },
  { rule: 'external-id', inspect: externalIdIsText },
  { rule: 'meta-created-order', inspect: createdBeforeModified },
  { rule: 'state-province-documented', inspect: stateProvinceDocumented },
  { rule: 'custom-data-once', inspect: inLists(customDataOnce) },
  { rule: 'org-unit-spelling', inspect: orgUnitSpelling },
  { rule: 'payroll-urn', inspect: payrollUrn },
  { rule: 'role-name-documented', inspect: roleDocumented },
  { rule: 'role-once', inspect: roleOnce },
  { rule: 'role-groups-aware', inspect: groupsOnlyWhereAware },
  { rule: 'role-exclusions', inspect: inLists(exclusiveRoles) },
  { rule: 'approver-primary-true', inspect: primaryWhereDue },
  { rule: 'approver-one-primary', inspect: onePrimary },
  { rule: 'invoice-and-payment-keys', inspect: invoiceAndPaymentKeys },
  { rule: 'delegation-spelling', inspect: delegationSpelling },
  { rule: 'delegation-window', inspect: delegationWindow },
];

const walked = (session: Session): Promise<unknown> => session.population();

/** Lists that come from elsewhere than the walks: a sorted one, which a server may read from a view of its own. */
const sorted = async (session: Session): Promise<unknown> => {
  await session.population();
  return session.send('listUsers', { query: { sortBy: 'id' } });
};

export function userCases(): readonly Case[] {
  return [
    ...BY_SCHEMA.map((rule) => defineStanding(schemaCase(`resource.${rule}`, rule === 'id-present' ? sorted : walked))),
    ...BY_CODE.map(({ rule, name = 'every user', inspect }) =>
      defineStanding({ requirement: `resource.${rule}`, name, inspect, provoke: walked }),
    ),
  ];
}
