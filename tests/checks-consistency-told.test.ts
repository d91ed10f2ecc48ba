/** What is told of effects that came or did not come, in the lookup and in the filtered list, sentence by sentence. */

import { describe, expect, test } from 'vitest';
import { attributeIs } from '../src/checks/consistency/assertion.ts';
import {
  arrives,
  type EffectReads,
  formWorks,
  after as lastUser,
  settles,
  visibleAtOnce,
} from '../src/checks/consistency/effect.ts';
import {
  arrivesInList,
  isListedRight,
  type ListedEffect,
  othersWith,
  rowOf,
} from '../src/checks/consistency/listing.ts';
import { URN } from '../src/contract/contract.ts';
import type { Exchange } from '../src/model/exchange.ts';
import { pass, unmet } from '../src/model/finding.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  change,
  effect,
  ended,
  refused,
  spendUser,
  submission,
  USER,
  userRead,
} from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

const CODE = 'ledgerCode';
const code = (value: string | null) => spendUser({ [CODE]: value });
const asked = [attributeIs(URN.spendUser, 'country', 'US'), attributeIs(URN.spendUser, CODE, 'new-code')];
const waiting = submission([], { end: 'unfinished', detail: 'waited' });
const WAITED = 'not-converged: not seen after 5000 ms and 3 reads';
const NO_SUCCESS = 'precondition: the operation was not reported as success';

describe('the effect in the lookup', () => {
  const of = (lookup: EffectReads, request = ended(true)) => change(lookup, asked, code('old'), request);
  const reads = (...users: readonly (JsonObject | undefined)[]) => effect(users, false);
  const answered = (...statuses: readonly number[]): EffectReads => ({
    ...reads(),
    reads: statuses.map((status) => userRead(undefined, status)),
  });
  const lost = reads(code('old'), code('old'), code('old'));
  const notSeen = 'The PATCH was reported as success, and its effect is not seen: not seen after 5000 ms and 3 reads.';
  const lostText = `fail: /${URN.spendUser}/${CODE} ${notSeen} (new-code -> old)`;

  test.each<[string, EffectReads, string]>([
    ['converged', effect([code('new-code')], true), 'pass'],
    ['never read', reads(), 'precondition: the user was not read after the write'],
    ['wrong and still', lost, lostText],
    ['wrong and still, after other reads', reads(code('x'), code('old'), code('old'), code('old')), lostText],
    ['wrong and moving', reads(code('old'), code('old'), code('x')), WAITED],
    ['wrong, read twice', reads(code('old'), code('old')), WAITED],
    ['out of budget', { ...reads(code('old')), reason: 'budget' }, 'budget: not seen after 5000 ms and 3 reads'],
    [
      'unreadable',
      answered(404, 404, 404),
      `fail: The PATCH was reported as success, and the user cannot be read (GET ${path()} -> 404). (200 -> 404)`,
    ],
    ['unreadable for a server', answered(404, 404, 404, 500), WAITED],
    ['unreadable, throttled', answered(429, 404, 404, 404), WAITED],
  ])('%s', (_name, lookup, text) => {
    expect(told(arrives(of(lookup)))).toBe(text);
  });

  test('is not demanded of what did not end with success', () => {
    expect(told(arrives(of(lost, waiting)))).toBe('not-converged: waited');
    expect(told(arrives(of(lost, ended(false))))).toBe('not-exercised: the operation was not reported as success');
    const undecided = submission([{ counts: [1, 0, 0, 1] }]);
    expect(told(arrives(of(lost, undecided)))).toBe('precondition: the status does not tell how the operation ended');
    const unread = submission([], { end: 'unreadable', detail: 'no status' });
    expect(told(arrives(of(lost, unread)))).toBe('not-exercised: no success could be read');
  });

  test('is not lost where every statement holds, nor without one', () => {
    const still = reads(code('new-code'), code('new-code'), code('new-code'));
    expect(told(arrives(of(still)))).toBe(`fail: ${notSeen}`);
    expect(arrives(of(lost))).toMatchObject({ problems: [{ exchange: lost.reads.at(-1) }] });
  });

  test('of a form is told by the form where the plainest change works', () => {
    expect(told(formWorks(of(lost), unmet('x')))).toBe(
      'precondition: the plainest change of the same user does not arrive either',
    );
    expect(told(formWorks(of(lost, refused(400)), pass()))).toBe('fail: The PATCH was refused with 400. (2xx -> 400)');
    for (const status of [401, 403, 429]) {
      expect(told(formWorks(of(lost, refused(status)), pass()))).toMatch(/^precondition: not permitted/);
    }
    expect(told(formWorks(of(lost), pass()))).toBe(lostText);
    expect(told(formWorks(of(lost, ended(false)), pass()))).toMatch(/^fail: The PATCH was accepted, and its operation/);
  });

  test('is recorded as seen at once, later, or as going back', () => {
    const seen = (users: readonly (JsonObject | undefined)[], converged = true) => of(effect(users, converged));
    const none = 'precondition: the effect did not arrive';
    expect(told(visibleAtOnce(seen([code('new-code')])))).toBe('pass: visible at the first read');
    expect(told(visibleAtOnce(seen([code('old'), code('new-code')])))).toBe('pass: visible later');
    expect(told(visibleAtOnce(seen([code('new-code')], false)))).toBe(none);
    expect(told(visibleAtOnce(seen([])))).toBe(none);
    expect(told(visibleAtOnce(of(effect([code('new-code')], true), waiting)))).toBe(none);
    expect(told(settles(seen([code('old'), code('new-code'), code('old')])))).toBe('pass: a later read went back');
    expect(told(settles(seen([code('old'), code('new-code')])))).toBe('pass: no read went back');
    expect(told(settles(seen([code('old'), undefined])))).toBe(none);
  });

  test('is looked for in the last user that could be read', () => {
    expect(lastUser(of(reads(code('a'), code('b'), undefined)))).toEqual(code('b'));
    expect(lastUser(of(reads(undefined)))).toBeUndefined();
    const odd = {
      ...reads(),
      reads: [exchangeOf({ status: 200, json: 'text' }), exchangeOf({ status: 202, json: code('x') })],
    };
    expect(lastUser(of(odd))).toBeUndefined();
  });
});

function path(): string {
  return new URL(userRead(undefined).request.url).pathname;
}

describe('the effect in the filtered list', () => {
  const list = (json: Json, status = 200) => exchangeOf({ operation: 'listUsers', status, json });
  const rows = (...users: readonly Json[]) => list({ totalResults: users.length, Resources: [...users] });
  const seen = (reads: readonly Exchange[], more: Partial<ListedEffect> = {}): ListedEffect => ({
    what: 'The PATCH',
    submission: ended(true),
    index: 0,
    userId: USER.toUpperCase(),
    attribute: CODE,
    value: 'new-code',
    expected: true,
    list: { reads, converged: false, detail: 'waited' },
    control: true,
    ...more,
  });
  const three = (read: Exchange) => [read, read, read];
  const other = { ...code('new-code'), id: 'other' };
  const listPath = new URL(rows().request.url).pathname;
  const notShown = (actual: string) =>
    'fail: /Resources The PATCH was reported as success, and the list filtered by the new value does not show it: waited. ' +
    `(new-code -> ${actual})`;
  const still =
    'fail: /Resources The PATCH was reported as success, and the list filtered by the old value still shows the user: waited. ' +
    '(absent -> new-code)';
  const gone = { expected: false };

  test.each<[string, ListedEffect, string]>([
    ['before its end', seen(three(rows()), { submission: waiting }), 'not-converged: waited'],
    ['without success', seen(three(rows()), { submission: ended(false) }), NO_SUCCESS],
    ['converged', seen([], { list: { reads: [], converged: true, detail: '' } }), 'pass'],
    ['never read', seen([]), 'precondition: the list was not read after the write'],
    [
      'unreadable',
      seen(three(list({}, 400))),
      `precondition: the filtered list could not be read (GET ${listPath} -> 400)`,
    ],
    [
      'without rows',
      seen(three(list({ totalResults: 3 }))),
      `precondition: the filtered list could not be read (GET ${listPath} -> 200)`,
    ],
    [
      'lying',
      seen(three(rows({ ...code('old'), id: 'other' }))),
      'precondition: the filter returns users that do not match it',
    ],
    [
      'finding nobody',
      seen(three(rows()), { control: false }),
      'precondition: the filter finds nobody, not even a user that nobody wrote to',
    ],
    ['finding nobody, as it should', seen(three(rows(code('new-code'))), { control: false, ...gone }), still],
    ['empty without Resources', seen(three(list({ totalResults: 0 }))), notShown('absent')],
    ['without the user', seen(three(rows(other, 'text')), { control: undefined }), notShown('absent')],
    ['with the user as it was', seen(three(rows(code('old')))), notShown('old')],
    ['with the user as it was, after other reads', seen([rows(), ...three(rows(code('old')))]), notShown('old')],
    ['with the user without a value', seen(three(rows({ id: USER }))), notShown('null')],
    ['moving', seen([rows(), rows(), rows(code('old'))]), 'not-converged: waited'],
    ['read twice', seen([rows(), rows()]), 'not-converged: waited'],
    [
      'out of budget',
      seen([rows()], { list: { reads: [rows()], converged: false, detail: 'waited', reason: 'budget' } }),
      'budget: waited',
    ],
    ['with what must be gone', seen(three(rows(code('new-code'))), gone), still],
  ])('%s', (_name, one, text) => {
    expect(told(arrivesInList(one))).toBe(text);
  });

  test.each<[string, Exchange, object]>([
    ['of a user as it was', rows(code('old')), { found: true, values: { [`/${URN.spendUser}/${CODE}`]: 'old' } }],
    ['without the user', rows(), { found: false, values: {} }],
  ])('is lost by the last list, %s', (_name, read, shown) => {
    const finding = arrivesInList(seen(three(read)));
    const [problem] = finding.verdict === 'fail' ? finding.problems : [];
    expect(problem?.exchange).toBe(read);
    expect(problem?.witness?.map(({ kind }) => kind)).toEqual(['submit', 'status', 'read']);
    expect(problem?.witness?.at(-1)).toEqual({
      kind: 'read',
      view: 'list',
      operation: 'listUsers',
      start: 0,
      end: 1,
      exchange: read,
      asked: { attribute: CODE, value: 'new-code' },
      seen: { status: 200, digest: read.response.digest, ...shown },
    });
  });

  test('is right where the user is there with the value, or not there at all', () => {
    const right = (read: Exchange, expected: boolean) => isListedRight(read, seen([], { expected }));
    expect([right(rows(code('new-code')), true), right(rows(code('new-code')), false)]).toEqual([true, false]);
    expect([right(rows(other), true), right(rows(other), false)]).toEqual([false, true]);
    expect([right(rows(code('old')), true), right(rows(code('old')), false)]).toEqual([false, false]);
    expect([right(list({}), true), right(list({}), false)]).toEqual([false, false]);
  });

  test('shows others that have the value too', () => {
    const read = rows(code('new-code'), other, { id: 7 }, { ...code('old'), id: 'third' });
    expect(othersWith(read, USER.toUpperCase(), CODE, 'new-code')).toEqual([other]);
    expect(othersWith(list({}, 400), USER, CODE, 'new-code')).toEqual([]);
    expect(rowOf(read, 'OTHER')).toEqual(other);
    expect(rowOf(list({}, 400), 'other')).toBeUndefined();
  });
});
