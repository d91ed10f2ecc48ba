/** What is told of effects that must not come: on the user a write names, and on others. */

import { describe, expect, test } from 'vitest';
import { attributeIs } from '../src/checks/consistency/assertion.ts';
import type { Change } from '../src/checks/consistency/effect.ts';
import type { ListedEffect } from '../src/checks/consistency/listing.ts';
import { type Bystander, differences, nothingElse, othersUntouched } from '../src/checks/consistency/untouched.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import { change, effect, ended, spendUser, USER } from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

const CODE = 'ledgerCode';
const asked = [attributeIs(URN.spendUser, CODE, 'new-code')];
const at = (name: string) => `/${URN.spendUser}/${name}`;
const before = spendUser({ [CODE]: 'old' });
const now = (user: JsonObject | undefined, more: Partial<Change> = {}): Change => ({
  ...change(effect([user], true), asked, before),
  ...more,
});
const evidence = (seen: Change) => seen.lookup.reads.at(-1);

describe('the places at which two documents differ', () => {
  const places = (left: JsonObject, right: JsonObject) =>
    differences(left, right).map(({ place, pointer, before: old, after: fresh }) => [place, pointer, old, fresh]);
  const inSpend = (members: JsonObject): JsonObject => ({ [URN.spendUser]: members });
  const data = (...entries: readonly Json[]) => inSpend({ customData: [...entries] });
  const extensionPlace = { extension: URN.spendUser };

  test.each<[string, JsonObject, JsonObject, readonly unknown[]]>([
    ['a value', inSpend({ a: 1 }), inSpend({ a: 2 }), [[{ ...extensionPlace, name: 'a' }, at('a'), 1, 2]]],
    ['a value that comes', inSpend({}), inSpend({ a: 2 }), [[{ ...extensionPlace, name: 'a' }, at('a'), null, 2]]],
    ['a value that goes', inSpend({ a: 1 }), {}, [[{ ...extensionPlace, name: 'a' }, at('a'), 1, null]]],
    [
      'a member of the user itself',
      { externalId: 'a' },
      { externalId: 'b' },
      [[{ extension: 'externalId' }, '/externalId', 'a', 'b']],
    ],
    ['what the server manages', { meta: { a: 1 }, schemas: ['a'] }, { meta: 'b', schemas: [] }, []],
    ['forms of nothing', inSpend({ a: null, b: [], c: { d: null } }), inSpend({}), []],
    ['nothing inside of something', inSpend({ a: { b: 1, c: null } }), inSpend({ a: { b: 1 } }), []],
    ['the order of a list', inSpend({ a: [1, 2, { b: [3, 4] }] }), inSpend({ a: [{ b: [4, 3] }, 2, 1] }), []],
    [
      'an item of a list',
      inSpend({ a: [1, 2] }),
      inSpend({ a: [1, 3] }),
      [[{ ...extensionPlace, name: 'a' }, at('a'), [1, 2], [1, 3]]],
    ],
    [
      'an item of a list under a name that every object of the language has',
      inSpend({ constructor: ['a'] }),
      inSpend({ constructor: ['b'] }),
      [[{ ...extensionPlace, name: 'constructor' }, at('constructor'), ['a'], ['b']]],
    ],
    [
      'an entry with a name',
      data({ id: 'Custom1', value: 'a' }),
      data({ id: 'custom1', value: 'b' }),
      [
        [
          { ...extensionPlace, name: 'customData', key: 'custom1' },
          at('customData'),
          { there: true, value: 'a' },
          { there: true, value: 'b' },
        ],
      ],
    ],
    [
      'an entry that goes',
      data({ id: 'custom1', value: null }),
      data(),
      [[{ ...extensionPlace, name: 'customData', key: 'custom1' }, at('customData'), { there: true }, null]],
    ],
    [
      'an entry that comes twice',
      data({ id: 'custom1', value: 'a' }),
      data({ id: 'custom1', value: 'a' }, { id: 'custom1', value: 'a' }),
      [
        [
          { ...extensionPlace, name: 'customData', key: 'custom1' },
          at('customData'),
          { there: true, value: 'a' },
          [
            { there: true, value: 'a' },
            { there: true, value: 'a' },
          ],
        ],
      ],
    ],
    [
      'links beside an entry',
      data({ id: 'custom1', value: 'a', href: 'x' }),
      data({ id: 'custom1', value: 'a', syncGuid: 'y' }),
      [],
    ],
    [
      'entries without a name',
      data({ value: 'a' }),
      data({ value: 'b' }),
      [
        [
          { ...extensionPlace, name: 'customData' },
          at('customData'),
          { there: true, value: 'a' },
          { there: true, value: 'b' },
        ],
      ],
    ],
    [
      'entries that are none',
      data('a', 7),
      data('b', 7),
      [[{ ...extensionPlace, name: 'customData' }, at('customData'), ['a', 7], ['b', 7]]],
    ],
    [
      'customData that is no list',
      inSpend({ customData: 'a' }),
      inSpend({ customData: 'b' }),
      [[{ ...extensionPlace, name: 'customData' }, at('customData'), 'a', 'b']],
    ],
    [
      'groups of a role',
      { [URN.role]: { roles: [{ roleName: 'R', roleGroups: ['a', 'b'] }] } },
      { [URN.role]: { roles: [{ roleName: 'R', roleGroups: ['b', 'a'] }] } },
      [],
    ],
    [
      'a group of a role',
      { [URN.role]: { roles: [{ roleName: 'R', roleGroups: ['a'] }] } },
      { [URN.role]: { roles: [{ roleName: 'R', roleGroups: ['c'] }] } },
      [
        [
          { extension: URN.role, name: 'roles', key: 'r' },
          `/${URN.role}/roles`,
          { roleGroups: ['a'], there: true },
          { roleGroups: ['c'], there: true },
        ],
      ],
    ],
  ])('%s', (_name, left, right, expected) => {
    expect(places(left, right)).toEqual(expected);
  });
});

describe('a write that does more than it asked for', () => {
  const more = (pointer: string, old: string, fresh: string) =>
    `fail: ${pointer} The PATCH changed a part of the user that it does not name. (${old} -> ${fresh})`;
  const unknown = 'precondition: the user was not known before and after the write';
  const spread = (value: Json) => now(spendUser({ [CODE]: 'new-code', other: value }));
  const wanting = (expected: Json) => ({ asserted: [attributeIs(URN.spendUser, CODE, expected)] });

  test('is judged where the user is known before and after', () => {
    expect(told(nothingElse(now(before, { before: undefined })))).toBe(unknown);
    const waiting = { ...ended(true), end: 'unfinished' as const };
    expect(told(nothingElse({ ...now(before), submission: waiting }))).toBe(unknown);
    const vain = 'not-exercised: the write did not arrive, which another rule judges';
    expect(told(nothingElse(now(undefined)))).toBe(vain);
    expect(told(nothingElse({ ...now(before), lookup: effect([before], false) }))).toBe(vain);
    const spoiled = spendUser({ [CODE]: 'old', country: 'FR' });
    expect(nothingElse({ ...now(before), lookup: effect([spoiled], false) }).verdict).toBe('fail');
  });

  test('lost or changed a value', () => {
    const changed = now(spendUser({ [CODE]: 'new-code', country: 'FR' }));
    expect(told(nothingElse(changed))).toBe(more(at('country'), 'US', 'FR'));
    expect(nothingElse(changed)).toMatchObject({ problems: [{ exchange: evidence(changed) }] });
    expect(told(nothingElse(changed, [{ extension: URN.spendUser, name: 'country' }]))).toBe('pass');
    expect(told(nothingElse(changed, [{ extension: URN.role }]))).toBe(more(at('country'), 'US', 'FR'));
  });

  test('put what it asked for elsewhere, however deep', () => {
    expect(told(nothingElse(spread('new-code')))).toBe(more(at('other'), 'null', 'new-code'));
    expect(told(nothingElse(spread(['x', 'new-code'])))).toBe(more(at('other'), 'null', '["new-code","x"]'));
    expect(told(nothingElse(spread({ a: 'x', b: { c: 'new-code' } })))).toBe(
      more(at('other'), 'null', '{"a":"x","b":{"c":"new-code"}}'),
    );
    expect(told(nothingElse(spread('else')))).toBe('pass');
    expect(told(nothingElse(spread(7)))).toBe('pass');
  });

  test.each<[string, Json, Json, boolean]>([
    ['a word of six letters', 'sixsix', 'sixsix', true],
    ['a shorter word', 'fives', 'fives', false],
    ['a word in a list', ['x', 'listed'], 'listed', true],
    ['a word in a long list', ['a', 'b', 'c', 'd', 'e', 'listed'], 'listed', true],
    ['nothing', null, 'listed', false],
    ['a word in an object', { a: { b: 'nested' } }, 'nested', true],
    ['what must not be there', { not: 'old-one' }, 'old-one', false],
    ['a number', 1234567, 1234567, false],
  ])('asked for %s', (_name, wanted, found, blamed) => {
    const one = now(spendUser({ [CODE]: wanted, other: found }), wanting(wanted));
    expect(nothingElse(one).verdict).toBe(blamed ? 'fail' : 'pass');
  });
});

describe('a write that touches others', () => {
  const done = now(spendUser({ [CODE]: 'new-code' }));
  const other = (own: boolean, members: JsonObject): readonly Bystander[] => [
    { own, before, after: spendUser({ [CODE]: 'old', ...members }) },
  ];
  const touched = (pointer: string, old: string, fresh: string) =>
    `fail: ${pointer} The PATCH changed a user that it does not name. (${old} -> ${fresh})`;
  const list = (...rows: readonly JsonObject[]) =>
    exchangeOf({ operation: 'listUsers', status: 200, json: { totalResults: rows.length, Resources: [...rows] } });
  const listed = (...reads: readonly (readonly JsonObject[])[]): ListedEffect => ({
    what: 'The PATCH',
    submission: ended(true),
    index: 0,
    userId: USER,
    attribute: CODE,
    value: 'new-code',
    expected: true,
    list: { reads: reads.map((rows) => list(...rows)), converged: true, detail: '' },
    control: true,
  });
  const row = (id: string) => spendUser({ [CODE]: 'new-code' }, { id });

  test('is judged by users who were read twice', () => {
    expect(told(othersUntouched([], done))).toBe(
      'precondition: no other user could be read before and after the write',
    );
    expect(told(othersUntouched(other(true, {}), done))).toBe('pass');
  });

  test('changed a user of this run in any way', () => {
    expect(told(othersUntouched(other(true, { country: 'FR' }), done))).toBe(touched(at('country'), 'US', 'FR'));
    expect(told(othersUntouched(other(true, { late: 'default' }), done))).toBe('pass');
    expect(told(othersUntouched(other(true, { late: 'new-code' }), done))).toBe(
      touched(at('late'), 'null', 'new-code'),
    );
  });

  test('gave a user of the tenant a value of this run', () => {
    expect(told(othersUntouched(other(false, { country: 'FR' }), done))).toBe('pass');
    expect(told(othersUntouched(other(false, { [CODE]: 'new-code' }), done))).toBe(
      touched(at(CODE), 'old', 'new-code'),
    );
    expect(told(othersUntouched(other(false, { [CODE]: 'run7-x' }), done))).toBe('pass');
    expect(told(othersUntouched(other(false, { [CODE]: 'undefined' }), done))).toBe('pass');
    expect(told(othersUntouched(other(false, { [CODE]: 'run7-x' }), done, { stem: 'run7-' }))).toBe(
      touched(at(CODE), 'old', 'run7-x'),
    );
    expect(told(othersUntouched(other(false, { [CODE]: 'x-run7-' }), done, { stem: 'run7-' }))).toBe('pass');
    expect(told(othersUntouched(other(false, { a: ['x', 'run7-y'] }), done, { stem: 'run7-' }))).toBe(
      touched(at('a'), 'null', '["run7-y","x"]'),
    );
    expect(told(othersUntouched(other(false, { a: { b: 'run7-y' } }), done, { stem: 'run7-' }))).toBe(
      touched(at('a'), 'null', '{"b":"run7-y"}'),
    );
  });

  test('shows in the list, where nothing else did', () => {
    const seen = listed([row(USER)], [row(USER), row('b'), row('c')]);
    expect(told(othersUntouched(other(true, {}), done, { listed: seen }))).toBe(touched('/Resources', '1', '3'));
    expect(othersUntouched(other(true, {}), done, { listed: seen })).toMatchObject({
      problems: [{ exchange: seen.list.reads[1] }],
    });
    expect(told(othersUntouched(other(true, { country: 'FR' }), done, { listed: seen }))).toBe(
      touched(at('country'), 'US', 'FR'),
    );
    expect(told(othersUntouched(other(true, {}), done, { listed: listed([row(USER)]) }))).toBe('pass');
  });
});
