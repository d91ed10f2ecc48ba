/** What the frame of a list answer is told to show, sentence by sentence, and where each rule begins to speak. */

import { describe, expect, test } from 'vitest';
import * as every from '../src/checks/envelope.ts';
import { emptyResources, extraMembers, isEmptyResult, pagingMembersOfWhole } from '../src/checks/envelope-result.ts';
import { askedPageOf, listAnswerOf } from '../src/checks/list-response.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Json } from '../src/model/json.ts';
import { type Answered, listed, lookedUp, page, users } from './fixtures/list-exchanges.ts';
import { told, toldOf } from './fixtures/told.ts';

const contract = loadContract('2024-03');
const paged = (count: number, total: Json, more: { readonly [name: string]: Json } = {}) =>
  page(users(count), 9, 1, { totalResults: total, ...more });
const { Resources: _resources, ...bare } = page([], 9);

describe('a list answer', () => {
  const carries = (what: string) => [`An answer with status 200 carries ${what}. (a JSON object -> ${what})`];
  const types = '["application/json","application/scim+json"]';
  const partial = page(users(2), 9);

  test.each<[string, every.Inspection, Answered, readonly string[] | undefined]>([
    ['that is a list', every.jsonBody, { body: [] }, carries('JSON that is no object')],
    ['that is text', every.jsonBody, { body: '<html>' }, carries('text that is no JSON')],
    ['that is empty', every.jsonBody, {}, carries('an empty body')],
    ['that is empty', every.jsonMediaType, { headers: {} }, undefined],
    [
      'without a media type',
      every.jsonMediaType,
      { body: bare, headers: {} },
      [`The answer names no media type. (${types} -> null)`],
    ],
    [
      'of another media type',
      every.jsonMediaType,
      { body: bare, headers: { 'content-type': 'text/html' } },
      [`The answer names a media type that is not JSON. (${types} -> text/html)`],
    ],
    [
      'with more than its total',
      every.totalCoversPage,
      { body: paged(3, 2) },
      ['/totalResults totalResults says 2, but the page alone carries 3 resources. (at least 3 -> 2)'],
    ],
    ['with exactly its total', every.totalCoversPage, { body: paged(3, 3) }, []],
    ['without Resources', every.totalCoversPage, { body: bare }, undefined],
    ['without a user', every.totalCoversPage, { body: page([], 9) }, undefined],
    [
      'without Resources',
      every.resourcesPresent,
      { body: bare },
      ['/Resources totalResults says 9 and the page begins at 1, but Resources is missing. (an array -> absent)'],
    ],
    [
      'with Resources null',
      every.resourcesPresent,
      { query: 'startIndex=9', body: { ...bare, Resources: null } },
      ['/Resources totalResults says 9 and the page begins at 9, but Resources is missing. (an array -> absent)'],
    ],
    ['without a total', every.resourcesPresent, { body: { ...bare, totalResults: null } }, undefined],
    ['asked for below 1', every.resourcesPresent, { query: 'startIndex=0', body: bare }, undefined],
    ['asked for by no number', every.resourcesPresent, { query: 'startIndex=x', body: bare }, undefined],
    ['asked for by a number and more', every.resourcesPresent, { query: 'startIndex=1x', body: bare }, undefined],
    ['asked for by more and a number', every.resourcesPresent, { query: 'startIndex=x1', body: bare }, undefined],
    ['asked for by two numbers', every.resourcesPresent, { query: 'startIndex=1&startIndex=1', body: bare }, undefined],
    [
      'asked for with the smallest size',
      every.resourcesPresent,
      { query: 'itemsPerPage=1', body: bare },
      [expect.any(String)],
    ],
    [
      'asked for with the largest size',
      every.resourcesPresent,
      { query: 'itemsPerPage=100', body: bare },
      [expect.any(String)],
    ],
    ['asked for above the largest size', every.resourcesPresent, { query: 'itemsPerPage=101', body: bare }, undefined],
    [
      'with another length than it says',
      every.itemsPerPageIsLength,
      { body: paged(2, 9, { itemsPerPage: 4 }) },
      ['/itemsPerPage itemsPerPage says 4, the page carries 2 resources. (2 -> 4)'],
    ],
    ['without Resources', every.itemsPerPageIsLength, { body: { ...bare, itemsPerPage: 4 } }, undefined],
    [
      'that begins elsewhere',
      every.startIndexEchoed,
      { query: 'startIndex=3', body: partial },
      ['/startIndex startIndex 3 was asked for, the answer says 1. (3 -> 1)'],
    ],
    [
      'that begins elsewhere than at 1',
      every.startIndexEchoed,
      { query: 'startIndex=1', body: paged(2, 9, { startIndex: 2 }) },
      ['/startIndex startIndex 1 was asked for, the answer says 2. (1 -> 2)'],
    ],
    [
      'that begins elsewhere than at its end',
      every.startIndexEchoed,
      { query: 'startIndex=9', body: partial },
      ['/startIndex startIndex 9 was asked for, the answer says 1. (9 -> 1)'],
    ],
    [
      'that does not say where it begins',
      every.startIndexEchoed,
      { query: 'startIndex=3', body: paged(2, 9, { startIndex: null }) },
      undefined,
    ],
    [
      'that begins elsewhere of no total',
      every.startIndexEchoed,
      { query: 'startIndex=3', body: paged(2, null) },
      undefined,
    ],
    [
      'that is partial and says nothing',
      every.pagingMembersOnPartialPage,
      { body: { ...partial, startIndex: null, itemsPerPage: null } },
      [
        '/startIndex The page carries 2 of 9 resources, but has no startIndex. (an integer -> nothing)',
        '/itemsPerPage The page carries 2 of 9 resources, but has no itemsPerPage. (an integer -> nothing)',
      ],
    ],
    [
      'that is partial of no total',
      every.pagingMembersOnPartialPage,
      { body: { ...partial, totalResults: null, startIndex: null } },
      undefined,
    ],
    [
      'that is partial, asked for outside the bounds',
      every.pagingMembersOnPartialPage,
      { query: 'itemsPerPage=0', body: { ...partial, startIndex: null } },
      undefined,
    ],
    [
      'that is larger than asked for',
      every.pageWithinSize,
      { query: 'itemsPerPage=1', body: partial },
      ['/Resources A page of at most 1 was asked for, 2 resources came. (at most 1 -> 2)'],
    ],
    ['as large as asked for', every.pageWithinSize, { query: 'itemsPerPage=2', body: partial }, []],
    ['that fits on the page', every.pageWithinSize, { query: 'itemsPerPage=2', body: paged(1, 2) }, undefined],
    ['that fits on the page', every.pageWithinSize, { query: 'itemsPerPage=2', body: paged(2, 2) }, undefined],
    ['within its size, of no total', every.pageWithinSize, { query: 'itemsPerPage=2', body: paged(2, null) }, []],
    ['without Resources', every.pageWithinSize, { query: 'itemsPerPage=2', body: bare }, undefined],
  ])('%s', (_name, rule, answer, problems) => {
    expect(rule(listed(answer), contract)?.map(toldOf)).toEqual(problems);
  });

  test('is only what the list or the lookup answers', () => {
    const roles = { ...listed({ body: 'x' }), operation: 'listRoleCodes' as const };
    for (const rule of [every.jsonBody, every.jsonMediaType, every.totalCoversPage]) {
      expect(rule(roles, contract)).toBeUndefined();
    }
  });

  test('is read leniently', () => {
    expect(listAnswerOf(lookedUp('u1', { body: paged(1, 1) }))).toBeUndefined();
    expect(listAnswerOf(listed({ method: 'POST', body: paged(1, 1) }))).toBeUndefined();
    expect(listAnswerOf(listed({ status: 206, body: paged(1, 1) }))).toBeUndefined();
    expect(listAnswerOf(listed({ body: { Resources: [{ id: 'a' }, { id: 7 }, 'x'] } }))?.ids).toEqual(['a', '', '']);
    expect(listAnswerOf(listed({ body: { Resources: 'x' } }))).toMatchObject({ resources: undefined, ids: [] });
  });

  test.each([
    ['', 'absent'],
    ['startIndex=12', 'integer'],
    ['startIndex=-1', 'integer'],
    ['startIndex=1.5', 'odd'],
    ['startIndex=', 'odd'],
    ['startIndex=1&startIndex=1', 'odd'],
  ])('was asked for by %j: %s', (query, kind) => {
    expect(askedPageOf(listed({ query }), contract).startIndex.kind).toBe(kind);
  });
});

describe('an empty result', () => {
  const opposite = listed({ body: page(users(1), 9) });
  const uncounted = 'precondition: the answer has no totalResults that counts';

  test.each<[Answered, string]>([
    [{ status: 404, body: {} }, 'fail: A filter without a match was answered with status 404. (200 -> 404)'],
    [{ body: page([], 3) }, 'fail: /totalResults Nobody matches the filter, but totalResults says 3. (0 -> 3)'],
    [{ body: page(users(1), 3) }, 'precondition: the filter was not applied'],
    [{ body: page([], -1) }, uncounted],
    [{ body: { Resources: [] } }, uncounted],
    [{ body: 'text' }, uncounted],
    [{ body: page([], 0) }, 'pass'],
  ])('is judged', (answer, text) => {
    expect(told(isEmptyResult({ seen: listed(answer), opposite }))).toBe(text);
  });

  test('is not judged where the opposite fails too', () => {
    const refused = listed({ status: 400, body: {} });
    for (const other of [refused, undefined]) {
      expect(told(isEmptyResult({ seen: refused, opposite: other }))).toBe(
        'precondition: the filter was answered with status 400',
      );
    }
  });

  const none = 'precondition: no empty result was seen';
  const noWhole = 'precondition: no whole result was seen';
  const given = 'pass: startIndex and itemsPerPage given';
  test.each<[Answered, string, string]>([
    [{ status: 404 }, 'pass: answered with 404', 'pass: answered with 404'],
    [{ body: page([], 0) }, 'pass: Resources empty', given],
    [{ body: page(users(1), 0) }, 'pass: Resources not empty', noWhole],
    [{ body: { totalResults: 0 } }, 'pass: Resources left out', 'pass: both left out'],
    [{ body: { totalResults: 0, Resources: null, startIndex: 1 } }, 'pass: Resources null', 'pass: startIndex given'],
    [
      { body: { totalResults: 0, Resources: {}, itemsPerPage: 0, startIndex: null } },
      'pass: Resources of another type',
      'pass: itemsPerPage given',
    ],
    [{ body: page(users(1), 1) }, none, given],
    [{ body: {} }, none, noWhole],
    [{ body: 'text' }, none, noWhole],
  ])('is recorded', (answer, resources, members) => {
    const probe = { seen: listed(answer), opposite };
    expect([told(emptyResources(probe)), told(pagingMembersOfWhole(probe))]).toEqual([resources, members]);
  });

  test.each<[Answered, string]>([
    [{ body: page([], 0) }, 'pass: none'],
    [{ body: { ...page([], 0), z: 1, a: 2 } }, 'pass: a, z'],
    [{ body: 'text' }, 'precondition: the list answer is no JSON object'],
    [{ status: 404, body: {} }, 'precondition: the list answer is no JSON object'],
  ])('may have members of its own', (answer, text) => {
    expect(told(extraMembers(listed(answer)))).toBe(text);
  });
});
