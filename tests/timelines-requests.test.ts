/** The checker over histories of requests: legal ones hold or are silent, each anomaly is shown by the events that make it. */

import { describe, expect, test } from 'vitest';
import type { Rule } from '../src/checks/consistency/judgement.ts';
import * as moves from '../src/checks/consistency/request-rules.ts';
import * as views from '../src/checks/consistency/view-rules.ts';
import type { History } from '../src/model/history.ts';
import { DETAILED, done, dropped, gaveUp, open, ops, requestOf, submit, unreadable } from './fixtures/timelines.ts';

const RULES: Readonly<Record<string, Rule>> = { ...laws(), ...views };

function laws(): Readonly<Record<string, Rule>> {
  const { wholeReads: _, submissionOf: __, ...rules } = moves;
  return rules;
}

/** `- ` silent, `ok` holds, `?` undecided, else the positions of the witness. */
type Told = 'ok' | '-' | '?' | readonly number[];

function tell(rule: Rule, history: History): Told {
  const judgement = rule(history);
  if (judgement.outcome === 'violated') return judgement.witness.map((event) => history.events.indexOf(event));
  return judgement.outcome === 'holds' ? 'ok' : judgement.outcome === 'silent' ? '-' : '?';
}

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
  ['a connection that was dropped', requestOf(submit(1), dropped, done([1, 1, 0, 0]))],
  [
    'counts of one state only',
    requestOf(submit(2), done([2, 1, 1, 0]), done([1, 1, 0, 0], { query: { state: 'success' }, success: true })),
  ],
  ['all failed', requestOf(submit(2), done([2, 0, 2, 0]), done([2, 0, 2, 0]))],
  ['no operations', requestOf(submit(0), done([0, 0, 0, 0]))],
  ['refused', requestOf(submit(1, undefined))],
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
});

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
});

test('a request without an end is undecided, with the arithmetic of the budget', () => {
  const history = requestOf(submit(1), open([1, 0, 0, 1]), gaveUp('getProvisionStatus'));
  expect(moves.comesToAnEnd(history)).toMatchObject({
    outcome: 'undecided',
    detail: expect.stringContaining('budget of 600000 ms'),
  });
});

test('there are enough histories of requests', () => {
  expect(LEGAL.length + ANOMALIES.length).toBeGreaterThanOrEqual(40);
});
