import { describe, expect, test } from 'vitest';
import {
  attributeIs,
  attributeIsNot,
  customDataIs,
  customDataLacks,
  hasApprover,
  hasRole,
  lacksRole,
} from '../src/checks/consistency/assertion.ts';
import { arrives, formWorks, settles, visibleAtOnce } from '../src/checks/consistency/effect.ts';
import { onlyProgresses, staysCompleted, staysTerminal, totalIsSent } from '../src/checks/consistency/history.ts';
import { arrivesInList, type ListedEffect } from '../src/checks/consistency/listing.ts';
import {
  errorWithoutEffect,
  notBoth,
  notStored,
  otherEntries,
  sameAsBefore,
} from '../src/checks/consistency/refused.ts';
import { differences, nothingElse, othersUntouched } from '../src/checks/consistency/untouched.ts';
import { URN } from '../src/contract/contract.ts';
import { pass, unmet } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  change,
  effect,
  ended,
  extension,
  refused,
  type StatusSketch,
  sentOperations,
  spendUser,
  submission,
  USER,
  userRead,
} from './fixtures/provision-exchanges.ts';

const CODE = 'cashAdvanceAccountCode';
const code = (value: string | null) => spendUser({ [CODE]: value });
const asked = [attributeIs(URN.spendUser, CODE, 'new-code')];
const verdict = (one: { readonly verdict: string }) => one.verdict;

describe('what a write asked for', () => {
  const custom = (...entries: readonly JsonObject[]) => spendUser({ customData: [...entries] });

  test('an attribute, exactly; a cleared one in any form', () => {
    expect(attributeIs(URN.spendUser, CODE, 'a').holds(code('a'))).toBe(true);
    expect(attributeIs(URN.spendUser, CODE, 'a').holds(code('A'))).toBe(false);
    const cleared = attributeIsNot(URN.spendUser, CODE, 'a');
    for (const user of [code(null), spendUser({}), code('default')]) expect(cleared.holds(user)).toBe(true);
    expect(cleared.holds(code('a'))).toBe(false);
  });

  test('a customData entry, once, whatever the case of its id', () => {
    const is = customDataIs('orgUnit1', 'x');
    expect(is.holds(custom({ id: 'orgunit1', value: 'x' }))).toBe(true);
    expect(is.holds(custom({ id: 'orgUnit1', value: 'x' }, { id: 'orgUnit1', value: 'y' }))).toBe(false);
    expect(is.holds(custom({ id: 'orgUnit2', value: 'x' }))).toBe(false);
    expect(customDataLacks('orgUnit1').holds(custom({ id: 'orgUnit1', value: null }))).toBe(true);
    expect(customDataLacks('orgUnit1').holds(custom({ id: 'orgUnit1', value: 'x' }))).toBe(false);
  });

  test('a role and an approver', () => {
    const user = spendUser(
      {},
      {
        [URN.role]: { roles: [{ roleName: 'A' }] },
        [URN.approver]: { report: [{ approver: { value: USER.toUpperCase() } }] },
      },
    );
    expect([hasRole('A').holds(user), lacksRole('A').holds(user), hasRole('B').holds(user)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([hasApprover('report', USER).holds(user), hasApprover('request', USER).holds(user)]).toEqual([true, false]);
  });
});

describe('the effect in the lookup', () => {
  const on = (users: readonly (JsonObject | undefined)[], converged: boolean, of = ended(true)) =>
    change(effect(users, converged), asked, code('old'), of);

  test('arrives late or at once', () => {
    expect(arrives(on([code('old'), code('new-code'), code('new-code'), code('new-code')], true))).toEqual({
      verdict: 'pass',
    });
  });

  test('is lost when it is wrong and still for the whole budget', () => {
    const finding = arrives(on([code('old'), code('old'), code('old')], false));
    expect(finding).toMatchObject({
      verdict: 'fail',
      problems: [{ pointer: `/${URN.spendUser}/${CODE}`, expected: 'new-code', actual: 'old' }],
    });
  });

  test('is open while reads differ, fail, or are too few', () => {
    const open = [on([code('old'), code('else'), code('old')], false), on([code('old')], false)];
    for (const one of open) expect(arrives(one)).toMatchObject({ verdict: 'inconclusive', reason: 'not-converged' });
    const broken = {
      ...effect([], false),
      reads: [userRead(undefined, 503), userRead(undefined, 503), userRead(undefined, 503)],
    };
    expect(arrives(change(broken, asked, undefined))).toMatchObject({ reason: 'not-converged' });
  });

  test('is lost when the user never comes', () => {
    expect(verdict(arrives(on([undefined, undefined, undefined], false)))).toBe('fail');
  });

  test('is not demanded of writes that failed, were refused, or did not end', () => {
    for (const of of [ended(false), refused()])
      expect(verdict(arrives(on([code('old')], false, of)))).toBe('inconclusive');
    const unfinished = submission([{ completed: false }], { end: 'unfinished', detail: 'waited' });
    expect(arrives(on([], false, unfinished))).toMatchObject({ reason: 'not-converged' });
  });

  test('a form fails alone only where the plainest change works', () => {
    const lost = on([code('old'), code('old'), code('old')], false);
    expect(verdict(formWorks(lost, pass()))).toBe('fail');
    expect(verdict(formWorks(lost, unmet('x')))).toBe('inconclusive');
    expect(verdict(formWorks(on([], false, refused(400)), pass()))).toBe('fail');
    expect(verdict(formWorks(on([], false, refused(403)), pass()))).toBe('inconclusive');
    expect(verdict(formWorks(on([], false, ended(false)), pass()))).toBe('fail');
    expect(verdict(formWorks(on([code('new-code')], true), pass()))).toBe('pass');
  });

  test('speed and steadiness are told', () => {
    const late = on([code('old'), code('new-code'), code('old'), code('new-code')], true);
    expect([visibleAtOnce(late), settles(late)]).toMatchObject([
      { behaviour: 'visible later' },
      { behaviour: 'a later read went back' },
    ]);
    const quick = on([code('new-code')], true);
    expect([visibleAtOnce(quick), settles(quick)]).toMatchObject([
      { behaviour: 'visible at the first read' },
      { behaviour: 'no read went back' },
    ]);
  });
});

describe('the effect in the filtered list', () => {
  const rows = (...users: readonly JsonObject[]) =>
    exchangeOf({ operation: 'listUsers', status: 200, json: { totalResults: users.length, Resources: [...users] } });
  const other = { ...code('new-code'), id: 'other' };
  const seen = (reads: readonly ReturnType<typeof rows>[], more: Partial<ListedEffect> = {}): ListedEffect => ({
    what: 'The PATCH',
    submission: ended(true),
    index: 0,
    userId: USER,
    attribute: CODE,
    value: 'new-code',
    expected: true,
    list: { reads, converged: false, detail: 'waited' },
    control: true,
    ...more,
  });

  test('is lost when the list stays as it was', () => {
    expect(verdict(arrivesInList(seen([rows(), rows(), rows()])))).toBe('fail');
    expect(verdict(arrivesInList(seen([rows(code('old')), rows(code('old')), rows(code('old'))])))).toBe('fail');
    expect(verdict(arrivesInList(seen([rows(), rows(code('old')), rows()])))).toBe('inconclusive');
    expect(arrivesInList(seen([rows()], { list: { reads: [rows()], converged: true, detail: '' } }))).toEqual({
      verdict: 'pass',
    });
  });

  test('says nothing where the filter lies or finds nobody at all', () => {
    const lying = rows({ ...code('old'), id: 'other' });
    expect(verdict(arrivesInList(seen([lying, lying, lying])))).toBe('inconclusive');
    expect(verdict(arrivesInList(seen([rows(), rows(), rows()], { control: false })))).toBe('inconclusive');
    const refusal = exchangeOf({ operation: 'listUsers', status: 400 });
    expect(verdict(arrivesInList(seen([refusal, refusal, refusal])))).toBe('inconclusive');
  });

  test('the old value lets go', () => {
    const stale = rows({ ...code('new-code') });
    expect(verdict(arrivesInList(seen([stale, stale, stale], { expected: false })))).toBe('fail');
  });

  test('nobody else gets a value that was invented for one', () => {
    const done = change(effect([code('new-code')], true), asked, code('old'));
    const bystander = { own: false, before: spendUser({}), after: spendUser({}) };
    expect(verdict(othersUntouched([bystander], done, { listed: seen([rows(code('new-code'))]) }))).toBe('pass');
    expect(verdict(othersUntouched([bystander], done, { listed: seen([rows(code('new-code'), other)]) }))).toBe('fail');
  });
});

describe('what a write did not name', () => {
  const before = spendUser({
    [CODE]: 'old',
    customData: [
      { id: 'custom1', value: 'a' },
      { id: 'custom2', value: 'b' },
    ],
  });
  const now = (members: JsonObject, more: JsonObject = {}) =>
    change(
      effect(
        [
          spendUser(
            {
              [CODE]: 'new-code',
              customData: [
                { id: 'custom2', value: 'b' },
                { id: 'custom1', value: 'a' },
              ],
              ...members,
            },
            more,
          ),
        ],
        true,
      ),
      asked,
      before,
    );

  test('stays; order and forms of nothing do not count, nor does what the server manages', () => {
    expect(nothingElse(now({}, { meta: { version: 2 }, schemas: ['x'], [URN.role]: {} }))).toEqual({ verdict: 'pass' });
    expect(differences(before, { ...before, [URN.payroll]: { adp: null } })).toEqual([]);
  });

  test('a lost or changed value is a side effect', () => {
    expect(verdict(nothingElse(now({ locale: 'de-DE' })))).toBe('fail');
    expect(verdict(nothingElse(now({ customData: [{ id: 'custom1', value: 'a' }] })))).toBe('fail');
    expect(verdict(nothingElse(now({ customData: [] })))).toBe('fail');
  });

  test('a value that appears is one only where it was asked for elsewhere', () => {
    expect(verdict(nothingElse(now({}, { [URN.role]: { roles: [{ roleName: 'EXP_USER' }] } })))).toBe('pass');
    expect(verdict(nothingElse(now({ ledgerCode: 'new-code' })))).toBe('fail');
  });

  test('one entry of a list leaves its neighbours alone', () => {
    const entry = [customDataIs('custom1', 'second')];
    const patched = (second: string) =>
      change(
        effect(
          [
            spendUser({
              [CODE]: 'old',
              customData: [
                { id: 'custom1', value: 'second' },
                { id: 'custom2', value: second },
              ],
            }),
          ],
          true,
        ),
        entry,
        before,
      );
    expect(verdict(nothingElse(patched('b')))).toBe('pass');
    expect(verdict(nothingElse(patched('second')))).toBe('fail');
  });

  test('others: any change of an own user, on a living tenant only a value of ours', () => {
    const done = now({});
    const bystander = (own: boolean, members: JsonObject) => [
      { own, before: spendUser({}), after: spendUser(members) },
    ];
    expect(verdict(othersUntouched(bystander(true, {}), done))).toBe('pass');
    expect(verdict(othersUntouched(bystander(true, { country: 'FR' }), done))).toBe('fail');
    expect(verdict(othersUntouched(bystander(false, { country: 'FR' }), done))).toBe('pass');
    expect(verdict(othersUntouched(bystander(false, { [CODE]: 'new-code' }), done))).toBe('fail');
    expect(verdict(othersUntouched(bystander(false, { [CODE]: 'run42x' }), done, { stem: 'run42' }))).toBe('fail');
    expect(verdict(othersUntouched([], done))).toBe('inconclusive');
  });
});

describe('effects that must not come', () => {
  const vain = (user: JsonObject | undefined, of = ended(false, { extensions: [extension(URN.spendUser, 'error')] })) =>
    change(effect([user], true), asked, code('old'), of);

  test('a refused value is not stored', () => {
    expect(verdict(notStored(vain(code('old')), 'x'))).toBe('pass');
    expect(verdict(notStored(vain(code('new-code')), 'x'))).toBe('fail');
    expect(verdict(notStored(vain(undefined), 'x'))).toBe('inconclusive');
  });

  test('an extension in error leaves nothing; another extension of the same request may', () => {
    expect(verdict(errorWithoutEffect(vain(code('old'))))).toBe('pass');
    expect(verdict(errorWithoutEffect(vain(code('new-code'))))).toBe('fail');
    expect(verdict(errorWithoutEffect(vain(undefined)))).toBe('pass');
    const elsewhere = ended(false, { extensions: [extension(URN.role, 'error')] });
    expect(verdict(errorWithoutEffect(vain(code('new-code'), elsewhere)))).toBe('not-exercised');
    expect(verdict(errorWithoutEffect(vain(code('old'), refused())))).toBe('not-exercised');
  });

  test('exclusive roles are not held together', () => {
    const roles = (...names: readonly string[]) =>
      change(
        effect([spendUser({}, { [URN.role]: { roles: names.map((roleName) => ({ roleName })) } })], true),
        [hasRole('A'), hasRole('B')],
        spendUser({}),
      );
    expect([notBoth(roles()), notBoth(roles('A'))]).toMatchObject([
      { behaviour: 'neither is stored' },
      { behaviour: 'one is stored' },
    ]);
    expect(verdict(notBoth(roles('A', 'B')))).toBe('fail');
  });

  test('testEmployee keeps its value; absent and false are one', () => {
    const flag = (old: JsonObject, fresh: JsonObject) =>
      sameAsBefore(change(effect([spendUser(fresh)], true), [], spendUser(old)), URN.spendUser, 'testEmployee');
    expect(verdict(flag({}, { testEmployee: false }))).toBe('pass');
    expect(verdict(flag({}, { testEmployee: true }))).toBe('fail');
    expect(verdict(flag({ testEmployee: true }, { testEmployee: false }))).toBe('fail');
  });

  test('the other entries of a list are told', () => {
    const had = spendUser({ customData: [{ id: 'custom2', value: 'b' }] });
    expect(otherEntries(change(effect([had], true), [], had), ['custom2'])).toMatchObject({
      behaviour: 'other entries kept',
    });
    expect(otherEntries(change(effect([spendUser({})], true), [], had), ['custom2'])).toMatchObject({
      behaviour: 'other entries gone',
    });
    expect(verdict(otherEntries(change(effect([had], true), [], spendUser({})), ['custom2']))).toBe('not-exercised');
  });
});

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
