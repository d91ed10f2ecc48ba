/** What a reported success proves: an extension that says no-op proves nothing, and a lost effect shows its three events. */

import { describe, expect, test } from 'vitest';
import { type Assertion, attributeIs, attributeIsNot, hasRole } from '../src/checks/consistency/assertion.ts';
import { arrives, type EffectReads, settles, successArrives, visibleAtOnce } from '../src/checks/consistency/effect.ts';
import type { Submission } from '../src/checks/provisioning/submission.ts';
import { URN } from '../src/contract/contract.ts';
import type { JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  bulkAnswer,
  change,
  effect,
  ended,
  extension,
  PROVISION,
  spendUser,
  submission,
  userRead,
} from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

const CODE = 'ledgerCode';
const old = spendUser({ [CODE]: 'old' });
const unseen = effect([old, old, old], false);
const codeAsked = attributeIs(URN.spendUser, CODE, 'new-code');
const LOST = 'The PATCH was reported as success, and its effect is not seen: not seen after 5000 ms and 3 reads.';
const path = new URL(userRead(undefined).request.url).pathname;

describe('success', () => {
  const judged = (asserted: readonly Assertion[], of: Submission, lookup: EffectReads = unseen) =>
    told(successArrives(change(lookup, asserted, old, of)));
  const reporting = (...extensions: readonly JsonObject[]) => ended(true, { extensions: [...extensions] });
  const lost = `fail: /${URN.spendUser}/${CODE} ${LOST} (new-code -> old)`;
  const idle = 'precondition: its extension is reported as no-op, which proves nothing';
  const both = [codeAsked, hasRole('EXP_USER')];
  const nameless: JsonObject = { name: URN.spendUser, status: { completed: true, success: true } };

  test.each<[string, readonly Assertion[], Submission, string]>([
    ['of the extension', [codeAsked], reporting(extension(URN.spendUser, 'success')), lost],
    ['of an extension without a result', [codeAsked], reporting(nameless), lost],
    ['of another extension', [codeAsked], reporting(extension(URN.role, 'no-op')), lost],
    ['without a word about extensions', [codeAsked], ended(true), lost],
    ['told by the counts alone', [codeAsked], submission([{ counts: [1, 1, 0, 0] }]), lost],
    ['as a no-op', [codeAsked], reporting(extension(URN.spendUser, 'no-op')), idle],
    ['as a no-op, in other letters', [codeAsked], reporting(extension(URN.spendUser.toLowerCase(), 'No-Op')), idle],
    [
      'as a no-op of all that was asked for',
      both,
      reporting(extension(URN.spendUser, 'no-op'), extension(URN.role, 'no-op')),
      idle,
    ],
    [
      'as a no-op of a part of it',
      both,
      reporting(extension(URN.spendUser, 'no-op'), extension(URN.role, 'success')),
      lost,
    ],
    ['as a no-op of one extension, the other not listed', both, reporting(extension(URN.spendUser, 'no-op')), lost],
  ])('%s', (_name, asserted, of, text) => {
    expect(judged(asserted, of)).toBe(text);
  });

  test('as a no-op is no excuse for a user that never comes, where nothing was asked of the extension', () => {
    const gone = effect([undefined, undefined, undefined], false);
    expect(judged([], reporting(extension(URN.spendUser, 'no-op')), gone)).toBe(
      `fail: The PATCH was reported as success, and the user cannot be read (GET ${path} -> 404). (200 -> 404)`,
    );
  });

  test('with its effect is fine, whatever the extension says; a failure implies nothing', () => {
    const seen = effect([spendUser({ [CODE]: 'new-code' })], true);
    expect(judged([codeAsked], reporting(extension(URN.spendUser, 'no-op')), seen)).toBe('pass');
    expect(judged([codeAsked], ended(false, { extensions: [extension(URN.spendUser, 'no-op')] }))).toBe(
      'not-exercised: the operation was not reported as success',
    );
  });
});

describe('a lookup that is forbidden', () => {
  const answered = (...statuses: readonly number[]): EffectReads => ({
    ...effect([], false),
    reads: statuses.map((status) => userRead(undefined, status)),
  });
  const barred = (status: number) => `precondition: not permitted: GET ${path} -> ${status}`;

  test.each<[string, EffectReads, string]>([
    ['with 403', answered(403, 403, 403), barred(403)],
    ['with 401', answered(401, 401, 401), barred(401)],
    ['in between', answered(404, 403, 404), barred(403)],
    ['at the end', answered(404, 404, 404, 403), barred(403)],
    [
      'only in the beginning',
      answered(403, 404, 404, 404),
      `fail: The PATCH was reported as success, and the user cannot be read (GET ${path} -> 404). (200 -> 404)`,
    ],
  ])('%s', (_name, lookup, text) => {
    expect(told(arrives(change(lookup, [codeAsked], old)))).toBe(text);
  });
});

describe('a user that cannot be read', () => {
  test('shows no effect, not even that a value is gone', () => {
    const cleared = [attributeIsNot(URN.spendUser, CODE, 'old')];
    const of = (users: readonly (JsonObject | undefined)[]) => change(effect(users, true), cleared, old);
    expect(told(visibleAtOnce(of([undefined, spendUser({})])))).toBe('pass: visible later');
    expect(told(settles(of([undefined])))).toBe('precondition: the effect did not arrive');
    expect(told(settles(of([spendUser({}), undefined])))).toBe('pass: a later read went back');
  });
});

describe('a lost effect shows the write, the status that called it a success, and the read', () => {
  const answer = { ...bulkAnswer(), startedAt: 1_000, ms: 20.4 };
  const witnessOf = (of: Submission) => {
    const finding = arrives(change(unseen, [codeAsked], old, { ...of, answer }));
    return finding.verdict === 'fail' ? finding.problems.map(({ witness }) => witness) : undefined;
  };
  const read = unseen.reads.at(-1);
  const shown = (status: Submission['reads'][number] | undefined) => [
    [
      {
        kind: 'submit',
        operation: 'bulk',
        start: 1_000,
        end: 1_020,
        exchange: answer,
        asked: {},
        seen: { status: 202, digest: answer.response.digest, provisionId: PROVISION },
      },
      expect.objectContaining({ kind: 'status', operation: 'getProvisionStatus', start: 0, end: 1, exchange: status }),
      {
        kind: 'read',
        view: 'lookup',
        operation: 'getUser',
        start: 0,
        end: 1,
        exchange: read,
        seen: {
          status: 200,
          digest: read?.response.digest,
          found: true,
          values: { [`/${URN.spendUser}/${CODE}`]: 'old' },
        },
      },
    ],
  ];

  test('the detailed one', () => {
    const { reads, ...of } = ended(true);
    const earlier = submission([{ completed: false, counts: [1, 0, 0, 1] }, { counts: [1, 1, 0, 0] }]).reads;
    expect(witnessOf({ ...of, reads: [...earlier, ...reads] })).toEqual(shown(reads.at(-1)));
  });

  test('the one with the counts, where there is no other', () => {
    const of = submission([{ completed: false, counts: [1, 0, 0, 1] }, { counts: [1, 1, 0, 0] }]);
    expect(witnessOf(of)).toEqual(shown(of.reads.at(-1)));
  });

  test('not a later read that was answered with an error', () => {
    const of = submission([{ counts: [1, 1, 0, 0] }]);
    const broken = exchangeOf({ operation: 'getProvisionStatus', status: 500 });
    expect(witnessOf({ ...of, reads: [...of.reads, broken] })).toEqual(shown(of.reads.at(-1)));
  });
});
