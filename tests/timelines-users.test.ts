/** The checker over histories of users beyond its tables: what stays undecided and why, and how judgements are told. */

import { describe, expect, test } from 'vitest';
import * as effects from '../src/checks/consistency/effect-rules.ts';
import { findingOf, type Judgement } from '../src/checks/consistency/judgement.ts';
import { notUndone } from '../src/checks/consistency/undone-rules.ts';
import { standingWants } from '../src/checks/consistency/user-events.ts';
import * as vain from '../src/checks/consistency/vain-rules.ts';
import type { History } from '../src/model/history.ts';
import {
  BUDGET,
  gaveUp,
  list,
  lookup,
  meanwhile,
  otherUserOf,
  outcome,
  STATE,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { created, lost, patched } from './fixtures/user-timelines.ts';

test('an earlier value that comes back for a moment is not held against anybody', () => {
  const history = userOf(...created, ...patched, ...times(3, lookup('second2')), lookup('first1'), gaveUp('getUser'));
  expect(notUndone(history).map((one) => one.outcome)).toEqual(['undecided']);
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
    expect(open(history)).toEqual({
      outcome: 'undecided',
      reason: 'not-converged',
      detail: `the effect comes and goes in the lookup: ${BUDGET}`,
    });
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
