/** `eq` and `ne` of one value side by side: what is told of a user who is in both results, or in neither. */

import { describe, expect, test } from 'vitest';
import { compare } from '../src/checks/filter/terms.ts';
import type { Asked } from '../src/checks/filtering.ts';
import { partition } from '../src/checks/filtering-partition.ts';
import type { JsonObject } from '../src/model/json.ts';
import type { Walk } from '../src/model/walk.ts';
import { COUNTRY, CUSTOM, custom, groundOver, resultOf, spender } from './fixtures/filter-ground.ts';
import { page, walk } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const [us1, us2, de, none, lower] = [
  spender('u1', { country: 'US' }),
  spender('u2', { country: 'US' }),
  spender('d1', { country: 'DE' }),
  spender('n1', { country: null }),
  spender('l1', { country: 'us' }),
];
const ground = groundOver([us1, us2, de, none, lower]);
const many = (count: number, country: string) =>
  Array.from({ length: count }, (_, index) => spender(`${country}${index}`, { country }));
const EQ = compare(COUNTRY, 'eq', 'US');
const eq = (result: Walk, more: Partial<Asked> = {}): Asked => ({ ground, filter: EQ, walk: result, ...more });
const ne = (result: Walk): Asked => eq(result, { filter: compare(COUNTRY, 'ne', 'US') });
const refused = walk([400], 100, 'refused');
const broken = walk([page([us1], 2), 500], 1, 'refused');

describe('the two sides of a value', () => {
  const right = eq(resultOf([us1, us2]));
  const left = ne(resultOf([de, lower]));
  const inOne = '(in exactly one of the two results -> l1)';
  const comparison = compare(COUNTRY, 'eq', '');
  const mixed = spender('m1', { country: 'Us' });
  const blank = spender('b1', { country: '' });

  test.each<[string, Asked, Asked, string]>([
    ['barred', right, ne(walk([401], 100, 'refused')), 'precondition: a filter was refused for reasons of access'],
    ['never walked', eq(walk([], 100)), left, 'precondition: a filter was refused for reasons of access'],
    ['refused', eq(refused), left, 'not-exercised: a filter was refused, and returned nobody'],
    ['cut short', right, ne(resultOf([de], 9, 'bound')), 'not-exercised: a result is longer than the pages taken'],
    ['broken off', eq(broken), left, 'precondition: a walk under a filter broke off, or repeated a user'],
    ['repeated', right, ne(resultOf([de, de])), 'precondition: a walk under a filter broke off, or repeated a user'],
    [
      'of no comparison',
      eq(resultOf([us1]), { filter: { kind: 'not', parts: [EQ] } }),
      left,
      'not-exercised: only a comparison has an opposite',
    ],
    ['of nobody', eq(resultOf([])), left, 'pass: values match in their case'],
    ['and nobody else', right, ne(resultOf([])), 'not-exercised: the result of ne is empty'],
    [
      'with one in both',
      eq(resultOf([us1, lower])),
      left,
      `fail: A user is returned by eq and by ne of the same value. ${inOne}`,
    ],
    [
      'with one in neither',
      right,
      ne(resultOf([de])),
      `fail: A user who has a value is returned neither by eq nor by ne. ${inOne}`,
    ],
    [
      'with nobody whose case differs',
      eq(resultOf([us1]), { ground: groundOver([us1, de, none]) }),
      ne(resultOf([de])),
      'not-exercised: no value differs from the one asked for in letter case alone',
    ],
    [
      'without a value, about which nothing is said',
      eq(resultOf([de]), { filter: comparison, ground: groundOver([de, none, blank]) }),
      ne(resultOf([us1])),
      'not-exercised: no value differs from the one asked for in letter case alone',
    ],
    [
      'of nothing, where no value is asked for',
      eq(resultOf([none]), { filter: compare(COUNTRY, 'eq', null), ground: groundOver([us1, none]) }),
      ne(resultOf([us1])),
      'not-exercised: no value differs from the one asked for in letter case alone',
    ],
    [
      'with a value of another type, which the schema judges',
      eq(resultOf([us1]), { ground: groundOver([us1, spender('t1', { country: true })]) }),
      ne(resultOf([de])),
      'not-exercised: no value differs from the one asked for in letter case alone',
    ],
    [
      'with some in each',
      eq(resultOf([us1, lower]), { ground: groundOver([us1, lower, mixed]) }),
      ne(resultOf([mixed])),
      'pass: values match without case',
    ],
  ])('%s', (_name, one, other, text) => {
    expect(told(partition({ eq: one, ne: other }))).toBe(text);
  });

  test('count for a user who has one such value beside an empty one', () => {
    const half = spender('h1', { customData: custom(['custom1', 'X'], ['custom2', null]) });
    const of = (operator: string, users: readonly JsonObject[]): Asked => ({
      ground: groundOver([half]),
      filter: compare(`${CUSTOM}.value`, operator, 'x'),
      walk: resultOf(users),
    });
    expect(told(partition({ eq: of('eq', []), ne: of('ne', [us1]) }))).toBe(
      'fail: A user who has a value is returned neither by eq nor by ne. (in exactly one of the two results -> h1)',
    );
  });

  test('name ten users at most, and the exchange of ne', () => {
    const other = ne(resultOf([de]));
    const finding = partition({ eq: { ...right, ground: groundOver([us1, ...many(12, 'us')]) }, ne: other });
    expect(finding.verdict === 'fail' && finding.problems).toHaveLength(10);
    expect(finding).toMatchObject({ problems: Array(10).fill({ exchange: other.walk.pages[0]?.exchange }) });
  });
});
