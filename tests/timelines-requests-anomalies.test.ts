/** The checker over histories of requests with one thing wrong each: one rule speaks, with the smallest witness there is. */

import { describe, expect, test } from 'vitest';
import type { Rule } from '../src/checks/consistency/judgement.ts';
import type { History } from '../src/model/history.ts';
import { about, DETAILS, RULES, TWO_USERS } from './fixtures/request-timelines.ts';
import { DETAILED, done, open, ops, requestOf, submit } from './fixtures/timelines.ts';

/** `- ` silent, `ok` holds, `?` undecided, else the positions of the witness. */
type Told = 'ok' | '-' | '?' | readonly number[];

function tell(rule: Rule, history: History): Told {
  const judgement = rule(history);
  if (judgement.outcome === 'violated') return judgement.witness.map((event) => history.events.indexOf(event));
  return judgement.outcome === 'holds' ? 'ok' : judgement.outcome === 'silent' ? '-' : '?';
}

/** Anomalies: exactly one rule speaks up, and its witness is the smallest there is. */
const ANOMALIES: readonly (readonly [name: string, rule: string, history: History, witness: readonly number[]])[] = [
  ['counts do not add up', 'countsAddUp', requestOf(submit(2), open([2, 1, 0, 0])), [1]],
  ['counts add up to more', 'countsAddUp', requestOf(submit(2), open([2, 1, 1, 1])), [1]],
  ['completed and pending', 'nonePending', requestOf(submit(2), done([2, 1, 0, 1])), [1]],
  [
    'success with a failure',
    'successMeansNoneFailed',
    requestOf(submit(2), done([2, 1, 1, 0], { success: true })),
    [1],
  ],
  ['failure without one', 'successMeansNoneFailed', requestOf(submit(1), done([1, 1, 0, 0], { success: false })), [1]],
  [
    'success before the end',
    'noSuccessBefore',
    requestOf(submit(2), open([2, 0, 0, 2], { success: true }), done([2, 2, 0, 0])),
    [1],
  ],
  ['total of another number', 'totalIsSent', requestOf(submit(2), open([3, 0, 0, 3])), [0, 1]],
  ['total that grows', 'totalIsSent', requestOf(submit(2), open([2, 0, 0, 2]), open([3, 1, 0, 2])), [0, 2]],
  [
    'total that shrinks at the end',
    'totalIsSent',
    requestOf(submit(2), open([2, 1, 0, 1]), done([1, 1, 0, 0])),
    [0, 2],
  ],
  [
    'completed goes back',
    'staysCompleted',
    requestOf(submit(1), open([1, 0, 0, 1]), done([1, 1, 0, 0]), open([1, 1, 0, 0])),
    [2, 3],
  ],
  [
    'completed comes and goes',
    'staysCompleted',
    requestOf(submit(1), done([1, 1, 0, 0]), open([1, 1, 0, 0]), done([1, 1, 0, 0])),
    [1, 2],
  ],
  ['another outcome later', 'staysTerminal', requestOf(submit(2), done([2, 2, 0, 0]), done([2, 1, 1, 0])), [1, 2]],
  [
    'another outcome for a while',
    'staysTerminal',
    requestOf(submit(2), done([2, 2, 0, 0]), done([2, 1, 1, 0]), done([2, 2, 0, 0])),
    [1, 2],
  ],
  [
    'details that change',
    'staysTerminal',
    requestOf(
      submit(2),
      done([2, 2, 0, 0]),
      done([2, 2, 0, 0], { query: DETAILED }),
      done([2, 1, 1, 0], { query: DETAILED }),
    ),
    [2, 3],
  ],
  [
    'pending grows',
    'onlyProgresses',
    requestOf(submit(3), open([3, 2, 0, 1]), open([3, 1, 0, 2]), done([3, 3, 0, 0])),
    [1, 2],
  ],
  [
    'pending grows, and the total with it',
    'onlyProgresses',
    requestOf(submit(undefined), open([2, 0, 0, 2]), open([3, 0, 0, 3])),
    [1, 2],
  ],
  ['success shrinks', 'onlyProgresses', requestOf(submit(3), open([3, 3, 0, 0]), done([3, 2, 1, 0])), [1, 2]],
  ['failed shrinks', 'onlyProgresses', requestOf(submit(3), open([3, 0, 2, 1]), done([3, 3, 0, 0])), [1, 2]],
  [
    'back in the middle',
    'onlyProgresses',
    requestOf(submit(3), open([3, 0, 0, 3]), open([3, 1, 0, 2]), open([3, 0, 0, 3])),
    [2, 3],
  ],
  [
    'details of another outcome',
    'detailAgrees',
    requestOf(submit(2), done([2, 2, 0, 0]), done([2, 1, 1, 0], { query: DETAILED })),
    [1, 2],
  ],
  [
    'a flag that only the details have',
    'detailAgrees',
    requestOf(submit(2), done(undefined, { success: true }), done(undefined, { success: false, query: DETAILED })),
    [1, 2],
  ],
  [
    'an operation that ended otherwise at a later read',
    'staysTerminal',
    requestOf(
      submit(2),
      done([2, 1, 1, 0], { ...DETAILS, operations: [...ops(1, 1), ...ops(2, 2, false)] }),
      done([2, 1, 1, 0], { ...DETAILS, operations: [...ops(1, 1, false), ...ops(2, 2)] }),
    ),
    [1, 2],
  ],
  [
    'an extension that failed at a later read alone',
    'staysTerminal',
    requestOf(
      submit(1),
      done([1, 1, 0, 0], { ...DETAILS, operations: ops(1, 1) }),
      done([1, 1, 0, 0], {
        ...DETAILS,
        operations: ops(1, 1).map((one) => ({ ...one, extensions: [{ name: 'urn:x', result: 'error' }] })),
      }),
    ),
    [1, 2],
  ],
  [
    'another extension that failed at a later read',
    'staysTerminal',
    requestOf(
      submit(1),
      ...['urn:x', 'urn:y'].map((name) =>
        done([1, 1, 0, 0], {
          ...DETAILS,
          operations: ops(1, 1).map((one) => ({ ...one, extensions: [{ name, result: 'error' }] })),
        }),
      ),
    ),
    [1, 2],
  ],
  [
    'bulkIds that changed places',
    'bulkIdsOnce',
    requestOf(submit(TWO_USERS), done([2, 2, 0, 0], { ...DETAILS, operations: about('U-2', 'U-1') })),
    [0, 1],
  ],
  [
    'the bulkId of a creation on a user that was there',
    'bulkIdsOnce',
    requestOf(
      submit([
        { method: 'POST', bulkId: 'op-1' },
        { method: 'PATCH', bulkId: 'op-2', userId: 'u2' },
      ]),
      done([2, 2, 0, 0], { ...DETAILS, operations: about('u2', undefined) }),
    ),
    [0, 1],
  ],
  [
    'an operation that has not ended',
    'listAgrees',
    requestOf(submit(2), done([2, 2, 0, 0], { query: DETAILED, operations: [...ops(1, 1), ...ops(2, 2, null)] })),
    [1],
  ],
  [
    'a list that disagrees with its counts',
    'listAgrees',
    requestOf(submit(2), done([2, 2, 0, 0], { query: DETAILED, operations: [...ops(1, 1), ...ops(2, 2, false)] })),
    [1],
  ],
  [
    'a bulkId that does not come back',
    'bulkIdsOnce',
    requestOf(submit(2), done([2, 2, 0, 0], { query: DETAILED, operations: [...ops(1, 1), ...ops(7, 7)] })),
    [0, 1],
  ],
  [
    'a bulkId on two operations',
    'bulkIdsOnce',
    requestOf(
      submit(2),
      done([2, 2, 0, 0], {
        query: DETAILED,
        operations: [...ops(1, 1), ...ops(2, 2).map((one) => ({ ...one, bulkId: 'op-1' }))],
      }),
    ),
    [0, 1],
  ],
  [
    'a page that repeats an operation',
    'pagesPartition',
    requestOf(
      submit(4),
      done([4, 4, 0, 0], { query: { ...DETAILED, startIndex: '1', count: '2' }, operations: ops(1, 2) }),
      done([4, 4, 0, 0], { query: { ...DETAILED, startIndex: '3', count: '2' }, operations: ops(2, 3) }),
    ),
    [1, 2],
  ],
  [
    'an operation on no page',
    'pagesPartition',
    requestOf(
      submit(4),
      done([4, 4, 0, 0], { query: { ...DETAILED, startIndex: '1', count: '2' }, operations: ops(1, 2) }),
      done([4, 4, 0, 0], { query: { ...DETAILED, startIndex: '3', count: '2' }, operations: ops(4, 4) }),
    ),
    [1, 2],
  ],
  [
    'an operation in two states',
    'statesPartition',
    requestOf(
      submit(2),
      ...(['pending', 'success', 'failed'] as const).map((state) =>
        done([2, 1, 1, 0], {
          query: { ...DETAILED, state },
          operations: state === 'pending' ? [] : state === 'success' ? ops(1, 2) : ops(2, 2, false),
        }),
      ),
    ),
    [2, 3],
  ],
  [
    'an operation in no state',
    'statesPartition',
    requestOf(
      submit(2),
      ...(['pending', 'success', 'failed'] as const).map((state) =>
        done([2, 1, 1, 0], { query: { ...DETAILED, state }, operations: state === 'success' ? ops(1, 1) : [] }),
      ),
    ),
    [2],
  ],
];

describe('anomalies of a request', () => {
  for (const [name, wanted, history, witness] of ANOMALIES) {
    test(name, () => {
      const told = Object.entries(RULES).map(([rule, judge]) => [rule, tell(judge, history)] as const);
      expect(told.filter(([, one]) => Array.isArray(one))).toEqual([[wanted, witness]]);
    });
  }

  test('are many', () => {
    expect(ANOMALIES.length).toBeGreaterThanOrEqual(30);
  });
});
