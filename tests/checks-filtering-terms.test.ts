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
      `not (${TESTER} eq true and ${COUNTRY} pr)`,
      { kind: 'not', parts: [compare(TESTER, 'eq', true), compare(COUNTRY, 'pr')] },
    ],
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
    ['a letter whose case only the capitals show', 'straße', 'eq', 'STRASSE', 'open'],
    ['a letter whose case only the small ones show', '\u212a', 'eq', 'k', 'open'],
    ['a boolean written as text with blanks', ' TRUE ', 'eq', true, 'match'],
    ['the other boolean written as text', 'false', 'eq', true, 'miss'],
    ['the other boolean written as text, asked for', 'false', 'eq', false, 'match'],
    ['a text that is no boolean', 'maybe', 'eq', true, 'open'],
    ['the word true asked for as a text', 'true', 'eq', 'true', 'match'],
    ['the word True asked for as a text', 'True', 'eq', 'true', 'open'],
    ['a boolean asked for as a text', true, 'eq', 'true', 'open'],
    ['a number under ne', 7, 'ne', '7', 'open'],
    ['the empty string asked of itself', '', 'eq', '', 'open'],
    ['the empty string asked of a value', 'US', 'eq', '', 'miss'],
    ['null asked of nothing', null, 'eq', null, 'open'],
    ['eq without a value', 'US', 'eq', undefined, 'open'],
    ['eq without a value, of nothing', null, 'eq', undefined, 'open'],
    ['ne without a value', 'US', 'ne', undefined, 'open'],
    ['the empty string under pr', '', 'pr', undefined, 'open'],
    ['a number under pr', 7, 'pr', undefined, 'match'],
    ['part of nothing', null, 'co', 'b', 'miss'],
    ['part of a number', 7, 'co', '7', 'open'],
    ['part of a boolean', true, 'co', 'r', 'open'],
    ['part without a value', 'abc', 'co', undefined, 'open'],
    ['part that is no text', 'abc', 'co', true, 'open'],
    ['no part', 'abc', 'co', 'd', 'miss'],
    ['an empty part', 'abc', 'co', '', 'open'],
    ['an empty part of nothing', null, 'co', '', 'open'],
    ['a part whose case only the capitals show', 'straße', 'co', 'SSE', 'open'],
    ['a part whose case only the small ones show', 'a\u212a', 'co', 'K', 'open'],
    ['an end in another case', 'abC', 'ew', 'c', 'open'],
    ['before', 'a', 'lt', 'b', 'match'],
    ['not before itself', 'a', 'lt', 'a', 'miss'],
    ['not before', 'b', 'lt', 'a', 'miss'],
    ['up to itself', 'a', 'le', 'a', 'match'],
    ['up to what comes after', 'a', 'le', 'b', 'match'],
    ['not up to what comes before', 'b', 'le', 'a', 'miss'],
    ['at least what comes before', 'b', 'ge', 'a', 'match'],
    ['not at least what comes after', 'a', 'ge', 'b', 'miss'],
    ['an order of two cases of one letter', 'a', 'gt', 'A', 'open'],
    ['an order that holds in any case', 'a', 'ge', 'A', 'match'],
  ])('%s', (_, value, operator, literal, truth) => {
    const members: JsonObject = value === undefined ? {} : { ledgerCode: value };
    expect(truthOf(ledger(operator, literal), one(members))).toBe(truth);
  });

  it('a list has the value that one of its elements has, and an empty one has none', () => {
    const values = (operator: string, value: Literal) => compare(`${CUSTOM}.value`, operator, value);
    const two = one({ customData: custom(['custom1', 'x'], ['custom2', 'y']) });
    expect(truthOf(values('eq', 'y'), two)).toBe('match');
    expect(truthOf(values('eq', 'z'), two)).toBe('miss');
    expect(truthOf(values('eq', 'x'), one({ customData: [] }))).toBe('miss');
    expect(truthOf(values('ne', 'x'), one({ customData: [] }))).toBe('open');
    expect(truthOf(values('ne', 'x'), one({ customData: ['text'] }))).toBe('open');
    expect(truthOf(values('ne', 'x'), one({ customData: ['text', { value: 'x' }] }))).toBe('open');
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
    ['an element that is no object', one({ customData: ['custom1'] }), 'open'],
    ['an element that is null', one({ customData: [null] }), 'miss'],
  ])('%s', (_, user, truth) => {
    expect(truthOf(pair, user)).toBe(truth);
  });

  it('ne inside holds for one element with another value', () => {
    const other = element(CUSTOM, [term('id', 'custom1'), term('value', 'x', 'ne')]);
    expect(truthOf(other, holder(['custom1', 'y']))).toBe('match');
    expect(truthOf(other, holder(['custom1', 'x'], ['custom2', 'y']))).toBe('miss');
    expect(truthOf(other, holder(['custom1', null]))).toBe('open');
  });

  it.each<[string, string | null, string, string, string]>([
    ['a value', 'x', 'pr', '', 'match'],
    ['no value', null, 'pr', '', 'miss'],
    ['a part of no value', null, 'co', 'x', 'miss'],
    ['no part', 'x', 'co', 'y', 'miss'],
    ['no order', 'x', 'gt', 'y', 'miss'],
  ])('beside an id that fits: %s', (_, value, operator, asked, truth) => {
    const filter = element(CUSTOM, [term('id', 'custom1'), term('value', asked, operator)]);
    expect(truthOf(filter, holder(['custom1', value]))).toBe(truth);
  });

  it('a boolean inside has to be the one that is asked for', () => {
    const flagged = element(CUSTOM, [term('id', 'custom1'), term('flag', true)]);
    const flags = (flag: boolean) => one({ customData: [{ id: 'custom1', flag }] });
    expect([flags(true), flags(false)].map((user) => truthOf(flagged, user))).toEqual(['match', 'miss']);
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
    expect(truthOf({ kind: 'not', parts: [us, tester] }, one({ country: 'DE' }))).toBe('open');
    expect(truthOf({ kind: 'not', parts: [compare(COUNTRY, 'pr')] }, one({ country: 'DE' }))).toBe('miss');
    expect(truthOf({ kind: 'not', parts: [us] }, one({ country: '' }))).toBe('open');
    const either: Filter = { kind: 'or', parts: [us, tester] };
    expect(truthOf({ kind: 'not', parts: [either] }, one({ country: 'DE' }))).toBe('open');
    expect(truthOf({ kind: 'not', parts: [either] }, one({ country: 'US' }))).toBe('miss');
    const pair = element(CUSTOM, [term('id', 'custom1')]);
    expect(truthOf({ kind: 'not', parts: [pair] }, one({}))).toBe('match');
    const listed = { kind: 'not' as const, parts: [compare(`${CUSTOM}.value`, 'eq', 'x')] };
    expect(truthOf(listed, one({ customData: custom(['custom1', 'y'], ['custom2', null]) }))).toBe('match');
  });
});
