/** The checker over histories of users: effects that arrive, get lost, come back, or come from nowhere. */

import { describe, expect, test } from 'vitest';
import * as effects from '../src/checks/consistency/effect-rules.ts';
import { findingOf, type Judgement } from '../src/checks/consistency/judgement.ts';
import { standingWants } from '../src/checks/consistency/user-events.ts';
import * as vain from '../src/checks/consistency/vain-rules.ts';
import { URN } from '../src/contract/contract.ts';
import type { History } from '../src/model/history.ts';
import {
  BUDGET,
  broken,
  CODE,
  gaveUp,
  list,
  lookup,
  meanwhile,
  otherUserOf,
  outcome,
  ROLES,
  reported,
  STATE,
  throttled,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';

type OverAll = (histories: readonly History[]) => readonly Judgement[];
const each =
  (rule: (history: History) => readonly Judgement[]): OverAll =>
  (histories) =>
    histories.flatMap(rule);

const RULES: Readonly<Record<string, OverAll>> = {
  'lookup effect': each(effects.effectsArrive('lookup')),
  'list effect': each(effects.effectsArrive('list')),
  'lookup settles': each(effects.settles('lookup')),
  'list settles': each(effects.settles('list')),
  'not undone': each(effects.notUndone),
  'views agree': each(effects.viewsAgree),
  'not early': each(vain.notEarly),
  'refused in vain': each(vain.refusedInVain),
  'error in vain': each(vain.errorInVain),
  'stays home': vain.staysHome,
};

/** Told as behaviour, never as a violation: a value that moves is a step back, whatever moved it. */
const RECORDED = new Set(['lookup settles', 'list settles']);

/** A user that was created with the code `first1` and seen. */
const created = [write('POST', 'p0', 'first1'), outcome('p0'), ...times(3, lookup('first1'))];
const patched = [write('PATCH', 'p1', 'second2'), outcome('p1')];
const lost = [...times(3, lookup('first1')), gaveUp('getUser')];

const LEGAL: readonly (readonly [name: string, ...histories: History[]])[] = [
  ['seen at once', userOf(...created)],
  ['seen later', userOf(...created, ...patched, lookup('first1'), ...times(3, lookup('second2')))],
  [
    'seen only after many reads',
    userOf(...created, ...patched, ...times(20, lookup('first1')), ...times(3, lookup('second2'))),
  ],
  ['throttled in between', userOf(...created, ...patched, throttled, ...times(3, lookup('second2')))],
  ['a gateway in between', userOf(...created, ...patched, broken(503), ...times(3, lookup('second2')))],
  [
    'not there yet',
    userOf(write('POST', 'p0', 'first1'), outcome('p0'), ...times(2, lookup(undefined)), ...times(3, lookup('first1'))),
  ],
  ['both views', userOf(...created, ...patched, ...times(3, lookup('second2')), ...times(3, list('second2')))],
  [
    'the list later',
    userOf(...created, ...patched, ...times(3, lookup('second2')), list(undefined), ...times(3, list('second2'))),
  ],
  [
    'the list first',
    userOf(...created, ...patched, lookup('first1'), ...times(3, list('second2')), ...times(3, lookup('second2'))),
  ],
  [
    'failed, and unchanged',
    userOf(...created, write('PATCH', 'p1', 'second2'), outcome('p1', 'failed'), ...times(3, lookup('first1'))),
  ],
  [
    'refused, and unchanged',
    userOf(...created, write('PATCH', 'p1', 'second2', { status: 400 }), ...times(3, lookup('first1'))),
  ],
  ['still open', userOf(...created, write('PATCH', 'p1', 'second2'), lookup('first1'), lookup('second2'))],
  ['an unknown outcome', userOf(...created, write('PATCH', 'p1', 'second2'), outcome('p1', 'unknown'), ...lost)],
  [
    'a no-op proves nothing',
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2'),
      outcome('p1', 'success', [reported(URN.spendUser, 'no-op')]),
      ...lost,
    ),
  ],
  [
    'a warning, and the effect',
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2'),
      outcome('p1', 'success', [reported(URN.spendUser, 'success', true, true)]),
      ...times(3, lookup('second2')),
    ),
  ],
  [
    'an effect left open',
    userOf(...created, write('PATCH', 'p1', 'second2', { mode: 'stay' }), outcome('p1'), ...lost),
  ],
  [
    'one read that goes back',
    userOf(...created, ...patched, lookup('second2'), lookup('second2'), lookup('second2'), lookup('second2')),
  ],
  [
    'the next write replaces it',
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      write('PATCH', 'p2', 'third33'),
      outcome('p2'),
      ...times(3, lookup('third33')),
    ),
  ],
  [
    'the old value written again',
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      write('PATCH', 'p2', 'first1'),
      outcome('p2'),
      ...times(3, lookup('first1')),
    ),
  ],
  [
    'replaced by a PUT',
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      write('PUT', 'p2', undefined, { wants: [want(STATE, 'WA')] }),
      outcome('p2'),
      ...times(3, lookup({ [CODE]: null, [STATE]: 'WA' })),
    ),
  ],
  [
    'a write of unknown effect',
    userOf(...created, write('PATCH', 'p1', undefined), outcome('p1'), ...times(3, lookup('whatever'))),
  ],
  [
    'two writes at once',
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2'),
      meanwhile(write('PATCH', 'p2', undefined, { wants: [want(STATE, 'WA')] })),
      outcome('p1'),
      outcome('p2'),
      ...times(3, lookup({ [CODE]: 'second2', [STATE]: 'WA' })),
    ),
  ],
  [
    'the same request twice, slowly',
    userOf(
      ...created,
      ...patched,
      lookup('first1'),
      write('PATCH', 'p2', 'second2'),
      lookup('second2'),
      outcome('p2'),
      ...times(3, lookup('second2')),
    ),
  ],
  [
    'reads that overlap',
    userOf(...created, ...patched, lookup('second2'), meanwhile(lookup('first1')), ...times(3, lookup('second2'))),
  ],
  [
    'a role more and a role less',
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, { wants: [want(`${ROLES}#a`, 'EXP_APPROVER', 'has')] }),
      outcome('p1'),
      ...times(3, lookup({ [`${ROLES}#a`]: ['EXP_USER', 'EXP_APPROVER'] })),
      write('PATCH', 'p2', undefined, { wants: [want(`${ROLES}#a`, 'EXP_APPROVER', 'lacks')] }),
      outcome('p2'),
      ...times(3, lookup({ [`${ROLES}#a`]: ['EXP_USER'] })),
    ),
  ],
  [
    'somebody else changes it for good',
    userOf(...created, ...patched, ...times(3, lookup('second2')), ...times(4, lookup('somebody')), gaveUp('getUser')),
  ],
  [
    'one user each',
    userOf(...created, ...patched, ...times(3, lookup('second2'))),
    otherUserOf(write('POST', 'q0', 'other00'), outcome('q0'), ...times(3, lookup('other00'))),
  ],
  [
    'a default that looks like another value',
    userOf(...created, ...patched, ...times(3, lookup('second2'))),
    otherUserOf(
      write('POST', 'q0', 'other00'),
      outcome('q0'),
      lookup('other00'),
      write('PUT', 'q1', undefined, { wants: [want(STATE, 'WA')] }),
      outcome('q1'),
      ...times(3, lookup({ [CODE]: 'second2', [STATE]: 'WA' })),
    ),
  ],
];

describe('legal histories of users', () => {
  for (const [name, ...histories] of LEGAL) {
    test(name, () => {
      const told = Object.entries(RULES).flatMap(([rule, judge]) => judge(histories).map((one) => [rule, one.outcome]));
      expect(told.filter(([rule, one]) => one === 'violated' && !RECORDED.has(rule ?? ''))).toEqual([]);
    });
  }
});

/** Each with the rule that speaks, and the positions of its witness in the first history; 'u2' ones in the second. */
const ANOMALIES: readonly (readonly [
  name: string,
  rule: string,
  witness: readonly number[],
  ...histories: History[],
])[] = [
  ['lost', 'lookup effect', [5, 6, 9], userOf(...created, ...patched, ...lost)],
  [
    'lost in the list',
    'list effect',
    [5, 6, 12],
    userOf(...created, ...patched, ...times(3, lookup('second2')), ...times(3, list('first1')), gaveUp('listUsers')),
  ],
  [
    'gone from the list',
    'list effect',
    [5, 6, 12],
    userOf(...created, ...patched, ...times(3, lookup('second2')), ...times(3, list(undefined)), gaveUp('listUsers')),
  ],
  [
    'never created',
    'lookup effect',
    [0, 1, 4],
    userOf(write('POST', 'p0', 'first1'), outcome('p0'), ...times(3, lookup(undefined)), gaveUp('getUser')),
  ],
  [
    'one attribute of two',
    'lookup effect',
    [5, 6, 9],
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, { wants: [want(CODE, 'second2'), want(STATE, 'WA')] }),
      outcome('p1'),
      ...times(3, lookup({ [CODE]: 'second2', [STATE]: null })),
      gaveUp('getUser'),
    ),
  ],
  [
    'one extension of two',
    'lookup effect',
    [5, 6, 9],
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, { wants: [want(CODE, 'second2'), want(`${ROLES}#a`, 'EXP_APPROVER', 'has')] }),
      outcome('p1', 'success', [reported(URN.spendUser, 'success'), reported(URN.role, 'success')]),
      ...times(3, lookup({ [CODE]: 'second2', [`${ROLES}#a`]: [] })),
      gaveUp('getUser'),
    ),
  ],
  [
    'a warning without the effect',
    'lookup effect',
    [5, 6, 9],
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2'),
      outcome('p1', 'success', [reported(URN.spendUser, 'success', true, true)]),
      ...lost,
    ),
  ],
  [
    'a role that stays',
    'lookup effect',
    [5, 6, 9],
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, { wants: [want(`${ROLES}#a`, 'EXP_APPROVER', 'lacks')] }),
      outcome('p1'),
      ...times(3, lookup({ [`${ROLES}#a`]: ['EXP_APPROVER'] })),
      gaveUp('getUser'),
    ),
  ],
  [
    'an old value that stays',
    'lookup effect',
    [5, 6, 9],
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, { wants: [want(CODE, 'first1', 'is-not')] }),
      outcome('p1'),
      ...lost,
    ),
  ],
  [
    'the lookup flutters',
    'lookup settles',
    [7, 8],
    userOf(...created, ...patched, lookup('second2'), lookup('first1'), ...times(3, lookup('second2'))),
  ],
  [
    'the list alone flutters',
    'list settles',
    [10, 11],
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      list('second2'),
      list('first1'),
      ...times(3, list('second2')),
    ),
  ],
  [
    'gone for a moment',
    'lookup settles',
    [7, 8],
    userOf(...created, ...patched, lookup('second2'), lookup(undefined), ...times(3, lookup('second2'))),
  ],
  [
    'the views disagree for good',
    'views agree',
    [9, 12],
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, { wants: [want(STATE, 'WA')] }),
      outcome('p1'),
      ...times(3, lookup({ [CODE]: 'first1', [STATE]: 'WA' })),
      ...times(3, list({ [CODE]: 'somewhat', [STATE]: 'WA' })),
      gaveUp('listUsers'),
    ),
  ],
  [
    'there before it was sent',
    'not early',
    [5, 6],
    userOf(...created, lookup('second2'), ...patched, ...times(3, lookup('second2'))),
  ],
  [
    'refused and done',
    'refused in vain',
    [4, 5, 6],
    userOf(...created, write('PATCH', 'p1', 'second2', { status: 413, mode: 'stay' }), ...times(3, lookup('second2'))),
  ],
  [
    'forbidden and done, later',
    'refused in vain',
    [5, 6, 7],
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2', { status: 403, mode: 'stay' }),
      lookup('first1'),
      ...times(3, lookup('second2')),
    ),
  ],
  [
    'an error with its effect',
    'error in vain',
    [5, 6, 7],
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2', { mode: 'stay' }),
      outcome('p1', 'failed', [reported(URN.spendUser, 'error')]),
      ...times(3, lookup('second2')),
    ),
  ],
  [
    'a creation half done',
    'error in vain',
    [0, 1, 2],
    userOf(
      write('POST', 'p0', 'first1', { mode: 'stay' }),
      outcome('p0', 'failed', [reported(URN.spendUser, 'error')]),
      ...times(3, lookup('first1')),
    ),
  ],
  [
    'one extension failed and done, the other well',
    'error in vain',
    [5, 6, 7],
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, {
        mode: 'stay',
        wants: [want(CODE, 'second2'), want(`${ROLES}#a`, 'EXP_APPROVER', 'has')],
      }),
      outcome('p1', 'failed', [reported(URN.spendUser, 'error'), reported(URN.role, 'success')]),
      ...times(3, lookup({ [CODE]: 'second2', [`${ROLES}#a`]: ['EXP_APPROVER'] })),
    ),
  ],
];

describe('anomalies of users', () => {
  for (const [name, wanted, witness, ...histories] of ANOMALIES) {
    test(name, () => {
      const told = Object.entries(RULES).flatMap(([rule, judge]) =>
        judge(histories).flatMap((one) =>
          one.outcome === 'violated' ? [[rule, one.witness.map((event) => histories[0]?.events.indexOf(event))]] : [],
        ),
      );
      expect(told.filter(([rule]) => rule === wanted || !RECORDED.has(String(rule)))).toEqual([[wanted, witness]]);
    });
  }
});

test('an earlier value that comes back for good is shown by the write, the later value and its return', () => {
  const history = userOf(
    ...created,
    ...patched,
    ...times(3, lookup('second2')),
    ...times(4, lookup('first1')),
    gaveUp('getUser'),
  );
  const [judgement] = effects.notUndone(history).filter(({ outcome: one }) => one === 'violated');
  expect(judgement?.outcome === 'violated' && judgement.witness.map((event) => history.events.indexOf(event))).toEqual([
    0, 9, 10,
  ]);
});

test('an earlier value that comes back for a moment is not held against anybody', () => {
  const history = userOf(...created, ...patched, ...times(3, lookup('second2')), lookup('first1'), gaveUp('getUser'));
  expect(effects.notUndone(history).map((one) => one.outcome)).toEqual(['undecided']);
});

test('a value on another user is shown by the write and the two reads between which it came', () => {
  const here = userOf(...created, ...patched, ...times(3, lookup('second2')));
  const there = otherUserOf(
    ...times(9, lookup('other00')),
    lookup('second2'),
    meanwhile(write('PATCH', 'q1', undefined, { wants: [want(STATE, 'WA')] })),
  );
  const [judgement] = vain.staysHome([here, there]).filter(({ outcome: one }) => one === 'violated');
  expect(judgement?.outcome === 'violated' && judgement.witness.map(({ kind }) => kind)).toEqual([
    'write',
    'read',
    'read',
  ]);
});

describe('undecided', () => {
  const open = (history: History): Judgement | undefined => effects.effectsArrive('lookup')(history).at(-1);
  test('with the arithmetic of the budget where the reads do not agree', () => {
    const history = userOf(
      ...created,
      ...patched,
      lookup('first1'),
      lookup('second2'),
      lookup('first1'),
      gaveUp('getUser'),
    );
    expect(open(history)).toEqual({ outcome: 'undecided', reason: 'not-converged', detail: BUDGET });
  });
  test('where nobody waited for the whole budget', () => {
    expect(open(userOf(...created, ...patched, ...times(3, lookup('first1'))))?.outcome).toBe('undecided');
  });
  test('where the user was not read', () => {
    expect(open(userOf(...created, ...patched))).toMatchObject({ outcome: 'undecided', reason: 'precondition' });
  });
  test('where the operation never ended', () => {
    expect(open(userOf(...created, write('PATCH', 'p1', 'second2'), ...times(3, lookup('first1'))))?.outcome).toBe(
      'undecided',
    );
  });
});

describe('the two views', () => {
  const order = (...steps: Parameters<typeof userOf>): unknown[] =>
    effects
      .viewOrder(userOf(...created, ...patched, ...steps))
      .map((one) => (one.outcome === 'holds' ? one.behaviour : one.outcome));
  test('together', () => {
    expect(order(lookup('second2'), list('second2'))).toEqual(['both views show it together']);
  });
  test('the lookup first', () => {
    expect(order(lookup('second2'), list('first1'), list('second2'))).toEqual([
      'the lookup shows an effect before the list does',
    ]);
  });
  test('the list first', () => {
    expect(order(list('second2'), lookup('first1'), lookup('second2'))).toEqual([
      'the list shows an effect before the lookup does',
    ]);
  });
});

test('what stands at the end is what the last successful writes of each place left', () => {
  const history = userOf(
    ...created,
    ...patched,
    write('PATCH', 'p2', undefined, { wants: [want(STATE, 'WA')] }),
    outcome('p2'),
    write('PATCH', 'p3', 'third33'),
    outcome('p3', 'failed'),
  );
  expect(standingWants(history).map(({ want: one }) => one.value)).toEqual(['second2', 'WA']);
});

test('judgements become one finding: a violation with its witness before all else', () => {
  const rule = effects.effectsArrive('lookup');
  const finding = findingOf([...rule(userOf(...created)), ...rule(userOf(...created, ...patched, ...lost))]);
  expect(finding).toMatchObject({ verdict: 'fail', problems: [{ expected: 'second2', actual: 'first1' }] });
  expect(finding.verdict === 'fail' && finding.problems[0]?.witness?.map(({ kind }) => kind)).toEqual([
    'write',
    'outcome',
    'read',
  ]);
  expect(findingOf([]).verdict).toBe('not-exercised');
});

test('there are enough histories of users', () => {
  expect(LEGAL.length + ANOMALIES.length).toBeGreaterThanOrEqual(40);
});
