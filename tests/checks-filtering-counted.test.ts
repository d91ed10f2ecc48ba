/** `eq` and `ne` of one value on a tenant too large to be compared person by person: their totals can still be counted. */

import { describe, expect, test } from 'vitest';
import { compare } from '../src/checks/filter/terms.ts';
import { partition } from '../src/checks/filtering-partition.ts';
import type { JsonObject } from '../src/model/json.ts';
import type { Walk } from '../src/model/walk.ts';
import { COUNTRY, groundOver, resultOf, spender } from './fixtures/filter-ground.ts';
import { walk } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const [us, de, lower] = [
  spender('u1', { country: 'US' }),
  spender('d1', { country: 'DE' }),
  spender('l1', { country: 'us' }),
];

/** A sample of a tenant of 100 users; `lower` is the one whose case is contested. */
const sample = groundOver([us, de, lower]);
const ground = { ...sample, population: { ...sample.population, total: 100, complete: false } };
const longer = (users: readonly JsonObject[], total: number) => resultOf(users, total, 'bound');
const judge = (eq: Walk, ne: Walk, of = ground) =>
  partition({
    eq: { ground: of, filter: compare(COUNTRY, 'eq', 'US'), walk: eq },
    ne: { ground: of, filter: compare(COUNTRY, 'ne', 'US'), walk: ne },
  });

describe('results too long to be compared', () => {
  test.each<[string, number, number, string]>([
    ['fit into the tenant', 40, 59, 'pass: counted, for the results are too long to be compared'],
    ['fill the tenant', 40, 60, 'pass: counted, for the results are too long to be compared'],
    [
      'hold somebody twice',
      41,
      60,
      'fail: eq and ne of one value return 41 and 60 users of 100. (at most 100 together -> 101)',
    ],
  ])('%s', (_, inEq, inNe, text) => {
    expect(told(judge(longer([us], inEq), longer([de], inNe)))).toBe(text);
  });

  test('point to the answer of ne', () => {
    const ne = longer([de], 90);
    expect(judge(longer([us], 90), ne)).toMatchObject({ problems: [{ exchange: ne.pages[0]?.exchange }] });
  });

  test('are not counted where every user is known, or a total is missing', () => {
    const bounded = 'not-exercised: a result is longer than the pages taken';
    expect(told(judge(longer([us], 90), longer([de], 90), sample))).toBe(bounded);
    const [first, ...rest] = longer([us], 90).pages;
    if (first === undefined) throw new Error('the walk has no page');
    const untold = { ...walk([], 100, 'bound'), pages: [{ ...first, totalResults: undefined }, ...rest] };
    expect(told(judge(untold, longer([de], 90)))).toBe(bounded);
    expect(told(judge(longer([us], 90), untold))).toBe(bounded);
  });

  test('need no count where somebody contested is on a page: it tells how case is read', () => {
    expect(told(judge(longer([us, lower], 90), longer([de], 90)))).toBe('pass: values match without case');
    expect(told(judge(longer([us], 90), longer([de, lower], 90)))).toBe('pass: values match in their case');
    const unseen = groundOver([us, de, lower, spender('m1', { country: 'Us' })]);
    const two = { ...unseen, population: ground.population };
    expect(told(judge(longer([us, lower], 90), longer([de], 90), two))).toBe('pass: values match without case');
  });
});
