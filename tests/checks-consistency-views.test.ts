/** The views of one completed status: what of them is counted, what is not, and which reads show that they do not add up. */

import { describe, expect, test } from 'vitest';
import type { Rule } from '../src/checks/consistency/judgement.ts';
import * as views from '../src/checks/consistency/view-rules.ts';
import type { SeenOperation } from '../src/model/history.ts';
import { about, detailed, inState, paged, TWO_USERS } from './fixtures/request-timelines.ts';
import { DETAILED, done, open, ops, requestOf, type Step, submit } from './fixtures/timelines.ts';

/** How a rule judges; a violation by its words and the positions of its witness. */
function toldBy(rule: Rule, ...steps: Step[]) {
  const history = requestOf(...steps);
  const one = rule(history);
  if (one.outcome !== 'violated') return one.outcome;
  const { outcome: _, witness, ...words } = one;
  return { ...words, witness: witness.map((event) => history.events.indexOf(event)) };
}

/** Operations as a service shows them that leaves out some of their members. */
const without = (name: 'bulkId' | 'success', operations: readonly SeenOperation[]): readonly SeenOperation[] =>
  operations.map(({ [name]: _, ...one }) => one);

test.each(Object.entries(views))('%s has nothing to say of a request that nobody saw being sent', (_, rule) => {
  const reads = [paged(1, 1, ops(1, 1)), paged(2, 1, ops(2, 2)), detailed(ops(1, 2))];
  expect(toldBy(rule, ...reads)).toBe('silent');
});

describe('pages hold every operation once', () => {
  test.each<[string, readonly Step[]]>([
    [
      'told apart by their numbers alone',
      [1, 3].map((start) => paged(start, 2, without('bulkId', ops(start, start + 1)))),
    ],
    [
      'after a page could not be read and was read again',
      [paged(1, 2, undefined), paged(1, 2, ops(1, 2)), paged(3, 2, ops(3, 4))],
    ],
  ])('%s', (_, reads) => {
    expect(toldBy(views.pagesPartition, submit(4), ...reads)).toBe('holds');
  });

  test.each([
    ['without a size', {}],
    ['with none in them', { count: '0' }],
  ])('but pages that were asked for %s are no pages', (_, size) => {
    const reads = ['1', '2'].map((startIndex) =>
      done([2, 2, 0, 0], { query: { attributes: 'operations', startIndex, ...size }, operations: ops(1, 1) }),
    );
    expect(toldBy(views.pagesPartition, submit(2), ...reads)).toBe('silent');
  });

  const message = (entries: number, different: number) =>
    `The pages of a status of 6 operations hold ${entries} entries, ${different} of them different.`;
  test.each<[string, readonly Step[], entries: number, different: number, witness: readonly number[]]>([
    [
      'the first two pages overlap',
      [paged(1, 2, ops(1, 2)), paged(3, 2, ops(2, 3)), paged(5, 2, ops(5, 6))],
      6,
      5,
      [1, 2],
    ],
    [
      'the last page begins anew',
      [paged(1, 2, ops(1, 2)), paged(3, 2, ops(3, 4)), paged(5, 2, ops(1, 2))],
      6,
      4,
      [1, 3],
    ],
    [
      'the last page goes on from the first operation',
      [paged(1, 4, ops(1, 4)), paged(5, 4, [...ops(5, 6), ...ops(1, 1)])],
      7,
      6,
      [1, 2],
    ],
    [
      'one page lists an operation twice',
      [paged(1, 2, ops(1, 2)), paged(3, 2, [...ops(3, 3), ...ops(3, 3)]), paged(5, 2, ops(5, 6))],
      6,
      5,
      [2],
    ],
    [
      'an operation is on no page, as the last two show',
      [paged(1, 2, ops(1, 1)), paged(3, 2, ops(3, 4)), paged(5, 2, ops(5, 6))],
      5,
      5,
      [2, 3],
    ],
  ])('%s', (_, reads, entries, different, witness) => {
    expect(toldBy(views.pagesPartition, submit(6), ...reads)).toEqual({
      message: message(entries, different),
      pointer: '/operations',
      expected: 6,
      actual: { entries, different },
      witness,
    });
  });
});

describe('states hold every operation once', () => {
  type Lists = readonly [
    pending: readonly SeenOperation[],
    success: readonly SeenOperation[],
    failed: readonly SeenOperation[],
  ];
  const toldOf = (...[pending, success, failed]: Lists) =>
    toldBy(
      views.statesPartition,
      submit(4),
      inState('pending', pending),
      inState('success', success),
      inState('failed', failed),
    );

  test.each<[string, Lists]>([
    ['a pending one too, whatever that says of the request', [ops(1, 1, null), ops(2, 3), ops(4, 4, false)]],
    ['operations that do not tell their state', [[], without('success', ops(1, 2)), without('success', ops(3, 4))]],
    [
      'a pending one in the list of another state does not count',
      [[], [...ops(1, 3), ...ops(4, 4, null)], ops(4, 4, false)],
    ],
  ])('%s', (_, lists) => {
    expect(toldOf(...lists)).toBe('holds');
  });

  test.each<[string, Lists, entries: number, different: number, witness: readonly number[]]>([
    ['one is in two states, another in none', [[], ops(1, 3), ops(3, 3, false)], 4, 3, [2, 3]],
    [
      'one is in two states, and a pending one stands in a list where it does not count',
      [ops(1, 1, null), [...ops(1, 1, null), ...ops(2, 3)], ops(3, 3, false)],
      4,
      3,
      [2, 3],
    ],
    ['one is twice in one state', [[], [...ops(1, 2), ...ops(2, 2)], ops(3, 3, false)], 4, 3, [2]],
    ['one is in no state, as the last two lists show', [ops(1, 1, null), ops(2, 2), ops(3, 3, false)], 3, 3, [2, 3]],
    ['one is in no state, as the list that is not empty shows', [[], ops(1, 3), []], 3, 3, [2]],
    ['no list shows any, as the last one shows', [[], [], []], 0, 0, [3]],
  ])('%s', (_, lists, entries, different, witness) => {
    expect(toldOf(...lists)).toEqual({
      message: `The states of a completed request of 4 operations list ${entries} entries, ${different} of them different.`,
      pointer: '/operations',
      expected: 4,
      actual: { entries, different },
      witness,
    });
  });
});

describe('each bulkId comes back once', () => {
  test.each<[string, readonly Step[]]>([
    ['not before the end', [submit(1), open([1, 0, 0, 1], { query: DETAILED, operations: ops(7, 7) })]],
    ['of a body that could be read', [submit(undefined), detailed(ops(7, 7))]],
  ])('%s', (_, steps) => {
    expect(toldBy(views.bulkIdsOnce, ...steps)).toBe('silent');
  });

  test('also where other operations were sent without one', () => {
    const sent = [{ method: 'PATCH' }, { method: 'PATCH', bulkId: 'op-1' }];
    expect(toldBy(views.bulkIdsOnce, submit(sent), detailed(ops(2, 3)))).toEqual({
      message: 'A bulkId that was sent once stands on 0 operations of the status.',
      pointer: '/operations',
      expected: 'op-1',
      actual: ['op-2', 'op-3'],
      witness: [0, 1],
    });
  });
});

describe('a bulkId stays on the user that it was sent with', () => {
  const THREE = [...TWO_USERS, { method: 'POST', bulkId: 'op-3' }];
  test.each([
    ['changed places', about('u1', 'u2', 'U-2'), 'a new user', 'U-2'],
    ['changed places with one before it', about(undefined, 'U-1', undefined), 'u2', 'U-1'],
  ])('%s', (_, operations, expected, actual) => {
    expect(toldBy(views.bulkIdsOnce, submit(THREE), detailed(operations))).toEqual({
      message: 'A bulkId stands on an operation about another user than the one it was sent with.',
      pointer: '/operations',
      expected,
      actual,
      witness: [0, 1],
    });
  });

  const unmarked = [
    TWO_USERS[0] ?? { method: 'PATCH' },
    ...['u2', 'u3'].map((userId) => ({ method: 'PATCH', userId })),
  ];
  const [first = [], ...rest] = about('u1', 'u2', 'u3').map((one) => [one]);
  test.each([
    ['where the status names no user', THREE, about(undefined, undefined, undefined)],
    ['beside an operation that nobody sent', TWO_USERS, about('u1', 'u2', 'u1')],
    [
      'beside operations without one, which nobody can tell apart',
      unmarked,
      [...first, ...without('bulkId', rest.flat())],
    ],
  ])('%s', (_, sent, operations) => {
    expect(toldBy(views.bulkIdsOnce, submit(sent), detailed(operations))).toBe('holds');
  });
});
