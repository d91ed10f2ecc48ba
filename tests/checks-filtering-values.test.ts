/** The edges of choosing what to ask for: values that no filter could tell apart, or that would have to be escaped. */

import { describe, expect, test } from 'vitest';
import { chooseCrossedPair, choosePair } from '../src/checks/filter/choose-pair.ts';
import { chooseText, chooseTextWith, type ValueKind } from '../src/checks/filter/choose-text.ts';
import { locate } from '../src/checks/filter/terms.ts';
import { isPlain, textsOf } from '../src/checks/filter/texts.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { COUNTRY, CUSTOM, custom, groundOver, LEDGER, spender } from './fixtures/filter-ground.ts';

const ledgers = (...codes: readonly Json[]) =>
  groundOver(codes.map((ledgerCode, index) => spender(`u${index}`, { ledgerCode })));
const spenders = (...members: readonly JsonObject[]) =>
  groundOver(members.map((one, index) => spender(`u${index}`, one)));
type Entries = readonly (readonly [string, string])[];
const holders = (...lists: readonly Entries[]) => spenders(...lists.map((list) => ({ customData: custom(...list) })));

describe('the texts of an attribute', () => {
  test('are counted by frequency, then by text, the empty and the unreadable ones left out', () => {
    const ground = ledgers('b', 'a', 'c', 'c', '', null, 7, true);
    expect(textsOf(ground, LEDGER)).toEqual([
      { value: 'c', users: 2 },
      { value: 'a', users: 1 },
      { value: 'b', users: 1 },
    ]);
    expect(textsOf(ground, LEDGER)).toBe(textsOf(ground, LEDGER));
  });

  test.each([
    ['US', true],
    ['a.b_c-1', true],
    ['-a', false],
    ['a b', false],
    ['a"', false],
    ['"a', false],
    ['', false],
  ])('%j is plain: %s', (value, plain) => {
    expect(isPlain(value)).toBe(plain);
  });
});

describe('a text value', () => {
  test.each<[string, readonly Json[], ValueKind, string | undefined]>([
    ['is plain, however common another is', ['A & B', 'A & B', 'x', 'y'], 'common', 'x'],
    ['is not rare where it is the only one', ['x', null], 'rare', undefined],
    ['is none of one letter, as a prefix', ['x', null], 'prefix', undefined],
    ['is none of one letter, as an inner part', ['x', null], 'inner part', undefined],
    ['that begins another in another case only is no prefix of it', ['us', 'US', 'de'], 'prefix', 'U'],
    ['longer than all others repeats its last letter', ['abc', 'de'], 'longer', 'abcc'],
    ['that nobody has keeps the shape', ['Ab1', 'Ab1', 'x'], 'absent', 'Zz9'],
    ['that nobody has is another where the first is taken', ['Ab1', 'Ab1', 'zZ9'], 'absent', 'Qq7'],
    ['that nobody has is none where all are taken', ['ab', 'ab', 'ab', 'ZZ', 'qq', 'xx'], 'absent', undefined],
    ['with nothing to tell apart is none of any kind', ['a b'], 'absent', undefined],
  ])('%s', (_name, codes, kind, value) => {
    expect(chooseText(ledgers(...codes), LEDGER, kind)).toBe(value);
  });

  test.each<[string, readonly Json[], string | undefined]>([
    ['shares its beginning with another one', ['fr-FR', 'en-US', 'en-GB'], 'en-GB'],
    ['shares the longest of all beginnings', ['aaaa', 'abbb', 'ccx', 'ccy'], 'ccx'],
    ['is long in what it shares, not in itself', ['aa', 'ab', 'bcdefg', 'd'], 'aa'],
    ['may be the beginning of another one as a whole', ['abc', 'ab', 'x'], 'ab'],
    ['is none where no two values begin alike', ['abc', 'de', 'x'], undefined],
    ['is none where two values differ in letter case alone', ['aBC', 'abc', 'x'], undefined],
    ['is plain', ['a b', 'a c', 'x', 'y'], undefined],
  ])('that looks like another one %s', (_name, codes, value) => {
    expect(chooseText(ledgers(...codes), LEDGER, 'look-alike')).toBe(value);
  });

  test('with a property is the rarest that tells users apart', () => {
    const ground = ledgers('a&', 'a&', 'b&', 'c');
    expect(chooseTextWith(ground, LEDGER, (value) => value.includes('&'))).toBe('b&');
    expect(chooseTextWith(ledgers('a&', 'a&'), LEDGER, (value) => value.includes('&'))).toBeUndefined();
  });

  test('of a neighbour is a plain text of the same length that the user does not have here', () => {
    const near = (...members: readonly JsonObject[]) =>
      chooseText(spenders({ country: 'US' }, { country: 'US' }, ...members), COUNTRY, 'neighbouring');
    expect(
      near({ country: 'DE', locale: 'en-US', budgetCountryCode: 'DE', biManager: { value: 'XX' } }),
    ).toBeUndefined();
    expect(near({ country: 'DE', stateProvince: 'B W', ledgerCode: 'x"', locale: null })).toBeUndefined();
    expect(near({ country: 'DE', stateProvince: 'BW', flags: ['N', 'O'] })).toBe('BW');
    const many = [{ a: 'BB' }, { b: 'AA' }, { c: 'AA' }, { d: 'CC' }].map((one) => ({ country: 'DE', ...one }));
    expect(near(...many)).toBe('AA');
    expect(near({ country: 'DE', testEmployee: true, members: ['N', 'O'] })).toBeUndefined();
    const bare = groundOver([spender('u1', { country: 'US' }), spender('u2', { country: 'DE' }), { id: 'u3' }]);
    expect(chooseText(bare, COUNTRY, 'neighbouring')).toBeUndefined();
  });

  test('of a neighbour stands beside the attribute, however deep that is', () => {
    const path = `${URN.spendUser}:biManager.value`;
    expect(locate(path)).toHaveLength(3);
    const managed = spenders(
      { biManager: { value: 'aa', displayName: 'bb' }, country: 'US' },
      { biManager: { value: 'cc' }, country: 'DE' },
    );
    expect(chooseText(managed, path, 'neighbouring')).toBe('bb');
  });
});

describe('a pair of customData', () => {
  test('has an id and a value, both of them texts', () => {
    const odd = (item: JsonObject) => choosePair(spenders({ customData: [item] }, {}), CUSTOM, { value: () => true });
    expect(odd({ id: 'custom1', value: 'x' })).toEqual({ id: 'custom1', value: 'x' });
    expect(odd({ id: 7, value: 'x' })).toBeUndefined();
    expect(odd({ id: 'custom1', value: 7 })).toBeUndefined();
    expect(odd({ id: '', value: 'x' })).toBeUndefined();
    expect(odd({ id: 'custom1', value: '' })).toBeUndefined();
  });

  test('is the common one or the rare one, and never one that everybody has', () => {
    const ground = holders([['custom1', 'x']], [['custom1', 'x']], [['custom1', 'y']]);
    expect(choosePair(ground, CUSTOM)?.value).toBe('x');
    expect(choosePair(ground, CUSTOM, { order: 'rare' })?.value).toBe('y');
    expect(choosePair(holders([['custom1', 'x']], [['custom1', 'x']]), CUSTOM)).toBeUndefined();
  });

  test('behind the first element has its own value there', () => {
    const own = holders(
      [['custom1', 'x']],
      [['custom1', 'x']],
      [
        ['custom2', 'z'],
        ['custom1', 'y'],
      ],
    );
    expect(choosePair(own, CUSTOM, { behindFirst: true })).toEqual({ id: 'custom1', value: 'y' });
  });

  test('is counted once for a user who has it twice', () => {
    const twice = holders(
      [
        ['custom1', 'x'],
        ['custom1', 'x'],
        ['custom1', 'x'],
      ],
      [['custom1', 'y']],
      [['custom1', 'y']],
    );
    expect(choosePair(twice, CUSTOM)?.value).toBe('y');
  });

  test.each<[string, readonly Entries[], boolean]>([
    [
      'in two elements',
      [
        [
          ['custom1', 'y'],
          ['custom2', 'x'],
        ],
      ],
      true,
    ],
    ['the id alone', [[['custom1', 'y']]], false],
    ['the value alone', [[['custom2', 'x']]], false],
    [
      'both, and apart too',
      [
        [
          ['custom1', 'y'],
          ['custom2', 'x'],
          ['custom1', 'x'],
        ],
      ],
      false,
    ],
    [
      'both in another case, and apart too',
      [
        [
          ['custom1', 'X'],
          ['custom2', 'x'],
        ],
      ],
      false,
    ],
    ['spread over two users', [[['custom1', 'y']], [['custom2', 'x']]], false],
  ])('is decoyed by a user who has %s', (_name, others, decoyed) => {
    const ground = holders([['custom1', 'x']], [['custom1', 'x']], [['custom1', 'x']], [['custom9', 'z']], ...others);
    const pair = choosePair(ground, CUSTOM, {
      decoyed: true,
      id: (id) => id === 'custom1',
      value: (text) => text === 'x',
    });
    expect(pair).toEqual(decoyed ? { id: 'custom1', value: 'x' } : undefined);
  });

  test('is crossed of plain parts that nobody has together, in any case, the first by text', () => {
    const list = (...pairs: readonly (readonly [string, string])[]) => pairs;
    expect(chooseCrossedPair(holders(list(['b', 'x'], ['a', 'y'])), CUSTOM)).toEqual({ id: 'a', value: 'x' });
    expect(chooseCrossedPair(holders(list(['b', 'x'], ['a', 'y']), list(['a', 'X'])), CUSTOM)).toEqual({
      id: 'b',
      value: 'y',
    });
    expect(
      chooseCrossedPair(holders(list(['b', 'x'], ['a', 'y']), list(['a', 'x'], ['b', 'Y'])), CUSTOM),
    ).toBeUndefined();
    expect(chooseCrossedPair(holders(list(['b', 'x z'], ['a', 'y'])), CUSTOM)).toBeUndefined();
    expect(chooseCrossedPair(holders(list(['a', 'x'], ['a', 'y'])), CUSTOM)).toBeUndefined();
    for (const odd of [{ id: 7, value: 'x' }, { id: '', value: 'x' }, { id: 'a', value: 7 }, 'a']) {
      const users = spenders({ customData: [odd, { id: 'b', value: 'y' }] });
      expect(chooseCrossedPair(users, CUSTOM)).toBeUndefined();
    }
  });
});
