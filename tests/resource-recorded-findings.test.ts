/** What is recorded about users and told of the endpoints that describe the service, sentence by sentence. */

import { describe, expect, test } from 'vitest';
import * as discovery from '../src/checks/resource-discovery.ts';
import * as observed from '../src/checks/resource-observed.ts';
import { schemaCase } from '../src/checks/schema.ts';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import type { Population } from '../src/model/walk.ts';
import { told } from './fixtures/told.ts';
import { exchangeOf } from './fixtures/user-exchange.ts';

const contract = loadContract('2024-03');
const over = (...users: readonly JsonObject[]): Population => ({
  users,
  byId: new Map(),
  total: users.length,
  complete: true,
  walks: [],
});
const located = (location: Json): JsonObject => ({ meta: { location } });
const spend = (members: JsonObject): JsonObject => ({
  [URN.spendUser]: {
    reimbursementType: 'x',
    ledgerCode: 'x',
    budgetCountryCode: 'x',
    stateProvince: 'x',
    cashAdvanceAccountCode: 'x',
    testEmployee: false,
    nonEmployee: false,
    biManager: { value: 'x' },
    customData: [{ id: 'x' }],
    ...members,
  },
});
const adp: JsonObject = { [URN.payroll]: { adp: { companyCode: 'c' } } };

describe('recorded of users', () => {
  test.each<[string, (population: Population) => Finding, readonly JsonObject[], string]>([
    ['no user', observed.locationVersion, [], 'not-exercised: the target lists no user'],
    ['no location', observed.locationVersion, [located(7), {}], 'pass: no location'],
    ['no version', observed.locationVersion, [located('https://x.test/Users/1')], 'pass: no version'],
    ['versions', observed.locationVersion, [located('/v12.34/'), located('/v3/')], 'pass: v12.34, v3'],
    ['no meta', observed.versionForm, [{}], 'pass: absent'],
    ['no schemas', observed.baseSchema, [{ schemas: 'x' }], 'pass: none'],
    ['schemas', observed.baseSchema, [{ schemas: [7, URN.role, `x-${URN.role}`] }], `pass: x-${URN.role}`],
    [
      'many schemas',
      observed.baseSchema,
      [{ schemas: Array.from({ length: 14 }, (_, index) => `s${index + 10}`) }],
      'pass: s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, s20, s21 and 2 more',
    ],
    [
      'twelve schemas',
      observed.baseSchema,
      [{ schemas: Array.from({ length: 12 }, (_, index) => `s${index + 10}`) }],
      'pass: s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, s20, s21',
    ],
    ['no unset attribute', observed.unsetForms, [spend({})], 'pass: every attribute has a value'],
    [
      'unset attributes',
      observed.unsetForms,
      [spend({ customData: [], ledgerCode: null, biManager: {}, stateProvince: '' })],
      'pass: empty array, empty object, empty text, null',
    ],
    ['no empty extension', observed.emptyExtensions, [emptied({})], 'pass: no extension is empty'],
    ['an empty extension', observed.emptyExtensions, [emptied({ [URN.payroll]: [] })], 'pass: empty array'],
    [
      'an empty list of roles',
      observed.emptyExtensions,
      [emptied({ [URN.role]: { roles: [] } })],
      'pass: empty list of roles',
    ],
    ['no payroll', observed.payrollKind, [{}], 'not-exercised: no user has payroll data'],
    [
      'payroll',
      observed.payrollKind,
      [{}, adp, { ...adp, ...spend({ reimbursementType: 'CASH' }) }],
      'pass: CASH, none',
    ],
    ['nobody to know members of', observed.unknownMembers(contract), [], 'not-exercised: the target lists no user'],
    ['roles', observed.rolePrerequisites(contract), [{}], 'pass: all are met'],
  ])('%s', (_name, observe, users, text) => {
    expect(told(observe(over(...users)))).toBe(text);
  });
});

function emptied(more: JsonObject): JsonObject {
  const urns = Object.values(URN).map((urn) => [urn, { x: 1 }] as const);
  return { ...Object.fromEntries(urns), ...more };
}

describe('told of the endpoints that describe the service', () => {
  const found = (value: Json, status = 200) => exchangeOf(value, { operation: 'listFormFields', status });
  const text = (status = 200) => exchangeOf(null, { body: { kind: 'text', text: '<html>' }, status });
  const noList = 'precondition: the form fields came as no list with a total';
  const list = (count: number, totalResults: Json) => ({ totalResults, Resources: Array(count).fill({}) });
  const spendExtensions = [
    URN.spendUser,
    URN.payroll,
    URN.approver,
    URN.delegate,
    URN.role,
    URN.workflowPreference,
    URN.userPreference,
  ];
  const users = (...schemas: readonly string[]) => ({
    schema: URN.coreUser,
    schemaExtensions: schemas.map((schema) => ({ schema })),
  });
  const lacks = (index: number, urn: string, actual: number) =>
    `fail: /${index}/schemaExtensions The resource type of users does not list a spend extension. (${urn} -> ${actual})`;
  const nobody = `fail: No resource type describes users. (${URN.coreUser} -> null)`;
  const other = { schema: 'urn:x', name: 'Group' };

  test.each<[(exchange: Exchange) => Finding, Exchange, string]>([
    [discovery.answersJson, found({}, 401), 'precondition: the token was refused for this endpoint'],
    [discovery.answersJson, found({}, 404), 'fail: The endpoint is documented and answered 404. (200 -> 404)'],
    [discovery.answersJson, text(), 'fail: The answer is not JSON. (JSON -> text)'],
    [
      discovery.completeList,
      found(list(2, 3)),
      'fail: /totalResults totalResults says 3, the answer holds 2 form fields. (2 -> 3)',
    ],
    [discovery.completeList, found(list(2, 2), 299), 'pass'],
    [discovery.completeList, found(list(2, 2), 300), noList],
    [discovery.completeList, found(list(2, 2), 199), noList],
    [discovery.completeList, found(list(2, null)), noList],
    [discovery.completeList, found({ totalResults: 2 }), noList],
    [discovery.listsSpendExtensions, found('x'), 'precondition: the resource types came as no list'],
    [discovery.listsSpendExtensions, found([other]), nobody],
    [discovery.listsSpendExtensions, found(['x', null]), nobody],
    [discovery.listsSpendExtensions, found([other, users(...spendExtensions)]), 'pass'],
    [discovery.listsSpendExtensions, found([other, users(...spendExtensions.slice(1))]), lacks(1, URN.spendUser, 6)],
    [
      discovery.listsSpendExtensions,
      found([{ name: 'User', attributes: users(...spendExtensions).schemaExtensions }]),
      'pass',
    ],
    [
      discovery.listsSpendExtensions,
      found([{ name: 'User', schemaExtensions: 'x' }]),
      spendExtensions.map((urn) => lacks(0, urn, 0)).join('\n'),
    ],
    [discovery.schemaCount, found('x'), 'precondition: the schemas came as no list'],
    [
      discovery.schemaCount,
      found([{ id: URN.role }, { id: 7 }, { id: 'urn:x' }]),
      'pass: 3 schemas, 1 of them of spend extensions',
    ],
    [discovery.roleCodesSeen, found({}, 404), 'pass: answered 404'],
    [discovery.roleCodesSeen, text(), 'pass: 200 without JSON'],
  ])('row %#', (rule, exchange, expected) => {
    expect(told(rule(exchange))).toBe(expected);
  });

  test('form fields of a user', () => {
    const fields = (company: Exchange, user: Exchange) => told(discovery.userFields({ company, user }));
    expect(discovery.userFields({ company: found({}), user: undefined })).toEqual({
      verdict: 'inconclusive',
      reason: 'precondition',
      detail: 'the target lists no user to name',
      blame: 'tenant data',
    });
    expect(fields(text(), found({}))).toBe('precondition: the form fields came as no JSON');
    expect(fields(found({}), text())).toBe('precondition: the form fields came as no JSON');
    expect(fields(text(), text())).toBe('precondition: the form fields came as no JSON');
    expect(fields(found({}), text(404))).toBe('pass: answered 404');
  });
});

describe('a schema problem', () => {
  const problems = [
    { requirement: 'resource.one', message: 'One.', pointer: '/a' },
    { requirement: 'resource.two', message: 'Two.' },
  ];
  const judge = {
    ...contract,
    judgeSchema: () => ({ problems, touched: new Set(['resource.three']), unknown: new Set<string>() }),
  };

  test.each([
    ['resource.one', [{ message: 'One.', pointer: '/a' }]],
    ['resource.two', [{ message: 'Two.' }]],
    ['resource.three', []],
    ['resource.four', undefined],
  ])('of %s is told under that requirement alone', (requirement, owned) => {
    const row = schemaCase(requirement, 'what provokes it');
    expect(row).toMatchObject({ requirement, provoke: 'what provokes it' });
    expect(row.inspect(exchangeOf({}), judge)).toEqual(owned);
  });
});
