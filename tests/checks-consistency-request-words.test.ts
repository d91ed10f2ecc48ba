/** What rules about a request say: each violation with its place, what was due and what came, and why a rule is silent. */

import { describe, expect, test } from 'vitest';
import type { Rule } from '../src/checks/consistency/judgement.ts';
import * as moves from '../src/checks/consistency/request-rules.ts';
import * as views from '../src/checks/consistency/view-rules.ts';
import type { History } from '../src/model/history.ts';
import { detailed, inState, paged } from './fixtures/request-timelines.ts';
import { DETAILED, done, open, ops, requestOf, type Step, submit, unreadable } from './fixtures/timelines.ts';

const REFUSED: Step = (start) => ({
  kind: 'submit',
  operation: 'bulk',
  start,
  end: start,
  asked: { operations: [{ method: 'PATCH' }] },
  seen: { status: 400 },
});

const answered =
  (status: number, read: Step): Step =>
  (start) => {
    const event = read(start);
    return event.kind === 'status' ? { ...event, seen: { ...event.seen, status } } : event;
  };

/** What a violation says; its witness is the business of the tables of histories. */
function saysOf(rule: Rule, history: History) {
  const judgement = rule(history);
  if (judgement.outcome !== 'violated') return judgement;
  const { message, pointer, expected, actual } = judgement;
  return { message, pointer, expected, actual };
}

describe('a violation says', () => {
  test.each([
    [
      'that another number is counted than was sent',
      moves.totalIsSent,
      requestOf(submit(2), open([3, 0, 0, 3])),
      'A request of 2 operations shows a total of 3.',
      '/operationsCount/total',
      2,
      3,
    ],
    [
      'that the end was taken back',
      moves.staysCompleted,
      requestOf(submit(1), done([1, 1, 0, 0]), open([1, 1, 0, 0])),
      'A request that was reported as completed is reported as not completed by a later read.',
      '/status/completed',
      true,
      false,
    ],
    [
      'which outcome became which',
      moves.staysTerminal,
      requestOf(submit(2), done([2, 2, 0, 0]), done([2, 1, 1, 0])),
      'The outcome of a completed request is another one at a later read.',
      '/operationsCount',
      { success: true, operationsCount: { total: 2, success: 2, failed: 0, pending: 0 } },
      { success: false, operationsCount: { total: 2, success: 1, failed: 1, pending: 0 } },
    ],
    [
      'how which operation ended at first, and how later',
      moves.staysTerminal,
      requestOf(
        submit(1),
        done([1, 1, 0, 0], { query: DETAILED, operations: ops(1, 1) }),
        done([1, 1, 0, 0], {
          query: DETAILED,
          operations: [{ bulkId: 'op-1', success: false, extensions: [{ name: 'urn:x', success: false }] }],
        }),
      ),
      'An operation of a completed request has ended otherwise at a later read.',
      '/operations',
      { bulkId: 'op-1', success: true, failedExtensions: [] },
      { bulkId: 'op-1', success: false, failedExtensions: ['urn:x'] },
    ],
    [
      'which view tells which outcome',
      moves.detailAgrees,
      requestOf(submit(2), done([2, 2, 0, 0]), done(undefined, { query: DETAILED })),
      'The summary and the detailed status of a completed request tell different outcomes.',
      '/operationsCount',
      { success: true, operationsCount: { total: 2, success: 2, failed: 0, pending: 0 } },
      { success: null, operationsCount: null },
    ],
    [
      'from which counts to which it went back',
      moves.onlyProgresses,
      requestOf(submit(3), open([3, 2, 0, 1]), open([3, 1, 0, 2])),
      'The counts of a request went back from one read of its status to a later one.',
      '/operationsCount',
      { total: 3, success: 2, failed: 0, pending: 1 },
      { total: 3, success: 1, failed: 0, pending: 2 },
    ],
    [
      'how many operations the pages hold',
      views.pagesPartition,
      requestOf(submit(4), paged(1, 2, ops(1, 2)), paged(3, 2, ops(2, 3))),
      'The pages of a status of 4 operations hold 4 entries, 3 of them different.',
      '/operations',
      4,
      { entries: 4, different: 3 },
    ],
    [
      'how many operations the states hold',
      views.statesPartition,
      requestOf(submit(2), inState('pending', []), inState('success', ops(1, 1)), inState('failed', [])),
      'The states of a completed request of 2 operations list 1 entries, 1 of them different.',
      '/operations',
      2,
      { entries: 1, different: 1 },
    ],
    [
      'which bulkId did not come back',
      views.bulkIdsOnce,
      requestOf(submit(2), detailed([...ops(1, 1), ...ops(7, 7)])),
      'A bulkId that was sent once stands on 0 operations of the status.',
      '/operations',
      'op-2',
      ['op-1', 'op-7'],
    ],
    [
      'which bulkId came back twice',
      views.bulkIdsOnce,
      requestOf(submit(1), detailed([...ops(1, 1), ...ops(2, 2).map((one) => ({ ...one, bulkId: 'op-1' }))])),
      'A bulkId that was sent once stands on 2 operations of the status.',
      '/operations',
      'op-1',
      ['op-1', 'op-1'],
    ],
  ])('%s', (_, rule, history, message, pointer, expected, actual) => {
    expect(saysOf(rule, history)).toEqual({ message, pointer, expected, actual });
  });
});

describe('a rule is silent, and says why', () => {
  const completedOnce = requestOf(submit(2), open([2, 0, 0, 2]), done([2, 2, 0, 0]));
  test.each([
    [
      'nobody counted what was sent',
      moves.totalIsSent,
      requestOf(submit(undefined), done([1, 1, 0, 0])),
      'it is not known how many operations were sent',
    ],
    ['no counts came', moves.totalIsSent, requestOf(submit(1), open()), 'no status with counts could be read'],
    [
      'the end never came',
      moves.staysCompleted,
      requestOf(submit(1), open([1, 0, 0, 1])),
      'the request was never reported as completed',
    ],
    ['the end was read once', moves.staysCompleted, completedOnce, 'the status was read once after completion'],
    [
      'neither view was read twice',
      moves.staysTerminal,
      completedOnce,
      'no view of the status was read twice after completion',
    ],
    [
      'each view was read once',
      moves.staysTerminal,
      requestOf(submit(2), done([2, 2, 0, 0]), done([2, 2, 0, 0], { query: DETAILED })),
      'no view of the status was read twice after completion',
    ],
    ['one view was read', moves.detailAgrees, completedOnce, 'a completed request was not read in both views'],
    [
      'a view disagrees with itself',
      moves.detailAgrees,
      requestOf(submit(2), done([2, 2, 0, 0]), done([2, 1, 1, 0]), done([2, 2, 0, 0], { query: DETAILED })),
      'a view of the status changed after completion',
    ],
    [
      'it was over at the first read',
      moves.onlyProgresses,
      requestOf(submit(1), done([1, 1, 0, 0])),
      'the request was completed at the first read of its status',
    ],
    [
      'it was over at the first read, which counted nothing',
      moves.onlyProgresses,
      requestOf(submit(1), done(), done([1, 1, 0, 0])),
      'the request was completed at the first read of its status',
    ],
    [
      'it was counted at its end alone',
      moves.onlyProgresses,
      requestOf(submit(1), open(), done([1, 1, 0, 0]), done([1, 1, 0, 0])),
      'fewer than two reads of the status carried counts by its end',
    ],
    [
      'its status could not be read',
      moves.onlyProgresses,
      requestOf(submit(1), unreadable(500)),
      'fewer than two reads of the status carried counts by its end',
    ],
    ['the request was refused', moves.comesToAnEnd, requestOf(REFUSED), 'the request was not accepted'],
    [
      'what came was not answered with 200',
      moves.countsAddUp,
      requestOf(submit(2), answered(202, open([2, 1, 0, 0]))),
      'no read of the status had anything to show',
    ],
    [
      'nothing was counted',
      moves.countsAddUp,
      requestOf(submit(1), open()),
      'no read of the status had anything to show',
    ],
    ['nobody read page by page', views.pagesPartition, completedOnce, 'no completed request was read page by page'],
    [
      'a page is too long',
      views.pagesPartition,
      requestOf(submit(4), paged(1, 2, ops(1, 3)), paged(3, 2, ops(3, 4))),
      'a page is longer than asked for',
    ],
    [
      'a state was not read',
      views.statesPartition,
      requestOf(submit(2), inState('pending', []), inState('success', ops(1, 2))),
      'no completed request was read state by state',
    ],
    [
      'no bulkId was sent',
      views.bulkIdsOnce,
      requestOf(submit([{ method: 'PATCH' }]), detailed(ops(1, 1))),
      'no operation was sent with a bulkId',
    ],
    [
      'a bulkId was sent twice',
      views.bulkIdsOnce,
      requestOf(
        submit([
          { method: 'PATCH', bulkId: 'a' },
          { method: 'PATCH', bulkId: 'a' },
        ]),
        detailed(ops(1, 2)),
      ),
      'a bulkId was sent twice on purpose',
    ],
    [
      'the list is not whole',
      views.bulkIdsOnce,
      requestOf(submit(2), detailed(ops(1, 1))),
      'the status does not list every operation',
    ],
  ])('%s', (_, rule, history, detail) => {
    expect(rule(history)).toEqual({ outcome: 'silent', detail });
  });
});
