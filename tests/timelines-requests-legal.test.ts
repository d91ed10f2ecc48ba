/** The checker over histories of requests in which nothing is wrong: every rule holds, is silent, or is undecided. */

import { describe, expect, test } from 'vitest';
import { overEveryRequest } from '../src/checks/consistency/judgement.ts';
import { comesToAnEnd } from '../src/checks/consistency/request-rules.ts';
import type { History } from '../src/model/history.ts';
import { about, DETAILS, nameless, RULES, TWO_USERS } from './fixtures/request-timelines.ts';
import {
  DETAILED,
  done,
  dropped,
  gaveUp,
  meanwhile,
  open,
  ops,
  requestOf,
  submit,
  unreadable,
} from './fixtures/timelines.ts';

const LEGAL: readonly (readonly [name: string, history: History])[] = [
  ['done at the first read', requestOf(submit(2), done([2, 2, 0, 0]))],
  ['done, then read again', requestOf(submit(2), done([2, 2, 0, 0]), done([2, 2, 0, 0]))],
  ['one after the other', requestOf(submit(2), open([2, 0, 0, 2]), open([2, 1, 0, 1]), done([2, 1, 1, 0]))],
  ['in one jump', requestOf(submit(2), open([2, 0, 0, 2]), done([2, 2, 0, 0]), done([2, 2, 0, 0]))],
  ['counted before the end', requestOf(submit(2), open([2, 2, 0, 0]), done([2, 2, 0, 0]))],
  [
    'summary and details',
    requestOf(submit(2), done([2, 2, 0, 0]), done([2, 2, 0, 0], { query: DETAILED, operations: ops(1, 2) })),
  ],
  ['no counts at all', requestOf(submit(1), open(), done(undefined, { success: true }))],
  ['a read that failed in between', requestOf(submit(1), open([1, 0, 0, 1]), unreadable(503), done([1, 1, 0, 0]))],
  ['a write whose answer got lost', requestOf(dropped)],
  ['a connection that was dropped', requestOf(submit(1), dropped, done([1, 1, 0, 0]))],
  [
    'counts of one state only',
    requestOf(submit(2), done([2, 1, 1, 0]), done([1, 1, 0, 0], { query: { state: 'success' }, success: true })),
  ],
  ['all failed', requestOf(submit(2), done([2, 0, 2, 0]), done([2, 0, 2, 0]))],
  ['no operations', requestOf(submit(0), done([0, 0, 0, 0]))],
  ['refused', requestOf(submit(1, null))],
  ['a body nobody can count', requestOf(submit(undefined), done([1, 0, 1, 0]))],
  ['never ends', requestOf(submit(1), open([1, 0, 0, 1]), open([1, 0, 0, 1]), gaveUp('getProvisionStatus'))],
  [
    'pages and states',
    requestOf(
      submit(5),
      done([5, 5, 0, 0]),
      ...[1, 3, 5].map((start) =>
        done([5, 5, 0, 0], {
          query: { ...DETAILED, startIndex: String(start), count: '2' },
          operations: ops(start, Math.min(5, start + 1)),
        }),
      ),
      ...(['pending', 'success', 'failed'] as const).map((state) =>
        done([5, 5, 0, 0], { query: { ...DETAILED, state }, operations: state === 'success' ? ops(1, 5) : [] }),
      ),
    ),
  ],
  [
    'two polls that overlap, answered in the other order',
    requestOf(submit(2), open([2, 1, 0, 1]), meanwhile(open([2, 0, 0, 2])), done([2, 2, 0, 0])),
  ],
  [
    'a poll from before the end that is answered late',
    requestOf(submit(1), done([1, 1, 0, 0]), meanwhile(open([1, 0, 0, 1])), done([1, 1, 0, 0])),
  ],
  [
    'pages that number their operations anew',
    requestOf(
      submit(4),
      ...[1, 3].map((start) =>
        done([4, 4, 0, 0], {
          query: { ...DETAILED, startIndex: String(start), count: '2' },
          operations: ops(start, start + 1).map((one, index) => ({ ...one, id: String(index + 1) })),
        }),
      ),
    ),
  ],
  [
    'operations that were sent without a bulkId, listed in another order',
    requestOf(
      submit([{ method: 'PATCH' }, { method: 'PATCH' }]),
      ...[true, false].map((first) => done([2, 1, 1, 0], { query: DETAILED, operations: nameless([first, !first]) })),
    ),
  ],
  [
    'each bulkId on its own user',
    requestOf(submit(TWO_USERS), done([2, 2, 0, 0], { ...DETAILS, operations: about('u1', 'u2') })),
  ],
  [
    'a bulkId on a user nobody named, and on none',
    requestOf(submit(TWO_USERS), done([2, 2, 0, 0], { ...DETAILS, operations: about('u9', undefined) })),
  ],
  [
    'success and failure told apart',
    requestOf(
      submit(3),
      done([3, 2, 1, 0]),
      done([3, 2, 1, 0], { query: DETAILED, operations: [...ops(1, 2), ...ops(3, 3, false)] }),
    ),
  ],
];

describe('legal histories of a request', () => {
  for (const [name, history] of LEGAL) {
    test(name, () => {
      for (const [rule, judge] of Object.entries(RULES))
        expect([rule, judge(history).outcome]).not.toContain('violated');
    });
  }

  test('are many', () => {
    expect(LEGAL.length).toBeGreaterThanOrEqual(20);
  });
});

test('a request without an end is undecided, with the arithmetic of the budget', () => {
  const history = requestOf(submit(1), open([1, 0, 0, 1]), gaveUp('getProvisionStatus'));
  expect(comesToAnEnd(history)).toMatchObject({
    outcome: 'undecided',
    detail: expect.stringContaining('budget of 600000 ms'),
  });
});

test('a request without an end does not hide behind others', () => {
  const ended = requestOf(submit(1), done([1, 1, 0, 0]));
  const stuck = requestOf(submit(1), open([1, 0, 0, 1]), gaveUp('getProvisionStatus'));
  const all = overEveryRequest(comesToAnEnd);
  expect(all([ended, stuck])).toMatchObject({ verdict: 'inconclusive', reason: 'not-converged' });
  expect(all([ended, ended])).toEqual({ verdict: 'pass', behaviour: 'completed within the budget' });
  expect(all([requestOf(submit(1, null))]).verdict).toBe('not-exercised');
});

test('a request whose status is lost is left to the rule about that', () => {
  expect(comesToAnEnd(requestOf(submit(1), open([1, 0, 0, 1]), unreadable(404))).outcome).toBe('silent');
});
