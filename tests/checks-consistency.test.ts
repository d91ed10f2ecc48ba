import { describe, expect, test } from 'vitest';
import {
  attributeIs,
  attributeIsNot,
  customDataIs,
  customDataLacks,
  hasApprover,
  hasRole,
  isMet,
  lacksRole,
  wantOf,
} from '../src/checks/consistency/assertion.ts';
import { arrives, formWorks, settles, visibleAtOnce } from '../src/checks/consistency/effect.ts';
import { arrivesInList, type ListedEffect } from '../src/checks/consistency/listing.ts';
import { othersUntouched } from '../src/checks/consistency/untouched.ts';
import { URN } from '../src/contract/contract.ts';
import { pass, unmet } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
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

  test('sees a role in whatever letters it is stored, in histories as on the user', () => {
    const stored = { [URN.role]: { roles: [{ roleName: 'exp_user' }] } };
    for (const asserted of [hasRole('EXP_USER'), lacksRole('EXP_USER'), hasRole('OTHER'), lacksRole('OTHER')]) {
      const met = isMet(wantOf(asserted), asserted.actual(stored));
      expect(met).toBe(asserted.holds(stored));
    }
    expect(hasRole('EXP_USER').holds(stored)).toBe(true);
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
    for (const of of [ended(false), refused(), submission([], { end: 'unreadable' })])
      expect(verdict(arrives(on([code('old')], false, of)))).toBe('not-exercised');
    for (const of of [refused(403), submission([])])
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
