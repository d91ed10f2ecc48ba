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
import { isNoSuccess, keepsSpendData } from '../src/checks/provisioning/deletion.ts';
import { spendMembers, statusUrlOfProvision } from '../src/checks/provisioning/users.ts';
import { URN } from '../src/contract/contract.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  bulkAnswer,
  ended,
  extension,
  refused,
  spendUser,
  statusBody,
  submission,
  USER,
  userRead,
} from './fixtures/provision-exchanges.ts';

const unfinished = submission([{ completed: false, counts: [1, 0, 0, 1] }], { end: 'unfinished', detail: 'waited' });

describe('how a request is answered at once', () => {
  test('a well-formed one with any 2xx; a gateway may stand in the way', () => {
    for (const status of [200, 201, 202]) expect(accepted(bulkAnswer(status)).verdict).toBe('pass');
    for (const status of [301, 400, 404, 500, 503]) expect(accepted(bulkAnswer(status)).verdict).toBe('fail');
    for (const status of [401, 403, 429]) expect(accepted(bulkAnswer(status)).verdict).toBe('inconclusive');
  });

  test('the documented status is expected of accepted requests alone', () => {
    expect(acceptedWith(bulkAnswer(202), [202])).toEqual({ verdict: 'pass', behaviour: 'answered 202' });
    expect(acceptedWith(bulkAnswer(200), [202])).toMatchObject({ verdict: 'fail', behaviour: 'answered 200' });
    expect(acceptedWith(bulkAnswer(400), [202]).verdict).toBe('not-exercised');
    expect(acceptedWith(bulkAnswer(403), [202]).verdict).toBe('inconclusive');
  });

  test('a BulkResponse and a body that is no object are no status document', () => {
    expect(isStatusDocument(bulkAnswer()).verdict).toBe('pass');
    const bulkResponse = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: [] };
    expect(isStatusDocument(bulkAnswer(200, bulkResponse)).verdict).toBe('fail');
    expect(isStatusDocument(bulkAnswer(202, [])).verdict).toBe('fail');
    expect(isStatusDocument(exchangeOf({ operation: 'bulk', status: 202 })).verdict).toBe('fail');
    expect(isStatusDocument(bulkAnswer(400, bulkResponse)).verdict).toBe('not-exercised');
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

describe('single users and deletion', () => {
  const answer = (statusUrl: string) =>
    exchangeOf({ operation: 'createUser', status: 201, json: { id: USER, meta: { provisionId: 'P-1', statusUrl } } });

  test('the statusUrl names the provision; host and closing slash are free', () => {
    expect(statusUrlOfProvision(answer('https://x.test/profile/v4/provisions/p-1/status/')).verdict).toBe('pass');
    expect(statusUrlOfProvision(answer('https://x.test/profile/v4/provisions/p-2/status')).verdict).toBe('fail');
    expect(statusUrlOfProvision(answer('https://x.test/profile/v4/provisions/p-1')).verdict).toBe('fail');
    expect(statusUrlOfProvision(exchangeOf({ operation: 'createUser', status: 201, json: {} })).verdict).toBe(
      'not-exercised',
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

  test('a DELETE that changed nothing is not reported as success', () => {
    const kept = [userRead(spendUser({}))];
    expect(isNoSuccess(refused(405), kept).verdict).toBe('pass');
    expect(isNoSuccess(ended(false), kept).verdict).toBe('pass');
    expect(isNoSuccess(ended(true), kept).verdict).toBe('fail');
    expect(isNoSuccess(ended(true), [userRead(undefined)]).verdict).toBe('not-exercised');
  });
});
