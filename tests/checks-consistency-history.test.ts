import { describe, expect, test } from 'vitest';
import { onlyProgresses, staysCompleted, staysTerminal, totalIsSent } from '../src/checks/consistency/history.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import { type StatusSketch, sentOperations, submission } from './fixtures/provision-exchanges.ts';

const verdict = (one: { readonly verdict: string }) => one.verdict;

describe('a status over time', () => {
  type Row = readonly [
    name: string,
    history: readonly StatusSketch[],
    verdicts: readonly [string, string, string, string],
  ];
  const open = (counts: StatusSketch['counts']): StatusSketch => ({ completed: false, ...(counts && { counts }) });
  const done = (counts: StatusSketch['counts'], more: StatusSketch = {}): StatusSketch => ({
    completed: true,
    ...(counts && { counts }),
    ...more,
  });
  const once = 'not-exercised';

  const histories: readonly Row[] = [
    ['at once', [done([2, 2, 0, 0])], ['pass', once, once, once]],
    ['one read after the end', [done([2, 2, 0, 0]), done([2, 2, 0, 0])], ['pass', 'pass', 'pass', once]],
    [
      'step by step',
      [open([2, 0, 0, 2]), open([2, 1, 0, 1]), done([2, 1, 1, 0]), done([2, 1, 1, 0])],
      ['pass', 'pass', 'pass', 'pass'],
    ],
    ['in one jump', [open([2, 0, 0, 2]), done([2, 2, 0, 0]), done([2, 2, 0, 0])], ['pass', 'pass', 'pass', 'pass']],
    [
      'pending absent at the end',
      [open([2, 0, 0, 2]), done([2, 2, 0]), done([2, 2, 0])],
      ['pass', 'pass', 'pass', 'pass'],
    ],
    [
      'counted before the end',
      [open([2, 2, 0, 0]), done([2, 2, 0, 0]), done([2, 2, 0, 0])],
      ['pass', 'pass', 'pass', 'pass'],
    ],
    ['another total', [open([3, 0, 0, 3]), done([3, 3, 0, 0]), done([3, 3, 0, 0])], ['fail', 'pass', 'pass', 'pass']],
    ['total grows', [open([1, 0, 0, 1]), done([2, 2, 0, 0]), done([2, 2, 0, 0])], ['fail', 'pass', 'pass', 'pass']],
    [
      'total shrinks at the end',
      [open([2, 0, 0, 2]), done([1, 1, 0, 0]), done([1, 1, 0, 0])],
      ['fail', 'pass', 'pass', 'pass'],
    ],
    ['completed goes back', [done([2, 2, 0, 0]), open([2, 2, 0, 0])], ['pass', 'fail', once, once]],
    [
      'completed comes and goes',
      [done([2, 2, 0, 0]), open([2, 2, 0, 0]), done([2, 2, 0, 0])],
      ['pass', 'fail', 'pass', once],
    ],
    [
      'success turns after the end',
      [done([2, 2, 0, 0]), done([2, 2, 0, 0], { success: false })],
      ['pass', 'pass', 'fail', once],
    ],
    [
      'counts turn after the end',
      [open([2, 0, 0, 2]), done([2, 2, 0, 0]), done([2, 1, 1, 0])],
      ['pass', 'pass', 'fail', 'pass'],
    ],
    [
      'pending grows',
      [open([2, 1, 0, 1]), open([2, 0, 0, 2]), done([2, 2, 0, 0]), done([2, 2, 0, 0])],
      ['pass', 'pass', 'pass', 'fail'],
    ],
    ['success shrinks', [open([2, 1, 0, 1]), done([2, 0, 2, 0]), done([2, 0, 2, 0])], ['pass', 'pass', 'pass', 'fail']],
    ['failed shrinks', [open([2, 0, 1, 1]), done([2, 2, 0, 0]), done([2, 2, 0, 0])], ['pass', 'pass', 'pass', 'fail']],
    ['never ends', [open([2, 0, 0, 2]), open([2, 0, 0, 2])], ['pass', 'inconclusive', once, 'pass']],
  ];

  test.each(histories)('%s', (_, history, expected) => {
    const one = submission(history, { sent: sentOperations(2) });
    expect([totalIsSent, staysCompleted, staysTerminal, onlyProgresses].map((check) => verdict(check(one)))).toEqual(
      expected,
    );
  });

  test('reads of one state do not count', () => {
    const one = submission([done([2, 1, 1, 0])], { sent: sentOperations(2) });
    const filtered = exchangeOf({
      operation: 'getProvisionStatus',
      target: '/provisioning/v4/provisions/x/status?state=failed',
      status: 200,
      json: {
        id: 'x',
        operationsCount: { total: 1, success: 0, failed: 1, pending: 0 },
        status: { completed: true, success: false },
      },
    });
    expect(verdict(totalIsSent({ ...one, reads: [...one.reads, filtered] }))).toBe('pass');
    expect(verdict(staysTerminal({ ...one, reads: [...one.reads, filtered] }))).toBe('not-exercised');
  });
});
