/** What a spend user is told to show beyond its schemas, sentence by sentence, and of which users each rule speaks. */

import { describe, expect, test } from 'vitest';
import * as members from '../src/checks/resource-members.ts';
import * as people from '../src/checks/resource-people.ts';
import * as roles from '../src/checks/resource-roles.ts';
import type { Inspect } from '../src/checks/schema.ts';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { toldOf } from './fixtures/told.ts';
import { exchangeOf, USER_ID } from './fixtures/user-exchange.ts';

const contract = loadContract('2024-03');
/** What a rule tells of one user looked up; undefined where it does not speak of such a user. */
const about = (rule: Inspect, user: Json) => rule(exchangeOf(user), contract)?.map(toldOf);
type Row = readonly [rule: Inspect, user: JsonObject, problems: readonly string[] | undefined];

const at = (urn: string, ...rest: readonly (string | number)[]) => `/${[urn, ...rest].join('/')}`;
const meta = (value: JsonObject, more: JsonObject = {}): JsonObject => ({ id: USER_ID, meta: value, ...more });

describe('members', () => {
  const schemas = (expected: string, actual: Json) =>
    `/schemas The user carries an extension that its schemas do not name. (${expected} -> ${JSON.stringify(actual)})`;
  const located = (location: string) =>
    `/meta/location meta.location does not end with the id of the user. (${USER_ID} -> ${location})`;
  const [early, late] = ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'];

  test.each<Row>([
    [
      members.schemasNameExtensions,
      { schemas: [URN.role], [URN.role]: {}, [URN.approver]: {} },
      [schemas(URN.approver, [URN.role])],
    ],
    [members.schemasNameExtensions, { schemas: [URN.role.toUpperCase()], [URN.role]: {} }, []],
    [members.schemasNameExtensions, { schemas: [], [URN.role]: null }, undefined],
    [members.schemasNameExtensions, { schemas: [7], [URN.role]: {} }, undefined],
    [members.schemasNameExtensions, { schemas: ['urn:x', 7], [URN.role]: {} }, undefined],
    [members.schemasNameExtensions, { [URN.role]: {} }, undefined],
    [members.schemasNameExtensions, { schemas: [], 'x-urn:y': {} }, undefined],
    [members.locationEndsWithId, meta({ location: `https://x.test/Users/${USER_ID}` }), []],
    [members.locationEndsWithId, meta({ location: `https://x.test/Users/${USER_ID.toUpperCase()}//` }), []],
    [members.locationEndsWithId, meta({ location: 'https://x.test/Users/1' }), [located('https://x.test/Users/1')]],
    [members.locationEndsWithId, meta({ location: `https://x.test/profile/spend/v4/Users/${USER_ID}` }), []],
    [members.locationEndsWithId, meta({ location: 'https://x.test/' }), undefined],
    [members.locationEndsWithId, meta({ location: ['https://x.test/Users/1'] }), undefined],
    [members.locationEndsWithId, meta({ location: `/Users/${USER_ID}` }), undefined],
    [members.locationEndsWithId, meta({ location: 7 }), undefined],
    [members.locationEndsWithId, meta({ location: 'https://x.test/1' }, { id: '' }), undefined],
    [members.locationEndsWithId, meta({ location: 'https://x.test/1' }, { id: 7 }), undefined],
    [
      members.createdBeforeModified,
      meta({ created: late, lastModified: early }),
      [`/meta/created The user was created after it was last modified. (not after ${early} -> ${late})`],
    ],
    [members.createdBeforeModified, meta({ created: early, lastModified: early }), []],
    [members.createdBeforeModified, meta({ created: null, lastModified: early }), []],
    [members.createdBeforeModified, meta({ created: '2025', lastModified: early }), undefined],
    [members.createdBeforeModified, meta({ created: late, lastModified: '2024' }), undefined],
    [members.createdBeforeModified, meta({ created: late, lastModified: 7 }), undefined],
    [members.createdBeforeModified, meta({ created: late, lastModified: [early] }), undefined],
    [members.createdBeforeModified, meta({ created: null, lastModified: null }), undefined],
    [
      members.externalIdIsText,
      { externalId: 7 },
      ['/externalId externalId is number where a string is documented. (string or null -> 7)'],
    ],
    [
      members.externalIdIsText,
      { externalId: [] },
      ['/externalId externalId is array where a string is documented. (string or null -> [])'],
    ],
    [members.externalIdIsText, { externalId: 'hr-7' }, []],
    [members.externalIdIsText, { externalId: null }, []],
    [members.externalIdIsText, {}, []],
  ])('row %#', (rule, user, problems) => {
    expect(about(rule, user)).toEqual(problems);
  });
});

describe('approvers and delegates', () => {
  const approvers = (type: string, ...primaries: readonly Json[]): JsonObject => ({
    [URN.approver]: { [type]: primaries.map((primary) => ({ primary })) },
  });
  const notPrimary = (type: string, index = 0) =>
    `${at(URN.approver, type, index, 'primary')} An approver of the type ${type} is not primary. (true -> false)`;
  const delegate = (entry: JsonObject, type = 'expense'): JsonObject => ({ [URN.delegate]: { [type]: [entry] } });
  const window = (from: Json, to: Json) =>
    delegate({ temporaryDelegation: { temporaryDelegationFromDate: from, temporaryDelegationToDate: to } });
  const [early, late] = ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'];
  const misspelt = at(URN.delegate, 'expense', 0, 'temporaryDelegatation');

  test.each<Row>([
    ...['cashAdvance', 'invoice', 'purchaseRequest', 'statement', 'budget'].map(
      (type): Row => [people.primaryWhereDue, approvers(type, true, false), [notPrimary(type, 1)]],
    ),
    ...['report', 'request'].map((type): Row => [people.primaryWhereDue, approvers(type, false), undefined]),
    [people.primaryWhereDue, approvers('invoice', 'false'), undefined],
    [people.primaryWhereDue, approvers('invoice', true), []],
    [
      people.onePrimary,
      approvers('report', true, false, true),
      [`${at(URN.approver, 'report')} The approver type report has 2 primary approvers. (one at most -> 2)`],
    ],
    [people.onePrimary, { [URN.approver]: { report: [{ primary: true }], request: [{ primary: true }] } }, []],
    [people.onePrimary, approvers('report', 'true', 'true'), undefined],
    [people.onePrimary, {}, undefined],
    [
      people.invoiceAndPaymentKeys,
      { [URN.approver]: { payment: [] } },
      [`${at(URN.approver, 'payment')} The Approver extension writes payment for invoice. (invoice -> payment)`],
    ],
    [
      people.invoiceAndPaymentKeys,
      { [URN.delegate]: { invoice: [] } },
      [`${at(URN.delegate, 'invoice')} The Delegate extension writes invoice for payment. (payment -> invoice)`],
    ],
    [people.invoiceAndPaymentKeys, { [URN.approver]: { invoice: [] }, [URN.delegate]: { payment: [] } }, []],
    [people.invoiceAndPaymentKeys, { [URN.approver]: {}, [URN.delegate]: [] }, undefined],
    [
      people.delegationSpelling,
      delegate({ temporaryDelegatation: {} }),
      [
        `${misspelt} A temporary delegation stands under a misspelt name. (temporaryDelegation -> temporaryDelegatation)`,
      ],
    ],
    [people.delegationSpelling, delegate({ temporaryDelegation: {} }), []],
    [people.delegationSpelling, delegate({ temporaryDelegation: {}, temporaryDelegatation: {} }), [expect.any(String)]],
    [people.delegationSpelling, delegate({ canApprove: true }), undefined],
    [people.delegationSpelling, delegate({ temporaryDelegation: {} }, 'payment'), []],
    [people.delegationSpelling, delegate({ temporaryDelegation: {} }, 'purchaseRequest'), []],
    [people.delegationSpelling, delegate({ temporaryDelegation: {} }, 'other'), undefined],
    [
      people.delegationWindow,
      window(late, early),
      [
        `${at(URN.delegate, 'expense', 0, 'temporaryDelegation', 'temporaryDelegationToDate')} ` +
          `A temporary delegation ends before it begins. (not before ${late} -> ${early})`,
      ],
    ],
    [people.delegationWindow, window(early, early), []],
    [people.delegationWindow, window([late], early), undefined],
    [people.delegationWindow, window(late, [early]), undefined],
    [people.delegationWindow, window([late], [early]), undefined],
    [people.delegationWindow, window(late, 7), undefined],
    [people.delegationWindow, window(9, early), undefined],
    [people.delegationWindow, window('9', early), undefined],
    [people.delegationWindow, window(late, '2024'), undefined],
  ])('row %#', (rule, user, problems) => {
    expect(about(rule, user)).toEqual(problems);
  });
});

describe('roles', () => {
  const held = (...entries: readonly (string | readonly [Json, ...Json[]])[]): JsonObject => ({
    [URN.role]: {
      roles: entries.map((one) => {
        const [roleName, ...roleGroups] = typeof one === 'string' ? [one] : one;
        return { roleName: roleName ?? null, roleGroups };
      }),
    },
  });
  const place = (index: number, member = 'roleName') => at(URN.role, 'roles', index, member);
  const twice = `The user holds the same role with the same groups in two entries. (each role once -> EXP_PROCESSOR)`;
  const exclusive = contract.roles.exclusions[0] ?? [];
  const [one = '', other = ''] = exclusive;

  test.each<Row>([
    [
      roles.roleDocumented,
      held('EXP_USER', 'EXP_WIZARD'),
      [`${place(1)} The user holds a role that the role tables do not list. (a documented role code -> EXP_WIZARD)`],
    ],
    [roles.roleDocumented, held('exp_wizard', 'EXP WIZARD', ' EXP', 'EXP ', [7]), undefined],
    [roles.roleOnce, held(['EXP_PROCESSOR', 'a', 'b'], ['EXP_PROCESSOR', 'b', 'a']), [`${place(1)} ${twice}`]],
    [roles.roleOnce, held(['EXP_PROCESSOR'], ['EXP_PROCESSOR', '']), [`${place(1)} ${twice}`]],
    [roles.roleOnce, held(['EXP_PROCESSOR', 'ab'], ['EXP_PROCESSOR', 'a', 'b']), []],
    [roles.roleOnce, held(['EXP_PROCESSOR'], ['EXP_PROCESSOR', 7]), [`${place(1)} ${twice}`]],
    [roles.roleOnce, held(['EXP_PROCESSOR'], ['EXP_USER']), []],
    [roles.roleOnce, held(), undefined],
    [
      roles.groupsOnlyWhereAware,
      held(['EXP_USER', 'g', 'h']),
      [
        `${place(0, 'roleGroups')} The role EXP_USER is not group-aware, yet it has a named group. (no named group -> ["g","h"])`,
      ],
    ],
    [roles.groupsOnlyWhereAware, held(['EXP_USER', '']), []],
    [roles.groupsOnlyWhereAware, { [URN.role]: { roles: [{ roleName: 'EXP_USER' }] } }, []],
    [roles.groupsOnlyWhereAware, held(['EXP_PROCESSOR', 'g']), undefined],
    [roles.groupsOnlyWhereAware, held(['EXP_WIZARD', 'g']), undefined],
    [
      roles.exclusiveRoles,
      held(one, 'EXP_USER', other),
      [
        `${at(URN.role, 'roles')} The user holds ${one} and ${other}, which exclude each other. ` +
          `(one of ${exclusive.join(', ')} -> ["${one}","${other}"])`,
      ],
    ],
    [roles.exclusiveRoles, held(one), []],
    [roles.exclusiveRoles, held(), undefined],
  ])('row %#', (rule, user, problems) => {
    expect(about(rule, user)).toEqual(problems);
  });

  test('lack what they ask for unless they have all of it', () => {
    const facts = { ...contract.roles, prerequisites: [{ code: 'A', needs: ['B', 'C'] }] };
    expect(roles.unsupportedRoles(held('A', 'B'), facts)).toEqual(['A']);
    expect(roles.unsupportedRoles(held('A', 'B', 'C'), facts)).toEqual([]);
    expect(roles.unsupportedRoles(held('B'), facts)).toEqual([]);
  });

  test('are known by the tables of their own revision', () => {
    const other = { ...contract, roles: { ...contract.roles, codes: [{ code: 'EXP_WIZARD', groupAware: false }] } };
    const seen = exchangeOf(held('EXP_WIZARD'));
    expect(roles.roleDocumented(seen, other)).toEqual([]);
    expect(roles.roleDocumented(seen, contract)).toHaveLength(1);
  });
});
