/** What one status document must say, law by law: when it is wrong, when it is right, and when it tells nothing. */

import { describe, expect, test } from 'vitest';
import * as laws from '../src/checks/consistency/status-laws.ts';

describe('one status document', () => {
  const counts = { total: 2, success: 1, failed: 1, pending: 0 };
  const one = (success?: boolean) => ({ completed: true, ...(success !== undefined && { success }) });

  test.each<[string, laws.Law, laws.Told, laws.Flaw]>([
    [
      'counts that do not add up',
      laws.countsAddUp,
      { counts: { ...counts, total: 3 } },
      {
        message: 'The numbers of successful, failed and pending operations do not add up to the total.',
        pointer: '/operationsCount',
        expected: 3,
        actual: { success: 1, failed: 1, pending: 0 },
      },
    ],
    [
      'an end with something pending',
      laws.nonePending,
      { completed: true, counts: { ...counts, pending: 4 } },
      {
        message: 'A completed request still has pending operations.',
        pointer: '/operationsCount/pending',
        expected: 0,
        actual: 4,
      },
    ],
    [
      'a failure that is called success',
      laws.successMeansNoneFailed,
      { completed: true, success: true, counts },
      {
        message: 'A completed request with failed operations is not reported as failed.',
        pointer: '/status/success',
        expected: false,
        actual: true,
      },
    ],
    [
      'a success that is not called so',
      laws.successMeansNoneFailed,
      { completed: true, counts: { ...counts, success: 2, failed: 0 } },
      {
        message: 'A completed request without a failed operation is not reported as success.',
        pointer: '/status/success',
        expected: true,
        actual: null,
      },
    ],
    [
      'a success before the end',
      laws.noSuccessBefore,
      { completed: false, success: true },
      {
        message: 'A request that is not completed is reported as success.',
        pointer: '/status/success',
        expected: null,
        actual: true,
      },
    ],
    [
      'an operation without an end',
      laws.listAgrees,
      { completed: true, counts, operations: [one(true), { completed: false }] },
      {
        message: 'A completed request lists an operation that is not completed.',
        pointer: '/operations/1/status/completed',
        expected: true,
        actual: false,
      },
    ],
    [
      'no operation with an end',
      laws.listAgrees,
      { completed: true, operations: [{ completed: false }, { completed: false }] },
      {
        message: 'A completed request lists an operation that is not completed.',
        pointer: '/operations/0/status/completed',
        expected: true,
        actual: false,
      },
    ],
    [
      'a list of other outcomes',
      laws.listAgrees,
      { completed: true, counts, operations: [one(true), one(true)] },
      {
        message: 'The outcomes of the listed operations do not agree with the counts.',
        pointer: '/operations',
        expected: { success: 1, failed: 1 },
        actual: { success: 2, failed: 0 },
      },
    ],
  ])('is wrong: %s', (_, law, told, flaw) => {
    expect(law(told)).toEqual(flaw);
  });

  test.each<[string, laws.Law, laws.Told]>([
    ['counts that add up', laws.countsAddUp, { counts }],
    ['nothing pending', laws.nonePending, { completed: true, counts }],
    ['a failure told as one', laws.successMeansNoneFailed, { completed: true, success: false, counts }],
    ['no flag before the end', laws.noSuccessBefore, { completed: false }],
    ['a failure before the end', laws.noSuccessBefore, { completed: false, success: false }],
    ['a list like its counts', laws.listAgrees, { completed: true, counts, operations: [one(true), one(false)] }],
    ['a part of the list', laws.listAgrees, { completed: true, counts, operations: [one(true)] }],
    ['outcomes that are not all told', laws.listAgrees, { completed: true, counts, operations: [one(true), one()] }],
    [
      'counts that are wrong in themselves',
      laws.listAgrees,
      { completed: true, counts: { ...counts, failed: 2 }, operations: [one(true), one(true)] },
    ],
    [
      'counts that are not at their end',
      laws.listAgrees,
      { completed: true, counts: { ...counts, pending: 1 }, operations: [one(true), one(true)] },
    ],
    ['a list without counts', laws.listAgrees, { completed: true, operations: [one(true)] }],
  ])('is right: %s', (_, law, told) => {
    expect(law(told)).toBeNull();
  });

  test.each<[string, laws.Law, laws.Told]>([
    ['no counts', laws.countsAddUp, { completed: true }],
    ['not at its end', laws.nonePending, { completed: false, counts: { ...counts, pending: 1 } }],
    ['an end without counts', laws.nonePending, { completed: true }],
    ['not at its end, with a flag', laws.successMeansNoneFailed, { completed: false, success: true, counts }],
    ['a flag without counts', laws.successMeansNoneFailed, { completed: true, success: true }],
    ['success at the end', laws.noSuccessBefore, { completed: true, success: true }],
    ['success of an end nobody tells', laws.noSuccessBefore, { success: true }],
    ['a list before the end', laws.listAgrees, { completed: false, counts, operations: [{ completed: false }] }],
    ['an empty list', laws.listAgrees, { completed: true, counts, operations: [] }],
    ['no list', laws.listAgrees, { completed: true, counts }],
  ])('tells nothing: %s', (_, law, told) => {
    expect(law(told)).toBeUndefined();
  });
});
