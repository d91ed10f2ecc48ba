/** What a write asked for, as statements about a user: where each looks, what it sees there, and when it holds. */

import { describe, expect, test } from 'vitest';
import * as is from '../src/checks/consistency/assertion.ts';
import * as refers from '../src/checks/consistency/references.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { spendUser } from './fixtures/provision-exchanges.ts';

const ID = '8F545A90-305F-441B-91CD-A69AD5F548F5';
const id = ID.toLowerCase();
const custom = (...entries: readonly Json[]) => spendUser({ customData: [...entries] });
const roles = (...names: readonly Json[]): JsonObject => ({
  [URN.role]: { roles: names.map((roleName) => ({ roleName })) },
});
const approver = (value: Json, kind = 'report'): JsonObject => ({
  [URN.approver]: { [kind]: [{ approver: { value } }] },
});
const delegate = (value: Json, more: JsonObject = {}): JsonObject => ({
  [URN.delegate]: { expense: [{ delegate: { value }, ...more }] },
});
const limit = (approvalLimit: Json): JsonObject => ({
  [URN.approverLimit]: { authorizedApprover: [{ approvalLimit }] },
});
const at = (extension: string, name: string) => `/${extension}/${name}`;

interface Row {
  readonly asserted: is.Assertion;
  /** The place as histories name it, and what the write wants there. */
  readonly place: string;
  readonly wants: readonly [relation: string, value: Json];
  readonly expected: Json;
  /** Users, what is seen of them, and whether that is right. */
  readonly users: readonly (readonly [user: JsonObject, actual: Json, holds: boolean])[];
}

const ROWS: Readonly<Record<string, Row>> = {
  'an attribute': {
    asserted: is.attributeIs(URN.spendUser, 'locale', 'de'),
    place: at(URN.spendUser, 'locale'),
    wants: ['is', 'de'],
    expected: 'de',
    users: [
      [spendUser({ locale: 'de' }), 'de', true],
      [spendUser({ locale: 'DE' }), 'DE', false],
      [{ id: 'x' }, null, false],
    ],
  },
  'an attribute that was cleared': {
    asserted: is.attributeIsNot(URN.spendUser, 'locale', 'de'),
    place: at(URN.spendUser, 'locale'),
    wants: ['is-not', 'de'],
    expected: { not: 'de' },
    users: [
      [spendUser({ locale: 'de' }), 'de', false],
      [spendUser({ locale: 'fr' }), 'fr', true],
      [{ id: 'x' }, null, true],
    ],
  },
  'a custom field': {
    asserted: is.customDataIs('orgUnit1', 'x'),
    place: `${at(URN.spendUser, 'customData')}#orgunit1`,
    wants: ['is', [{ id: 'orgUnit1', value: 'x' }]],
    expected: [{ id: 'orgUnit1', value: 'x' }],
    users: [
      [custom({ id: 'ORGUNIT1', value: 'x' }), [{ id: 'orgUnit1', value: 'x' }], true],
      [custom({ id: 'orgUnit1' }), [{ id: 'orgUnit1', value: null }], false],
      [custom('text', { id: 7, value: 'x' }), [], false],
      [spendUser({ customData: 'text' }), [], false],
    ],
  },
  'no custom field': {
    asserted: is.customDataLacks('orgUnit1'),
    place: `${at(URN.spendUser, 'customData')}#orgunit1`,
    wants: ['is', []],
    expected: [],
    users: [
      [custom({ id: 'orgUnit1', value: 'x' }), [{ id: 'orgUnit1', value: 'x' }], false],
      [custom({ id: 'orgUnit1', value: null }, { id: 'custom1', value: 'x' }), [], true],
    ],
  },
  'a role': {
    asserted: is.hasRole('EXP_USER'),
    place: `${at(URN.role, 'roles')}#exp_user`,
    wants: ['has', 'EXP_USER'],
    expected: 'EXP_USER',
    users: [
      [roles('EXP_USER', 7), ['EXP_USER'], true],
      [{ [URN.role]: { roles: [null, 'EXP_USER', { roleName: 'OTHER' }] } }, ['OTHER'], false],
      [roles('EXP_USERS'), ['EXP_USERS'], false],
    ],
  },
  'no role': {
    asserted: is.lacksRole('EXP_USER'),
    place: `${at(URN.role, 'roles')}#exp_user`,
    wants: ['lacks', 'EXP_USER'],
    expected: { not: 'EXP_USER' },
    users: [
      [roles('EXP_USER'), ['EXP_USER'], false],
      [roles(), [], true],
    ],
  },
  'an approver': {
    asserted: is.hasApprover('report', ID),
    place: at(URN.approver, 'report'),
    wants: ['has', ID],
    expected: ID,
    users: [
      [approver(ID), [id], true],
      [approver(7), [], false],
      [approver(ID, 'request'), [], false],
    ],
  },
  'no approver': {
    asserted: is.lacksApprover('report', ID),
    place: at(URN.approver, 'report'),
    wants: ['lacks', ID],
    expected: { not: ID },
    users: [
      [approver(id), [id], false],
      [{ id: 'x' }, [], true],
    ],
  },
  'a delegate': {
    asserted: refers.hasDelegate('expense', ID),
    place: at(URN.delegate, 'expense'),
    wants: ['has', ID],
    expected: ID,
    users: [
      [delegate(ID), [id], true],
      [delegate(7), [], false],
    ],
  },
  'no delegate': {
    asserted: refers.lacksDelegate('expense', ID),
    place: at(URN.delegate, 'expense'),
    wants: ['lacks', ID],
    expected: { not: ID },
    users: [
      [delegate(id), [id], false],
      [{ id: 'x' }, [], true],
    ],
  },
  'a permission of a delegate': {
    asserted: refers.delegateMay('expense', 'canApprove', true),
    place: `${at(URN.delegate, 'expense')}#canApprove`,
    wants: ['is', true],
    expected: true,
    users: [
      [delegate(ID, { canApprove: true }), true, true],
      [delegate(ID, { canApprove: false }), false, false],
      [{ id: 'x' }, null, false],
    ],
  },
  'a limit': {
    asserted: refers.hasLimit('authorizedApprover', 500),
    place: at(URN.approverLimit, 'authorizedApprover'),
    wants: ['has', '500'],
    expected: '500',
    users: [
      [limit('500.00'), ['500'], true],
      [limit(500), ['500'], true],
      [limit(null), [], false],
    ],
  },
  'no limit': {
    asserted: refers.lacksLimit('authorizedApprover', 500),
    place: at(URN.approverLimit, 'authorizedApprover'),
    wants: ['lacks', '500'],
    expected: { not: '500' },
    users: [
      [limit(500), ['500'], false],
      [limit(501), ['501'], true],
    ],
  },
};

describe.each(Object.entries(ROWS))('%s', (_name, { asserted, place, wants: [relation, value], expected, users }) => {
  test('is a statement about one place', () => {
    expect(is.placeName(asserted)).toBe(place);
    expect(`/${asserted.place.extension}/${asserted.place.name}`).toBe(asserted.pointer);
    expect(is.wantOf(asserted)).toEqual({ at: place, extension: asserted.place.extension, relation, value });
    expect(asserted.expected).toEqual(expected);
  });

  test.each(users)('row %#', (user, actual, holds) => {
    expect(asserted.actual(user)).toEqual(actual);
    expect(asserted.holds(user)).toBe(holds);
  });

  test('means the same as data', () => {
    for (const [user, actual, holds] of users)
      expect([user, is.isMet(is.wantOf(asserted), actual)]).toEqual([user, holds]);
  });
});

describe('as data', () => {
  const want = (relation: 'is' | 'has' | 'lacks', value: Json) => ({ at: '/x', extension: 'x', relation, value });

  test('a want says nothing of a place nobody looked at', () => {
    expect(is.isMet(want('is', 'a'), undefined)).toBeUndefined();
    expect(is.isMet(want('lacks', 'a'), undefined)).toBeUndefined();
  });

  test('an attribute that has a member called not is wanted as it is', () => {
    expect(is.wantOf(is.attributeIs('x', 'y', { not: 1 })).value).toEqual({ not: 1 });
  });

  test('membership knows no letter case, and no list is no member', () => {
    expect(is.isMet(want('has', ID), ['x', id])).toBe(true);
    expect(is.isMet(want('lacks', ID), ['x', id])).toBe(false);
    expect(is.isMet(want('has', 7), ['x', 7])).toBe(true);
    expect(is.isMet(want('has', 7), ['7'])).toBe(false);
    expect(is.isMet(want('has', 7), [8])).toBe(false);
    expect(is.isMet(want('has', 7), [''])).toBe(false);
    expect(is.isMet(want('has', ''), [7])).toBe(false);
    expect(is.isMet(want('has', 'a'), 'a')).toBe(false);
    expect(is.isMet(want('lacks', 'a'), 'a')).toBe(true);
  });
});

test.each<[string, Json, readonly JsonObject[]]>([
  ['a list of objects', [{ a: 1 }, { b: 2 }], [{ a: 1 }, { b: 2 }]],
  ['a list with anything else', [null, 'text', 7, [], { a: 1 }], [{ a: 1 }]],
  ['an object', { a: 1 }, []],
  ['nothing', null, []],
])('the entries of %s are its objects', (_, list, entries) => {
  expect(is.entriesOf({ e: { list } }, 'e', 'list')).toEqual(entries);
  expect(is.entriesOf({}, 'e', 'list')).toEqual([]);
});

describe('a place', () => {
  test.each<[is.Place, is.Place, boolean]>([
    [{ extension: 'urn:A' }, { extension: 'urn:a', name: 'n', key: 'k' }, true],
    [{ extension: 'urn:a' }, { extension: 'urn:b' }, false],
    [{ extension: 'urn:a', name: 'n' }, { extension: 'urn:a', name: 'n', key: 'k' }, true],
    [{ extension: 'urn:a', name: 'n' }, { extension: 'urn:a', name: 'm' }, false],
    [{ extension: 'urn:a', name: 'n' }, { extension: 'urn:a' }, false],
    [{ extension: 'urn:a', name: 'n', key: 'k' }, { extension: 'urn:a', name: 'n', key: 'k' }, true],
    [{ extension: 'urn:a', name: 'n', key: 'k' }, { extension: 'urn:a', name: 'n', key: 'l' }, false],
    [{ extension: 'urn:a', name: 'n', key: 'k' }, { extension: 'urn:a', name: 'n' }, false],
  ])('row %#: covers another', (outer, inner, covered) => {
    expect(is.covers(outer, inner)).toBe(covered);
  });

  test('is assigned where a member of its extension has a value', () => {
    const extension = { a: null, b: 'x' };
    expect(is.extensionOf({ e: extension }, 'e')).toBe(extension);
    for (const none of [{ a: null, b: [] }, {}, 'text', null]) expect(is.extensionOf({ e: none }, 'e')).toBeUndefined();
    expect(is.extensionOf({}, 'e')).toBeUndefined();
  });
});
