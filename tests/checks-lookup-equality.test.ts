/** What a lookup beside the list entry is told to show: which ways to write a user are the same, and which are not. */

import { describe, expect, test } from 'vitest';
import { asksForSecondLook, equalsListEntry } from '../src/checks/lookup-equality.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { lookedUp, populationOf, STARTED, soundWalk, user } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const id = 'a1b2';
const found = lookedUp(id, { body: user(id) });
const answer = (status: number, body: Json = {}) => lookedUp(id, { status, body });

describe('a lookup beside the list entry', () => {
  const population = populationOf([soundWalk(3, 2)]);
  const equal = (entry: JsonObject, body: Json, status = 200) =>
    told(equalsListEntry({ entry, seen: lookedUp(id, { status, body }), population }));
  const spend = (members: JsonObject, more: JsonObject = {}) => user(id, { [URN.spendUser]: members, ...more });
  const pay = (adp: JsonObject) => user(id, { [URN.payroll]: { adp } });
  const at = `/${URN.spendUser}`;
  const parsed = (text: string) => JSON.parse(text) as JsonObject;

  test.each<[string, JsonObject, JsonObject, string]>([
    [
      'another value',
      spend({ country: 'US' }),
      spend({ country: 'DE' }),
      `fail: ${at}/country The lookup gives country another value than the list. (US -> DE)`,
    ],
    [
      'a value less',
      spend({ country: 'US', locale: 'de' }),
      spend({ country: 'US' }),
      `fail: ${at}/locale The list gives locale a value, the lookup does not. (de -> null)`,
    ],
    [
      'a value more',
      spend({ country: 'US' }),
      spend({ country: 'US', locale: 'de' }),
      `fail: ${at}/locale The lookup gives locale a value, the list does not. (null -> de)`,
    ],
    [
      'a value less, under a name that every object of the language has',
      spend({ country: 'US', constructor: 'x' }),
      spend({ country: 'US' }),
      `fail: ${at}/constructor The list gives constructor a value, the lookup does not. (x -> null)`,
    ],
    [
      'a value more, under a name that every object of the language has',
      spend({ country: 'US' }),
      spend(parsed('{"country":"US","__proto__":{"a":1}}')),
      `fail: ${at}/__proto__ The lookup gives __proto__ a value, the list does not. (null -> {"a":1})`,
    ],
    [
      'an empty string for nothing',
      spend({ country: 'US', ledgerCode: '' }),
      spend({ country: 'US' }),
      `fail: ${at}/ledgerCode The list gives ledgerCode a value, the lookup does not. ( -> null)`,
    ],
    [
      'an unset cash advance account',
      spend({ country: 'US', cashAdvanceAccountCode: '' }),
      spend({ country: 'US' }),
      'pass',
    ],
    [
      'another cash advance account',
      spend({ cashAdvanceAccountCode: 'A' }),
      spend({ cashAdvanceAccountCode: 'B' }),
      `fail: ${at}/cashAdvanceAccountCode The lookup gives cashAdvanceAccountCode another value than the list. (A -> B)`,
    ],
    [
      'a role group without a name',
      user(id, { [URN.role]: { roles: [{ roleName: 'R', roleGroups: [''] }] } }),
      user(id, { [URN.role]: { roles: [{ roleName: 'R' }] } }),
      'pass',
    ],
    [
      'links and marks of synchronisation',
      spend({ biManager: { value: 'm' } }),
      spend({ biManager: { value: 'm', $ref: 'x', syncGuid: 'y', href: 'z' } }),
      'pass',
    ],
    [
      'custom fields without a value',
      spend({ customData: [{ id: 'custom1', value: 'a' }] }),
      spend({ customData: [{ id: 'custom2' }, { id: 'custom1', value: 'a' }, { id: 'custom3', value: null }] }),
      'pass',
    ],
    ['payroll without a value', pay({ companyCode: 'c', deductionCode: null }), pay({ companyCode: 'c' }), 'pass'],
    [
      'an item that only elsewhere would be blank',
      user(id, { [URN.approver]: { report: [{ primary: true }] } }),
      user(id),
      `fail: /${URN.approver} The list gives ${URN.approver} a value, the lookup does not. ({"report":[{"primary":true}]} -> null)`,
    ],
    [
      'one instant in two zones',
      user(id, { meta: { created: '2025-01-01T00:00:00Z' } }),
      user(id, { meta: { created: '2025-01-01T01:00:00+01:00' } }),
      'pass',
    ],
    [
      'another instant',
      user(id, { meta: { lastModified: '2025-01-01T00:00:00Z' } }),
      user(id, { meta: { lastModified: '2025-01-01T00:00:01Z' } }),
      'fail: /meta/lastModified The lookup gives lastModified another value than the list. ' +
        '(2025-01-01T00:00:00.000Z -> 2025-01-01T00:00:01.000Z)',
    ],
    [
      'a year that is a text, no instant',
      spend({ ledgerCode: '2025' }),
      spend({ ledgerCode: '2025-01-01T00:00:00.000Z' }),
      `fail: ${at}/ledgerCode The lookup gives ledgerCode another value than the list. (2025 -> 2025-01-01T00:00:00.000Z)`,
    ],
    [
      'a member of meta',
      user(id, { meta: { resourceType: 'User' } }),
      user(id, { meta: { resourceType: 'Person' } }),
      'fail: /meta/resourceType The lookup gives resourceType another value than the list. (User -> Person)',
    ],
    [
      'other items, in the order of their text',
      spend({ customData: [{ id: 'b' }, { id: 'a' }].map((one) => ({ ...one, value: 'v' })) }),
      spend({ customData: [{ id: 'a', value: 'v' }] }),
      `fail: ${at}/customData The lookup gives customData another value than the list. ` +
        '([{"id":"a","value":"v"},{"id":"b","value":"v"}] -> [{"id":"a","value":"v"}])',
    ],
    [
      'a time that is none',
      user(id, { meta: { created: 'lately' } }),
      user(id, { meta: { created: 'lately' } }),
      'pass',
    ],
    ['no meta', user(id, { meta: { location: 'x' } }), user(id, { meta: null }), 'pass'],
  ])('%s', (_name, entry, body, text) => {
    expect(equal(entry, body)).toBe(text);
  });

  test('of another user, or unreadable, is not compared', () => {
    const other = 'not-exercised: the lookup answered with another user, or with one without id';
    expect(equal(spend({}), user(id), 404)).toBe('not-exercised: the lookup was answered with 404');
    expect(equal(spend({}), 'text')).toBe('precondition: the lookup carries no JSON object');
    expect(equal(spend({}), user('other'))).toBe(other);
    expect(equal(spend({}), { id: 7 })).toBe(other);
    expect(equal({ id: 7 }, user(id))).toBe(other);
    expect(equal({ id: 7 }, { id: 7 })).toBe(other);
  });

  test('asks for a second look only where a user came', () => {
    const entry = user(id);
    expect(asksForSecondLook(entry, answer(404, { meta: {} }))).toBe(false);
    expect(asksForSecondLook(entry, answer(200, 'text'))).toBe(false);
    expect(asksForSecondLook(entry, answer(200, { meta: {} }))).toBe(true);
  });

  test('that is equal passes, whatever the second look would show', () => {
    const again = lookedUp(id, { body: user(id, { [URN.spendUser]: { country: 'DE' } }) });
    expect(told(equalsListEntry({ entry: user(id), seen: found, population, again }))).toBe('pass');
    const busy = user(id, { meta: { lastModified: new Date(STARTED).toISOString() } });
    const seen = lookedUp(id, { body: busy });
    expect(told(equalsListEntry({ entry: busy, seen, population, again: seen }))).toBe('pass');
  });
});
