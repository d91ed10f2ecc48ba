import { describe, expect, it } from 'vitest';
import * as every from '../src/checks/envelope.ts';
import { emptyResources, extraMembers, isEmptyResult, pagingMembersOfWhole } from '../src/checks/envelope-result.ts';
import { loadContract } from '../src/contract/load.ts';
import { type Answered, listed, lookedUp, page, user, users } from './fixtures/list-exchanges.ts';

const contract = loadContract('2024-03');
const later = loadContract('2026-05');

/** Messages of an inspection; undefined where it does not speak. */
function messages(inspect: every.Inspection, answer: Answered, under = contract) {
  return inspect(listed(answer), under)?.map((problem) => problem.message);
}

describe('rules of every list answer', () => {
  const rules = [
    every.jsonBody,
    every.jsonMediaType,
    every.totalCoversPage,
    every.resourcesPresent,
    every.itemsPerPageIsLength,
    every.startIndexEchoed,
    every.pagingMembersOnPartialPage,
    every.pageWithinSize,
  ];

  it('find nothing wrong with a right page', () => {
    const answer = { query: 'startIndex=3&itemsPerPage=2', body: page(users(2, 3), 9, 3) };
    for (const rule of rules) expect(messages(rule, answer)).toEqual([]);
  });

  it('do not speak about refusals, other methods or other operations', () => {
    for (const rule of rules) {
      expect(messages(rule, { status: 404, body: {} })).toBeUndefined();
      expect(messages(rule, { method: 'HEAD', status: 200 })).toBeUndefined();
    }
    expect(
      every.itemsPerPageIsLength(lookedUp('u1', { body: page(users(2), 9, 1, { itemsPerPage: 7 }) }), contract),
    ).toBeUndefined();
  });

  it('tell JSON from text and from nothing', () => {
    expect(messages(every.jsonBody, { body: '<html>' })).toHaveLength(1);
    expect(messages(every.jsonBody, {})).toHaveLength(1);
    expect(every.jsonBody(lookedUp('u1', { body: 'oops' }), contract)).toHaveLength(1);
    expect(messages(every.jsonBody, { body: [] })).toHaveLength(1);
    expect(messages(every.jsonBody, { body: null })).toHaveLength(1);
  });

  it('take both JSON types, with and without parameters', () => {
    const typed = (type?: string) =>
      messages(every.jsonMediaType, { body: page([], 0), headers: type === undefined ? {} : { 'content-type': type } });
    expect(typed('application/scim+json;charset=UTF-8')).toEqual([]);
    expect(typed('Application/JSON')).toEqual([]);
    expect(typed('text/html')).toHaveLength(1);
    expect(typed()).toHaveLength(1);
  });

  it('hold totalResults against the page, read leniently', () => {
    expect(messages(every.totalCoversPage, { body: page(users(3), 2) })).toHaveLength(1);
    expect(messages(every.totalCoversPage, { body: page(users(3), 3, 1, { totalResults: '3' }) })).toEqual([]);
    expect(messages(every.totalCoversPage, { body: page(users(3), 3, 1, { totalResults: null }) })).toBeUndefined();
  });

  it('want Resources only where the page lies within the result', () => {
    const { Resources: _gone, ...without } = page([], 9);
    expect(messages(every.resourcesPresent, { body: without })).toHaveLength(1);
    expect(messages(every.resourcesPresent, { query: 'startIndex=9', body: without })).toHaveLength(1);
    expect(messages(every.resourcesPresent, { query: 'startIndex=10', body: without })).toBeUndefined();
    expect(messages(every.resourcesPresent, { query: 'itemsPerPage=0', body: without })).toBeUndefined();
    expect(messages(every.resourcesPresent, { query: 'count=0', body: without })).toBeUndefined();
    expect(messages(every.resourcesPresent, { body: { ...without, totalResults: 0 } })).toBeUndefined();
    expect(messages(every.resourcesPresent, { body: { ...without, Resources: {} } })).toEqual([]);
  });

  it('take itemsPerPage for the length of the page', () => {
    expect(messages(every.itemsPerPageIsLength, { body: page(users(2), 9, 1, { itemsPerPage: 4 }) })).toEqual([
      'itemsPerPage says 4, the page carries 2 resources.',
    ]);
    const { itemsPerPage: _gone, ...without } = page(users(2), 9);
    expect(messages(every.itemsPerPageIsLength, { body: without })).toBeUndefined();
  });

  it('want startIndex echoed within the result only', () => {
    const wrong = page(users(2), 9, 1);
    expect(messages(every.startIndexEchoed, { query: 'startIndex=3', body: wrong })).toHaveLength(1);
    for (const query of ['', 'startIndex=0', 'startIndex=x', 'startIndex=10', 'startIndex=3&startIndex=4']) {
      expect(messages(every.startIndexEchoed, { query, body: wrong })).toBeUndefined();
    }
  });

  it('want the paging members on a partial page', () => {
    const { startIndex: _one, itemsPerPage: _two, ...bare } = page(users(2), 9);
    expect(messages(every.pagingMembersOnPartialPage, { body: bare })).toHaveLength(2);
    expect(messages(every.pagingMembersOnPartialPage, { body: { ...bare, totalResults: 2 } })).toBeUndefined();
    expect(
      messages(every.pagingMembersOnPartialPage, { query: 'startIndex=99', body: { ...bare, Resources: [] } }),
    ).toBeUndefined();
  });

  it('bound the page by the size under the name of the revision', () => {
    const body = page(users(3), 9);
    expect(messages(every.pageWithinSize, { query: 'itemsPerPage=2', body })).toHaveLength(1);
    expect(messages(every.pageWithinSize, { query: 'count=2', body })).toBeUndefined();
    expect(messages(every.pageWithinSize, { query: 'count=2', body }, later)).toHaveLength(1);
    expect(messages(every.pageWithinSize, { query: 'count=2&itemsPerPage=1', body }, later)).toBeUndefined();
    expect(messages(every.pageWithinSize, { query: 'itemsPerPage=-1', body })).toBeUndefined();
  });
});

describe('an empty result', () => {
  const opposite = listed({ body: page(users(1), 9) });
  const empty = listed({ body: page([], 0) });

  it('is a 200 with a total of 0', () => {
    expect(isEmptyResult({ seen: empty, opposite })).toEqual({ verdict: 'pass' });
    expect(isEmptyResult({ seen: listed({ status: 404, body: {} }), opposite }).verdict).toBe('fail');
    expect(isEmptyResult({ seen: listed({ body: page([], 3) }), opposite }).verdict).toBe('fail');
  });

  it('is not judged where filtering itself is broken', () => {
    const refused = listed({ status: 400, body: {} });
    expect(isEmptyResult({ seen: refused, opposite: refused }).verdict).toBe('inconclusive');
    expect(isEmptyResult({ seen: refused, opposite: undefined }).verdict).toBe('inconclusive');
    expect(isEmptyResult({ seen: listed({ body: page(users(2), 9) }), opposite }).verdict).toBe('inconclusive');
  });

  it('is recorded in its permitted forms', () => {
    const { Resources: _gone, ...without } = page([], 0);
    expect(emptyResources({ seen: empty, opposite })).toEqual({ verdict: 'pass', behaviour: 'Resources empty' });
    const leftOut = { seen: listed({ body: without }), opposite };
    expect(emptyResources(leftOut)).toEqual({ verdict: 'pass', behaviour: 'Resources left out' });
    expect(pagingMembersOfWhole({ seen: empty, opposite })).toEqual({
      verdict: 'pass',
      behaviour: 'startIndex and itemsPerPage given',
    });
  });

  it('may carry members no table has', () => {
    expect(extraMembers(listed({ body: page([user('u1')], 1, 1, { meta: {}, id: 'x' }) }))).toEqual({
      verdict: 'pass',
      behaviour: 'id, meta',
    });
  });
});
