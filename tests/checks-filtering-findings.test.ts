/** What results under a filter are told to show, sentence by sentence, and what each rule leaves to another. */

import { describe, expect, test } from 'vitest';
import { compare, element, type Filter, term } from '../src/checks/filter/terms.ts';
import {
  type Asked,
  allOf,
  asked,
  everyMatch,
  laterPagesMatch,
  onlyMatches,
  totalCountsMatches,
  unsetUnderNe,
} from '../src/checks/filtering.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
import type { Walk } from '../src/model/walk.ts';
import { COUNTRY, CUSTOM, custom, groundOver, LEDGER, resultOf, spender } from './fixtures/filter-ground.ts';
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
const NE = compare(COUNTRY, 'ne', 'US');
const eq = (result: Walk, more: Partial<Asked> = {}): Asked => ({ ground, filter: EQ, walk: result, ...more });
const ne = (result: Walk, more: Partial<Asked> = {}): Asked => eq(result, { filter: NE, ...more });

const stranger = (at: number, filter: string, actual: string) =>
  `fail: /Resources/${at} A user who does not meet the filter is returned. (${filter} -> ${actual})`;
const lacking = (all: number, missed: number, ids: readonly string[]) =>
  `fail: /Resources Of ${all} users who meet the filter ${missed} are not returned. ` +
  `(${JSON.stringify(ids)} -> ${all - missed} of ${all})`;
const counted = (total: number, received: number, due: string) =>
  `fail: /totalResults totalResults says ${total} under a filter that ${received} returned users meet. (${due} -> ${total})`;
const RETURNED_NOBODY = 'not-exercised: the filter was answered with status 400 and returned nobody';
const ALIKE = 'not-exercised: every known user could meet the filter';
const TELLS_NOTHING = 'not-exercised: no known user meets the filter, or every one could';
const NO_LIST = 'precondition: the answer is no list';

const refused = walk([400], 100, 'refused');
const noList = walk([200], 100, 'refused');
const broken = walk([page([us1], 2), 500], 1, 'refused');
const noTotal = walk([{ Resources: [us1, us2] }], 100, 'bound');
const onlyUs = groundOver([us1, us2]);

describe('a result under a filter', () => {
  test.each<[string, (probe: Asked) => Finding, Asked, string]>([
    ['never walked', onlyMatches, eq(walk([], 100)), 'precondition: the walk has no page'],
    ['barred', onlyMatches, eq(walk([403], 100, 'refused')), 'precondition: the filter was answered with status 403'],
    ['barred', everyMatch, eq(walk([403], 100, 'refused')), 'precondition: the filter was answered with status 403'],
    ['refused', onlyMatches, eq(refused), RETURNED_NOBODY],
    ['refused', totalCountsMatches, eq(refused), RETURNED_NOBODY],
    ['refused', unsetUnderNe, ne(refused), RETURNED_NOBODY],
    [
      'refused',
      everyMatch,
      eq(refused),
      'fail: A filter that keeps to the documents was answered with status 400. (200 -> 400)',
    ],
    ['no list', onlyMatches, eq(noList), NO_LIST],
    ['no list', everyMatch, eq(noList), NO_LIST],
    ['no total', onlyMatches, eq(noTotal), 'pass'],
    ['no total', totalCountsMatches, eq(noTotal), 'precondition: the answer has no totalResults'],
    ['broken off', onlyMatches, eq(broken), 'pass'],
    ['with a stranger', onlyMatches, eq(resultOf([us1, de])), stranger(1, `${COUNTRY} eq "US"`, 'DE')],
    ['with a user without a value', onlyMatches, eq(resultOf([none])), stranger(0, `${COUNTRY} eq "US"`, 'null')],
    ['all alike', onlyMatches, eq(resultOf([us1]), { ground: onlyUs }), ALIKE],
    ['all alike', everyMatch, eq(resultOf([us1]), { ground: onlyUs }), TELLS_NOTHING],
    ['all alike', totalCountsMatches, eq(resultOf([us1]), { ground: onlyUs }), TELLS_NOTHING],
    ['with two missing', everyMatch, eq(resultOf([])), lacking(2, 2, ['u1', 'u2'])],
    ['with one missing', everyMatch, eq(resultOf([us2])), lacking(2, 1, ['u1'])],
    ['cut short', everyMatch, eq(resultOf([us1], 9, 'bound')), 'not-exercised: the result is longer than 1 pages'],
    [
      'cut short',
      totalCountsMatches,
      eq(resultOf([us1], 9, 'bound')),
      'not-exercised: the result is longer than 1 pages',
    ],
    ['broken off', everyMatch, eq(broken), 'precondition: a later page of the walk could not be read'],
    [
      'with strangers on a later page',
      everyMatch,
      eq(walk([page([us1], 2), page([de], 2)], 1)),
      'not-exercised: a later page holds users outside the filter, which the rule about paging judges',
    ],
    [
      'with strangers on the first page',
      everyMatch,
      eq(walk([page([de], 2), page([us1], 2)], 1)),
      lacking(2, 1, ['u2']),
    ],
    [
      'with a user without an id',
      everyMatch,
      eq(resultOf([us1, { meta: {} }])),
      'precondition: the walk does not show what totalResults counts',
    ],
    ['with fewer than its own small total', everyMatch, eq(resultOf([], 1, 'empty-page')), lacking(2, 2, ['u1', 'u2'])],
    ['with a total too small', totalCountsMatches, eq(resultOf([us1, us2], 1)), counted(1, 2, '2 to 3')],
    ['with a total too large', totalCountsMatches, eq(resultOf([us1, us2], 4, 'empty-page')), counted(4, 2, '2 to 3')],
    ['with the least total', totalCountsMatches, eq(resultOf([us1], 2, 'empty-page')), 'pass'],
    ['with the largest total', totalCountsMatches, eq(resultOf([us1, us2], 3, 'empty-page')), 'pass'],
    [
      'with a settled total',
      totalCountsMatches,
      eq(resultOf([us1], 4, 'empty-page'), { ground: groundOver([us1, us2, de]) }),
      counted(4, 1, '2'),
    ],
    [
      'under ne, cut short',
      unsetUnderNe,
      ne(resultOf([de], 9, 'bound')),
      'not-exercised: the walk under the filter was cut short',
    ],
    ['under ne, broken off', unsetUnderNe, ne(broken), 'not-exercised: the walk under the filter was cut short'],
    [
      'under ne, where all have a value',
      unsetUnderNe,
      ne(resultOf([de]), { ground: groundOver([us1, de]) }),
      'not-exercised: every known user has a value',
    ],
    [
      'under ne, some of the unset',
      unsetUnderNe,
      ne(resultOf([de, none]), { ground: groundOver([us1, de, none, spender('n2', {})]) }),
      'pass: some users without a value are returned',
    ],
    [
      'under what is no comparison',
      unsetUnderNe,
      eq(resultOf([de]), { filter: { kind: 'not', parts: [EQ] } }),
      'not-exercised: every known user has a value',
    ],
  ])('%s', (_name, rule, probe, text) => {
    expect(told(rule(probe))).toBe(text);
  });

  test('has a user who holds one value of two as a user with a value', () => {
    const half = spender('h1', { customData: custom(['custom1', null], ['custom2', 'x']) });
    const seen = { ground: groundOver([half, us1]), filter: compare(`${CUSTOM}.value`, 'ne', 'y') };
    expect(told(unsetUnderNe(ne(resultOf([us1]), seen)))).toBe('pass: users without a value are returned');
    expect(told(unsetUnderNe(ne(resultOf([half]), { ...seen, ground: groundOver([half]) })))).toBe(
      'not-exercised: every known user has a value',
    );
  });

  test('shows of a stranger what its filter looks at', () => {
    const user = spender('s1', { country: 'DE', customData: custom(['custom1', 'x'], ['custom2', null]) });
    const shown = (filter: Filter) => {
      const finding = onlyMatches(eq(resultOf([user]), { filter, ground: groundOver([user, us1]) }));
      return finding.verdict === 'fail' && finding.problems[0]?.actual;
    };
    expect(shown({ kind: 'and', parts: [EQ, EQ] })).toBe('s1');
    expect(shown(element(CUSTOM, [term('id', 'custom1'), term('value', 'z')]))).toEqual([
      { id: 'custom1', value: 'x' },
      { id: 'custom2', value: null },
    ]);
    expect(shown(element(LEDGER, [term('id', 'custom1')]))).toEqual([null]);
    const long = spender('s1', {
      customData: custom(...Array.from({ length: 12 }, (_, index) => [`custom${index}`, 'x'] as const)),
    });
    const finding = onlyMatches(
      eq(resultOf([long]), { filter: element(CUSTOM, [term('value', 'z')]), ground: groundOver([long]) }),
    );
    expect(finding).toMatchObject({ problems: [{ actual: { length: 10 } }] });
  });

  test('names ten users at most, and the exchange that shows them', () => {
    const crowd = groundOver([...many(12, 'US'), ...many(12, 'DE')]);
    const strangers = onlyMatches(eq(resultOf(many(12, 'DE')), { ground: crowd }));
    expect(strangers.verdict === 'fail' && strangers.problems).toHaveLength(10);
    const nobody = resultOf([]);
    const missing = everyMatch(eq(nobody, { ground: crowd }));
    expect(missing).toMatchObject({ problems: [{ expected: { length: 10 }, exchange: nobody.pages[0]?.exchange }] });
  });

  test('is excused by one user who moved, and not by users nobody looked up', () => {
    const again = (users: readonly JsonObject[]) => new Map(users.map((user) => [String(user.id), user]));
    const moved = spender('u1', { country: 'DE' });
    expect(told(everyMatch(eq(resultOf([]), { again: again([moved]) })))).toMatch(/^population-moved/);
    expect(told(everyMatch(eq(resultOf([]), { again: again([us2]) })))).toBe(lacking(2, 2, ['u1', 'u2']));
  });
});

describe('later pages under a filter', () => {
  const large = eq(resultOf([us1, us2, lower]));
  const small = (...rows: readonly (readonly JsonObject[])[]) =>
    eq(
      walk(
        rows.map((row) => page(row, 3)),
        1,
      ),
    );

  test('are told of where both results can be read', () => {
    expect(told(laterPagesMatch({ small: eq(refused), large }))).toBe(RETURNED_NOBODY);
    expect(told(laterPagesMatch({ small: small([us1], [us2]), large: eq(refused) }))).toBe(RETURNED_NOBODY);
    expect(told(laterPagesMatch({ small: { ...small([us1], [us2]), ground: onlyUs }, large }))).toBe(ALIKE);
    expect(told(laterPagesMatch({ small: small([us1], []), large }))).toBe(
      'not-exercised: the result fits on one page',
    );
    expect(told(laterPagesMatch({ small: small([us1], [us2, de]), large }))).toBe(
      `fail: /Resources/1 A later page under a filter holds a user who does not meet it. (${COUNTRY} eq "US" -> DE)`,
    );
  });

  test('name ten strangers at most', () => {
    const finding = laterPagesMatch({ small: small([us1], many(12, 'FR')), large });
    expect(finding.verdict === 'fail' && finding.problems).toHaveLength(10);
  });
});

describe('rules held by one requirement', () => {
  const broken = fail({ message: 'A rule is broken.' });
  test.each<[string, readonly Finding[], string]>([
    ['none', [], 'pass'],
    ['a fail above all', [pass(), unmet('x'), broken, notExercised('y')], 'fail: A rule is broken.'],
    ['what cannot be judged above a pass', [notExercised('y'), pass(), unmet('x')], 'precondition: x'],
    ['a pass above what was not exercised', [notExercised('y'), pass('seen')], 'pass: seen'],
    ['what was not exercised, the first', [notExercised('y'), notExercised('z')], 'not-exercised: y'],
  ])('%s', (_name, findings, text) => {
    expect(told(allOf(...findings.map((one) => () => one))({ nothing: 'x' }))).toBe(text);
  });

  test('are run where something was asked', () => {
    expect(told(asked(() => pass('ran'))({ nothing: 'no value of that kind' }))).toBe(
      'not-exercised: no value of that kind',
    );
  });
});
