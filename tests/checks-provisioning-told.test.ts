/** What a completed status is told to show of its operations, sentence by sentence. */

import { describe, expect, test } from 'vitest';
import * as outcomes from '../src/checks/provisioning/outcomes.ts';
import type { Submission } from '../src/checks/provisioning/submission.ts';
import { URN } from '../src/contract/contract.ts';
import type { Finding } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
import { ended, extension, operation, sentOperations, submission } from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

type Counts = readonly [number, number, number, number];
/** A request of `count` operations whose status lists these. */
const listing = (count: number, operations: readonly JsonObject[] | undefined, counts: Counts = [count, 0, 0, 0]) =>
  submission([{ counts, ...(operations && { operations }) }], { sent: sentOperations(count) });
const flags = (...flags: readonly (boolean | null)[]) => flags.map((flag, index) => operation(index + 1, flag));
const failing = { extensions: [extension(URN.spendUser, 'error')] };
const evidence = (finding: Finding) => (finding.verdict === 'fail' ? finding.problems.map((one) => one.exchange) : []);

describe('a completed request', () => {
  const valid = (one: Submission) => outcomes.succeeded(one, 0, 'Valid data');
  const partly = (one: Submission) => outcomes.partialFailure(one, 0, 1);
  const cascade = (one: Submission) => outcomes.cascades(one, URN.spendUser);
  const messages = [{ code: 'E1', schemaPath: 'a.b', type: 'error', message: 'secret' }, { other: 1 }];
  const failedWith = (list: readonly JsonObject[]) =>
    ended(false, { extensions: [extension(URN.spendUser, 'error', { messages: list })] });
  const lists = [{ code: 'INVALID_VALUE', schemaPath: `${URN.spendUser}:customData` }];
  const withBase = (extensions: readonly JsonObject[]) =>
    ended(
      false,
      { extensions: [...extensions] },
      { sent: sentOperations(1, { extensions: [URN.spendUser, URN.role] }) },
    );
  const cascaded = (was: string) =>
    `fail: /operations/0/extensions The SpendUser extension ${was}, and ${URN.role} is reported as success in the same creation. ` +
    '(["error","no-op","not-processed"] -> success)';
  const has = (...names: readonly string[]) => ({ extensions: names.map((name) => extension(name, 'success')) });
  const hidden = (more: { counts?: Counts; success?: boolean; flag?: boolean | null }) =>
    submission([
      {
        counts: more.counts ?? [1, 1, 0, 0],
        success: more.success ?? true,
        operations: [operation(1, more.flag ?? false, failing)],
      },
    ]);
  const uncounted = submission([
    { success: true, operations: [operation(1, false, failing)], more: { operationsCount: null } },
  ]);
  const request =
    'fail: /status/success An extension and its operation failed, and the request is reported as success. (false -> true)';
  const innocent =
    'fail: /operations An operation without a defect failed because another operation of the request failed. (success -> failed)';
  const miscounted = (counts: string) =>
    'fail: /operationsCount The counts of a partly failed request do not show one success and one failure. ' +
    `({"success":1,"failed":1} -> ${counts})`;

  test.each<[string, (one: Submission) => Finding, Submission, string]>([
    ['valid', valid, ended(true), 'pass'],
    ['valid', valid, listing(1, flags(null)), 'precondition: the status does not tell how the operation ended'],
    [
      'valid',
      valid,
      failedWith(lists),
      'precondition: the company refuses the values that the run could offer (lists or custom fields)',
    ],
    [
      'valid',
      valid,
      failedWith(messages),
      'fail: Valid data was accepted, and its operation is reported as failed. ' +
        '(success -> [{"code":"E1","schemaPath":"a.b","type":"error"},{}])',
    ],
    [
      'after a failure',
      outcomes.afterFirstFailure,
      listing(3, flags(false, null, true)),
      'pass: later operations are not told apart',
    ],
    [
      'after a failure',
      outcomes.afterFirstFailure,
      listing(3, flags(false, true, true)),
      'pass: later operations are carried out',
    ],
    [
      'after a failure',
      outcomes.afterFirstFailure,
      listing(3, flags(true, false, false)),
      'pass: later operations are left out',
    ],
    [
      'failing in part',
      partly,
      listing(2, flags(true, true)),
      'not-exercised: the operation that was meant to fail is reported as success',
    ],
    ['failing in part', partly, listing(2, flags(false, false), [2, 0, 2, 0]), innocent],
    ['failing in part', partly, listing(2, flags(true, false), [2, 0, 2, 0]), miscounted('{"success":0,"failed":2}')],
    ['failing in part', partly, listing(2, flags(true, false), [2, 2, 0, 0]), miscounted('{"success":2,"failed":0}')],
    ['failing in part', partly, listing(2, flags(true, false), [2, 1, 1, 0]), 'pass'],
    ['failing in part', partly, submission([], { sent: sentOperations(2) }), 'pass'],
    ['with a failed extension', outcomes.failureReported, ended(true), 'not-exercised: no extension failed'],
    [
      'with a failed extension',
      outcomes.failureReported,
      submission([{}]),
      'precondition: the status lists no operations',
    ],
    [
      'with a failed extension',
      outcomes.failureReported,
      submission([]),
      'precondition: the status lists no operations',
    ],
    [
      'with a failed extension',
      outcomes.failureReported,
      ended(true, failing),
      `fail: /operations/0/status/success The extension ${URN.spendUser} failed, and its operation is reported as success. (false -> true)`,
    ],
    [
      'with one of two extensions failed',
      outcomes.failureReported,
      ended(true, { extensions: [extension(URN.role, 'success'), extension(URN.spendUser, 'error')] }),
      `fail: /operations/0/status/success The extension ${URN.spendUser} failed, and its operation is reported as success. (false -> true)`,
    ],
    ['with a failed extension', outcomes.failureReported, hidden({}), request],
    ['with a failed extension', outcomes.failureReported, hidden({ counts: [1, 0, 1, 0] }), 'pass'],
    ['with a failed extension', outcomes.failureReported, hidden({ success: false }), 'pass'],
    ['with a failed extension and no counts', outcomes.failureReported, uncounted, request],
    [
      'with a failed extension',
      outcomes.failureReported,
      hidden({ flag: true }),
      `fail: /operations/0/status/success The extension ${URN.spendUser} failed, and its operation is reported as success. (false -> true)`,
    ],
    [
      'with a failed base',
      cascade,
      withBase([extension(URN.role, 'success'), extension(URN.spendUser, 'error')]),
      cascaded('failed'),
    ],
    [
      'with a failed base',
      cascade,
      withBase([extension(URN.spendUser, 'success'), extension(URN.role, 'error')]),
      'not-exercised: the SpendUser extension did not fail',
    ],
    [
      'with a failed base',
      cascade,
      withBase([{ ...extension(URN.spendUser, 'success'), status: { success: false, result: 'success' } }]),
      'pass',
    ],
    [
      'with a failed base',
      cascade,
      withBase([extension(URN.spendUser, 'error'), extension(URN.coreUser, 'success')]),
      'pass',
    ],
    ['without its base', cascade, ended(true, has(URN.role)), cascaded('is missing')],
    ['without its base', cascade, listing(1, undefined), 'precondition: the status lists no operation'],
    ['without its base', cascade, listing(1, []), 'precondition: the status lists no operation'],
    [
      'of twins',
      outcomes.oneOfTwins,
      listing(2, flags(true, null)),
      'precondition: the status does not tell how the two operations ended',
    ],
    ['of twins', outcomes.oneOfTwins, listing(2, flags(true, false)), 'pass: one of them fails'],
    ['of twins', outcomes.oneOfTwins, listing(2, flags(false, false)), 'pass: both fail'],
    [
      'of twins',
      outcomes.oneOfTwins,
      listing(2, flags(true, true)),
      'fail: /operations Two users were created under one userName by one request. (at most one success -> two)',
    ],
  ])('%s, row %#', (_name, rule, one, text) => {
    expect(told(rule(one))).toEqual(text);
  });

  test('shows its faults in the status that has them', () => {
    const read = (one: Submission) => one.detailed?.exchange ?? one.reads.at(-1);
    const two = listing(2, flags(false, false), [2, 0, 2, 0]);
    const twins = listing(2, flags(true, true));
    const short = submission([{ counts: [1, 0, 1, 0] }]);
    const failed = failedWith(messages);
    expect(valid(failed)).toStrictEqual({
      verdict: 'fail',
      problems: [
        {
          message: 'Valid data was accepted, and its operation is reported as failed.',
          expected: 'success',
          actual: [{ code: 'E1', schemaPath: 'a.b', type: 'error' }, {}],
          exchange: read(failed),
        },
      ],
    });
    expect(evidence(valid(short))).toEqual([read(short)]);
    expect(evidence(partly(two))).toEqual([read(two)]);
    expect(evidence(outcomes.oneOfTwins(twins))).toEqual([read(twins)]);
  });
});
