/** Whom an effect that nothing justifies is held against: only a write that alone can have brought a telling value. */

import { describe, expect, test } from 'vitest';
import type { Judgement } from '../src/checks/consistency/judgement.ts';
import * as vain from '../src/checks/consistency/vain-rules.ts';
import { URN } from '../src/contract/contract.ts';
import type { History, Want } from '../src/model/history.ts';
import type { JsonObject } from '../src/model/json.ts';
import {
  CODE,
  lookup,
  otherUserOf,
  outcome,
  ROLES,
  reported,
  STATE,
  type Step,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { created } from './fixtures/user-timelines.ts';

type Rule = (history: History) => readonly Judgement[];

/** How each judgement ends, a violation by the positions of its witness. */
const toldBy = (rule: Rule, ...steps: Step[]) => {
  const history = userOf(...steps);
  return rule(history).map((one) =>
    one.outcome === 'violated' ? one.witness.map((event) => history.events.indexOf(event)) : one.outcome,
  );
};

const patch = (request: string, ...wants: Want[]): Step => write('PATCH', request, undefined, { wants });
/** The suspect of most histories here: refused, and what it asked for comes at the end. */
const refused = write('PATCH', 'p1', 'second2', { status: 403 });

describe('only values that tell are looked for', () => {
  /** Each rule over a history in which what was asked for comes where it must not. */
  const outcomes = (wants: readonly Want[], before: JsonObject, after: JsonObject): readonly string[][] => {
    const asks = (status: number): Step => write('PATCH', 'p1', undefined, { wants, status });
    const errors = [URN.spendUser, URN.role].map((name) => reported(name, 'error'));
    const judgements = [
      vain.notEarly(userOf(lookup(before), lookup(after), asks(202))),
      vain.refusedInVain(userOf(lookup(before), asks(403), lookup(after))),
      vain.errorInVain(userOf(lookup(before), asks(202), outcome('p1', 'failed', errors), lookup(after))),
      vain.staysHome([userOf(asks(202)), otherUserOf(lookup(before), lookup(before), lookup(after))]),
    ];
    return judgements.map((of) => of.map((one) => one.outcome));
  };

  test('a word of six letters tells', () => {
    expect(outcomes([want(CODE, 'second')], { [CODE]: 'first' }, { [CODE]: 'second' })).toEqual(
      Array.from({ length: 4 }, () => ['violated']),
    );
  });

  const role = `${ROLES}#exp_approver`;
  test.each<[string, readonly Want[], JsonObject, JsonObject]>([
    ['a short word', [want(STATE, 'WA')], { [STATE]: 'CA' }, { [STATE]: 'WA' }],
    ['no value', [want(CODE, null)], { [CODE]: 'first1' }, { [CODE]: null }],
    ['a flag', [want(CODE, true)], { [CODE]: false }, { [CODE]: true }],
    ['a value that went away', [want(CODE, 'first1', 'is-not')], { [CODE]: 'first1' }, { [CODE]: 'second2' }],
    [
      'a role, which others grant too',
      [want(role, 'EXP_APPROVER', 'has')],
      { [role]: [] },
      { [role]: ['EXP_APPROVER'] },
    ],
    ['whatever a write of unknown effect did', [], { [CODE]: 'first1' }, { [CODE]: 'second2' }],
  ])('%s does not', (_, wants, before, after) => {
    expect(outcomes(wants, before, after)).toEqual([[], [], [], []]);
  });
});

describe('a value appears between two reads of the user', () => {
  test.each<[string, readonly Step[], string | number[]]>([
    ['the last one without it and the first one with it', [lookup('first1'), refused, lookup('second2')], [0, 1, 2]],
    [
      'and where the user was not found in between',
      [lookup('first1'), refused, lookup(undefined), lookup('second2')],
      [0, 1, 3],
    ],
    ['not at the first read, when it may have been there before', [refused, lookup('second2')], 'holds'],
    [
      'at the first read of a user that the refused write would have created',
      [write('POST', 'p1', 'second2', { status: 400 }), lookup('second2')],
      [0, 1],
    ],
  ])('%s', (_, steps, told) => {
    expect(toldBy(vain.refusedInVain, ...steps)).toEqual([told]);
  });
});

describe('a refused write is blamed although there was', () => {
  const blamed = (...between: Step[]) => toldBy(vain.refusedInVain, lookup('first1'), refused, ...between);
  test.each<[string, Step]>([
    ['a write of the same value to another place', patch('p2', want(STATE, 'second2'))],
    ['a write of another value to the same place', patch('p2', want(CODE, 'third33'))],
    ['a write of both', patch('p2', want(CODE, 'third33'), want(STATE, 'second2'))],
    ['a PATCH that took another value away', patch('p2', want(STATE, 'CA', 'is-not'))],
  ])('%s', (_, other) => {
    expect(blamed(other, lookup('second2'))).toEqual([[0, 1, 3]]);
  });

  test.each<[string, Step]>([
    ['a write of unknown effect', patch('p0')],
    ['a write that took the old value away', patch('p0', want(CODE, 'zeroth', 'is-not'))],
  ])('%s, if that was over before the value appeared', (_, other) => {
    const steps = [other, outcome('p0'), lookup('first1'), refused, lookup('second2')];
    expect(toldBy(vain.refusedInVain, ...steps)).toEqual([[2, 3, 4]]);
  });
});

describe('a refused write is not blamed where the value may come from', () => {
  test.each<[string, Step]>([
    ['a write that asks for it among other things', patch('p2', want(STATE, 'Washington'), want(CODE, 'second2'))],
    ['a PUT that leaves the place to a default', write('PUT', 'p2', undefined, { wants: [want(STATE, 'WA')] })],
    ['a PATCH of unknown effect', patch('p2')],
    ['a PATCH that takes the old value away', patch('p2', want(CODE, 'first1', 'is-not'))],
    [
      'a PATCH that takes the old value away and asks for a third',
      patch('p2', want(CODE, 'third33'), want(CODE, 'first1', 'is-not')),
    ],
  ])('%s', (_, other) => {
    expect(toldBy(vain.refusedInVain, lookup('first1'), refused, other, lookup('second2'))).toEqual(['holds']);
  });

  test('an earlier write that asked for it by name and is late', () => {
    const late = [patch('p0', want(CODE, 'second2')), outcome('p0'), lookup('first1')];
    expect(toldBy(vain.refusedInVain, ...late, refused, lookup('second2'))).toEqual(['holds']);
  });

  test('a write of unknown effect that has not ended', () => {
    expect(toldBy(vain.refusedInVain, patch('p0'), lookup('first1'), refused, lookup('second2'))).toEqual(['holds']);
  });
});

test('the place of a part of a value is told by its pointer alone', () => {
  const adp = `/${URN.payroll}/adp`;
  const number = `${adp}#employeeFileNumber`;
  const asks = (status: number): Step => write('PATCH', 'p1', undefined, { wants: [want(number, '001234')], status });
  const [before, after] = [lookup({ [number]: '000999' }), lookup({ [number]: '001234' })];
  const errors = [reported(URN.payroll, 'error')];
  const told = [
    ...vain.notEarly(userOf(before, after, asks(202))),
    ...vain.refusedInVain(userOf(before, asks(403), after)),
    ...vain.errorInVain(userOf(before, asks(202), outcome('p1', 'failed', errors), after)),
    ...vain.staysHome([userOf(asks(202)), otherUserOf(before, before, after)]),
  ];
  expect(told.map((one) => one.outcome === 'violated' && one.pointer)).toEqual([adp, adp, adp, adp]);
});

describe('seen before it was sent', () => {
  test('is held against the very first write of a user', () => {
    const steps = [lookup('first1'), lookup('second2'), patch('p1', want(CODE, 'second2'))];
    expect(toldBy(vain.notEarly, ...steps)).toEqual([[1, 2]]);
  });

  test('is not what an earlier refused write asked for and left behind', () => {
    const steps = [...created, refused, lookup('second2'), patch('p2', want(CODE, 'second2'))];
    expect(toldBy(vain.notEarly, ...steps)).toEqual(['holds', 'holds', 'holds']);
  });
});

describe('an extension that is reported as error', () => {
  const failed = outcome('p1', 'failed', [reported(URN.spendUser, 'error')]);
  test('leaves nothing', () => {
    const steps = [lookup('first1'), patch('p1', want(CODE, 'second2')), failed, lookup('first1')];
    expect(toldBy(vain.errorInVain, ...steps)).toEqual(['holds']);
  });

  test('is not told of before the operation has ended', () => {
    expect(toldBy(vain.errorInVain, patch('p1', want(CODE, 'second2')), lookup('second2'))).toEqual([]);
  });
});
