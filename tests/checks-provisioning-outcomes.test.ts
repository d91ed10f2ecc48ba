import { describe, expect, test } from 'vitest';
import {
  bulkIdGenerated,
  bulkIdsEchoed,
  extensionsListed,
  operationsListed,
} from '../src/checks/provisioning/listing.ts';
import {
  afterFirstFailure,
  cascades,
  failureReported,
  partialFailure,
  succeeded,
} from '../src/checks/provisioning/outcomes.ts';
import { operationAt, outcomeAt, provisionIdOf } from '../src/checks/provisioning/submission.ts';
import { URN } from '../src/contract/contract.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  bulkAnswer,
  ended,
  extension,
  operation,
  refused,
  sentOperations,
  submission,
  USER,
} from './fixtures/provision-exchanges.ts';

const unfinished = submission([{ completed: false, counts: [1, 0, 0, 1] }], { end: 'unfinished', detail: 'waited' });
const listError = {
  messages: [
    { code: 'INVALID_VALUE', type: 'error', message: 'Invalid List Item', schemaPath: `${URN.spendUser}:customData` },
  ],
};

describe('how an operation ended', () => {
  test('is found by bulkId, by user, by place', () => {
    const two = [operation(2, false), operation(1, true)];
    const one = submission([{ counts: [2, 1, 1, 0], operations: two }], { sent: sentOperations(2) });
    expect([outcomeAt(one, 0), outcomeAt(one, 1)]).toEqual(['success', 'failed']);
    const other = '8f545a90-305f-441b-91cd-a69ad5f548f5';
    const unnamed = [
      operation(1, false, { bulkId: 'x', resource: { id: other } }),
      operation(2, true, { bulkId: 'y' }),
    ];
    const sent = [
      { method: 'PATCH', userId: USER, extensions: [] } as const,
      { method: 'PATCH', userId: other, extensions: [] } as const,
    ];
    const byUser = submission([{ counts: [2, 1, 1, 0], operations: unnamed }], { sent });
    expect([outcomeAt(byUser, 0), outcomeAt(byUser, 1)]).toEqual(['success', 'failed']);
    expect(operationAt(submission([{}]), 0)).toBeUndefined();
  });

  test('falls back on counts that leave no doubt', () => {
    const counted = (counts: readonly [number, number, number, number]) =>
      outcomeAt(submission([{ counts }], { sent: sentOperations(counts[0]) }), 0);
    expect(counted([2, 2, 0, 0])).toBe('success');
    expect(counted([2, 0, 2, 0])).toBe('failed');
    expect(counted([2, 1, 1, 0])).toBe('unknown');
    expect(outcomeAt(unfinished, 0)).toBe('unknown');
  });

  test('valid data must succeed; a complaint about the company lists leaves it open', () => {
    expect(succeeded(ended(true), 0, 'x').verdict).toBe('pass');
    expect(succeeded(ended(false), 0, 'x').verdict).toBe('fail');
    const lists = ended(false, { extensions: [extension(URN.spendUser, 'error', listError)] });
    expect(succeeded(lists, 0, 'x')).toMatchObject({ verdict: 'inconclusive', reason: 'precondition' });
    expect(succeeded(refused(), 0, 'x').verdict).toBe('not-exercised');
    for (const status of [401, 403, 429]) expect(succeeded(refused(status), 0, 'x').verdict).toBe('inconclusive');
  });

  test('the provision id of both kinds of answer', () => {
    expect(provisionIdOf(bulkAnswer())).toBe('9ff00c90-1c35-4fd1-8ac7-db8b9be70a98');
    const single = exchangeOf({ operation: 'createUser', status: 201, json: { id: USER, meta: { provisionId: 'p' } } });
    expect(provisionIdOf(single)).toBe('p');
    expect(provisionIdOf(bulkAnswer(400))).toBeUndefined();
  });
});

describe('what the status tells of operations', () => {
  test('each bulkId comes back once', () => {
    const echoed = (ids: readonly (string | null)[]) => {
      const operations = ids.map((bulkId, index) => operation(index + 1, true, { bulkId }));
      return bulkIdsEchoed(submission([{ counts: [2, 2, 0, 0], operations }], { sent: sentOperations(2) })).verdict;
    };
    expect(echoed(['op-2', 'op-1'])).toBe('pass');
    expect(echoed(['op-1', null])).toBe('fail');
    expect(echoed(['op-1', 'op-1'])).toBe('fail');
    expect(bulkIdsEchoed(submission([{}])).verdict).toBe('not-exercised');
    expect(echoed(['op-1'])).toBe('not-exercised');
    expect(bulkIdGenerated(ended(true))).toMatchObject({ behaviour: 'a generated bulkId' });
  });

  test('every extension that was sent is listed; more may be', () => {
    const sent = sentOperations(1, { extensions: [URN.spendUser, URN.role] });
    const listed = (names: readonly string[]) =>
      extensionsListed(ended(true, { extensions: names.map((name) => extension(name, 'success')) }, { sent })).verdict;
    expect(listed([URN.spendUser, URN.role, URN.approver])).toBe('pass');
    expect(listed([URN.spendUser])).toBe('fail');
  });

  test('operations are listed when asked for', () => {
    expect(operationsListed(ended(true)).verdict).toBe('pass');
    expect(operationsListed(submission([{ operations: [] }])).verdict).toBe('fail');
    expect(operationsListed(unfinished).verdict).toBe('inconclusive');
  });

  test('a failed extension fails its operation and its request', () => {
    const failing = { extensions: [extension(URN.spendUser, 'error')] };
    expect(failureReported(ended(false, failing)).verdict).toBe('pass');
    expect(failureReported(ended(true, failing)).verdict).toBe('fail');
    const hidden = submission([{ counts: [1, 1, 0, 0], success: true, operations: [operation(1, false, failing)] }]);
    expect(failureReported(hidden).verdict).toBe('fail');
    expect(failureReported(ended(true)).verdict).toBe('not-exercised');
    expect(failureReported(refused()).verdict).toBe('not-exercised');
  });

  test('nothing of spend succeeds when its base failed', () => {
    const beside = (result: string) =>
      cascades(
        ended(false, { extensions: [extension(URN.spendUser, 'error'), extension(URN.role, result)] }),
        URN.spendUser,
      ).verdict;
    for (const result of ['error', 'no-op', 'not-processed']) expect(beside(result)).toBe('pass');
    expect(beside('success')).toBe('fail');
    const identity = [extension(URN.spendUser, 'error'), extension(URN.coreUser, 'success')];
    expect(cascades(ended(false, { extensions: identity }), URN.spendUser).verdict).toBe('pass');
    const alone = { extensions: [extension(URN.role, 'success')] };
    const sent = sentOperations(1, { extensions: [URN.spendUser, URN.role] });
    expect(cascades(ended(true, alone, { sent }), URN.spendUser).verdict).toBe('not-exercised');
    expect(cascades(ended(true, alone), URN.spendUser).verdict).toBe('fail');
  });

  test('one bad operation does not take the good one along', () => {
    const both = (good: boolean, bad: boolean, counts: readonly [number, number, number, number]) => {
      const operations = [operation(1, good), operation(2, bad)];
      return partialFailure(submission([{ counts, operations }], { sent: sentOperations(2) }), 0, 1).verdict;
    };
    expect(both(true, false, [2, 1, 1, 0])).toBe('pass');
    expect(both(false, false, [2, 0, 2, 0])).toBe('fail');
    expect(both(true, false, [2, 2, 0, 0])).toBe('fail');
    expect(both(true, true, [2, 2, 0, 0])).toBe('not-exercised');
  });

  test('what happens after the first failure is told', () => {
    const later = (second: boolean, third: boolean) => {
      const operations = [operation(1, false), operation(2, second), operation(3, third)];
      return afterFirstFailure(submission([{ counts: [3, 1, 2, 0], operations }], { sent: sentOperations(3) }));
    };
    expect(later(true, true)).toMatchObject({ behaviour: 'later operations are carried out' });
    expect(later(false, false)).toMatchObject({ behaviour: 'later operations are left out' });
    expect(later(true, false)).toMatchObject({ behaviour: 'some later operations are carried out' });
  });
});
