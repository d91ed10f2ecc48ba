/** What pages of a given size are told to show, sentence by sentence, and where one answer turns into another. */

import { describe, expect, test } from 'vitest';
import { otherSizeName } from '../src/checks/list-response.ts';
import * as paging from '../src/checks/paging.ts';
import * as tolerance from '../src/checks/paging-tolerance.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json } from '../src/model/json.ts';
import { listed, page, users } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const plain = listed({ body: page(users(5), 9) });
const refused = (status: number) => listed({ status, body: {} });
const holding = (count: number, from = 1) => listed({ body: page(users(count, from), 9, from) });
const answer = (body: Json | string) => listed({ body });
const beside = (seen: Exchange) => ({ seen, plain });
const ABSENT = answer({ totalResults: 9 });
const TEXT = answer('text');

const NO_OBJECT = 'precondition: the answer is no JSON object';
const NO_LIST = 'precondition: the answer holds no list of resources';
const WHOLE = 'not-exercised: the whole result fits on one page';
const barred = (status: number) => `precondition: the list was answered with status ${status}`;

describe('a page size', () => {
  const atMost = (most: number, came: number) =>
    `fail: /Resources A page of at most ${most} resources was due, ${came} came. (at most ${most} -> ${came})`;
  const neither = (status: number) =>
    `fail: The request was answered with status ${status}: neither a list nor a refusal. (200 or 400 -> ${status})`;
  const within = (seen: Exchange) => paging.pageOfAtMost(5)(beside(seen));
  const clamped = (seen: Exchange) => paging.refusedOrClamped(6)(beside(seen));
  const begins = (seen: Exchange) => paging.walkBegins({ seen });
  const fallback = (seen: Exchange) => paging.refusedOrDefault(6)(beside(seen));

  test.each<[string, (seen: Exchange) => Finding, Exchange, string]>([
    ['within bounds, honoured', within, holding(5), 'pass'],
    ['within bounds, widened', within, holding(6), atMost(5, 6)],
    ['within bounds, as many as there are', within, answer(page(users(5), 5)), WHOLE],
    ['within bounds, of nobody knows how many', within, answer({ Resources: [...users(5)] }), 'pass'],
    ['within bounds, without Resources', within, ABSENT, NO_LIST],
    ['within bounds, barred', within, refused(401), barred(401)],
    [
      'within bounds, refused',
      within,
      refused(404),
      'fail: The list was answered with status 404 to a request that keeps to the documents. (200 -> 404)',
    ],
    ['asked for', paging.isAnswered, plain, 'pass'],
    ['left out', paging.defaultPage(5), plain, 'pass: answered with 5 resources'],
    ['left out, widened', paging.defaultPage(4), plain, atMost(4, 5)],
    [
      'left out, barred',
      paging.defaultPage(5),
      refused(403),
      'precondition: the list without parameters was answered with status 403, without a list',
    ],
    [
      'left out, on an empty tenant',
      paging.defaultPage(5),
      answer(page([], 0)),
      'not-exercised: nobody is there to be listed',
    ],
    [
      'left out, with nobody on the page',
      paging.defaultPage(5),
      answer(page([], 1)),
      'fail: /Resources Without a page size nobody was listed, of 1 resources. (1 to 5 -> 0)',
    ],
    [
      'left out, without a total',
      paging.defaultPage(5),
      answer({ Resources: [] }),
      'not-exercised: nobody is there to be listed',
    ],
    ['that begins a walk', begins, holding(1), 'pass'],
    ['that begins a walk of nobody knows how many', begins, answer({ Resources: [...users(2)] }), 'pass'],
    ['that begins a walk and ends it', begins, answer(page(users(2), 2)), WHOLE],
    ['that begins a walk of nobody', begins, answer(page([], 0)), 'not-exercised: nobody is there to be listed'],
    ['that begins a walk of nobody', begins, answer({ Resources: [] }), 'not-exercised: nobody is there to be listed'],
    ['that begins a walk, refused', begins, refused(400), 'not-exercised: the page was answered with status 400'],
    [
      'that begins a walk with nobody',
      begins,
      holding(0),
      'fail: /Resources After 0 of 9 resources the page at startIndex 1 carries none. (at least one resource -> 0)',
    ],
    ['outside the bounds, without Resources', clamped, ABSENT, 'pass: answered without resources'],
    ['outside the bounds, unreadable', clamped, TEXT, NO_OBJECT],
    ['outside the bounds, throttled', clamped, refused(429), barred(429)],
    ['outside the bounds, nearly refused', clamped, refused(399), neither(399)],
    ['outside the bounds, refused', clamped, refused(499), 'pass: refused with 499'],
    ['outside the bounds, failing', clamped, refused(500), neither(500)],
    ['no integer, unreadable', fallback, TEXT, NO_OBJECT],
    ['no integer, other users', fallback, holding(5, 2), 'pass: answered with 5 resources'],
    ['no integer, widened', fallback, holding(7), atMost(6, 7)],
  ])('%s', (_name, check, seen, text) => {
    expect(told(check(seen))).toBe(text);
  });

  test('is not judged where the plain list fails', () => {
    const seen = refused(404);
    const why = 'answered with status 500';
    expect(told(paging.pageOfAtMost(5)({ seen, plain: refused(500) }))).toBe(
      `precondition: the list without parameters was ${why}`,
    );
    expect(told(paging.refusedOrClamped(5)({ seen, plain: refused(500) }))).toBe(
      `precondition: the list to compare with was ${why}`,
    );
    expect(told(paging.refusedWith400({ seen: [seen], plain: refused(500) }))).toBe(
      `precondition: the list without parameters was ${why}`,
    );
    expect(told(paging.refusedOrDefault(4)({ seen: holding(2), plain: TEXT }))).toBe('pass: answered with 2 resources');
  });

  test.each<[number[], string]>([
    [[400, 200, 403], 'pass: refused with 400'],
    [[200, 401, 403, 429, 500, 399], 'not-exercised: no paging value was refused'],
    [[499], 'fail: A paging value was refused with status 499. (400 -> 499)'],
  ])('refused with %j', (statuses, text) => {
    expect(told(paging.refusedWith400({ plain, seen: statuses.map(refused) }))).toBe(text);
  });

  test('has another name in another revision', () => {
    expect(otherSizeName(loadContract('2024-03'))).toBe('count');
    expect(otherSizeName(loadContract('2026-05'))).toBe('itemsPerPage');
  });
});

describe('a parameter nobody documents', () => {
  const alias = (seen: Exchange) => tolerance.otherNameAlone(3)(beside(seen));
  const both = (seen: Exchange) => tolerance.bothNames(2, 3)(beside(seen));
  const twice = (seen: Exchange) => tolerance.noServerErrorWithin(6)(beside(seen));
  const failed = (seen: Exchange) => tolerance.noServerError(beside(seen));
  const did = (seen: Exchange) => tolerance.whatItDid(beside(seen));
  const NEITHER = 'precondition: one of the answers is no JSON object';

  test.each<[string, (seen: Exchange) => Finding, Exchange, string]>([
    ['is ignored', did, holding(5), 'pass: ignored'],
    ['bars', did, refused(401), barred(401)],
    ['redirects', did, refused(399), 'pass: answered with 399'],
    ['is refused', did, refused(400), 'pass: refused with 400'],
    ['upsets', did, refused(500), 'pass: answered with 500'],
    ['makes it unreadable', did, TEXT, NEITHER],
    ['makes it unreadable', failed, TEXT, 'pass: answered with 200'],
    ['upsets', failed, refused(500), 'fail: The request was answered with status 500. (any status below 500 -> 500)'],
    ['is an alias', alias, holding(3), 'pass: an alias'],
    ['is no alias', alias, holding(5), 'pass: ignored'],
    ['is something else', alias, holding(4), 'pass: answered with 4 resources'],
    ['is refused', alias, refused(400), 'pass: refused with 400'],
    ['makes it unreadable', alias, TEXT, NEITHER],
    ['counts as documented', both, holding(2), 'pass: the documented name counts'],
    ['counts as the other', both, holding(3), 'pass: the other name counts'],
    ['counts as neither', both, holding(5), 'pass: answered with 5 resources'],
    ['is refused', both, refused(400), 'pass: refused with 400'],
    ['makes it unreadable', both, TEXT, NO_OBJECT],
    [
      'sees too few',
      both,
      answer(page(users(3), 3)),
      'not-exercised: the whole result is too small to tell the sizes apart',
    ],
    ['sees no total', both, answer({ Resources: [...users(3)] }), 'pass: the other name counts'],
    [
      'upsets when repeated',
      twice,
      refused(500),
      'fail: A repeated parameter was answered with status 500. (any status below 500 -> 500)',
    ],
    ['is refused when repeated', twice, refused(400), 'pass: refused with 400'],
    ['makes it unreadable when repeated', twice, TEXT, NO_OBJECT],
    ['is read when repeated', twice, holding(6), 'pass: answered with 6 resources'],
    [
      'widens when repeated',
      twice,
      holding(7),
      'fail: /Resources A page of at most 6 resources was due, 7 came. (at most 6 -> 7)',
    ],
  ])('%s', (_name, check, seen, text) => {
    expect(told(check(seen))).toBe(text);
  });

  test('is told by nothing where the plain list cannot be compared with', () => {
    const seen = holding(2);
    const failing = { seen: refused(500), plain: refused(503) };
    const compared = 'precondition: the list to compare with was answered with 503';
    expect(told(tolerance.noServerError(failing))).toBe(compared);
    expect(told(tolerance.noServerErrorWithin(6)(failing))).toBe(compared);
    expect(told(tolerance.whatItDid({ seen, plain: TEXT }))).toBe(NEITHER);
    expect(told(tolerance.otherNameAlone(3)({ seen, plain: TEXT }))).toBe(NEITHER);
    expect(told(tolerance.otherNameAlone(5)({ seen, plain }))).toBe(
      'not-exercised: the page without parameters holds no more than 5 users',
    );
  });
});
