/** What walks are told to show, sentence by sentence, and the edges at which one answer turns into another. */

import { describe, expect, test } from 'vitest';
import {
  keepTheTotal,
  orderOf,
  orderSeen,
  pageFill,
  reachesTotal,
  repeatsNobody,
  showsTotal,
  showTheSameUsers,
} from '../src/checks/walk.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Walk } from '../src/model/walk.ts';
import { page, populationOf, soundWalk, user, users, walk } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

type Rule = (walk: Walk | undefined) => Finding;
const nameless = { meta: {} };
const SAME = 'not-exercised: the whole result fits on one page';
const STOPPED = 'budget: the walk was stopped before it saw a second page';

describe('one walk', () => {
  const cut = (status: number) => walk([page(users(4), 9), status], 4, 'refused');
  const twice = walk([page(users(4), 8), page([user('u5'), user('u3'), ...users(2, 6)], 8, 5)], 4);
  const { totalResults: _none, ...silent } = page(users(2, 3), 4, 3);
  const later = 'not-exercised: this walk was not taken, since an earlier one could not be read';

  test.each<[string, Rule, Walk | undefined, string]>([
    ['that was never taken', reachesTotal, undefined, later],
    ['that was never taken', repeatsNobody, undefined, later],
    ['without a page', showsTotal, walk([], 4), later],
    [
      'refused at once',
      reachesTotal,
      walk([404], 4, 'refused'),
      'precondition: the first page of the walk could not be read: status 404',
    ],
    ['complete', reachesTotal, soundWalk(9, 4), 'pass'],
    ['on one page', reachesTotal, soundWalk(4, 4), SAME],
    ['on one page and an empty one', repeatsNobody, walk([page(users(4), 4), page([], 4, 5)], 4), SAME],
    [
      'stopped by its bound',
      reachesTotal,
      walk([page(users(4), 9)], 4, 'bound'),
      'budget: the walk was stopped after 1 pages, before its end',
    ],
    ['stopped on its first page', repeatsNobody, walk([page(users(4), 9)], 4, 'bound'), STOPPED],
    ['stopped on its second page', repeatsNobody, walk([page(users(4), 9), page(users(4, 5), 9)], 4, 'bound'), 'pass'],
    [
      'with an empty page',
      reachesTotal,
      walk([page(users(4), 9), page([], 9)], 4, 'empty-page'),
      'fail: /Resources After 4 of 9 resources the page at startIndex 5 carries none. (at least one resource -> 0)',
    ],
    [
      'that loses its list half way',
      reachesTotal,
      cut(200),
      'precondition: the page at startIndex 5 has no totalResults, or no JSON object',
    ],
    ['barred half way', reachesTotal, cut(401), 'precondition: the page at startIndex 5 was refused with 401'],
    ['barred half way', reachesTotal, cut(403), 'precondition: the page at startIndex 5 was refused with 403'],
    ['throttled half way', reachesTotal, cut(429), 'precondition: the page at startIndex 5 was refused with 429'],
    [
      'refused half way',
      reachesTotal,
      cut(404),
      'fail: After 4 resources the page at startIndex 5 was answered with status 404. (200 -> 404)',
    ],
    [
      'with somebody twice',
      repeatsNobody,
      twice,
      'fail: /Resources/1/id The user at position 3 comes again at position 6. (an id that did not come before -> u3)',
    ],
    [
      'with users without an id',
      repeatsNobody,
      walk([page([user('u1'), nameless], 4), page([nameless, user('u4')], 4, 3)], 2),
      'pass',
    ],
    [
      'with users without an id',
      showsTotal,
      walk([page([user('u1'), nameless], 4), page([user('u3'), user('u4')], 4, 3)], 2),
      'not-exercised: the walk did not reach its end, or repeated a user',
    ],
    [
      'with a negative total',
      showsTotal,
      walk([page(users(2), -1), page(users(2, 3), -1, 3)], 2),
      'precondition: totalResults is negative',
    ],
    [
      'with more than a last total of nobody',
      showsTotal,
      walk([page(users(2), 4), page(users(2, 3), 0, 3)], 2),
      'fail: The walk showed 4 different users, totalResults says 0. (0 -> 4)',
    ],
    ['whose last page says no total', showsTotal, walk([page(users(2), 4), silent], 2), 'pass'],
    ['of nobody', showsTotal, walk([page([], 0)], 2), SAME],
    ['whose total grows to what came', showsTotal, walk([page(users(4), 5), page(users(2, 5), 6, 5)], 4), 'pass'],
    [
      'with more than its last total',
      showsTotal,
      walk([page(users(4), 9), page(users(4, 5), 7, 5)], 4),
      'fail: The walk showed 8 different users, totalResults says 7. (7 -> 8)',
    ],
  ])('%s', (_name, rule, walked, expected) => {
    expect(told(rule(walked))).toBe(expected);
  });

  test('in stretches that meet reads the same position twice, which repeats nobody', () => {
    const stretches = (from: number) => {
      const { pages, ...rest } = walk([page(users(4), 9), page(users(4, 3), 9, 3)], 4);
      const met = pages.map((one, index) => (index === 1 ? { ...one, askedStartIndex: from } : one));
      return { ...rest, pages: met, sample: { start: 1, middle: 0, end: 1 } };
    };
    expect(told(repeatsNobody(stretches(3)))).toBe(
      'pass: sampled: 1 pages from the start, 0 in the middle, 1 at the end',
    );
    expect(told(repeatsNobody(stretches(4)))).toBe(
      'fail: /Resources/0/id The user at position 3 comes again at position 4. (an id that did not come before -> u3)\n' +
        'fail: /Resources/1/id The user at position 4 comes again at position 5. (an id that did not come before -> u4)',
    );
  });

  test('shows its fault in the exchange that has it', () => {
    const more = walk([page(users(4), 9), page(users(4, 5), 7, 5)], 4);
    expect(repeatsNobody(twice)).toMatchObject({ problems: [{ exchange: twice.pages[1]?.exchange }] });
    expect(showsTotal(more)).toMatchObject({ problems: [{ exchange: more.pages[1]?.exchange }] });
  });
});

describe('walks beside each other', () => {
  const sound = soundWalk(9, 4);
  const lacking = walk([page(users(5), 8), page(users(3, 6), 8, 6)], 5);
  const adding = walk([page(users(5), 10), page([...users(4, 6), user('late')], 10, 6)], 5);
  const refused = walk([404], 4, 'refused');
  const broken = walk([page(users(4), 9), page([], 9)], 4, 'empty-page');
  const byDefault = (one: Walk): Walk => ({ ...one, size: undefined });
  const lacks = (by: string, missing: number, than: string, others: number) =>
    `fail: The walk by ${by} lacks ${missing} users that the walk by ${than} showed, and shows ${others} others.`;

  test.each<[string, readonly Walk[], string]>([
    ['none', [], 'precondition: no walk could be read'],
    ['none that could be read', [refused, refused], 'precondition: no walk could be read'],
    [
      'one that could be read',
      [refused, broken],
      'not-exercised: fewer than two walks reached their end without a repetition',
    ],
    ['one refused, two sound', [refused, sound, soundWalk(9, 5)], 'pass'],
    ['all on one page', [soundWalk(3, 4), soundWalk(3, 5)], SAME],
    ['one of two on one page', [soundWalk(9, 10), sound], 'pass'],
    ['somebody missing', [sound, lacking], `${lacks('5', 1, '4', 0)} (["u9"] -> [])`],
    ['somebody added', [sound, adding], `${lacks('5', 0, '4', 1)} ([] -> ["late"])`],
    [
      'pages of the default size',
      [byDefault(sound), byDefault(lacking)],
      `${lacks('default', 1, 'default', 0)} (["u9"] -> [])`,
    ],
  ])('%s: the users they show', (_name, walks, expected) => {
    expect(told(showTheSameUsers(walks))).toBe(expected);
  });

  test('name ten users at most, and the page that shows a stranger', () => {
    const one = soundWalk(30, 20);
    const other = walk([page(users(20, 101), 40), page(users(20, 121), 40, 21)], 20);
    const finding = showTheSameUsers([one, other]);
    expect(finding).toMatchObject({ problems: [{ exchange: other.pages[0]?.exchange }] });
    expect(finding.verdict === 'fail' && finding.problems.map(({ expected, actual }) => [expected, actual])).toEqual([
      [users(10).map(({ id }) => id), users(10, 101).map(({ id }) => id)],
    ]);
    expect(showTheSameUsers([sound, adding])).toMatchObject({ problems: [{ exchange: adding.pages[1]?.exchange }] });
    const [problem] = fails(showTheSameUsers([sound, lacking]));
    expect(problem).not.toHaveProperty('exchange');
  });

  const total = (...totals: (readonly [users: number, total: number])[]) =>
    walk(
      totals.map(([count, says]) => page(users(count), says)),
      4,
    );
  const { totalResults: _none, ...silent } = page(users(2), 9);

  test.each<[string, readonly Walk[], string]>([
    ['no walk', [], 'precondition: no walk could be read'],
    ['a walk refused at once', [refused], 'precondition: the first page of the walk could not be read: status 404'],
    ['the same total', [total([4, 9], [4, 9])], 'pass'],
    ['one page', [total([4, 9])], 'not-exercised: fewer than two pages with a totalResults'],
    [
      'pages without a total',
      [walk([page(users(2), 9), silent], 2)],
      'not-exercised: fewer than two pages with a totalResults',
    ],
    [
      'an empty page without a total',
      [walk([page(users(2), 9), { ...silent, Resources: [] }], 2)],
      'not-exercised: fewer than two pages with a totalResults',
    ],
    [
      'a total smaller than its page',
      [total([4, 9], [4, 3])],
      'not-exercised: fewer than two pages with a totalResults',
    ],
    [
      'another total, as large as its page',
      [total([4, 9], [4, 4])],
      'fail: /totalResults totalResults says 4 on the page at startIndex 5, 9 on the first page read. (9 -> 4)',
    ],
    [
      'another total in another walk',
      [sound, soundWalk(8, 8)],
      'fail: /totalResults totalResults says 8 on the page at startIndex 1, 9 on the first page read. (9 -> 8)',
    ],
  ])('%s: the total they keep', (_name, walks, expected) => {
    expect(told(keepTheTotal(walks))).toBe(expected);
  });

  test('agree on an order as far as the shorter one goes, whichever is first', () => {
    const bounded = walk([page(users(4), 9)], 4, 'bound');
    const all = users(9).map(({ id }) => id);
    expect(orderOf(populationOf([bounded, sound]))).toEqual(all);
    expect(orderOf(populationOf([sound, bounded]))).toEqual(all);
    const repeating = walk([page([user('u1'), user('u1')], 2)], 4);
    expect(orderOf(populationOf([repeating, sound]))).toEqual(all);
    const emptied = walk([page([...users(2, 3)], 9), page([], 9)], 4, 'empty-page');
    expect(orderOf(populationOf([sound, emptied]))).toEqual(all);
  });

  test('tell of order and fill only what they saw', () => {
    expect(told(orderSeen(populationOf([sound, broken])))).toBe(
      'precondition: fewer than two walks reached their end without a repetition',
    );
    const none = 'not-exercised: no walk had a second page';
    expect(told(pageFill([soundWalk(3, 4)]))).toBe(none);
    expect(told(pageFill([byDefault(sound)]))).toBe(none);
    expect(told(pageFill([walk([page(users(3), 7), page(users(4, 4), 7, 4)], 4)]))).toBe(
      'pass: short pages before the last',
    );
    expect(told(pageFill([walk([page(users(4), 9), page(users(3, 5), 9), page(users(2, 8), 9)], 4)]))).toBe(
      'pass: short pages before the last',
    );
    expect(told(pageFill([walk([page(users(4), 5), page(users(1, 5), 5, 5)], 4)]))).toBe(
      'pass: every page but the last is full',
    );
  });
});

function fails(finding: Finding) {
  return finding.verdict === 'fail' ? finding.problems : [];
}
