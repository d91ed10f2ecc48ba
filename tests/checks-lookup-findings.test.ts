/** What lookups are told to show, sentence by sentence, and the statuses at which one answer turns into another. */

import { describe, expect, test } from 'vitest';
import {
  harmless,
  hasSameId,
  isFound,
  isFoundInOtherCase,
  isNotFound,
  isRefused,
  type Looked,
  type Refused,
  refusedWith,
  sameUserOrRefused,
  selectionTolerated,
} from '../src/checks/lookup.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json } from '../src/model/json.ts';
import { lookedUp, page, user } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const id = 'a1b2';
const found = lookedUp(id, { body: user(id) });
const answer = (status: number, body: Json = {}) => lookedUp(id, { status, body });

describe('a lookup', () => {
  const other = user('other');
  const gone = 'precondition: no listed user is found by its id';
  const barred = (status: number) => `precondition: the lookup was answered with status ${status}`;
  const noId = 'precondition: the answer has no id that could be compared';
  const kinds: readonly [string, (probe: Looked & Refused) => Finding, readonly [Exchange, string][]][] = [
    [
      'of a listed user',
      isFound,
      [
        [answer(401), barred(401)],
        [answer(429), barred(429)],
        [answer(404), 'fail: The lookup of a listed user was answered with status 404. (200 -> 404)'],
      ],
    ],
    [
      'of a listed user, its id',
      hasSameId,
      [
        [answer(404), 'not-exercised: the lookup was answered with status 404'],
        [answer(200, { id: '' }), 'precondition: the user has no id that could be compared'],
        [answer(200, { id: 7 }), 'precondition: the user has no id that could be compared'],
        [answer(200, other), 'fail: /id The lookup answered with another id than the one asked for. (a1b2 -> other)'],
      ],
    ],
    [
      'of nobody',
      isNotFound,
      [
        [answer(401), barred(401)],
        [answer(403), barred(403)],
        [answer(429), barred(429)],
        [answer(200), 'fail: A UUID that belongs to no user was answered with status 200. (404 -> 200)'],
      ],
    ],
    [
      'of what is no id',
      isRefused,
      [
        [answer(401), barred(401)],
        [answer(429), barred(429)],
        [answer(300), 'pass: refused with 300'],
        [answer(299), 'fail: An id that names no user was answered with status 299. (400 or 404 -> 299)'],
        [answer(499), 'pass: refused with 499'],
        [answer(500), 'fail: An id that names no user was answered with status 500. (400 or 404 -> 500)'],
      ],
    ],
    [
      'of a listed id in another form',
      sameUserOrRefused,
      [
        [answer(401), barred(401)],
        [answer(429), barred(429)],
        [answer(300), 'pass: refused with 300'],
        [answer(299, user(id)), 'pass: finds the user'],
        [answer(199), 'fail: Another form of a listed id was answered with status 199. (200, 400 or 404 -> 199)'],
        [answer(500), 'fail: Another form of a listed id was answered with status 500. (200, 400 or 404 -> 500)'],
        [answer(200, {}), noId],
        [answer(200, other), 'fail: /id Another form of a listed id found another user. (a1b2 -> other)'],
        [
          answer(200, user('a1urn:uuid:b2')),
          'fail: /id Another form of a listed id found another user. (a1b2 -> a1urn:uuid:b2)',
        ],
      ],
    ],
    [
      'of a listed id in the other case',
      isFoundInOtherCase,
      [
        [answer(401), barred(401)],
        [answer(403), barred(403)],
        [answer(429), barred(429)],
        [answer(500), barred(500)],
        [answer(499), 'fail: A listed id in the other case was answered with status 499. (200 -> 499)'],
      ],
    ],
    [
      'beside the documented path',
      harmless,
      [
        [
          answer(500),
          'fail: A path beside the documented one was answered with status 500. (any status below 500 -> 500)',
        ],
        [answer(400), 'pass: refused with 400'],
        [answer(300), 'pass: redirects with 300'],
        [answer(299), 'pass: answered with status 299'],
        [answer(200, page([], 0)), 'pass: answers as the list'],
        [answer(200, other), 'fail: /id A path beside a listed user answered with another user. (a1b2 -> other)'],
      ],
    ],
    [
      'with attributes selected',
      selectionTolerated,
      [
        [answer(401), barred(401)],
        [
          answer(500),
          'fail: A lookup with attribute selection was answered with status 500. (any status below 500 -> 500)',
        ],
        [answer(400), 'pass: refused with 400'],
        [answer(301), 'pass: answered with status 301'],
      ],
    ],
  ];

  test.each(kinds.flatMap(([name, check, rows]) => rows.map(([seen, text]) => [name, check, seen, text] as const)))(
    '%s',
    (_name, check, seen, text) => {
      expect(told(check({ id, known: found, seen }))).toBe(text);
    },
  );

  test('proves nothing where no listed user is found', () => {
    for (const check of [isNotFound, isRefused, selectionTolerated]) {
      const lost = check({ known: answer(404), seen: answer(404) });
      const empty = check({ known: undefined, seen: answer(404) });
      expect([told(lost), told(empty)]).toEqual([gone, gone]);
      expect(lost).toMatchObject({ blame: 'target' });
      expect(empty).toMatchObject({ blame: 'tenant data' });
    }
  });

  test.each<[number[], string]>([
    [[404, 400, 404], 'pass: 400 or 404'],
    [[403, 401, 429], 'precondition: none of these ids was refused by the API itself'],
    [[299, 500], 'precondition: none of these ids was refused by the API itself'],
    [[300], 'fail: An id that is no UUID was answered with status 300. ([400,404] -> 300)'],
    [[422, 404], 'fail: An id that is no UUID was answered with status 422. ([400,404] -> 422)'],
  ])('of ids that are no UUID, answered with %j', (statuses, text) => {
    const probes = statuses.map((status) => ({ known: found, seen: answer(status) }));
    expect(told(refusedWith([400, 404])(probes))).toBe(text);
  });
});
