/** What pages behind the end of the result are told to show, and the total that every page repeats. */

import { expect, test } from 'vitest';
import * as position from '../src/checks/paging-position.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json } from '../src/model/json.ts';
import type { Population } from '../src/model/walk.ts';
import { listed, page, populationOf, soundWalk, users, walk } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const answer = (body: Json | string) => listed({ body });
const refused = (status: number) => listed({ status, body: {} });
const holding = (count: number) => answer(page(users(count), 9));
const saying = (totalResults: number | null) => answer(page(users(5), 9, 1, { totalResults }));
const ABSENT = answer({ totalResults: 9 });
const TEXT = answer('text');

const NO_OBJECT = 'precondition: the answer is no JSON object';
const NOT_WALKED = 'precondition: the list could not be walked';
const nine = populationOf([soundWalk(9, 4), soundWalk(9, 5)]);
const empty = populationOf([soundWalk(0, 4)]);
const unwalked = populationOf([walk([404], 4, 'refused')]);
const beyond = position.nothingBehindTheEnd(10);
const huge = (probe: position.AmongAll) => position.refusedOrNothing({ ...probe, plain: holding(5) });

test.each<[string, (probe: position.AmongAll) => Finding, Exchange, string, Population?]>([
  ['behind the last match', beyond, holding(0), 'pass: Resources empty'],
  ['behind the last match, left out', beyond, ABSENT, 'pass: Resources left out'],
  ['behind the last match, unreadable', beyond, TEXT, NO_OBJECT],
  ['behind the last match, not walked', beyond, holding(0), NOT_WALKED, unwalked],
  [
    'behind the last match, users',
    beyond,
    holding(2),
    'fail: /Resources startIndex 10 lies behind the last match, yet 2 resources came. (0 -> 2)',
  ],
  [
    'behind the last match, users and no total',
    beyond,
    saying(null),
    'fail: /Resources startIndex 10 lies behind the last match, yet 5 resources came. (0 -> 5)',
  ],
  ['behind the last match that was', beyond, saying(10), 'precondition: totalResults says 10, 9 when the walks began'],

  [
    'behind the last match of nobody',
    position.nothingBehindTheEnd(1),
    answer(page([], 0)),
    'not-exercised: nobody is there who could come again behind the end',
    empty,
  ],

  ['behind the last match, its status', position.endAnsweredWith200, holding(0), 'pass'],
  [
    'behind the last match, its status',
    position.endAnsweredWith200,
    refused(404),
    'fail: A page behind the last match was answered with status 404. (200 -> 404)',
  ],
  [
    'behind the last match, its status',
    position.endAnsweredWith200,
    refused(500),
    'precondition: the page was answered with status 500',
  ],

  ['anywhere, the total', position.totalUnchanged, holding(2), 'pass'],
  [
    'anywhere, the total of nobody',
    position.totalUnchanged,
    answer(page([], 0)),
    'not-exercised: nobody is listed',
    empty,
  ],
  [
    'anywhere, the total of a refusal',
    position.totalUnchanged,
    refused(404),
    'not-exercised: the page was answered with status 404',
  ],
  ['anywhere, no total', position.totalUnchanged, saying(null), 'precondition: the page has no totalResults'],
  ['anywhere, unreadable', position.totalUnchanged, TEXT, 'precondition: the page has no totalResults'],
  [
    'anywhere, a total below the page',
    position.totalUnchanged,
    saying(4),
    'precondition: totalResults is less than the page holds',
  ],
  [
    'anywhere, another total',
    position.totalUnchanged,
    saying(5),
    'fail: /totalResults totalResults says 5 on this page, 9 in the walk. (9 -> 5)',
  ],

  ['larger than any', huge, TEXT, NO_OBJECT],
  ['larger than any', huge, holding(0), 'pass: answered without resources'],
  [
    'larger than any',
    huge,
    holding(2),
    'fail: /Resources A startIndex behind any result was answered with 2 resources. (0 -> 2)',
  ],
])('%s', (_name, check, seen, text, population = nine) => {
  expect(told(check({ seen, population }))).toBe(text);
});
