/** Bugs in SpendUser, customData and the preferences. */

import { URN } from '../../../contract/contract.ts';
import { isObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Corruption, Fault } from '../../fault.ts';
import { faultsOf, inData, inExtension, inMember, without } from './reach.ts';

const SINCE_BOUNDS = ['2024-03', '2026-05'] as const;
const LATEST = ['2026-05'] as const;

/** Replaces one value of an attribute by another, in the data. */
function replaced(attribute: string, from: string, to: string): Corruption {
  return inData(URN.spendUser, (extension) =>
    extension[attribute] === from ? { ...extension, [attribute]: to } : extension,
  );
}

function customData(change: (list: readonly Json[]) => readonly Json[]): Corruption {
  return inData(URN.spendUser, (extension) => {
    const list = extension.customData;
    return Array.isArray(list) && list.length > 0 ? { ...extension, customData: change(list) } : extension;
  });
}

function inCustomEntry(change: (entry: JsonObject) => JsonObject): Corruption {
  return customData((list) => list.map((entry) => (isObject(entry) ? change(entry) : entry)));
}

export const faults: readonly Fault[] = faultsOf([
  {
    id: 'default-locale-left-out',
    rule: 'required-on-read',
    summary: 'Users with the locale of their country have none stored.',
    wire: 'SpendUser without locale',
    corrupt: inData(URN.spendUser, (extension) =>
      extension.locale === 'pt-BR' ? without(extension, 'locale') : extension,
    ),
  },
  {
    id: 'preference-by-position',
    rule: 'string-attributes',
    summary: 'A preference is written as the position of its value in the list.',
    wire: 'expenseAuditRequired is a JSON number',
    corrupt: inMember(URN.userPreference, 'expenseAuditRequired', () => 2),
  },
  {
    id: 'preference-flag-as-text',
    rule: 'booleans',
    summary: 'Flags of UserPreference are served as the database holds them.',
    wire: 'showImagingIntro is "true" or "false"',
    corrupt: inMember(URN.userPreference, 'showImagingIntro', String),
  },
  {
    id: 'retired-reimbursement-type',
    rule: 'reimbursement-type',
    summary: 'Users keep a reimbursement type that was retired.',
    wire: 'reimbursementType is CHECK',
    corrupt: replaced('reimbursementType', 'OTHER', 'CHECK'),
  },
  {
    id: 'currency-symbol',
    rule: 'currency-code',
    summary: 'One currency is stored as its symbol.',
    wire: 'reimbursementCurrency is R$',
    revisions: SINCE_BOUNDS,
    corrupt: replaced('reimbursementCurrency', 'BRL', 'R$'),
  },
  {
    id: 'budget-country-of-three-letters',
    rule: 'country-code',
    summary: 'The budget country comes from a list of three-letter codes.',
    wire: 'budgetCountryCode is CAN',
    revisions: SINCE_BOUNDS,
    corrupt: inMember(URN.spendUser, 'budgetCountryCode', (code) => (code === 'CA' ? 'CAN' : code)),
  },
  {
    id: 'state-by-name',
    rule: 'state-province-length',
    summary: 'An import wrote the name of a state.',
    wire: 'stateProvince is Washington',
    revisions: SINCE_BOUNDS,
    corrupt: replaced('stateProvince', 'WA', 'Washington'),
  },
  {
    id: 'state-of-three-characters',
    rule: 'state-province-documented',
    summary: 'A subdivision is written with three characters.',
    wire: 'stateProvince is BAY',
    revisions: SINCE_BOUNDS,
    corrupt: replaced('stateProvince', 'BY', 'BAY'),
  },
  {
    id: 'locale-with-underscore',
    rule: 'locale-tag',
    summary: 'One locale is written the way Java prints it.',
    wire: 'locale is de_DE',
    revisions: SINCE_BOUNDS,
    corrupt: replaced('locale', 'de-DE', 'de_DE'),
  },
  {
    id: 'ledger-code-with-description',
    rule: 'attribute-lengths',
    summary: 'A ledger code is served together with its description.',
    wire: 'ledgerCode has more than 20 characters',
    revisions: SINCE_BOUNDS,
    corrupt: replaced('ledgerCode', 'DEFAULT-2', 'DEFAULT-2 second default'),
  },
  {
    id: 'bi-manager-as-text',
    rule: 'bi-manager',
    summary: 'The manager is served as a bare id.',
    wire: 'biManager is a string',
    corrupt: inMember(URN.spendUser, 'biManager', (manager) => (isObject(manager) ? (manager.value ?? null) : manager)),
  },
  {
    id: 'bi-manager-by-name',
    rule: 'user-reference',
    summary: 'The reference to the manager holds the name to show and nothing else.',
    wire: 'biManager has neither value nor employeeNumber',
    corrupt: inMember(URN.spendUser, 'biManager', () => ({ displayName: 'A manager' })),
  },
  {
    id: 'bi-manager-value-is-number',
    rule: 'user-reference-uuid',
    summary: 'The reference to the manager holds the employee number under value.',
    wire: 'biManager.value is no UUID',
    corrupt: inMember(URN.spendUser, 'biManager', (manager) =>
      isObject(manager) ? { ...manager, value: manager.employeeNumber ?? 'unknown' } : manager,
    ),
  },
  {
    id: 'hierarchy-as-path',
    rule: 'bi-hierarchy',
    summary: 'The hierarchy is served as its path.',
    wire: 'biHierarchy is a string',
    revisions: SINCE_BOUNDS,
    corrupt: inMember(URN.spendUser, 'biHierarchy', () => 'SALES/1'),
  },
  {
    id: 'office-country-of-three-letters',
    rule: 'office-location',
    summary: 'The office country comes from a list of three-letter codes.',
    wire: 'officeLocationCountry is USA',
    revisions: LATEST,
    corrupt: inMember(URN.spendUser, 'officeLocationCountry', () => 'USA'),
  },
  {
    id: 'custom-entry-without-id',
    rule: 'custom-data-list',
    summary: 'A field that was deleted leaves its value behind.',
    wire: 'a customData entry has no id',
    corrupt: customData((list) => [...list, { value: 'left over' }]),
  },
  {
    id: 'custom-value-as-number',
    rule: 'custom-data-values',
    summary: 'Numeric list codes are written as numbers.',
    wire: 'a customData value is a JSON number',
    corrupt: customData((list) => [...list, { id: 'custom22', value: 4711 }].filter(firstOfItsId)),
  },
  {
    id: 'custom-id-out-of-range',
    rule: 'custom-data-ids',
    summary: 'A customer has more fields than the contract knows.',
    wire: 'customData holds custom23',
    corrupt: customData((list) => [...list, { id: 'custom23', value: 'beyond' }]),
  },
  {
    id: 'custom-entry-twice',
    rule: 'custom-data-once',
    summary: 'An update added the entry again instead of changing it.',
    wire: 'customData holds an id twice',
    corrupt: customData((list) => [...list, ...list.slice(0, 1)]),
  },
  {
    id: 'org-unit-in-small-letters',
    rule: 'org-unit-spelling',
    summary: 'Organizational units keep the spelling of v4.',
    wire: 'customData ids orgunit1 to orgunit6',
    revisions: SINCE_BOUNDS,
    corrupt: inCustomEntry((entry) =>
      typeof entry.id === 'string' ? { ...entry, id: entry.id.replace('orgUnit', 'orgunit') } : entry,
    ),
  },
  {
    id: 'unlisted-preference',
    rule: 'preference-values',
    summary: 'A preference has a value that was never documented.',
    wire: 'showExpenseOnReport is EVERYTHING',
    revisions: SINCE_BOUNDS,
    corrupt: inMember(URN.userPreference, 'showExpenseOnReport', (value) => (value === 'ALL' ? 'EVERYTHING' : value)),
  },
  {
    id: 'report-access-by-letter',
    rule: 'processor-report-access',
    summary: 'processorReportAccess is served as the letter it is stored as.',
    wire: 'processorReportAccess is C or R',
    revisions: LATEST,
    corrupt: inMember(URN.userPreference, 'processorReportAccess', (value) => String(value).slice(0, 1)),
  },
  {
    id: 'payroll-without-file-number',
    rule: 'payroll-members',
    summary: 'Payroll data of an old interface has no file number.',
    wire: 'adp lacks employeeFileNumber',
    corrupt: inExtension(URN.payroll, (extension) =>
      isObject(extension.adp) ? { ...extension, adp: without(extension.adp, 'employeeFileNumber') } : extension,
    ),
  },
]);

function firstOfItsId(entry: Json, index: number, list: readonly Json[]): boolean {
  const id = isObject(entry) ? entry.id : undefined;
  return list.findIndex((one) => isObject(one) && one.id === id) === index;
}
