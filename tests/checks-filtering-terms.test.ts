/** Filters as terms: their text, where they look, and what they settle about a user. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truthOf } from '../src/checks/filter/evaluate.ts';
import { compare, element, type Filter, type Literal, locate, term, textOf } from '../src/checks/filter/terms.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { COUNTRY, CUSTOM, custom, LEDGER, spender, TESTER } from './fixtures/filter-ground.ts';

const one = (members: JsonObject) => spender('u1', members);
const ledger = (operator: string, value?: Literal) => compare(LEDGER, operator, value);

describe('the text of a filter', () => {
  it.each<[string, Filter]>([
    [`${COUNTRY} eq "US"`, compare(COUNTRY, 'eq', 'US')],
    [`${TESTER} ne false`, compare(TESTER, 'ne', false)],
    [`${COUNTRY} pr`, compare(COUNTRY, 'pr')],
    [`${LEDGER} eq "a\\"b\\\\c"`, ledger('eq', 'a"b\\c')],
    [`country eq null`, compare(COUNTRY, 'eq', null, 'country')],
    [`${CUSTOM}[id eq "custom1" and value eq "x"]`, element(CUSTOM, [term('id', 'custom1'), term('value', 'x')])],
    [`not (${TESTER} eq true)`, { kind: 'not', parts: [compare(TESTER, 'eq', true)] }],
    [
      `${TESTER} eq true or ${COUNTRY} pr`,
      { kind: 'or', parts: [compare(TESTER, 'eq', true), compare(COUNTRY, 'pr')] },
    ],
  ])('%s', (text, filter) => {
    expect(textOf(filter)).toBe(text);
  });

  it('can be written with capitals and with other literals', () => {
    const both: Filter = { kind: 'and', parts: [compare('a', 'eq', true), compare('b', 'ne', false)] };
    expect(textOf(both, { capitals: true })).toBe('a EQ true AND b NE false');
    expect(textOf(both, { literal: (value) => `"${value}"` })).toBe('a eq "true" and b ne "false"');
  });

  it('keeps a URN together and splits what follows', () => {
    expect(locate(`${URN.spendUser}:biManager.value`)).toEqual([URN.spendUser, 'biManager', 'value']);
    expect(locate('meta.lastModified')).toEqual(['meta', 'lastModified']);
    expect(locate('id')).toEqual(['id']);
  });
});

describe('what a comparison settles', () => {
  it.each<[string, Json | undefined, string, Literal | undefined, string]>([
    ['an equal value', 'US', 'eq', 'US', 'match'],
    ['another value', 'CA', 'eq', 'US', 'miss'],
    ['a longer value', 'USA', 'eq', 'US', 'miss'],
    ['a blank more', 'US ', 'eq', 'US', 'miss'],
    ['another letter case', 'us', 'eq', 'US', 'open'],
    ['another letter case under ne', 'us', 'ne', 'US', 'open'],
    ['null', null, 'eq', 'US', 'miss'],
    ['absent', undefined, 'eq', 'US', 'miss'],
    ['null under ne', null, 'ne', 'US', 'open'],
    ['the empty string under ne', '', 'ne', 'US', 'open'],
    ['the empty string asked of no value', null, 'eq', '', 'open'],
    ['a value asked for null', 'US', 'eq', null, 'open'],
    ['a number', 7, 'eq', '7', 'open'],
    ['another value under ne', 'CA', 'ne', 'US', 'match'],
    ['the value under ne', 'US', 'ne', 'US', 'miss'],
    ['a boolean', true, 'eq', true, 'match'],
    ['the other boolean', false, 'eq', true, 'miss'],
    ['a boolean written as text', 'True', 'eq', true, 'match'],
    ['an unset boolean', null, 'eq', false, 'miss'],
    ['part of a value', 'abc', 'co', 'b', 'match'],
    ['part in another case', 'aBc', 'co', 'b', 'open'],
    ['a beginning', 'abc', 'sw', 'ab', 'match'],
    ['no beginning', 'abc', 'sw', 'bc', 'miss'],
    ['an end', 'abc', 'ew', 'bc', 'match'],
    ['present', 'abc', 'pr', undefined, 'match'],
    ['not present', null, 'pr', undefined, 'miss'],
    ['after', 'b', 'gt', 'a', 'match'],
    ['not after itself', 'a', 'gt', 'a', 'miss'],
    ['at itself', 'a', 'ge', 'a', 'match'],
    ['an order that depends on case', 'a', 'lt', 'B', 'open'],
    ['an order of nothing', null, 'gt', 'a', 'open'],
    ['an unknown operator', 'a', 'xx', 'a', 'open'],
  ])('%s', (_, value, operator, literal, truth) => {
    const members: JsonObject = value === undefined ? {} : { ledgerCode: value };
    expect(truthOf(ledger(operator, literal), one(members))).toBe(truth);
  });

  it('a user without the extension has no value', () => {
    expect(truthOf(ledger('eq', 'x'), { id: 'u1' })).toBe('miss');
    expect(truthOf(ledger('ne', 'x'), { id: 'u1' })).toBe('open');
  });

  it('eq and ne never agree about a value', () => {
    const texts = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(texts, texts, (has, asked) => {
        const user = one({ ledgerCode: has });
        const sides = [truthOf(ledger('eq', asked), user), truthOf(ledger('ne', asked), user)].sort().join(' ');
        expect(['match miss', 'open open']).toContain(sides);
      }),
    );
  });
});

describe('what a value path settles', () => {
  const pair = element(CUSTOM, [term('id', 'custom1'), term('value', 'x')]);
  const holder = (...entries: readonly (readonly [string, string | null])[]) => one({ customData: custom(...entries) });

  it.each([
    ['both terms in one element', holder(['custom2', 'y'], ['custom1', 'x']), 'match'],
    ['each term in another element', holder(['custom1', 'y'], ['custom2', 'x']), 'miss'],
    ['the id in another case', holder(['CUSTOM1', 'x']), 'open'],
    ['the value null', holder(['custom1', null]), 'miss'],
    ['an empty list', holder(), 'miss'],
    ['no list', one({}), 'miss'],
    ['null for a list', one({ customData: null }), 'miss'],
  ])('%s', (_, user, truth) => {
    expect(truthOf(pair, user)).toBe(truth);
  });

  it('ne inside holds for one element with another value', () => {
    const other = element(CUSTOM, [term('id', 'custom1'), term('value', 'x', 'ne')]);
    expect(truthOf(other, holder(['custom1', 'y']))).toBe('match');
    expect(truthOf(other, holder(['custom1', 'x'], ['custom2', 'y']))).toBe('miss');
    expect(truthOf(other, holder(['custom1', null]))).toBe('open');
  });

  it('or inside needs one term', () => {
    const either = element(CUSTOM, pair.terms, CUSTOM, 'or');
    expect(truthOf(either, holder(['custom1', 'y']))).toBe('match');
    expect(truthOf(either, holder(['custom2', 'y']))).toBe('miss');
  });
});

describe('what logical words settle', () => {
  const us = compare(COUNTRY, 'eq', 'US');
  const tester = compare(TESTER, 'eq', true);
  const user = one({ country: 'US', testEmployee: false });

  it('and, or and not', () => {
    expect(truthOf({ kind: 'and', parts: [us, tester] }, user)).toBe('miss');
    expect(truthOf({ kind: 'or', parts: [us, tester] }, user)).toBe('match');
    expect(truthOf({ kind: 'not', parts: [us] }, user)).toBe('miss');
    expect(truthOf({ kind: 'not', parts: [tester] }, user)).toBe('match');
  });

  it('not leaves open who has no value', () => {
    expect(truthOf({ kind: 'not', parts: [us] }, one({}))).toBe('open');
  });
});
