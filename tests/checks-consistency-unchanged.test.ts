import { describe, expect, test } from 'vitest';
import { attributeIs, customDataIs, hasRole } from '../src/checks/consistency/assertion.ts';
import {
  errorWithoutEffect,
  notBoth,
  notStored,
  otherEntries,
  sameAsBefore,
} from '../src/checks/consistency/refused.ts';
import { differences, nothingElse, othersUntouched } from '../src/checks/consistency/untouched.ts';
import { URN } from '../src/contract/contract.ts';
import type { JsonObject } from '../src/model/json.ts';
import { change, effect, ended, extension, refused, spendUser } from './fixtures/provision-exchanges.ts';

const CODE = 'cashAdvanceAccountCode';
const code = (value: string | null) => spendUser({ [CODE]: value });
const asked = [attributeIs(URN.spendUser, CODE, 'new-code')];
const verdict = (one: { readonly verdict: string }) => one.verdict;

describe('what a write did not name', () => {
  const before = spendUser({
    [CODE]: 'old',
    customData: [
      { id: 'custom1', value: 'a' },
      { id: 'custom2', value: 'b' },
    ],
  });
  const now = (members: JsonObject, more: JsonObject = {}) =>
    change(
      effect(
        [
          spendUser(
            {
              [CODE]: 'new-code',
              customData: [
                { id: 'custom2', value: 'b' },
                { id: 'custom1', value: 'a' },
              ],
              ...members,
            },
            more,
          ),
        ],
        true,
      ),
      asked,
      before,
    );

  test('stays; order and forms of nothing do not count, nor does what the server manages', () => {
    expect(nothingElse(now({}, { meta: { version: 2 }, schemas: ['x'], [URN.role]: {} }))).toEqual({ verdict: 'pass' });
    expect(differences(before, { ...before, [URN.payroll]: { adp: null } })).toEqual([]);
  });

  test('a lost or changed value is a side effect', () => {
    expect(verdict(nothingElse(now({ locale: 'de-DE' })))).toBe('fail');
    expect(verdict(nothingElse(now({ customData: [{ id: 'custom1', value: 'a' }] })))).toBe('fail');
    expect(verdict(nothingElse(now({ customData: [] })))).toBe('fail');
  });

  test('a value that appears is one only where it was asked for elsewhere', () => {
    expect(verdict(nothingElse(now({}, { [URN.role]: { roles: [{ roleName: 'EXP_USER' }] } })))).toBe('pass');
    expect(verdict(nothingElse(now({ ledgerCode: 'new-code' })))).toBe('fail');
  });

  test('one entry of a list leaves its neighbours alone', () => {
    const entry = [customDataIs('custom1', 'second')];
    const patched = (second: string) =>
      change(
        effect(
          [
            spendUser({
              [CODE]: 'old',
              customData: [
                { id: 'custom1', value: 'second' },
                { id: 'custom2', value: second },
              ],
            }),
          ],
          true,
        ),
        entry,
        before,
      );
    expect(verdict(nothingElse(patched('b')))).toBe('pass');
    expect(verdict(nothingElse(patched('second')))).toBe('fail');
  });

  test('others: any change of an own user, on a living tenant only a value of ours', () => {
    const done = now({});
    const bystander = (own: boolean, members: JsonObject) => [
      { own, before: spendUser({}), after: spendUser(members) },
    ];
    expect(verdict(othersUntouched(bystander(true, {}), done))).toBe('pass');
    expect(verdict(othersUntouched(bystander(true, { country: 'FR' }), done))).toBe('fail');
    expect(verdict(othersUntouched(bystander(false, { country: 'FR' }), done))).toBe('pass');
    expect(verdict(othersUntouched(bystander(false, { [CODE]: 'new-code' }), done))).toBe('fail');
    expect(verdict(othersUntouched(bystander(false, { [CODE]: 'run42x' }), done, { stem: 'run42' }))).toBe('fail');
    expect(verdict(othersUntouched([], done))).toBe('inconclusive');
  });
});

describe('effects that must not come', () => {
  const vain = (user: JsonObject | undefined, of = ended(false, { extensions: [extension(URN.spendUser, 'error')] })) =>
    change(effect([user], true), asked, code('old'), of);

  test('a refused value is not stored', () => {
    expect(verdict(notStored(vain(code('old')), 'x'))).toBe('pass');
    expect(verdict(notStored(vain(code('new-code')), 'x'))).toBe('fail');
    expect(verdict(notStored(vain(undefined), 'x'))).toBe('inconclusive');
  });

  test('an extension in error leaves nothing; another extension of the same request may', () => {
    expect(verdict(errorWithoutEffect(vain(code('old'))))).toBe('pass');
    expect(verdict(errorWithoutEffect(vain(code('new-code'))))).toBe('fail');
    expect(verdict(errorWithoutEffect(vain(undefined)))).toBe('pass');
    const elsewhere = ended(false, { extensions: [extension(URN.role, 'error')] });
    expect(verdict(errorWithoutEffect(vain(code('new-code'), elsewhere)))).toBe('not-exercised');
    expect(verdict(errorWithoutEffect(vain(code('old'), refused())))).toBe('not-exercised');
  });

  test('exclusive roles are not held together', () => {
    const roles = (...names: readonly string[]) =>
      change(
        effect([spendUser({}, { [URN.role]: { roles: names.map((roleName) => ({ roleName })) } })], true),
        [hasRole('A'), hasRole('B')],
        spendUser({}),
      );
    expect([notBoth(roles()), notBoth(roles('A'))]).toMatchObject([
      { behaviour: 'neither is stored' },
      { behaviour: 'one is stored' },
    ]);
    expect(verdict(notBoth(roles('A', 'B')))).toBe('fail');
  });

  test('testEmployee keeps its value; absent and false are one', () => {
    const flag = (old: JsonObject, fresh: JsonObject) =>
      sameAsBefore(change(effect([spendUser(fresh)], true), [], spendUser(old)), URN.spendUser, 'testEmployee');
    expect(verdict(flag({}, { testEmployee: false }))).toBe('pass');
    expect(verdict(flag({}, { testEmployee: true }))).toBe('fail');
    expect(verdict(flag({ testEmployee: true }, { testEmployee: false }))).toBe('fail');
  });

  test('the other entries of a list are told', () => {
    const had = spendUser({ customData: [{ id: 'custom2', value: 'b' }] });
    expect(otherEntries(change(effect([had], true), [], had), ['custom2'])).toMatchObject({
      behaviour: 'other entries kept',
    });
    expect(otherEntries(change(effect([spendUser({})], true), [], had), ['custom2'])).toMatchObject({
      behaviour: 'other entries gone',
    });
    expect(verdict(otherEntries(change(effect([had], true), [], spendUser({})), ['custom2']))).toBe('not-exercised');
  });
});
