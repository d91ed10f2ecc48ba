/**
 * The rules of the area `resource` against users with one defect each: exactly one requirement turns red, and a user as
 * documented turns none. The table is the proof that no rule sleeps and that no two rules share a defect.
 */

import { describe, expect, test } from 'vitest';
import { type Contract, URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Json } from '../src/model/json.ts';
import { REVISIONS, type Revision } from '../src/model/requirement.ts';
import { BY_SCHEMA as OF_DISCOVERY } from '../suites/resource/discovery.cases.ts';
import { BY_SCHEMA as OF_USERS } from '../suites/resource/users.cases.ts';
import { cases } from '../suites/resource.cases.ts';
import { exchangeOf, FULL_USER, USER_ID, withAt } from './fixtures/user-exchange.ts';

/** Red requirements of one exchange, by the standing cases that hold in the revision. */
function redsOf(contract: Contract, exchange: Exchange): readonly string[] {
  const held = new Set(contract.requirements.map((one) => one.id));
  const red = cases(contract).filter(
    (one) => one.kind === 'standing' && held.has(one.requirement) && (one.inspect(exchange, contract)?.length ?? 0) > 0,
  );
  return [...new Set(red.map((one) => one.requirement))].sort();
}

/** Judged on list pages alone: what a write stored wrongly is seen in lookups, and is the consistency area's. */
const IN_LISTS = ['resource.custom-data-once', 'resource.role-exclusions'];

/** The same, for a user on a page and alone; both must agree but for the rules about lists. */
function redsOfUser(revision: Revision, user: Json): readonly string[] {
  const contract = loadContract(revision);
  const alone = redsOf(contract, exchangeOf(user));
  const page = { schemas: [URN.listResponse], totalResults: 2, Resources: [FULL_USER, user] };
  const listed = redsOf(contract, exchangeOf(page, { operation: 'listUsers' }));
  expect(listed.filter((one) => !IN_LISTS.includes(one))).toEqual(alone);
  return listed;
}

const spend = (name: string, ...rest: (string | number)[]) => [URN.spendUser, name, ...rest];
const role = (...rest: (string | number)[]) => [URN.role, 'roles', ...rest];
const expense = (...rest: (string | number)[]) => [URN.delegate, 'expense', 0, ...rest];
const reference = { value: USER_ID };

/** What is wrong, where, the value put there (undefined: removed), and the one rule it breaks. */
const DEFECTS: readonly (readonly [string, readonly (string | number)[], Json | undefined, string])[] = [
  ['no id', ['id'], undefined, 'id-present'],
  ['an empty id', ['id'], '', 'id-present'],
  ['a number for an id', ['id'], 17, 'id-present'],
  ['an id that is no UUID', ['id'], 'user-17', 'id-uuid meta-location'],
  ['schemas as text', ['schemas'], 'urn:x', 'schemas-array'],
  [
    'a schema twice',
    ['schemas', 1],
    'urn:ietf:params:scim:schemas:ScimResource',
    'schemas-array schemas-names-extensions',
  ],
  ['an extension schemas do not name', ['schemas'], [], 'schemas-names-extensions'],
  ['an externalId that is a number', ['externalId'], 17, 'external-id'],
  ['an extension as a list', [URN.role], [], 'extension-objects'],
  ['no meta', ['meta'], undefined, 'meta-object'],
  ['meta as text', ['meta'], 'User', 'meta-object'],
  ['no resourceType', ['meta', 'resourceType'], undefined, 'meta-object'],
  ['another resourceType', ['meta', 'resourceType'], 'SpendUser', 'meta-resource-type'],
  ['no location', ['meta', 'location'], undefined, 'meta-object'],
  ['a relative location', ['meta', 'location'], `/Users/${USER_ID}`, 'meta-location'],
  ['a location of another user', ['meta', 'location'], 'https://x.example.com/Users/1', 'meta-location'],
  ['a date without a zone', ['meta', 'lastModified'], '2024-01-01T00:00:00', 'meta-timestamps'],
  ['a zone without a colon', ['meta', 'created'], '2023-05-01T08:00:00+0000', 'meta-timestamps'],
  ['created after lastModified', ['meta', 'created'], '2024-03-01T00:00:00Z', 'meta-created-order'],
  ['no country', spend('country'), undefined, 'required-on-read'],
  ['a null currency', spend('reimbursementCurrency'), null, 'required-on-read'],
  ['a number for text', spend('ledgerCode'), 12, 'string-attributes'],
  ['a list for a preference', [URN.userPreference, 'showExpenseOnReport'], ['ALL'], 'string-attributes'],
  ['a boolean as text', spend('nonEmployee'), 'true', 'booleans'],
  ['a preference as a number', [URN.workflowPreference, 'emailStatusChangeOnReport'], 1, 'booleans'],
  ['an unlisted reimbursement type', spend('reimbursementType'), 'CHECK', 'reimbursement-type'],
  ['a currency of four letters', spend('reimbursementCurrency'), 'USDX', 'currency-code'],
  ['a country of three letters', spend('country'), 'USA', 'country-code'],
  ['an empty budget country', spend('budgetCountryCode'), '', 'country-code'],
  ['a state of seven letters', spend('stateProvince'), 'Wyoming', 'state-province-length'],
  ['a state of three letters', spend('stateProvince'), 'NSW', 'state-province-documented'],
  ['a locale with an underscore', spend('locale'), 'en_US', 'locale-tag'],
  ['a long ledger code', spend('ledgerCode'), 'x'.repeat(21), 'attribute-lengths'],
  ['biManager as text', spend('biManager'), USER_ID, 'bi-manager'],
  ['a hierarchy as text', spend('biHierarchy'), 'A', 'bi-hierarchy'],
  ['a hierarchy code as a number', spend('biHierarchy', 'code'), 4, 'bi-hierarchy'],
  ['a reference without a user', spend('biManager'), { displayName: 'Ada' }, 'user-reference'],
  ['an approver reference without a user', [URN.approver, 'report', 0, 'approver'], { value: null }, 'user-reference'],
  ['a reference by another id', spend('biManager', 'value'), 'ada', 'user-reference-uuid'],
  ['customData as an object', spend('customData'), { custom1: 'x' }, 'custom-data-list'],
  ['an entry without id', spend('customData', 0, 'id'), undefined, 'custom-data-list'],
  ['a value that is a number', spend('customData', 0, 'value'), 7, 'custom-data-values'],
  ['an id out of range', spend('customData', 0, 'id'), 'custom23', 'custom-data-ids'],
  ['an id with a capital', spend('customData', 0, 'id'), 'Custom1', 'custom-data-ids'],
  ['an id twice', spend('customData', 0, 'id'), 'custom22', 'custom-data-once'],
  ['orgunit in small letters', spend('customData', 0, 'id'), 'orgunit4', 'org-unit-spelling'],
  ['roles as an object', role(), { roleName: 'EXP_USER' }, 'roles-list'],
  ['a role without a name', role(0, 'roleName'), undefined, 'roles-list'],
  ['a role name in small letters', role(0, 'roleName'), 'exp_user', 'role-name'],
  ['an unlisted role', role(0, 'roleName'), 'EXP_WIZARD', 'role-name-documented'],
  ['a role twice', role(0), { roleName: 'EXP_PROCESSOR', roleGroups: ['rg1-rg2'] }, 'role-once'],
  ['groups as text', role(1, 'roleGroups'), 'rg1', 'role-groups'],
  ['groups of a role that takes none', role(0, 'roleGroups'), ['rg1'], 'role-groups-aware'],
  ['roles that exclude each other', role(0, 'roleName'), 'EXP_PROCESSOR_AUDIT', 'role-exclusions'],
  ['an unlisted preference', [URN.userPreference, 'expenseAuditRequired'], 'SOMETIMES', 'preference-values'],
  ['one approver for a list', [URN.approver, 'budget'], { approver: reference, primary: true }, 'approver-lists'],
  ['an approver without a user', [URN.approver, 'report', 0, 'approver'], undefined, 'approver-lists'],
  ['an approver without primary', [URN.approver, 'report', 0, 'primary'], undefined, 'approver-primary'],
  ['primary as text', [URN.approver, 'report', 0, 'primary'], 'true', 'approver-primary'],
  ['an invoice approver who is not primary', [URN.approver, 'invoice', 0, 'primary'], false, 'approver-primary-true'],
  ['two primary approvers', [URN.approver, 'report', 1, 'primary'], true, 'approver-one-primary'],
  ['approvers under payment', [URN.approver, 'payment'], [], 'invoice-and-payment-keys'],
  ['delegates under invoice', [URN.delegate, 'invoice'], [], 'invoice-and-payment-keys'],
  ['one delegate for a list', [URN.delegate, 'expense'], { canApprove: true }, 'delegate-lists'],
  ['a permission as text', expense('canApprove'), 'yes', 'delegate-booleans'],
  ['a misspelt delegation', expense('temporaryDelegatation'), {}, 'delegation-spelling'],
  [
    'a delegation by days',
    expense('temporaryDelegation', 'temporaryDelegationFromDate'),
    '20240101',
    'delegation-dates',
  ],
  [
    'a delegation that ends first',
    expense('temporaryDelegation', 'temporaryDelegationToDate'),
    '2023-01-01T00:00:00Z',
    'delegation-window',
  ],
  ['half of the payroll data', [URN.payroll, 'adp', 'companyCode'], undefined, 'payroll-members'],
];

describe('a user with one defect in 2024-03', () => {
  test.each(DEFECTS)('%s', (_name, path, value, rules) => {
    const wanted = rules.split(' ').map((rule) => `resource.${rule}`);
    expect(redsOfUser('2024-03', withAt(FULL_USER, path, value))).toEqual(wanted);
  });

  test('Payroll under the spend namespace', () => {
    const spendPayroll = 'urn:ietf:params:scim:schemas:extension:spend:2.0:Payroll';
    const user = withAt(FULL_USER, [spendPayroll], {});
    const named = withAt(user, ['schemas'], [...schemasOf(user), spendPayroll]);
    expect(redsOfUser('2024-03', named)).toEqual(['resource.payroll-urn']);
  });
});

function schemasOf(user: Json): readonly Json[] {
  const schemas = typeof user === 'object' && user !== null && 'schemas' in user ? user.schemas : [];
  return Array.isArray(schemas) ? schemas : [];
}

/** Values the rulings permit: nobody may be failed for them. */
const PERMITTED: readonly (readonly [string, readonly (string | number)[], Json | undefined])[] = [
  ['no base URN in schemas', ['schemas', 0], 'urn:com.concur.spend.user.model.scim.ScimResource'],
  ['a null extension', [URN.approver], null],
  ['an empty SpendUser', [URN.spendUser], {}],
  ['an absent extension', [URN.invoicePreference], undefined],
  ['an empty adp', [URN.payroll, 'adp'], {}],
  ['an upper-case id in the location', ['meta', 'location'], `https://x.example.com/Users/${USER_ID.toUpperCase()}`],
  ['no created', ['meta', 'created'], null],
  ['a numeric version', ['meta', 'version'], 3],
  ['customData as null', spend('customData'), null],
  ['an empty customData', spend('customData'), []],
  ['syncGuid and href beside a value', spend('customData', 0), { id: 'custom1', value: '', syncGuid: null, href: 'x' }],
  ['an empty reference', spend('biManager'), {}],
  ['a reference by employee number', spend('biManager'), { employeeNumber: '12' }],
  ['a currency of digits', spend('reimbursementCurrency'), '840'],
  ['an empty role list', role(), []],
  ['a role in two entries with different groups', role(0), { roleName: 'EXP_PROCESSOR', roleGroups: ['rg3'] }],
  ['no roleGroups', role(1, 'roleGroups'), undefined],
  ['an empty cash advance account', spend('cashAdvanceAccountCode'), ''],
  ['no payroll kind needed', spend('reimbursementType'), 'CONCUR_PAY'],
  ['a member no table knows', spend('shoeSize'), 44],
  ['an unknown extension', ['schemas', 0], 'urn:ietf:params:scim:schemas:extension:future:2.0:User'],
];

describe.each(REVISIONS)('what nobody is failed for in %s', (revision) => {
  test('a user with a value for everything', () => {
    expect(redsOfUser(revision, FULL_USER)).toEqual([]);
  });
  test.each(PERMITTED)('%s', (_name, path, value) => {
    expect(redsOfUser(revision, withAt(FULL_USER, path, value))).toEqual([]);
  });
});

describe('what differs by revision', () => {
  test.each([
    ['2021-03', ['meta'], null, ''],
    ['2021-03', spend('customData', 0, 'id'), 'orgunit4', ''],
    ['2021-03', spend('reimbursementType'), 'PAY_PAL', ''],
    ['2024-03', spend('reimbursementType'), 'PAY_PAL', 'reimbursement-type'],
    ['2021-03', spend('country'), 'USA', ''],
    ['2024-03', [URN.userPreference, 'processorReportAccess'], 'C', ''],
    ['2026-05', [URN.userPreference, 'processorReportAccess'], 'C', 'processor-report-access'],
    ['2024-03', [URN.approverLimit], 'anything', ''],
    ['2026-05', [URN.approverLimit, 'authorizedApprover'], {}, 'approver-limit-lists'],
    ['2026-05', [URN.approverLimit, 'authorizedApprover', 0, 'approvalType'], 'expense', 'approval-type'],
    ['2026-05', spend('officeLocationCountry'), 'USA', 'office-location'],
  ] as const)('%s at %s', (revision, path, value, rule) => {
    expect(redsOfUser(revision, withAt(FULL_USER, path, value))).toEqual(rule === '' ? [] : [`resource.${rule}`]);
  });
});

describe('the case table', () => {
  test('has a standing case for every schema owner of the area', () => {
    const owners = new Set(REVISIONS.flatMap((one) => loadContract(one).schemaRequirements));
    const table = [...OF_USERS, ...OF_DISCOVERY.map((one) => one.rule)].map((rule) => `resource.${rule}`).sort();
    expect([...owners].filter((id) => id.startsWith('resource.')).sort()).toEqual(table);
  });

  test.each(REVISIONS)('has in %s a case for every requirement that is not excluded', (revision) => {
    const contract = loadContract(revision);
    const cited = new Set(cases(contract).map((one) => one.requirement));
    const wanted = contract.requirements.filter((one) => one.area === 'resource' && one.excluded === undefined);
    expect(wanted.filter((one) => !cited.has(one.id)).map((one) => one.id)).toEqual([]);
  });

  test('ids are unique', () => {
    const ids = cases(loadContract('2026-05')).map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
