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
import { asksForSecondLook, equalsListEntry } from '../src/checks/lookup-equality.ts';
import { URN } from '../src/contract/contract.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { lookedUp, page, populationOf, soundWalk, user } from './fixtures/list-exchanges.ts';
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
      expect(told(check({ known: answer(404), seen: answer(404) }))).toBe(gone);
      expect(told(check({ known: undefined, seen: answer(404) }))).toBe(gone);
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

describe('a lookup beside the list entry', () => {
  const population = populationOf([soundWalk(3, 2)]);
  const equal = (entry: JsonObject, body: Json, status = 200) =>
    told(equalsListEntry({ entry, seen: lookedUp(id, { status, body }), population }));
  const spend = (members: JsonObject, more: JsonObject = {}) => user(id, { [URN.spendUser]: members, ...more });
  const pay = (adp: JsonObject) => user(id, { [URN.payroll]: { adp } });
  const at = `/${URN.spendUser}`;

  test.each<[string, JsonObject, JsonObject, string]>([
    [
      'another value',
      spend({ country: 'US' }),
      spend({ country: 'DE' }),
      `fail: ${at}/country The lookup gives country another value than the list. (US -> DE)`,
    ],
    [
      'a value less',
      spend({ country: 'US', locale: 'de' }),
      spend({ country: 'US' }),
      `fail: ${at}/locale The list gives locale a value, the lookup does not. (de -> null)`,
    ],
    [
      'a value more',
      spend({ country: 'US' }),
      spend({ country: 'US', locale: 'de' }),
      `fail: ${at}/locale The lookup gives locale a value, the list does not. (null -> de)`,
    ],
    [
      'an empty string for nothing',
      spend({ country: 'US', ledgerCode: '' }),
      spend({ country: 'US' }),
      `fail: ${at}/ledgerCode The list gives ledgerCode a value, the lookup does not. ( -> null)`,
    ],
    [
      'an unset cash advance account',
      spend({ country: 'US', cashAdvanceAccountCode: '' }),
      spend({ country: 'US' }),
      'pass',
    ],
    [
      'another cash advance account',
      spend({ cashAdvanceAccountCode: 'A' }),
      spend({ cashAdvanceAccountCode: 'B' }),
      `fail: ${at}/cashAdvanceAccountCode The lookup gives cashAdvanceAccountCode another value than the list. (A -> B)`,
    ],
    [
      'a role group without a name',
      user(id, { [URN.role]: { roles: [{ roleName: 'R', roleGroups: [''] }] } }),
      user(id, { [URN.role]: { roles: [{ roleName: 'R' }] } }),
      'pass',
    ],
    [
      'links and marks of synchronisation',
      spend({ biManager: { value: 'm' } }),
      spend({ biManager: { value: 'm', $ref: 'x', syncGuid: 'y', href: 'z' } }),
      'pass',
    ],
    [
      'custom fields without a value',
      spend({ customData: [{ id: 'custom1', value: 'a' }] }),
      spend({ customData: [{ id: 'custom2' }, { id: 'custom1', value: 'a' }, { id: 'custom3', value: null }] }),
      'pass',
    ],
    ['payroll without a value', pay({ companyCode: 'c', deductionCode: null }), pay({ companyCode: 'c' }), 'pass'],
    [
      'an item that only elsewhere would be blank',
      user(id, { [URN.approver]: { report: [{ primary: true }] } }),
      user(id),
      `fail: /${URN.approver} The list gives ${URN.approver} a value, the lookup does not. ({"report":[{"primary":true}]} -> null)`,
    ],
    [
      'one instant in two zones',
      user(id, { meta: { created: '2025-01-01T00:00:00Z' } }),
      user(id, { meta: { created: '2025-01-01T01:00:00+01:00' } }),
      'pass',
    ],
    [
      'another instant',
      user(id, { meta: { lastModified: '2025-01-01T00:00:00Z' } }),
      user(id, { meta: { lastModified: '2025-01-01T00:00:01Z' } }),
      'fail: /meta/lastModified The lookup gives lastModified another value than the list. ' +
        '(2025-01-01T00:00:00.000Z -> 2025-01-01T00:00:01.000Z)',
    ],
    [
      'a year that is a text, no instant',
      spend({ ledgerCode: '2025' }),
      spend({ ledgerCode: '2025-01-01T00:00:00.000Z' }),
      `fail: ${at}/ledgerCode The lookup gives ledgerCode another value than the list. (2025 -> 2025-01-01T00:00:00.000Z)`,
    ],
    [
      'a member of meta',
      user(id, { meta: { resourceType: 'User' } }),
      user(id, { meta: { resourceType: 'Person' } }),
      'fail: /meta/resourceType The lookup gives resourceType another value than the list. (User -> Person)',
    ],
    ['no meta', user(id, { meta: { location: 'x' } }), user(id, { meta: null }), 'pass'],
  ])('%s', (_name, entry, body, text) => {
    expect(equal(entry, body)).toBe(text);
  });

  test('of another user, or unreadable, is not compared', () => {
    const other = 'not-exercised: the lookup answered with another user, or with one without id';
    expect(equal(spend({}), user(id), 404)).toBe('not-exercised: the lookup was answered with 404');
    expect(equal(spend({}), 'text')).toBe('precondition: the lookup carries no JSON object');
    expect(equal(spend({}), user('other'))).toBe(other);
    expect(equal(spend({}), { id: 7 })).toBe(other);
    expect(equal({ id: 7 }, user(id))).toBe(other);
    expect(equal({ id: 7 }, { id: 7 })).toBe(other);
  });

  test('asks for a second look only where a user came', () => {
    const entry = user(id);
    expect(asksForSecondLook(entry, answer(404, { meta: {} }))).toBe(false);
    expect(asksForSecondLook(entry, answer(200, 'text'))).toBe(false);
    expect(asksForSecondLook(entry, answer(200, { meta: {} }))).toBe(true);
  });

  test('that is equal passes, whatever the second look would show', () => {
    const again = lookedUp(id, { body: user(id, { [URN.spendUser]: { country: 'DE' } }) });
    expect(told(equalsListEntry({ entry: user(id), seen: found, population, again }))).toBe('pass');
  });
});
