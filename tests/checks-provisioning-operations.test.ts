/** How operations ended, sentence by sentence: which entry of a status belongs to which operation, and what it tells. */

import { describe, expect, test } from 'vitest';
import * as listing from '../src/checks/provisioning/listing.ts';
import * as outcomes from '../src/checks/provisioning/outcomes.ts';
import {
  complaintsOf,
  isTenantRule,
  lastStatus,
  openEnd,
  operationAt,
  outcomeAt,
  provisionIdOf,
  type Submission,
} from '../src/checks/provisioning/submission.ts';
import { URN } from '../src/contract/contract.ts';
import type { Finding } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  bulkAnswer,
  ended,
  extension,
  operation,
  refused,
  type StatusSketch,
  statusRead,
  submission,
  USER,
} from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

const OTHER = '8f545a90-305f-441b-91cd-a69ad5f548f5';
const THIRD = '1d2c3b4a-5f6e-4788-99aa-bbccddeeff00';
const of = (userId: string, bulkId?: string) => ({
  method: 'PATCH' as const,
  userId,
  extensions: [],
  ...(bulkId && { bulkId }),
});
/** A request of several operations, and the operations its status lists. */
const several = (sent: Submission['sent'], operations: readonly JsonObject[], more: Partial<StatusSketch> = {}) =>
  submission([{ counts: [sent.length, 0, 0, 0], operations, ...more }], { sent });
const named = (bulkId: string | null, userId = USER, id = 1) =>
  operation(id, true, { bulkId, resource: { id: userId } });

describe('the entry of an operation', () => {
  const found = (one: Submission, index: number) => {
    const entry = operationAt(one, index);
    return entry && one.detailed?.operations?.indexOf(entry);
  };

  test.each<[string, Submission, readonly (number | undefined)[]]>([
    ['the only one', several([of(USER, 'a')], [named('z', OTHER)]), [0]],
    ['not one of two, for one operation', several([of(USER, 'a')], [named('a'), named('b')]), [undefined]],
    ['by its bulkId', several([of(USER, 'a'), of(OTHER, 'b')], [named('b', USER), named('a', OTHER)]), [1, 0]],
    [
      'not by a bulkId that was sent twice',
      several([of(USER, 'a'), of(OTHER, 'a')], [named('a', OTHER), named('a', USER)]),
      [1, 0],
    ],
    [
      'by its user, where it had no bulkId',
      several([of(USER), of(OTHER)], [named(null, OTHER), named(null, USER)]),
      [1, 0],
    ],
    ['by its place, where two are of one user', several([of(USER), of(USER)], [named(null), named(null)]), [0, 1]],
    [
      'by its place, where two are of one user and one is listed',
      several([of(USER), of(USER)], [named(null), named(null, OTHER)]),
      [0, 1],
    ],
    [
      'by its place, where the status names one user twice',
      several([of(USER), of(OTHER)], [named(null), named(null)]),
      [0, 1],
    ],
    [
      'by its place, where it names no user',
      several(
        [
          { method: 'POST', extensions: [] },
          { method: 'POST', extensions: [] },
        ],
        [named(null), operation(2, true, { bulkId: null, resource: null })],
      ),
      [0, 1],
    ],
    [
      'by its user, of three that had no bulkId',
      several([of(USER), of(OTHER), of(THIRD)], [named(null, THIRD), named(null, USER), named(null, OTHER)]),
      [1, 2, 0],
    ],
    [
      'by its place, where it had no bulkId and the status echoes none',
      several([of(THIRD, 'a'), { method: 'POST', extensions: [] }], [named(null), named(null, OTHER)]),
      [0, 1],
    ],
    [
      'by its place, where it names no user, and not the one that tells no user',
      several(
        [{ method: 'POST', extensions: [] }, of(USER)],
        [named(null, OTHER), operation(2, false, { bulkId: null, resource: null })],
      ),
      [0, 1],
    ],
    [
      'none, where more are listed than were sent',
      several([of(USER), of(USER)], [named(null), named(null), named(null)]),
      [undefined, undefined],
    ],
    [
      'none, beside those that were sent',
      several([of(USER), of(OTHER)], [named(null), named(null, OTHER)]),
      [0, 1, undefined],
    ],
    ['none without a detailed status', submission([{}], { sent: [of(USER)] }), [undefined]],
  ])('%s', (_name, one, places) => {
    expect(places.map((_, index) => found(one, index))).toEqual(places);
  });

  test.each<[string, Submission, string]>([
    ['by its flag', ended(true), 'success'],
    ['by its flag', ended(false), 'failed'],
    ['not at all before the end', { ...ended(true), end: 'unfinished' }, 'unknown'],
    ['by counts of success alone', submission([{ counts: [1, 1, 0, 0] }]), 'success'],
    ['by counts of failure alone', submission([{ counts: [1, 0, 1, 0] }]), 'failed'],
    ['not by counts of more than was sent', submission([{ counts: [2, 2, 0, 0] }]), 'unknown'],
    ['not without counts', submission([{ more: { operationsCount: null } }]), 'unknown'],
    ['not without any status', submission([]), 'unknown'],
  ])('tells how it ended %s', (_name, one, outcome) => {
    expect(outcomeAt(one, 0)).toBe(outcome);
  });
});

describe('a request followed to its end', () => {
  test('is named by its answer', () => {
    const single = (json: JsonObject) => provisionIdOf(exchangeOf({ operation: 'createUser', status: 201, json }));
    expect(provisionIdOf(bulkAnswer(202, { id: 'p' }))).toBe('p');
    for (const id of ['', 7, null]) {
      expect(provisionIdOf(bulkAnswer(202, { id }))).toBeUndefined();
      expect(single({ id: 'x', meta: { provisionId: id } })).toBeUndefined();
    }
  });

  test('has as its last status the last one that could be read', () => {
    const gone = exchangeOf({ operation: 'getProvisionStatus', status: 500 });
    const one = submission([], { reads: [statusRead({ id: 'a' }), statusRead({ id: 'b' }), gone] });
    expect(lastStatus(one)?.id).toBe('b');
    expect(lastStatus(submission([], { reads: [gone] }))).toBeUndefined();
  });

  test('is open where it did not complete, each for its reason', () => {
    const open = (more: Partial<Submission>) => {
      const finding = openEnd(submission([], more));
      return finding && told(finding);
    };
    expect(open({})).toBeUndefined();
    expect(open({ end: 'unfinished', detail: 'waited' })).toBe('not-converged: waited');
    expect(open({ end: 'unfinished', detail: 'waited', reason: 'throttled' })).toBe('throttled: waited');
    expect(open({ end: 'unreadable', detail: 'no status' })).toBe('precondition: no status');
    expect(open({ end: 'refused', answer: bulkAnswer(400) })).toBe(
      'not-exercised: the request was not accepted (POST /prefix/provisioning/v4/Bulk -> 400)',
    );
  });

  const complaint = (...messages: readonly JsonObject[]) =>
    isTenantRule(operationAt(ended(false, { extensions: [extension(URN.spendUser, 'error', { messages })] }), 0));
  const path = `${URN.spendUser}:customData`;

  test.each<[string, readonly JsonObject[], boolean]>([
    ['a value of a custom field', [{ code: 'INVALID_VALUE', type: 'error', schemaPath: path }], true],
    ['a list, told in words', [{ code: 'notInList', message: 'Invalid List Item' }], true],
    ['a required ledger code', [{ code: 'REQUIRED', message: 'ledgerCode' }], true],
    ['a numbered field', [{ code: 'REQUIRED', message: 'custom1' }], true],
    [
      'a warning beside it',
      [
        { code: 'INVALID_VALUE', schemaPath: path },
        { code: 'X', type: 'warning' },
      ],
      true,
    ],
    [
      'another error beside it',
      [
        { code: 'INVALID_VALUE', schemaPath: path },
        { code: 'X', type: 'error' },
      ],
      false,
    ],
    ['warnings alone', [{ code: 'INVALID_VALUE', schemaPath: path, type: 'warning' }], false],
    ['another code', [{ code: 'LOCKED', schemaPath: path }], false],
    ['another place', [{ code: 'INVALID_VALUE', schemaPath: 'country' }], false],
    ['a custom of the country', [{ code: 'INVALID_VALUE', message: 'a customer' }], false],
    [
      'places that are no text',
      [{ code: 'INVALID_VALUE', schemaPath: ['customData'], message: { a: 'custom1' } }],
      false,
    ],
    ['a message that is a list', [{ code: 'INVALID_VALUE', message: ['custom1'] }], false],
    ['nothing', [], false],
  ])('blames the tables of the company for %s: %s', (_name, messages, blamed) => {
    expect(complaint(...messages)).toBe(blamed);
  });

  test('complains of nothing where it lists nothing', () => {
    expect(complaintsOf(undefined)).toEqual([]);
    expect(isTenantRule(undefined)).toBe(false);
  });
});

describe('what is told of outcomes', () => {
  const waiting = submission([], { end: 'unfinished', detail: 'waited' });
  const notAccepted = 'not-exercised: the request was not accepted (POST /prefix/provisioning/v4/Bulk -> 400)';
  const rules: readonly [string, (one: Submission) => Finding, refused: string][] = [
    ['succeeded', (one) => outcomes.succeeded(one, 0, 'x'), notAccepted],
    ['bulkIdsEchoed', listing.bulkIdsEchoed, notAccepted],
    ['bulkIdGenerated', listing.bulkIdGenerated, notAccepted],
    ['afterFirstFailure', outcomes.afterFirstFailure, 'pass: refused at once'],
    ['partialFailure', (one) => outcomes.partialFailure(one, 0, 1), 'pass: refused at once as a whole'],
    ['failureReported', outcomes.failureReported, 'not-exercised: the request was refused at once'],
    ['cascades', (one) => outcomes.cascades(one, URN.spendUser), 'pass: refused at once'],
    ['oneOfTwins', outcomes.oneOfTwins, 'pass: refused at once as a whole'],
    ['extensionsListed', listing.extensionsListed, notAccepted],
    ['operationsListed', listing.operationsListed, notAccepted],
  ];

  test.each(rules)('%s needs a request that ended', (_name, rule, atOnce) => {
    expect(told(rule(waiting))).toBe('not-converged: waited');
    expect(told(rule(refused()))).toBe(atOnce);
  });
});
