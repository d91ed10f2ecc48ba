/** What rules about a user say: each violation with its place, what was due and what came, and what an open end says. */

import { describe, expect, test } from 'vitest';
import * as effects from '../src/checks/consistency/effect-rules.ts';
import type { Judgement } from '../src/checks/consistency/judgement.ts';
import { notUndone } from '../src/checks/consistency/undone-rules.ts';
import * as vain from '../src/checks/consistency/vain-rules.ts';
import { URN } from '../src/contract/contract.ts';
import type { History } from '../src/model/history.ts';
import {
  BUDGET,
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
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';

const created = [write('POST', 'p0', 'first1'), outcome('p0'), ...times(3, lookup('first1'))];
const patched = [write('PATCH', 'p1', 'second2'), outcome('p1')];
const settled = [...created, ...patched, ...times(3, lookup('second2'))];

/** What the violations say; their witnesses are the business of the tables of histories. */
const saysOf = (judgements: readonly Judgement[]) =>
  judgements.flatMap((one) => {
    if (one.outcome !== 'violated') return [];
    const { message, pointer, expected, actual, behaviour } = one;
    return [{ message, pointer, expected, actual, behaviour }];
  });
const outcomesOf = (judgements: readonly Judgement[]) => judgements.map((one) => one.outcome);

describe('a violation says', () => {
  test.each<[string, readonly Judgement[], object]>([
    [
      'which effect never came, in the lookup',
      effects.effectsArrive('lookup')(userOf(...created, ...patched, ...times(3, lookup('first1')), gaveUp('getUser'))),
      {
        message: `A PATCH was reported as success, and the lookup does not show its effect: ${BUDGET}.`,
        pointer: CODE,
        expected: 'second2',
        actual: 'first1',
      },
    ],
    [
      'which effect never came, in the list',
      effects.effectsArrive('list')(userOf(...patched, ...times(3, list(undefined)), gaveUp('listUsers'))),
      {
        message: `A PATCH was reported as success, and the filtered list does not show its effect: ${BUDGET}.`,
        pointer: CODE,
        expected: 'second2',
        actual: null,
      },
    ],
    [
      'which of two places lacks its value',
      effects.effectsArrive('lookup')(
        userOf(
          write('PUT', 'p1', undefined, { wants: [want(STATE, 'WA'), want(`${ROLES}#a`, 'EXP_APPROVER', 'has')] }),
          outcome('p1'),
          ...times(3, lookup({ [STATE]: 'WA', [`${ROLES}#a`]: ['EXP_USER'] })),
          gaveUp('getUser'),
        ),
      ),
      {
        message: `A PUT was reported as success, and the lookup does not show its effect: ${BUDGET}.`,
        pointer: ROLES,
        expected: 'EXP_APPROVER',
        actual: ['EXP_USER'],
      },
    ],
    [
      'that an older state was read later',
      effects.settles('lookup')(userOf(...created, ...patched, lookup('second2'), lookup('first1'))),
      {
        message: 'A read of the lookup shows the state before a write that an earlier read had shown already.',
        behaviour: 'a later read went back',
      },
    ],
    [
      'that an older state came back for good',
      notUndone(userOf(...settled, ...times(4, lookup('first1')), gaveUp('getUser'))),
      {
        message: 'The value of an earlier write came back after a later write had settled.',
        pointer: CODE,
        expected: 'second2',
        actual: 'first1',
      },
    ],
    [
      'what the two views tell',
      effects.viewsAgree(
        userOf(
          write('PATCH', 'p1', undefined, { wants: [want(CODE, 'second2')] }),
          outcome('p1'),
          ...times(3, lookup('second2')),
          ...times(3, list('second2')),
          ...times(3, list('somewhat')),
          gaveUp('listUsers'),
        ),
      ),
      {
        message: `The lookup and the list tell different values of one user long after its last write: ${BUDGET}.`,
        pointer: CODE,
        expected: 'second2',
        actual: 'somewhat',
      },
    ],
    [
      'that a value was there too early',
      vain.notEarly(userOf(...created, lookup('second2'), ...patched)),
      {
        message: 'A value is seen on the user before the write that asks for it was sent.',
        pointer: CODE,
        expected: { not: 'second2' },
        actual: 'second2',
      },
    ],
    [
      'with which status the request was refused that had its effect',
      vain.refusedInVain(userOf(...created, write('PATCH', 'p1', 'second2', { status: 403 }), lookup('second2'))),
      {
        message: 'A request was refused with 403, and what it asked for is on the user.',
        pointer: CODE,
        expected: { not: 'second2' },
        actual: 'second2',
      },
    ],
    [
      'that an error had its effect',
      vain.errorInVain(
        userOf(
          ...created,
          write('PATCH', 'p1', 'second2'),
          outcome('p1', 'failed', [reported(URN.spendUser, 'error')]),
          lookup('second2'),
        ),
      ),
      {
        message: 'An extension is reported as error, and one of its values is on the user.',
        pointer: CODE,
        expected: { not: 'second2' },
        actual: 'second2',
      },
    ],
    [
      'that a value is on somebody else',
      vain.staysHome([userOf(...settled), otherUserOf(...times(9, lookup('other00')), lookup('second2'))]),
      {
        message: 'A value that was asked for on one user appears on another.',
        pointer: CODE,
        expected: { not: 'second2' },
        actual: 'second2',
      },
    ],
  ])('%s', (_, judgements, said) => {
    expect(saysOf(judgements)).toEqual([
      { pointer: undefined, expected: undefined, actual: undefined, behaviour: undefined, ...said },
    ]);
  });
});

describe('an effect stays open, and says why', () => {
  const open = (...steps: Parameters<typeof userOf>) => effects.effectsArrive('lookup')(userOf(...steps));
  test.each<[string, readonly Judgement[], object]>([
    [
      'the operation never ended',
      open(write('PATCH', 'p1', 'second2'), ...times(3, lookup('first1'))),
      { reason: 'not-converged', detail: 'the operation was not reported as ended within the budget' },
    ],
    ['nobody looked', open(...patched), { reason: 'precondition', detail: 'the lookup was not read after the write' }],
    [
      'nobody looked at the list',
      effects.effectsArrive('list')(userOf(...patched, ...times(3, lookup('second2')))),
      { reason: 'precondition', detail: 'the filtered list was not read after the write' },
    ],
    [
      'nobody waited',
      open(...patched, lookup('first1')),
      { reason: 'not-converged', detail: '1 reads were too few to tell' },
    ],
    [
      'it came at the very end',
      open(...patched, ...times(3, lookup('first1')), ...times(2, lookup('second2')), gaveUp('getUser')),
      { reason: 'not-converged', detail: BUDGET },
    ],
    [
      'the place was not looked at in the end',
      open(...patched, ...times(3, lookup({})), gaveUp('getUser')),
      { reason: 'not-converged', detail: BUDGET },
    ],
    [
      'too few reads before the budget',
      open(...patched, ...times(2, lookup('first1')), gaveUp('getUser')),
      { detail: BUDGET },
    ],
  ])('%s', (_, judgements, said) => {
    expect(judgements).toEqual([expect.objectContaining({ outcome: 'undecided', ...said })]);
  });

  test('what reports no success implies nothing', () => {
    expect(open(write('PATCH', 'p1', 'second2'), outcome('p1', 'failed'), ...times(3, lookup('first1')))).toEqual([
      { outcome: 'silent', detail: 'no success was reported that would imply an effect' },
    ]);
  });

  test('a write whose effect another rule judges is not asked here', () => {
    expect(open(write('PATCH', 'p1', 'second2', { mode: 'stay' }), outcome('p1'), lookup('first1'))).toEqual([]);
  });

  test('views that differ while nobody waited are open', () => {
    const steps = [...patched, ...times(3, lookup('second2')), ...times(2, list('second2')), list('other00')];
    expect(effects.viewsAgree(userOf(...steps))).toEqual([
      { outcome: 'undecided', reason: 'not-converged', detail: 'the views were not read often enough to tell' },
    ]);
    expect(effects.viewsAgree(userOf(...steps, gaveUp('listUsers')))).toEqual([
      { outcome: 'undecided', reason: 'not-converged', detail: BUDGET },
    ]);
  });
});

describe('nothing is held against anybody where', () => {
  const other = (...steps: Parameters<typeof userOf>): History => otherUserOf(...steps);
  test.each<[string, readonly Judgement[]]>([
    ['no read went back', effects.settles('lookup')(userOf(...settled))],
    ['the right value is still there', notUndone(userOf(...settled))],
    ['both views agree', effects.viewsAgree(userOf(...settled, ...times(3, list('second2'))))],
    [
      'a short word appears',
      vain.refusedInVain(userOf(...created, write('PATCH', 'p1', 'short', { status: 400 }), lookup('short'))),
    ],
    [
      'the value was there before',
      vain.refusedInVain(userOf(...created, write('PATCH', 'p1', 'first1', { status: 400 }), lookup('first1'))),
    ],
    [
      'somebody may have asked for it as well',
      vain.refusedInVain(
        userOf(
          ...settled,
          write('PATCH', 'p2', 'third33', { status: 400 }),
          meanwhile(write('PATCH', 'p3', 'third33')),
          outcome('p3'),
          lookup('third33'),
        ),
      ),
    ],
    [
      'a write of unknown effect is under way',
      vain.refusedInVain(
        userOf(
          ...created,
          write('PATCH', 'p1', 'second2', { status: 400 }),
          write('PUT', 'p2', undefined),
          lookup('second2'),
        ),
      ),
    ],
    [
      'the other user asked for it too',
      vain.staysHome([
        userOf(...settled),
        other(lookup('other00'), write('PATCH', 'q1', 'second2'), lookup('second2')),
      ]),
    ],
    [
      'the other user had it from the first read on',
      vain.staysHome([userOf(...settled), other(...times(9, lookup('second2')))]),
    ],
    [
      'the other user had it before',
      vain.staysHome([userOf(...times(4, lookup('first1')), ...patched), other(lookup('other00'), lookup('second2'))]),
    ],
  ])('%s', (_, judgements) => {
    expect(outcomesOf(judgements)).not.toContain('violated');
  });

  test('a value comes back that this run never wrote', () => {
    expect(notUndone(userOf(...settled, ...times(4, lookup('somebody')), gaveUp('getUser')))).toEqual([
      { outcome: 'silent', detail: 'what came instead is nothing of this run' },
    ]);
  });

  test('an old value comes back for a moment', () => {
    expect(notUndone(userOf(...settled, lookup('first1'), lookup('second2'), lookup('first1')))).toEqual([
      { outcome: 'undecided', reason: 'not-converged', detail: 'a settled effect went away, not for good' },
    ]);
  });
});
