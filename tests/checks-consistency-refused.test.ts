/** What is told of values that were refused and must not be stored, sentence by sentence. */

import { describe, expect, test } from 'vitest';
import { attributeIs, hasRole } from '../src/checks/consistency/assertion.ts';
import type { Change } from '../src/checks/consistency/effect.ts';
import * as refusal from '../src/checks/consistency/refused.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { change, effect, ended, extension, refused, spendUser } from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

const CODE = 'ledgerCode';
const at = (name: string) => `/${URN.spendUser}/${name}`;
const before = spendUser({ [CODE]: 'old' });
const now = (user: JsonObject | undefined, more: Partial<Change> = {}): Change => ({
  ...change(effect([user], true), [attributeIs(URN.spendUser, CODE, 'new-code')], before),
  ...more,
});
const evidence = (seen: Change) => seen.lookup.reads.at(-1);

describe('a value that was refused', () => {
  const stored = now(spendUser({ [CODE]: 'new-code' }));
  const holding = (why: string) =>
    `fail: ${at(CODE)} The PATCH is stored although ${why}. ({"not":"new-code"} -> new-code)`;
  const unread = 'precondition: the user could not be read after the write';

  test('is not stored', () => {
    expect(told(refusal.notStored(stored, 'it was refused'))).toBe(holding('it was refused'));
    expect(refusal.notStored(stored, 'x')).toMatchObject({ problems: [{ exchange: evidence(stored) }] });
    expect(told(refusal.notStored(now(before), 'x'))).toBe('pass');
    expect(told(refusal.notStored(now(undefined), 'x'))).toBe(unread);
  });

  test('is not one of two roles that exclude each other', () => {
    const roles = (...names: readonly string[]) =>
      now(spendUser({}, { [URN.role]: { roles: names.map((roleName) => ({ roleName })) } }), {
        asserted: [hasRole('A'), hasRole('B')],
      });
    expect(told(refusal.notBoth(now(undefined)))).toBe(unread);
    expect(told(refusal.notBoth(roles()))).toBe('pass: neither is stored');
    expect(told(refusal.notBoth(roles('A')))).toBe('pass: one is stored');
    const both = roles('A', 'B');
    expect(told(refusal.notBoth(both))).toBe(
      `fail: /${URN.role}/roles Two roles that exclude each other are read back together. (at most one of them -> ["A","B"])`,
    );
    expect(refusal.notBoth(both)).toMatchObject({ problems: [{ exchange: evidence(both) }] });
  });

  test('leaves no effect where its extension is an error', () => {
    const failed = (result: string) =>
      ended(false, { extensions: [extension(URN.spendUser.toUpperCase(), result), extension(URN.role, 'success')] });
    const told1 = (seen: Change) => told(refusal.errorWithoutEffect(seen));
    expect(told1({ ...stored, submission: refused() })).toBe(
      'not-exercised: the request was refused, or its status lists no operation',
    );
    expect(told1({ ...stored, submission: failed('success') })).toBe(
      'not-exercised: no extension of the operation failed',
    );
    expect(told1({ ...stored, submission: failed('error'), asserted: [hasRole('A')] })).toBe(
      'not-exercised: no extension of the operation failed',
    );
    expect(told1({ ...stored, submission: failed('error'), lookup: effect([], false) })).toBe(
      'not-exercised: the status names no user to look at',
    );
    expect(told1({ ...now(undefined), submission: failed('error') })).toBe('pass: no such user');
    expect(told1({ ...stored, submission: failed('error') })).toBe(holding('its extension is reported as error'));
  });

  test('leaves other entries alone or takes them, which is recorded', () => {
    const custom = (...ids: readonly string[]) => spendUser({ customData: ids.map((id) => ({ id, value: 'x' })) });
    const entries = (old: JsonObject | undefined, fresh: JsonObject | undefined, converged = true) =>
      told(refusal.otherEntries({ ...now(fresh), before: old, lookup: effect([fresh], converged) }, ['b', 'c']));
    const unknown = 'precondition: the list was not known before and after the write';
    expect(entries(custom('a', 'b'), custom('a', 'b'))).toBe('pass: other entries kept');
    expect(entries(custom('b', 'c'), custom('b'))).toBe('pass: other entries gone');
    expect(entries(custom('a'), custom('a'))).toBe('not-exercised: there was no other entry');
    expect([
      entries(undefined, custom()),
      entries(custom('b'), undefined),
      entries(custom('b'), custom('b'), false),
    ]).toEqual([unknown, unknown, unknown]);
  });

  test('leaves a member as it was', () => {
    const member = (old: JsonObject | undefined, fresh: JsonObject | undefined) =>
      told(refusal.sameAsBefore({ ...now(fresh), before: old }, URN.spendUser, 'testEmployee'));
    const flag = (testEmployee: Json) => spendUser({ testEmployee });
    const unknown = 'precondition: the user was not known before and after the write';
    expect([member(undefined, flag(true)), member(flag(true), undefined)]).toEqual([unknown, unknown]);
    expect(member(flag(true), flag(true))).toBe('pass');
    expect(member(flag(null), flag(false))).toBe('pass');
    expect(member(flag(false), spendUser({}))).toBe('pass');
    expect(member(flag(false), flag(true))).toBe(
      `fail: ${at('testEmployee')} The PATCH changed a member that is set at creation only. (false -> true)`,
    );
  });
});
