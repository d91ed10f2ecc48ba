/** Results of documented filters: truth, completeness, totals, pages and the two sides of a value. */

import { describe, expect, it } from 'vitest';
import { compare } from '../src/checks/filter/terms.ts';
import {
  type Asked,
  allOf,
  everyMatch,
  laterPagesMatch,
  missedBy,
  onlyMatches,
  totalCountsMatches,
  unsetUnderNe,
} from '../src/checks/filtering.ts';
import { partition } from '../src/checks/filtering-partition.ts';
import type { Walk } from '../src/model/walk.ts';
import { COUNTRY, groundOver, LEDGER, resultOf, spender } from './fixtures/filter-ground.ts';
import { lookedUp, page, STARTED, walk } from './fixtures/list-exchanges.ts';

const [us1, us2, de, none, lower] = [
  spender('u1', { country: 'US' }),
  spender('u2', { country: 'US' }),
  spender('d1', { country: 'DE' }),
  spender('n1', { country: null }),
  spender('l1', { country: 'us' }),
];
const ground = groundOver([us1, us2, de, none, lower]);
const eq = (result: Walk, more: Partial<Asked> = {}): Asked => ({
  ground,
  filter: compare(COUNTRY, 'eq', 'US'),
  walk: result,
  ...more,
});
const ne = (result: Walk): Asked => eq(result, { filter: compare(COUNTRY, 'ne', 'US') });
const RULES = [onlyMatches, everyMatch, totalCountsMatches];

describe('a result', () => {
  it('that is right passes, with open users in or out', () => {
    for (const rule of RULES) {
      expect(rule(eq(resultOf([us1, us2]))).verdict).toBe('pass');
      expect(rule(eq(resultOf([lower, us2, us1]))).verdict).toBe('pass');
      expect(rule(ne(resultOf([de]))).verdict).toBe('pass');
      expect(rule(ne(resultOf([de, none, lower]))).verdict).toBe('pass');
    }
  });

  it('with a stranger breaks truth alone', () => {
    const seen = eq(resultOf([us1, de, us2]));
    expect(onlyMatches(seen)).toMatchObject({ verdict: 'fail', problems: [{ pointer: '/Resources/1', actual: 'DE' }] });
    expect(everyMatch(seen).verdict).toBe('pass');
    expect(totalCountsMatches(seen).verdict).toBe('pass');
  });

  it('with a user who has no value breaks truth under eq', () => {
    expect(onlyMatches(eq(resultOf([us1, us2, none]))).verdict).toBe('fail');
  });

  it('that lacks a match breaks completeness alone', () => {
    const seen = eq(resultOf([us2]));
    expect(missedBy(seen)).toEqual([us1]);
    expect(everyMatch(seen)).toMatchObject({ verdict: 'fail', problems: [{ expected: ['u1'], actual: '1 of 2' }] });
    expect(onlyMatches(seen).verdict).toBe('pass');
    expect(totalCountsMatches(seen).verdict).toBe('pass');
  });

  it('with a total of its own breaks the total alone', () => {
    const seen = eq(resultOf([us1, us2], 5, 'empty-page'));
    expect(totalCountsMatches(seen)).toMatchObject({ verdict: 'fail', problems: [{ expected: '2 to 3', actual: 5 }] });
    expect(onlyMatches(seen).verdict).toBe('pass');
    expect(everyMatch(seen).verdict).toBe('pass');
  });

  it('that is refused lacks everybody, and shows nothing else', () => {
    const refused = eq(walk([400], 100, 'refused'));
    expect(everyMatch(refused)).toMatchObject({ verdict: 'fail', problems: [{ expected: 200, actual: 400 }] });
    expect(onlyMatches(refused).verdict).toBe('not-exercised');
    expect(totalCountsMatches(refused).verdict).toBe('not-exercised');
  });

  it.each([401, 403, 429])('that is refused with %d says nothing', (status) => {
    for (const rule of RULES) expect(rule(eq(walk([status], 100, 'refused'))).verdict).toBe('inconclusive');
  });

  it('without a match in the population tells nothing apart', () => {
    const absent = { filter: compare(COUNTRY, 'eq', 'ZZ') };
    expect(everyMatch(eq(resultOf([]), absent)).verdict).toBe('not-exercised');
    expect(onlyMatches(eq(resultOf([]), absent)).verdict).toBe('pass');
    expect(onlyMatches(eq(resultOf([de]), absent)).verdict).toBe('fail');
  });

  it('that was not asked for is not exercised', () => {
    for (const rule of RULES) expect(rule({ nothing: 'no value' }).verdict).toBe('not-exercised');
  });

  it('that was cut by its bound is judged for truth alone', () => {
    const cut = eq(resultOf([us1], 2, 'bound'));
    expect(onlyMatches(cut).verdict).toBe('pass');
    expect(everyMatch(cut).verdict).toBe('not-exercised');
    expect(totalCountsMatches(cut).verdict).toBe('not-exercised');
  });

  it('that a broken walk hides is not called incomplete', () => {
    expect(everyMatch(eq(resultOf([us1, us1], 2))).verdict).toBe('inconclusive');
    expect(everyMatch(eq(resultOf([us1], 2, 'empty-page'))).verdict).toBe('inconclusive');
    expect(everyMatch(eq(resultOf([us1], 1, 'empty-page'))).verdict).toBe('fail');
  });

  it('that lacks somebody who changed meanwhile cannot be judged', () => {
    const gone = spender('u1', { country: 'DE' });
    const seen = (user: typeof gone) => everyMatch(eq(resultOf([us2]), { again: new Map([['u1', user]]) }));
    expect(seen(gone)).toMatchObject({ verdict: 'inconclusive', reason: 'population-moved' });
    expect(seen({ ...us1, meta: { lastModified: '2026-01-01T12:00:01Z' } }).verdict).toBe('inconclusive');
    expect(seen(us1).verdict).toBe('fail');
  });

  it('is not excused by change times that are those of the reads', () => {
    const stamped = (id: string, country: string, ms: number) =>
      spender(id, { country }, { meta: { lastModified: new Date(STARTED + ms).toISOString() } });
    const ids = ['u1', 'u2', 'u3'];
    const again = new Map(ids.map((id) => [id, stamped(id, 'US', 1201)]));
    const lookups = [...again].map(([id, body]) => ({ ...lookedUp(id, { body }), startedAt: STARTED + 1200 }));
    const walked = groundOver([...ids.map((id) => stamped(id, 'US', 1)), stamped('d1', 'DE', 1)]);
    expect(everyMatch(eq(resultOf([]), { ground: walked, again, lookups })).verdict).toBe('fail');
    expect(everyMatch(eq(resultOf([]), { ground: walked, again })).verdict).toBe('inconclusive');
  });

  it('is not held against a population that is known in part', () => {
    const { population } = ground;
    const partly = { ...ground, population: { ...population, complete: false, total: 9 } };
    const seen = eq(resultOf([us1, us2, spender('x1', { country: 'US' })], 4, 'empty-page'), { ground: partly });
    expect(totalCountsMatches(seen).verdict).toBe('pass');
    const counted = (total: number) =>
      totalCountsMatches(eq(resultOf([us1, us2], total, 'empty-page'), { ground: partly }));
    expect(counted(7).verdict).toBe('pass');
    // Two of the nine do not meet the filter.
    expect(counted(8)).toMatchObject({ verdict: 'fail', problems: [{ expected: '2 to 7', actual: 8 }] });
  });
});

describe('rules held together', () => {
  const both = allOf(onlyMatches, everyMatch);
  it('fail with the problems of all', () => {
    expect(both(eq(resultOf([us1, de])))).toMatchObject({ verdict: 'fail', problems: [{}, {}] });
    expect(both(eq(resultOf([us1, us2]))).verdict).toBe('pass');
    expect(both(eq(walk([403], 100, 'refused'))).verdict).toBe('inconclusive');
    expect(both({ nothing: 'no value' }).verdict).toBe('not-exercised');
  });
});

describe('later pages', () => {
  const large = eq(resultOf([us1, us2, lower]));
  const paged = (...rows: readonly (readonly (typeof us1)[])[]) =>
    laterPagesMatch({
      large,
      small: eq(
        walk(
          rows.map((row) => page(row, 3)),
          1,
        ),
      ),
    });

  it('hold matches only', () => {
    expect(paged([us1], [us2], [lower]).verdict).toBe('pass');
    expect(paged([us1], [us2], [de])).toMatchObject({ verdict: 'fail', problems: [{ actual: 'DE' }] });
  });

  it('are not blamed for a stranger that the large page shows too', () => {
    const wrong = eq(resultOf([us1, us2, de]));
    const small = eq(walk([page([us1], 3), page([us2], 3), page([de], 3)], 1));
    expect(laterPagesMatch({ large: wrong, small }).verdict).toBe('pass');
  });

  it('need a second page', () => {
    expect(paged([us1, us2]).verdict).toBe('not-exercised');
    expect(laterPagesMatch({ nothing: 'no value' }).verdict).toBe('not-exercised');
  });
});

describe('users without a value under ne', () => {
  it('are recorded as left out or returned', () => {
    expect(unsetUnderNe(ne(resultOf([de])))).toMatchObject({ behaviour: 'users without a value are left out' });
    expect(unsetUnderNe(ne(resultOf([de, none])))).toMatchObject({ behaviour: 'users without a value are returned' });
  });

  it('are nothing to record where there are none', () => {
    const full = eq(resultOf([de]), { ground: groundOver([us1, de]), filter: compare(COUNTRY, 'ne', 'US') });
    expect(unsetUnderNe(full).verdict).toBe('not-exercised');
  });
});

describe('the two sides of a value', () => {
  it('may read letter case either way, but both alike', () => {
    expect(partition({ eq: eq(resultOf([us1, us2])), ne: ne(resultOf([de, lower])) })).toMatchObject({
      verdict: 'pass',
      behaviour: 'values match in their case',
    });
    expect(partition({ eq: eq(resultOf([us1, us2, lower])), ne: ne(resultOf([de, none])) })).toMatchObject({
      verdict: 'pass',
      behaviour: 'values match without case',
    });
  });

  it('have nobody in both, and nobody with a value in neither', () => {
    const both = partition({ eq: eq(resultOf([us1, us2, lower])), ne: ne(resultOf([de, lower])) });
    expect(both).toMatchObject({ verdict: 'fail', problems: [{ actual: 'l1' }] });
    expect(partition({ eq: eq(resultOf([us1, us2])), ne: ne(resultOf([de])) }).verdict).toBe('fail');
  });

  it('leave settled users to the rules about them', () => {
    expect(partition({ eq: eq(resultOf([us1, de])), ne: ne(resultOf([de, us2, lower])) }).verdict).toBe('pass');
  });

  it('are not judged where one was refused, cut or empty', () => {
    const whole = eq(resultOf([us1, us2]));
    expect(partition({ eq: whole, ne: ne(walk([400], 100, 'refused')) }).verdict).toBe('not-exercised');
    expect(partition({ eq: whole, ne: ne(resultOf([de], 3, 'bound')) }).verdict).toBe('not-exercised');
    expect(partition({ eq: whole, ne: ne(resultOf([])) }).verdict).toBe('not-exercised');
    expect(partition({ eq: whole, ne: ne(walk([403], 100, 'refused')) }).verdict).toBe('inconclusive');
    expect(partition({ eq: whole, ne: ne(resultOf([de, de])) }).verdict).toBe('inconclusive');
    expect(partition({ nothing: 'no value' }).verdict).toBe('not-exercised');
  });

  it('speak of attributes alone', () => {
    const odd = { filter: { kind: 'not' as const, parts: [compare(LEDGER, 'eq', 'x')] } };
    expect(partition({ eq: eq(resultOf([us1]), odd), ne: ne(resultOf([de])) }).verdict).toBe('not-exercised');
  });
});
