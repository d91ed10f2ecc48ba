/** What page a request asked for, as far as the documents give it a place in the result; and whom an answer lists. */

import { describe, expect, test } from 'vitest';
import { askedPageOf, askedPosition, askedSize, asksWithinBounds, resourcesIn } from '../src/checks/list-response.ts';
import { loadContract } from '../src/contract/load.ts';
import { listed, lookedUp, page, users } from './fixtures/list-exchanges.ts';

const contract = loadContract('2024-03');

describe('a page asked for', () => {
  test.each<[query: string, position: number | undefined, size: number | undefined, within: boolean]>([
    ['', 1, undefined, true],
    ['startIndex=1', 1, undefined, true],
    ['startIndex=7&itemsPerPage=4', 7, 4, true],
    ['startIndex=0', undefined, undefined, false],
    ['startIndex=-3', undefined, undefined, false],
    ['startIndex=two', undefined, undefined, false],
    ['startIndex=2&startIndex=3', undefined, undefined, false],
    ['itemsPerPage=1', 1, 1, true],
    ['itemsPerPage=100', 1, 100, true],
    ['itemsPerPage=0', 1, undefined, false],
    ['itemsPerPage=101', 1, undefined, false],
    ['itemsPerPage=ten', 1, undefined, false],
    ['count=4', 1, undefined, false],
    ['startindex=0', 1, undefined, true],
  ])('by %j', (query, position, size, within) => {
    const asked = askedPageOf(listed({ query }), contract);
    expect([askedPosition(asked), askedSize(asked, contract)]).toEqual([position, size]);
    expect(asksWithinBounds(asked, contract)).toBe(within);
  });
});

test('an answer lists the resources of a list, and nobody where it is none', () => {
  const two = users(2);
  expect(resourcesIn(listed({ body: page(two, 2) }))).toEqual(two);
  const others = [
    listed({ status: 500, body: page(two, 2) }),
    listed({ body: { totalResults: 2 } }),
    listed({ body: [] }),
  ];
  for (const none of [...others, lookedUp('u1', { body: page(two, 2) })]) expect(resourcesIn(none)).toEqual([]);
});
