/** What the spend data of a user is told to show, and which users of an exchange are looked at. */

import { describe, expect, test } from 'vitest';
import * as spend from '../src/checks/resource-spend.ts';
import { onUsers, type UserProblem } from '../src/checks/resource-users.ts';
import type { Inspect } from '../src/checks/schema.ts';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { toldOf } from './fixtures/told.ts';
import { exchangeOf } from './fixtures/user-exchange.ts';

const contract = loadContract('2024-03');
/** What a rule tells of one user looked up; undefined where it does not speak of such a user. */
const about = (rule: Inspect, user: Json) => rule(exchangeOf(user), contract)?.map(toldOf);
type Row = readonly [rule: Inspect, user: JsonObject, problems: readonly string[] | undefined];
const at = (urn: string, ...rest: readonly (string | number)[]) => `/${[urn, ...rest].join('/')}`;

describe('spend data', () => {
  const custom = (...ids: readonly Json[]): JsonObject => ({
    [URN.spendUser]: { customData: ids.map((id) => ({ id })) },
  });
  const state = (stateProvince: Json): JsonObject => ({ [URN.spendUser]: { stateProvince } });
  const id = (index: number) => at(URN.spendUser, 'customData', index, 'id');
  const spendPayroll = 'urn:ietf:params:scim:schemas:extension:spend:2.0:Payroll';
  const long = (value: string) =>
    `${at(URN.spendUser, 'stateProvince')} A stateProvince of ${value.length} characters, where the table says two. (two characters -> ${value})`;

  test.each<Row>([
    [
      spend.customDataOnce,
      custom('a', 'b', 'a'),
      [`${id(2)} customData has two entries with the same id. (each id once -> a)`],
    ],
    [spend.customDataOnce, custom(7, 7), undefined],
    [spend.customDataOnce, custom('a', 'b'), []],
    [spend.customDataOnce, { [URN.spendUser]: { customData: [null, { id: 'a' }, 'a'] } }, []],
    [
      spend.orgUnitSpelling,
      custom('orgunit4'),
      [`${id(0)} The id of an organizational unit is not spelt orgUnit. (orgUnit4 -> orgunit4)`],
    ],
    [spend.orgUnitSpelling, custom('orgUnit6', 'orgunit7', 'xorgunit1', 'orgunit11'), []],
    [spend.orgUnitSpelling, custom('orgunit7', 'orgunit11', 'custom1'), undefined],
    [spend.stateProvinceDocumented, state('NSW'), [long('NSW')]],
    [spend.stateProvinceDocumented, state('ABCDEF'), [long('ABCDEF')]],
    [spend.stateProvinceDocumented, state('Wyoming'), undefined],
    [spend.stateProvinceDocumented, state(''), undefined],
    [spend.stateProvinceDocumented, state('WA'), []],
    [spend.stateProvinceDocumented, state('W'), []],
    [spend.stateProvinceDocumented, state(7), undefined],
    [
      spend.payrollUrn,
      { [spendPayroll]: {} },
      [
        `/${spendPayroll} The Payroll extension stands under a URN of the spend namespace. (${URN.payroll} -> ${spendPayroll})`,
      ],
    ],
    [spend.payrollUrn, { [URN.payroll]: {} }, []],
    [spend.payrollUrn, {}, undefined],
  ])('row %#', (rule, user, problems) => {
    expect(about(rule, user)).toEqual(problems);
  });

  test.each<[Json, string | undefined]>([
    [{ companyCode: 'c' }, 'CASH'],
    [{}, undefined],
    [null, undefined],
    ['text', undefined],
    [['c'], undefined],
  ])('payroll %j stands beside a reimbursement type', (adp, beside) => {
    const user = (type: Json) => ({ [URN.payroll]: { adp }, [URN.spendUser]: { reimbursementType: type } });
    expect(spend.payrollBeside(user('CASH'))).toBe(beside);
    expect(spend.payrollBeside(user(null))).toBe(beside && 'none');
  });
});

describe('the users of an exchange', () => {
  const rule = onUsers((user): readonly UserProblem[] | undefined =>
    user.ok === true ? [] : user.bad === true ? [{ message: 'Bad.', at: ['bad'] }] : undefined,
  );
  const bad = { bad: true };
  const page = (Resources: Json) => ({ Resources });
  const listed = (Resources: Json) => rule(exchangeOf(page(Resources), { operation: 'listUsers' }), contract);

  test('are those of a page or of a lookup, each at its place', () => {
    expect(listed([{ ok: true }, 'text', bad])?.map(toldOf)).toEqual(['/Resources/2/bad Bad.']);
    expect(about(rule, bad)).toEqual(['/bad Bad.']);
    expect(listed([{ ok: true }])).toEqual([]);
    const seen = exchangeOf(bad);
    expect(rule(seen, contract)).toEqual([{ message: 'Bad.', pointer: '/bad', exchange: seen }]);
  });

  test('are none where nothing is said of any', () => {
    expect(listed([{}])).toBeUndefined();
    expect(listed([])).toBeUndefined();
    expect(listed(bad)).toBeUndefined();
    expect(about(rule, [bad])).toBeUndefined();
  });

  test.each([
    ['another status', { status: 201 }],
    ['another method', { method: 'PUT' }],
    ['a part of the user', { url: 'https://x.test/Users/1?attributes=id' }],
    ['another operation', { operation: 'listFormFields' as const }],
  ])('are none of %s', (_name, answered) => {
    expect(rule(exchangeOf(bad, answered), contract)).toBeUndefined();
    expect(rule(exchangeOf(page([bad]), { operation: 'listUsers', ...answered }), contract)).toBeUndefined();
  });

  test('are read once, whatever number of rules asks', () => {
    const page = exchangeOf(bad);
    let readings = 0;
    const { response } = page;
    const watched = {
      ...page,
      response: {
        ...response,
        get body() {
          readings += 1;
          return response.body;
        },
      },
    };
    expect(rule(watched, contract)).toHaveLength(1);
    const once = readings;
    expect(spend.payrollUrn(watched, contract)).toBeUndefined();
    expect(rule(watched, contract)).toHaveLength(1);
    expect(readings).toBe(once);
  });

  test('are told ten times at most', () => {
    expect(listed(Array(12).fill(bad))).toHaveLength(10);
  });
});
