/** What is recorded about users and about the endpoints that describe the service, and what is judged of the latter. */

import { describe, expect, test } from 'vitest';
import {
  answersJson,
  completeList,
  listsSpendExtensions,
  roleCodesSeen,
  schemaCount,
  userFields,
} from '../src/checks/resource-discovery.ts';
import {
  baseSchema,
  emptyExtensions,
  locationVersion,
  payrollKind,
  rolePrerequisites,
  unknownMembers,
  unsetForms,
  versionForm,
} from '../src/checks/resource-observed.ts';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import { isObject, type Json, type JsonObject } from '../src/model/json.ts';
import type { Population } from '../src/model/walk.ts';
import { exchangeOf, FULL_USER, withAt } from './fixtures/user-exchange.ts';

const contract = loadContract('2024-03');

function populationOf(...users: readonly Json[]): Population {
  const listed = users.filter((user): user is JsonObject => isObject(user));
  const exchange = exchangeOf(
    { schemas: [URN.listResponse], totalResults: listed.length, Resources: listed },
    { operation: 'listUsers' },
  );
  const page = {
    exchange,
    askedStartIndex: 1,
    askedSize: 100,
    totalResults: listed.length,
    startIndex: 1,
    itemsPerPage: listed.length,
    resources: listed,
    ids: listed.map((user) => String(user.id)),
  };
  return {
    users: listed,
    byId: new Map(listed.map((user) => [String(user.id), user])),
    total: listed.length,
    complete: true,
    walks: [{ size: 100, filter: undefined, pages: [page], end: 'complete' }],
  };
}

const changed = (path: readonly (string | number)[], value: Json | undefined) => withAt(FULL_USER, path, value);

describe('recorded over all users', () => {
  test.each([
    ['the version in the location', locationVersion, [FULL_USER], 'v4'],
    [
      'both versions',
      locationVersion,
      [FULL_USER, changed(['meta', 'location'], 'https://x/v4.1/Users/1')],
      'v4, v4.1',
    ],
    ['a version of null', versionForm, [FULL_USER], 'null'],
    ['a version that is a number', versionForm, [changed(['meta', 'version'], 3), FULL_USER], 'null, number'],
    ['the base URN', baseSchema, [FULL_USER], 'urn:ietf:params:scim:schemas:ScimResource'],
    ['no base URN', baseSchema, [changed(['schemas'], [URN.spendUser])], 'none'],
    ['forms of unset attributes', unsetForms, [changed([URN.spendUser, 'biManager'], null)], 'empty text, null'],
    ['an absent attribute', unsetForms, [changed([URN.spendUser, 'biManager'], undefined)], 'absent, empty text'],
    ['an empty extension', emptyExtensions, [changed([URN.approver], {})], 'empty object'],
    ['an absent extension', emptyExtensions, [changed([URN.approver], undefined)], 'absent'],
    ['an empty role list', emptyExtensions, [changed([URN.role, 'roles'], [])], 'empty list of roles'],
    [
      'payroll data',
      payrollKind,
      [FULL_USER, changed([URN.spendUser, 'reimbursementType'], null)],
      'ADP_PAYROLL, none',
    ],
    ['no unknown member', unknownMembers(contract), [FULL_USER], 'none'],
    ['an unknown member', unknownMembers(contract), [changed([URN.spendUser, 'size'], 1)], 'spend-user.size'],
    ['no unmet role', rolePrerequisites(contract), [FULL_USER], 'all are met'],
    [
      'an unmet role',
      rolePrerequisites(contract),
      [changed([URN.role, 'roles'], [{ roleName: 'STATEMENT_USER' }])],
      'STATEMENT_USER without',
    ],
  ] as const)('%s', (_name, observe, users, behaviour) => {
    expect(observe(populationOf(...users))).toEqual({ verdict: 'pass', behaviour });
  });

  test('the order of users does not matter', () => {
    const other = changed(['meta', 'version'], 3);
    expect(versionForm(populationOf(FULL_USER, other))).toEqual(versionForm(populationOf(other, FULL_USER)));
  });

  test.each([locationVersion, unsetForms, payrollKind, unknownMembers(contract)])(
    'nobody listed is no data: %#',
    (observe) => {
      expect(observe(populationOf()).verdict).toBe('not-exercised');
    },
  );
});

const found = (value: Json, status = 200) => exchangeOf(value, { operation: 'listFormFields', status });

describe('form fields', () => {
  const list = { schemas: [URN.listResponse], totalResults: 1, Resources: [{ id: '1', name: 'Custom1' }] };

  test.each([
    [200, 'pass'],
    [206, 'fail'],
    [404, 'fail'],
    [500, 'fail'],
    [401, 'inconclusive'],
    [403, 'inconclusive'],
  ])('an answer of %i: %s', (status, verdict) => {
    expect(answersJson(found(list, status)).verdict).toBe(verdict);
  });
  test('text is no JSON', () => {
    expect(answersJson(exchangeOf(null, { body: { kind: 'text', text: '<html>' } })).verdict).toBe('fail');
  });
  test('as many as the total says', () => {
    expect(completeList(found(list)).verdict).toBe('pass');
    expect(completeList(found({ ...list, totalResults: 33 })).verdict).toBe('fail');
    expect(completeList(found({ ...list, totalResults: '1' })).verdict).toBe('pass');
    expect(completeList(found([]))).toMatchObject({ verdict: 'inconclusive', reason: 'precondition' });
  });
  test('of one user are compared with those of all', () => {
    expect(userFields({ company: found(list), user: found(list) })).toMatchObject({
      behaviour: 'the same for the user',
    });
    expect(userFields({ company: found(list), user: found({}) })).toMatchObject({ behaviour: 'others for the user' });
    expect(userFields({ company: found(list), user: found({}, 400) })).toMatchObject({ behaviour: 'answered 400' });
    expect(userFields({ company: found(list), user: undefined }).verdict).toBe('inconclusive');
  });
});

describe('resource types and schemas', () => {
  const extensions = [
    URN.spendUser,
    URN.payroll,
    URN.approver,
    URN.delegate,
    URN.role,
    URN.workflowPreference,
    URN.userPreference,
  ];
  const users = { name: 'User', schema: URN.coreUser, schemaExtensions: extensions.map((schema) => ({ schema })) };

  test('list the spend extensions, bare or wrapped', () => {
    expect(listsSpendExtensions(found([users])).verdict).toBe('pass');
    expect(listsSpendExtensions(found({ Resources: [users] })).verdict).toBe('pass');
  });
  test('tell each extension that is missing', () => {
    const finding = listsSpendExtensions(found([{ ...users, schemaExtensions: [{ schema: URN.role }] }]));
    expect(finding).toMatchObject({ verdict: 'fail', problems: { length: 6 } });
  });
  test('without a type of users', () => {
    expect(listsSpendExtensions(found([])).verdict).toBe('fail');
    expect(listsSpendExtensions(found({})).verdict).toBe('inconclusive');
  });
  test('schemas are counted through their wrappings', () => {
    const schema = { id: URN.role };
    const behaviour = '1 schemas, 1 of them of spend extensions';
    expect(schemaCount(found([{ Resources: [schema] }]))).toMatchObject({ behaviour });
    expect(schemaCount(found({ Resources: [schema] }))).toMatchObject({ behaviour });
    expect(schemaCount(found([schema]))).toMatchObject({ behaviour });
  });
});

describe('role codes', () => {
  test.each([
    [found(['EXP_USER']), '200 with a JSON list'],
    [found({ Resources: [] }), '200 with a JSON list'],
    [found({}), '200 with JSON that is no list'],
    [found({}, 404), 'answered 404'],
  ])('%#', (exchange, behaviour) => {
    expect(roleCodesSeen(exchange)).toEqual({ verdict: 'pass', behaviour });
  });
});
