/** Values and pairs taken from a population: telling, deterministic, never doubtful. */

import { describe, expect, it } from 'vitest';
import { chooseCrossedPair, choosePair } from '../src/checks/filter/choose-pair.ts';
import { chooseText, chooseTextWith, type ValueKind } from '../src/checks/filter/choose-text.ts';
import { compare } from '../src/checks/filter/terms.ts';
import { URN } from '../src/contract/contract.ts';
import { COUNTRY, CUSTOM, custom, groundOver, LEDGER, spender } from './fixtures/filter-ground.ts';

const codes = ['US', 'US', 'US', 'USA', 'de', 'A & B', null];
const ground = groundOver(codes.map((ledgerCode, index) => spender(`u${index}`, { ledgerCode })));

describe('a text value', () => {
  it.each<[ValueKind, string]>([
    ['common', 'US'],
    ['rare', 'de'],
    ['prefix', 'US'],
    ['inner part', 'S'],
    ['longer', 'USA'],
    ['absent', 'ZZ'],
  ])('%s', (kind, value) => {
    expect(chooseText(ground, LEDGER, kind)).toBe(value);
  });

  it('is made where nobody has one like it', () => {
    const coded = groundOver(['US', 'US', 'CA'].map((country, index) => spender(`u${index}`, { country })));
    expect(chooseText(coded, COUNTRY, 'prefix')).toBe('U');
    expect(chooseText(coded, COUNTRY, 'longer')).toBe('USS');
    expect(chooseText(coded, COUNTRY, 'absent')).toBe('ZZ');
  });

  it('of a neighbouring attribute is one that the user has beside this one', () => {
    const mixed = groundOver([
      spender('u1', { country: 'US', budgetCountryCode: 'CA', ledgerCode: 'LONG' }),
      spender('u2', { country: 'FR', budgetCountryCode: 'FR' }),
      spender('u3', { country: 'US' }),
    ]);
    expect(chooseText(mixed, COUNTRY, 'neighbouring')).toBe('CA');
  });

  it('does not depend on the order of users', () => {
    const turned = groundOver([...ground.users].reverse());
    for (const kind of ['common', 'rare', 'prefix'] as const) {
      expect(chooseText(turned, LEDGER, kind)).toBe(chooseText(ground, LEDGER, kind));
    }
  });

  it('is not chosen where everybody has it, or nobody has any', () => {
    const same = groundOver([spender('u1', { ledgerCode: 'A' }), spender('u2', { ledgerCode: 'A' })]);
    expect(chooseText(same, LEDGER, 'common')).toBeUndefined();
    expect(chooseText(groundOver([spender('u1', {})]), LEDGER, 'common')).toBeUndefined();
  });

  it('with a given character is the rarest', () => {
    expect(chooseTextWith(ground, LEDGER, (value) => value.includes('&'))).toBe('A & B');
    expect(chooseTextWith(ground, LEDGER, (value) => value.includes('%'))).toBeUndefined();
  });

  it('is not one that a schema requirement already complains about', () => {
    const users = ['??', '??', 'US', 'CA'].map((country, index) => spender(`u${index}`, { country }));
    const problems = [0, 1].map((index) => ({
      requirement: 'resource.country-code',
      message: 'no code',
      pointer: `/Resources/${index}/${URN.spendUser}/country`,
      actual: '??',
    }));
    const sorted = groundOver(users, problems).sort(compare(COUNTRY, 'eq', '??'));
    expect([sorted.match.length, sorted.open.length, sorted.miss.length]).toEqual([0, 2, 2]);
  });

  it('is untouched by a member that is missing elsewhere', () => {
    const users = ['US', 'CA'].map((country, index) => spender(`u${index}`, { country }));
    const missing = { requirement: 'resource.meta', message: 'no meta', pointer: '/Resources/0', expected: 'meta' };
    expect(groundOver(users, [missing]).sort(compare(COUNTRY, 'eq', 'US')).match).toHaveLength(1);
    const hidden = { ...missing, expected: URN.spendUser };
    expect(groundOver(users, [hidden]).sort(compare(COUNTRY, 'eq', 'US')).open).toHaveLength(1);
  });
});

describe('a pair of customData', () => {
  const holders = [
    custom(['custom1', 'x'], ['custom2', 'y']),
    custom(['custom1', 'x'], ['orgUnit1', 'z']),
    custom(['custom1', 'y'], ['custom2', 'x']),
    custom(['custom2', 'y']),
    custom(['custom1', '']),
  ].map((customData, index) => spender(`u${index}`, { customData }));
  const pairs = groundOver(holders);

  it('is common, behind the first element, of an id, or decoyed', () => {
    expect(choosePair(pairs, CUSTOM)).toEqual({ id: 'custom1', value: 'x' });
    expect(choosePair(pairs, CUSTOM, { behindFirst: true })).toEqual({ id: 'custom2', value: 'y' });
    expect(choosePair(pairs, CUSTOM, { id: (id) => id.startsWith('org') })).toEqual({ id: 'orgUnit1', value: 'z' });
    expect(choosePair(pairs, CUSTOM, { decoyed: true })).toEqual({ id: 'custom1', value: 'x' });
    expect(choosePair(pairs, CUSTOM, { value: (text) => text.includes('&') })).toBeUndefined();
  });

  it('is crossed where its parts meet in no element of anybody', () => {
    expect(chooseCrossedPair(pairs, CUSTOM)).toEqual({ id: 'custom1', value: 'z' });
    expect(chooseCrossedPair(groundOver([spender('u1', { customData: custom(['custom1', 'x']) })]), CUSTOM)).toBe(
      undefined,
    );
  });
});
