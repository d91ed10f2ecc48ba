import { describe, expect, test } from 'vitest';
import {
  accepted,
  acceptedWith,
  emptyAccepted,
  hasLocation,
  isStatusDocument,
  noServerError,
  recordOutcome,
  refusedOrFailed,
  refusedWith,
  withinLimit,
} from '../src/checks/provisioning/acceptance.ts';
import { keepsSpendData } from '../src/checks/provisioning/deletion.ts';
import {
  afterFirstFailure,
  bulkIdGenerated,
  bulkIdsEchoed,
  cascades,
  extensionsListed,
  failureReported,
  operationsListed,
  partialFailure,
  succeeded,
} from '../src/checks/provisioning/outcomes.ts';
import { operationAt, outcomeAt, provisionIdOf } from '../src/checks/provisioning/submission.ts';
import { spendMembers, statusUrlOfProvision } from '../src/checks/provisioning/users.ts';
import { URN } from '../src/contract/contract.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  bulkAnswer,
  ended,
  extension,
  operation,
  refused,
  sentOperations,
  spendUser,
  statusBody,
  submission,
  USER,
  userRead,
} from './fixtures/provision-exchanges.ts';

const unfinished = submission([{ completed: false, counts: [1, 0, 0, 1] }], { end: 'unfinished', detail: 'waited' });
const listError = {
  messages: [
    { code: 'INVALID_VALUE', type: 'error', message: 'Invalid List Item', schemaPath: `${URN.spendUser}:customData` },
  ],
};

describe('how a request is answered at once', () => {
  test('a well-formed one with any 2xx; a gateway may stand in the way', () => {
    for (const status of [200, 201, 202]) expect(accepted(bulkAnswer(status)).verdict).toBe('pass');
    for (const status of [301, 400, 404, 500, 503]) expect(accepted(bulkAnswer(status)).verdict).toBe('fail');
    for (const status of [401, 403, 429]) expect(accepted(bulkAnswer(status)).verdict).toBe('inconclusive');
  });

  test('the documented status is expected of accepted requests alone', () => {
    expect(acceptedWith(bulkAnswer(202), [202])).toEqual({ verdict: 'pass', behaviour: 'answered 202' });
    expect(acceptedWith(bulkAnswer(200), [202])).toMatchObject({ verdict: 'fail', behaviour: 'answered 200' });
    expect(acceptedWith(bulkAnswer(400), [202]).verdict).toBe('inconclusive');
  });

  test('a BulkResponse and a body that is no object are no status document', () => {
    expect(isStatusDocument(bulkAnswer()).verdict).toBe('pass');
    const bulkResponse = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: [] };
    expect(isStatusDocument(bulkAnswer(200, bulkResponse)).verdict).toBe('fail');
    expect(isStatusDocument(bulkAnswer(202, [])).verdict).toBe('fail');
    expect(isStatusDocument(exchangeOf({ operation: 'bulk', status: 202 })).verdict).toBe('fail');
    expect(isStatusDocument(bulkAnswer(400, bulkResponse)).verdict).toBe('inconclusive');
  });

  test('a location is missed only in a readable answer', () => {
    expect(hasLocation(bulkAnswer()).verdict).toBe('pass');
    expect(hasLocation(bulkAnswer(202, statusBody({ more: { meta: {} } }))).verdict).toBe('fail');
    expect(hasLocation(exchangeOf({ operation: 'bulk', status: 202, text: '<ok/>' })).verdict).toBe('inconclusive');
  });

  test('limits: refused above with 413 or 400, not refused below', () => {
    expect(refusedWith(bulkAnswer(413), [413, 400], 'x')).toEqual({ verdict: 'pass', behaviour: 'refused with 413' });
    for (const status of [202, 404, 500]) expect(refusedWith(bulkAnswer(status), [413, 400], 'x').verdict).toBe('fail');
    expect(refusedWith(bulkAnswer(403), [413, 400], 'x').verdict).toBe('inconclusive');
    expect(withinLimit(bulkAnswer(202), 'x').verdict).toBe('pass');
    expect(withinLimit(bulkAnswer(413), 'x').verdict).toBe('fail');
    expect(withinLimit(bulkAnswer(429), 'x').verdict).toBe('inconclusive');
  });

  test('no server error, and which answer it was', () => {
    expect(noServerError(bulkAnswer(400), 'x')).toEqual({ verdict: 'pass', behaviour: 'refused with 400' });
    expect(noServerError(bulkAnswer(202), 'x')).toEqual({ verdict: 'pass', behaviour: 'accepted with 202' });
    expect(noServerError(bulkAnswer(503), 'x').verdict).toBe('fail');
  });

  test('an empty list is refused or counts nothing', () => {
    const counted = (total: number) => emptyAccepted(bulkAnswer(202, statusBody({ counts: [total, 0, 0, 0] }))).verdict;
    expect(counted(0)).toBe('pass');
    expect(counted(1)).toBe('fail');
    expect(emptyAccepted(bulkAnswer(400)).verdict).toBe('pass');
    expect(emptyAccepted(bulkAnswer(500)).verdict).toBe('fail');
  });
});

describe('refused at once or failed later', () => {
  const check = (one: ReturnType<typeof submission>) => refusedOrFailed(one, 0, 'x');

  test('both are right', () => {
    expect(check(refused(400))).toEqual({ verdict: 'pass', behaviour: 'refused with 400' });
    expect(check(refused(409)).verdict).toBe('pass');
    expect(check(ended(false))).toEqual({ verdict: 'pass', behaviour: 'accepted, then failed' });
    expect(check(ended(true, { extensions: [extension(URN.spendUser, 'error')] })).verdict).toBe('pass');
  });

  test('success and a server error are not', () => {
    expect(check(ended(true)).verdict).toBe('fail');
    expect(check(refused(500)).verdict).toBe('fail');
  });

  test('nothing is said of requests that did not end', () => {
    expect(check(unfinished)).toMatchObject({ verdict: 'inconclusive', reason: 'not-converged' });
    expect(check(refused(403)).verdict).toBe('inconclusive');
    expect(recordOutcome(unfinished, 0).verdict).toBe('inconclusive');
    expect(recordOutcome(ended(true), 0)).toEqual({ verdict: 'pass', behaviour: 'accepted, then success' });
  });
});

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
    expect(succeeded(refused(), 0, 'x').verdict).toBe('inconclusive');
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
    expect(bulkIdsEchoed(submission([{}])).verdict).toBe('inconclusive');
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
    expect(cascades(ended(true, { extensions: [extension(URN.role, 'success')] }), URN.spendUser).verdict).toBe(
      'not-exercised',
    );
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

describe('single users and deletion', () => {
  const answer = (statusUrl: string) =>
    exchangeOf({ operation: 'createUser', status: 201, json: { id: USER, meta: { provisionId: 'P-1', statusUrl } } });

  test('the statusUrl names the provision; host and closing slash are free', () => {
    expect(statusUrlOfProvision(answer('https://x.test/profile/v4/provisions/p-1/status/')).verdict).toBe('pass');
    expect(statusUrlOfProvision(answer('https://x.test/profile/v4/provisions/p-2/status')).verdict).toBe('fail');
    expect(statusUrlOfProvision(answer('https://x.test/profile/v4/provisions/p-1')).verdict).toBe('fail');
    expect(statusUrlOfProvision(exchangeOf({ operation: 'createUser', status: 201, json: {} })).verdict).toBe(
      'inconclusive',
    );
    expect(spendMembers(answer('x'))).toMatchObject({ behaviour: 'identity only' });
  });

  test('a DELETE takes no spend data, however it is answered', () => {
    const kept = [userRead(spendUser({}))];
    expect(keepsSpendData(refused(405), kept).verdict).toBe('pass');
    expect(keepsSpendData(ended(false), kept).verdict).toBe('pass');
    expect(keepsSpendData(ended(true), kept).verdict).toBe('pass');
    expect(keepsSpendData(ended(true), [userRead(undefined)]).verdict).toBe('fail');
    expect(keepsSpendData(ended(true), [userRead({ id: USER, [URN.spendUser]: {} })]).verdict).toBe('fail');
    expect(keepsSpendData(ended(true), [userRead(undefined, 503)]).verdict).toBe('inconclusive');
  });
});
