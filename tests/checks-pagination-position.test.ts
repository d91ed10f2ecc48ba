/** What pages at a given position are told to show, sentence by sentence, and where one answer turns into another. */

import { describe, expect, test } from 'vitest';
import * as position from '../src/checks/paging-position.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json } from '../src/model/json.ts';
import type { Population } from '../src/model/walk.ts';
import { listed, page, populationOf, soundWalk, users, walk } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const refused = (status: number) => listed({ status, body: {} });
const holding = (count: number, from = 1) => listed({ body: page(users(count, from), 9, from) });
const answer = (body: Json | string) => listed({ body });
const ABSENT = answer({ totalResults: 9 });
const TEXT = answer('text');

const NO_LIST = 'precondition: the answer holds no list of resources';

describe('a start position', () => {
  const population = populationOf([soundWalk(9, 4), soundWalk(9, 5)]);
  const unordered = populationOf([
    soundWalk(9, 4),
    walk([page([...users(5)].reverse(), 9), page(users(4, 6), 9, 6)], 5),
  ]);
  const unwalked = populationOf([walk([404], 4, 'refused')]);
  const halfWalked = populationOf([walk([page(users(4), 9), 500], 4, 'refused')]);
  const emptied = populationOf([soundWalk(9, 4), walk([page(users(4), 9), page([], 9)], 4, 'empty-page')]);
  const first = holding(5);
  type Check = (probe: position.AmongAll & { readonly first: Exchange }) => Finding;
  const at = position.pageBeginsAt;
  const second = 'The page at startIndex 2 is not what the walks showed from position 2 on.';
  const NOT_WALKED = 'precondition: the list could not be walked';
  const list = (more: { readonly [name: string]: Json }, count = 5, from = 1) =>
    answer(page(users(count, from), 9, from, more));

  test.each<[string, Check, Exchange, string, Population?]>([
    ['below 1, answered as for 1', position.refusedOrFirstPage, holding(5), 'pass: read as 1'],
    [
      'below 1, echoed',
      position.refusedOrFirstPage,
      list({ startIndex: 0 }),
      'fail: /startIndex A startIndex below 1 stands for 1, but the answer says it begins at 0. (1 -> 0)',
    ],
    ['below 1, not echoed', position.refusedOrFirstPage, list({ startIndex: null }), 'pass: read as 1'],
    [
      'below 1, another page',
      position.refusedOrFirstPage,
      list({ startIndex: 1 }, 6, 2),
      'fail: /Resources A startIndex below 1 gave another page than startIndex 1. ' +
        '(["u1","u2","u3","u4","u5"] -> ["u2","u3","u4","u5","u6"])',
    ],
    ['below 1, without Resources', position.refusedOrFirstPage, ABSENT, NO_LIST],
    ['below 1, unreadable', position.refusedOrFirstPage, TEXT, NO_LIST],

    ['left out', position.beginsAtOne, holding(3), 'pass'],
    ['left out, with a larger page', position.beginsAtOne, holding(9), 'pass'],
    [
      'left out, refused',
      position.beginsAtOne,
      refused(400),
      'not-exercised: the list without startIndex was answered with status 400',
    ],
    ['left out, without Resources', position.beginsAtOne, ABSENT, NO_LIST],
    ['left out, unreadable', position.beginsAtOne, TEXT, NO_LIST],
    [
      'left out, echoed otherwise',
      position.beginsAtOne,
      list({ startIndex: 2 }),
      'fail: /startIndex No startIndex was given, and the answer says it begins at 2. (1 -> 2)',
    ],
    [
      'left out, another user',
      position.beginsAtOne,
      list({ startIndex: 1 }, 1, 2),
      'fail: /Resources Without startIndex the list begins with another user than with startIndex 1. ' +
        '(["u1","u2","u3","u4","u5"] -> ["u2"])',
    ],
    [
      'left out, without an order',
      position.beginsAtOne,
      list({ startIndex: null }, 3, 2),
      'not-exercised: the order differs between walks, so pages cannot be compared',
      unordered,
    ],
    [
      'left out, without an order but with its word',
      position.beginsAtOne,
      list({ startIndex: 1 }, 3, 2),
      'pass',
      unordered,
    ],

    ['within the result', at(2, 2), holding(2, 2), 'pass'],
    ['within the result, a larger page than asked', at(2, 2), holding(3, 2), 'pass'],
    ['within the result, a larger page than asked, and than is left', at(8, 2), list({}, 3, 8), 'pass'],
    ['within the result, which one page held', at(1, 2), holding(2), 'pass', populationOf([soundWalk(2, 4)])],
    [
      'within the result, behind where every walk was stopped',
      at(4, 2),
      holding(2, 4),
      'not-exercised: no two walks agree on the users at this position',
      populationOf([walk([page(users(4), 9)], 4, 'bound')]),
    ],
    ['within the result, elsewhere', at(2, 2), holding(2), `fail: /Resources ${second} (["u2","u3"] -> ["u1","u2"])`],
    ['within the result, empty', at(2, 2), holding(0), `fail: /Resources ${second} (["u2"] -> [])`],
    [
      'within the result, empty as walks are',
      at(2, 2),
      holding(0),
      'precondition: walks end with an empty page before the total is reached',
      emptied,
    ],
    [
      'within the result, elsewhere where walks end early',
      at(2, 2),
      holding(2),
      `fail: /Resources ${second} (["u2","u3"] -> ["u1","u2"])`,
      emptied,
    ],
    ['within the result, without Resources', at(2, 2), ABSENT, NO_LIST],
    ['within the result, unreadable', at(2, 2), TEXT, NO_LIST],
    ['within the result, not walked', at(2, 2), holding(2, 2), NOT_WALKED, unwalked],
    ['within the result, never walked', at(2, 2), holding(2, 2), NOT_WALKED, populationOf([])],
    [
      'within the result, walked half way',
      at(2, 2),
      holding(2, 2),
      'not-exercised: no two walks agree on the users at this position',
      halfWalked,
    ],
    ['at its end', at(9, 2), holding(1, 9), 'pass'],
    ['behind its end', at(10, 2), holding(0), 'not-exercised: the result ends at position 9'],
    ['at the end without an order', at(9, 2), holding(1, 3), 'pass', unordered],
    [
      'at the end without an order, too many',
      at(9, 2),
      holding(2, 3),
      'fail: /Resources The page at startIndex 9 is not what the walks showed from position 9 on. ' +
        '(at most 1 resources -> ["u3","u4"])',
      unordered,
    ],
    [
      'at the end without an order, a page that just fits',
      at(8, 2),
      holding(2, 3),
      'not-exercised: no two walks agree on the users at this position',
      unordered,
    ],
    [
      'at the start without an order',
      at(1, 10),
      holding(9),
      'not-exercised: no two walks agree on the users at this position',
      unordered,
    ],
  ])('%s', (_name, check, seen, text, among = population) => {
    expect(told(check({ seen, first, population: among }))).toBe(text);
  });

  test('is looked for in the walk by its own page size, where other sizes have another order', () => {
    const own = soundWalk(9, 2);
    expect(told(at(2, 2)({ seen: holding(2, 2), population: unordered, own }))).toBe('pass');
    expect(told(at(2, 2)({ seen: holding(2), population: unordered, own }))).toBe(
      `fail: /Resources ${second} (["u2","u3"] -> ["u1","u2"])`,
    );
  });

  test.each<[Exchange, string]>([
    [ABSENT, 'answered with status 200'],
    [TEXT, 'answered with status 200'],
  ])('has nothing to stand beside where startIndex 1 gives no list', (none, why) => {
    const probe = { seen: holding(2), first: none, population };
    expect(told(position.refusedOrFirstPage(probe))).toBe(`precondition: the page at startIndex 1 was ${why}`);
    expect(told(position.beginsAtOne(probe))).toBe(`precondition: the page at startIndex 1 was ${why}, without a list`);
  });
});
