/** When a rule about a request holds, when it stays open, and what it must not hold against each other. */

import { describe, expect, test } from 'vitest';
import * as moves from '../src/checks/consistency/request-rules.ts';
import * as views from '../src/checks/consistency/view-rules.ts';
import type { SeenOperation } from '../src/model/history.ts';
import { detailed, inState, paged } from './fixtures/request-timelines.ts';
import { DETAILED, done, gaveUp, open, ops, requestOf, type Step, submit, unreadable } from './fixtures/timelines.ts';

describe('a rule holds where it had something to look at', () => {
  const twice = [done([2, 2, 0, 0]), done([2, 2, 0, 0])];
  const twiceDetailed = twice.map(() => done([2, 2, 0, 0], { query: DETAILED }));
  test.each([
    ['the end that stays', moves.staysCompleted, requestOf(submit(2), ...twice)],
    ['the summary that stays', moves.staysTerminal, requestOf(submit(2), ...twice)],
    ['the details that stay', moves.staysTerminal, requestOf(submit(2), ...twiceDetailed)],
    ['a read that failed is none', moves.staysCompleted, requestOf(submit(2), ...twice, unreadable(500))],
    ['counts in one document of two', moves.countsAddUp, requestOf(submit(2), open(), open([2, 0, 0, 2]))],
    ['both views agree', moves.detailAgrees, requestOf(submit(2), ...twice, ...twiceDetailed)],
    ['counts that stand still', moves.onlyProgresses, requestOf(submit(2), open([2, 0, 0, 2]), open([2, 0, 0, 2]))],
    [
      'after the end nothing progresses',
      moves.onlyProgresses,
      requestOf(submit(2), open([2, 0, 0, 2]), ...twice, done([2, 1, 1, 0])),
    ],
    ['pages of two', views.pagesPartition, requestOf(submit(4), paged(1, 2, ops(1, 2)), paged(3, 2, ops(3, 4)))],
    ['a short last page', views.pagesPartition, requestOf(submit(4), paged(1, 3, ops(1, 3)), paged(4, 3, ops(4, 4)))],
    ['pages of one', views.pagesPartition, requestOf(submit(2), paged(1, 1, ops(1, 1)), paged(2, 1, ops(2, 2)))],
    [
      'three states',
      views.statesPartition,
      requestOf(submit(2), inState('pending', []), inState('success', ops(1, 1)), inState('failed', ops(2, 2, false))),
    ],
    ['bulkIds in another order', views.bulkIdsOnce, requestOf(submit(2), detailed([...ops(2, 2), ...ops(1, 1)]))],
  ])('%s', (_, rule, history) => {
    expect(rule(history).outcome).toBe('holds');
  });

  test('a request that came to its end says so', () => {
    expect(moves.comesToAnEnd(requestOf(submit(1), open([1, 0, 0, 1]), done([1, 1, 0, 0])))).toEqual({
      outcome: 'holds',
      behaviour: 'completed within the budget',
    });
  });

  test('one that did not is open, with what ended the waiting', () => {
    expect(moves.comesToAnEnd(requestOf(submit(1), open([1, 0, 0, 1])))).toEqual({
      outcome: 'silent',
      detail: 'the status could not be read to its end, which another rule judges',
    });
    expect(moves.comesToAnEnd(requestOf(submit(1), gaveUp('getProvisionStatus'), open()))).toMatchObject({
      detail: expect.stringContaining('600000 ms'),
    });
  });
});

describe('that an operation ended otherwise is not proved by', () => {
  const entry = (bulkId: string | undefined, success?: boolean, failed: readonly string[] = []): SeenOperation => ({
    ...(bulkId !== undefined && { bulkId }),
    ...(success !== undefined && { success }),
    extensions: [{ name: 'urn:fine', result: 'success' }, ...failed.map((name) => ({ name, result: 'error' }))],
  });
  const sending = (...bulkIds: readonly (string | undefined)[]) =>
    submit(bulkIds.map((bulkId) => ({ method: 'PATCH', ...(bulkId !== undefined && { bulkId }) })));
  test.each<[string, Step, SeenOperation[], SeenOperation[]]>([
    ['a bulkId that was sent twice', sending('a', 'a'), [entry('a', true), entry('a', false)], [entry('a', false)]],
    ['a bulkId beside an operation without one', sending(undefined, 'a'), [entry('a', true)], [entry('a', false)]],
    ['a bulkId that nobody sent', sending('a'), [entry('b', true)], [entry('b', false)]],
    ['an operation without a bulkId', sending('a'), [entry(undefined, true)], [entry(undefined, false)]],
    ['an end that is not told again', sending('a'), [entry('a', true)], [entry('a')]],
    [
      'failed extensions in another order',
      sending('a'),
      [entry('a', false, ['x', 'y'])],
      [entry('a', false, ['y', 'x'])],
    ],
    ['an extension that went well', sending('a'), [{ ...entry('a', true), extensions: [] }], [entry('a', true)]],
  ])('%s', (_, sent, early, late) => {
    const [first, second] = [early, late].map((operations) => done([2, 2, 0, 0], { query: DETAILED, operations }));
    if (!first || !second) throw new Error('two reads are needed');
    expect(moves.staysTerminal(requestOf(sent, first, second)).outcome).toBe('holds');
  });
});

describe('only what belongs together is held against each other', () => {
  test.each([
    [
      'pages before the end',
      views.pagesPartition,
      requestOf(
        submit(2),
        open([2, 0, 0, 2], { query: { ...DETAILED, startIndex: '1', count: '1' }, operations: ops(1, 1) }),
        paged(2, 1, ops(1, 1)),
      ),
    ],
    [
      'pages of one state',
      views.pagesPartition,
      requestOf(
        submit(2),
        ...[1, 2].map((start) =>
          done([2, 2, 0, 0], {
            query: { ...DETAILED, state: 'success', startIndex: String(start), count: '1' },
            operations: ops(1, 1),
          }),
        ),
      ),
    ],
    ['counts and a read without them', moves.onlyProgresses, requestOf(submit(1), open([1, 0, 0, 1]), open())],
    ['one page that holds everything', views.pagesPartition, requestOf(submit(2), paged(1, 2, ops(1, 1)))],
    [
      'pages of a size that is no number',
      views.pagesPartition,
      requestOf(
        submit(2),
        ...['1', '2'].map((startIndex) =>
          done([2, 2, 0, 0], { query: { ...DETAILED, startIndex, count: '1x' }, operations: ops(1, 1) }),
        ),
      ),
    ],
    ['a page that is missing', views.pagesPartition, requestOf(submit(4), paged(1, 2, ops(1, 2)))],
    [
      'more operations than one status lists',
      views.statesPartition,
      requestOf(submit(101), inState('pending', []), inState('success', ops(1, 100)), inState('failed', [])),
    ],
    [
      'a state that is read from its second operation on',
      views.statesPartition,
      requestOf(
        submit(2),
        inState('pending', []),
        done([2, 2, 0, 0], { query: { ...DETAILED, state: 'success', startIndex: '2' }, operations: ops(2, 2) }),
        inState('failed', []),
      ),
    ],
    ['bulkIds in the list of one state', views.bulkIdsOnce, requestOf(submit(1), inState('failed', ops(7, 7, false)))],
    ['bulkIds on a later page', views.bulkIdsOnce, requestOf(submit(1), paged(2, 1, ops(7, 7)))],
  ])('%s', (_, rule, history) => {
    expect(rule(history).outcome).toBe('silent');
  });

  test('a hundred operations still fit into one status', () => {
    const history = requestOf(
      submit(100),
      inState('pending', []),
      inState('success', ops(1, 99)),
      inState('failed', []),
    );
    expect(views.statesPartition(history).outcome).toBe('violated');
  });

  test('an operation that a list shows in another state is that list’s own business', () => {
    const history = requestOf(
      submit(2),
      inState('pending', []),
      inState('success', [...ops(1, 1), ...ops(2, 2, false)]),
      inState('failed', ops(2, 2, false)),
    );
    expect(views.statesPartition(history).outcome).toBe('holds');
  });
});
