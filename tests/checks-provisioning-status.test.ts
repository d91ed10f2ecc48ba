import { describe, expect, test } from 'vitest';
import * as rules from '../src/checks/provisioning/status-document.ts';
import {
  countsUnderState,
  isReadable,
  keepsPageSize,
  listsUpToHundred,
  onlyInState,
  pagesPartition,
  statesComplete,
} from '../src/checks/provisioning/views.ts';
import { askedProvision, statusOf } from '../src/checks/status.ts';
import { URN } from '../src/contract/contract.ts';
import type { JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  bulkAnswer,
  extension,
  operation,
  PROVISION,
  refused,
  type StatusSketch,
  statusBody,
  statusRead,
  submission,
} from './fixtures/provision-exchanges.ts';

/** How many problems an inspection finds; undefined where it does not speak. */
const found = (inspect: typeof rules.idOfPath, sketch: StatusSketch, query = '') =>
  inspect(statusRead(sketch, query))?.length;

describe('every status document', () => {
  const all = [rules.idOfPath, rules.locationOfId, rules.countsAddUp, rules.nonePending, rules.successMeansNoneFailed];

  test('is right as the documents show it', () => {
    for (const rule of all) expect(found(rule, {})).toBe(0);
    const absent = { counts: [10, 8, 2] } as const;
    for (const rule of all) expect(found(rule, absent)).toBe(0);
  });

  test('is not judged in a refusal, a body that cannot be read, or the 202 itself', () => {
    for (const rule of all) {
      expect(rule(exchangeOf({ operation: 'getProvisionStatus', status: 404, json: statusBody() }))).toBeUndefined();
      expect(rule(exchangeOf({ operation: 'getProvisionStatus', status: 200, text: '<ok/>' }))).toBeUndefined();
    }
    const contradicting = bulkAnswer(202, statusBody({ completed: true, success: true, counts: [1, 0, 0, 1] }));
    for (const rule of [rules.nonePending, rules.countsAddUp, rules.successMeansNoneFailed])
      expect(rule(contradicting)).toBeUndefined();
  });

  test('has the id of its path, in either case', () => {
    expect(found(rules.idOfPath, { id: PROVISION.toUpperCase() })).toBe(0);
    expect(found(rules.idOfPath, { id: 'ef0bffaf-863f-4b3e-9c4c-bd9c9a8b2ea7' })).toBe(1);
    expect(askedProvision(statusRead())).toBe(PROVISION);
  });

  test('is located under its id, on any host, with or without a closing slash', () => {
    const at = (location: string) => found(rules.locationOfId, { location });
    expect(at(`http://a.test/profile/v4/provisions/${PROVISION}/status`)).toBe(0);
    expect(at(`/provisions/${PROVISION}/status/`)).toBe(0);
    expect(at(`/provisions/${PROVISION}/status?attributes=operations`)).toBe(0);
    expect(at('/provisions/ef0bffaf-863f-4b3e-9c4c-bd9c9a8b2ea7/status')).toBe(1);
    expect(at(`/provisions/${PROVISION}`)).toBe(1);
    expect(rules.locationOfId(bulkAnswer(202, statusBody({ id: 'other' })))).toHaveLength(1);
    expect(rules.locationOfOrigin(statusRead({ location: `https://target.test/x` }))).toEqual([]);
    expect(rules.locationOfOrigin(statusRead())).toHaveLength(1);
  });

  test('adds up', () => {
    expect(found(rules.countsAddUp, { counts: [3, 1, 1, 1], completed: false })).toBe(0);
    expect(found(rules.countsAddUp, { counts: [3, 1, 1, 0], completed: false })).toBe(1);
    expect(found(rules.countsAddUp, { counts: [1, 1, 0, 1] })).toBe(1);
    expect(found(rules.countsAddUp, { counts: [3, 1, 0, 0] }, 'state=success')).toBeUndefined();
  });

  test('has nothing pending once completed', () => {
    expect(found(rules.nonePending, { counts: [2, 1, 0, 1], completed: true })).toBe(1);
    expect(found(rules.nonePending, { counts: [2, 1, 0, 1], completed: false })).toBeUndefined();
  });

  test('is a success exactly when nothing failed', () => {
    const judged = (success: boolean | null, failed: number) =>
      found(rules.successMeansNoneFailed, { success, counts: [2, 2 - failed, failed, 0] });
    expect([judged(true, 0), judged(false, 1)]).toEqual([0, 0]);
    expect([judged(false, 0), judged(null, 0), judged(true, 1), judged(null, 1)]).toEqual([1, 1, 1, 1]);
    const early = { completed: false, success: null, counts: [1, 1, 0, 0] } as const;
    expect(found(rules.successMeansNoneFailed, early)).toBeUndefined();
  });

  test('lists what it counts', () => {
    const listing = (outcomes: readonly (boolean | null)[], counts: StatusSketch['counts']) =>
      found(rules.listAgrees, {
        ...(counts && { counts }),
        operations: outcomes.map((one, index) => operation(index + 1, one)),
      });
    expect(listing([true, false], [2, 1, 1, 0])).toBe(0);
    expect(listing([true, true], [2, 1, 1, 0])).toBe(1);
    expect(listing([true, null], [2, 1, 1, 0])).toBe(1);
    expect(listing([true], [2, 1, 1, 0])).toBe(0);
    expect(listing([true, true], [2, 1, 0, 1])).toBe(0);
    expect(found(rules.operationsUnasked, {})).toBe(0);
    expect(found(rules.operationsUnasked, { operations: [operation(1, true)] })).toBe(1);
    expect(found(rules.operationsUnasked, {}, 'attributes=operations')).toBeUndefined();
  });
});

describe('extensions of a status', () => {
  const one = (status: JsonObject) => ({
    operations: [operation(1, true, { extensions: [{ name: URN.role, status }] })],
  });

  test('have a known result', () => {
    for (const result of ['success', 'no-op', 'error', 'not-processed', 'processing'])
      expect(found(rules.knownResults, one({ result }))).toBe(0);
    expect(found(rules.knownResults, one({ result: 'partial' }))).toBe(1);
    expect(found(rules.knownResults, { operations: [operation(1, true)] })).toBeUndefined();
  });

  test('have a code of three digits, an empty one, or none', () => {
    for (const status of [{ code: '200' }, { code: '' }, { code: null }, {}])
      expect(found(rules.codesAsText, one(status))).toBe(0);
    for (const status of [{ code: 200 }, { code: 'OK' }, { code: '20' }])
      expect(found(rules.codesAsText, one(status))).toBe(1);
  });

  test('do not contradict themselves', () => {
    const agree = (result: string, success: boolean | null) => found(rules.resultsAgree, one({ result, success }));
    expect([
      agree('error', false),
      agree('success', true),
      agree('no-op', true),
      agree('no-op', false),
      agree('success', null),
    ]).toEqual([0, 0, 0, 0, 0]);
    expect([agree('error', true), agree('success', false)]).toEqual([1, 1]);
  });
});

describe('views of a status', () => {
  const pageOf = (numbers: readonly number[], startIndex = 1, count = 2) => ({
    startIndex,
    count,
    exchange: statusRead(
      { counts: [5, 5, 0, 0], operations: numbers.map((number) => operation(number, true)) },
      `count=${count}`,
    ),
  });

  test('a hundred are listed with count=100', () => {
    const many = (count: number) =>
      statusRead({ operations: Array.from({ length: count }, (_, index) => operation(index, true)) });
    expect(listsUpToHundred(many(100), 100).verdict).toBe('pass');
    expect(listsUpToHundred(many(20), 100).verdict).toBe('fail');
    expect(listsUpToHundred(statusRead(), 100).verdict).toBe('inconclusive');
  });

  test('a page is not longer than asked for, and may be shorter', () => {
    expect(keepsPageSize(pageOf([1, 2])).verdict).toBe('pass');
    expect(keepsPageSize(pageOf([1])).verdict).toBe('pass');
    expect(keepsPageSize(pageOf([1, 2, 3])).verdict).toBe('fail');
  });

  test('pages hold every operation once', () => {
    expect(pagesPartition([pageOf([1, 2]), pageOf([3, 4], 3), pageOf([5], 5)], 5).verdict).toBe('pass');
    expect(pagesPartition([pageOf([1, 2]), pageOf([1, 2], 3), pageOf([1], 5)], 5).verdict).toBe('fail');
    expect(pagesPartition([pageOf([1, 2]), pageOf([3, 4], 3)], 5).verdict).toBe('fail');
    expect(pagesPartition([pageOf([1, 2, 3])], 3).verdict).toBe('inconclusive');
  });

  const stateRead = (state: string, outcomes: readonly (boolean | null)[], start = 1) =>
    statusRead(
      { counts: [2, 1, 1, 0], operations: outcomes.map((one, index) => operation(start + index, one)) },
      `state=${state}`,
    );

  test('a state lists only its own', () => {
    expect(onlyInState(stateRead('failed', [false]), 'failed').verdict).toBe('pass');
    expect(onlyInState(stateRead('failed', []), 'failed').verdict).toBe('pass');
    expect(onlyInState(stateRead('failed', [false, true]), 'failed').verdict).toBe('fail');
    expect(onlyInState(stateRead('pending', [true]), 'pending').verdict).toBe('fail');
  });

  test('the states hold every operation once', () => {
    const views = (success: readonly boolean[], failed: readonly boolean[]) => ({
      pending: stateRead('pending', []),
      success: stateRead('success', success),
      failed: stateRead('failed', failed, 2),
    });
    expect(statesComplete(views([true], [false]), 2).verdict).toBe('pass');
    expect(statesComplete(views([true], []), 2).verdict).toBe('fail');
    const whole = statusOf(statusRead({ counts: [2, 1, 1, 0] }));
    expect(whole && countsUnderState(stateRead('failed', [false]), whole)).toMatchObject({
      behaviour: 'counts of all operations',
    });
  });

  test('a status must be readable where the request was accepted', () => {
    const missing = exchangeOf({ operation: 'getProvisionStatus', status: 404 });
    expect(isReadable(submission([{}])).verdict).toBe('pass');
    expect(isReadable({ ...submission([]), reads: [missing, statusRead()] }).verdict).toBe('pass');
    expect(isReadable({ ...submission([]), reads: [missing], end: 'unreadable' }).verdict).toBe('fail');
    expect(isReadable(refused()).verdict).toBe('not-exercised');
    const denied = exchangeOf({ operation: 'getProvisionStatus', status: 403 });
    expect(isReadable({ ...submission([]), reads: [denied], end: 'unreadable' }).verdict).toBe('inconclusive');
  });

  test('one message may stand alone or in a list', () => {
    const messages = { code: 'INVALID_VALUE', type: 'error' };
    const view = statusOf(
      statusRead({ operations: [operation(1, false, { extensions: [extension(URN.role, 'error', { messages })] })] }),
    );
    expect(view?.operations?.[0]?.extensions[0]?.messages).toHaveLength(1);
  });
});
