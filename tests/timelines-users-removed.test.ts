/** The checker over histories of users from whom something was taken away: what comes back for good. */

import { describe, expect, test } from 'vitest';
import { notUndone } from '../src/checks/consistency/undone-rules.ts';
import { APPROVERS, again, bare, cleared, done, FLAG, forGood, replaced, seen, taken } from './fixtures/removals.ts';
import { CODE, gaveUp, lookup, outcome, ROLES, STATE, times, userOf, want, write } from './fixtures/timelines.ts';
import { type Anomaly, broken, created, expectAnomaly } from './fixtures/user-timelines.ts';

const ANOMALIES: readonly Anomaly[] = [
  ['a removed value', 'not undone', [5, 9, 10], userOf(...cleared, ...bare, ...again)],
  [
    'a value that a PUT left out',
    'not undone',
    [5, 9, 10],
    userOf(
      ...created,
      write('PUT', 'p1', undefined, { wants: [want(CODE, 'first1', 'is-not'), want(STATE, 'WA')] }),
      outcome('p1'),
      ...times(3, lookup({ [CODE]: null, [STATE]: 'WA' })),
      ...times(3, lookup('first1', { [STATE]: 'WA' })),
      gaveUp('getUser'),
    ),
  ],
  [
    'a removed value that had its default meanwhile',
    'not undone',
    [5, 9, 10],
    userOf(...cleared, ...times(3, lookup('default')), ...again),
  ],
  [
    'a removed entry',
    'not undone',
    [13, 17, 18],
    userOf(...taken, ...seen(APPROVERS, []), ...forGood(APPROVERS, ['ann'])),
  ],
  [
    'a removed entry beside others that stay',
    'not undone',
    [13, 17, 18],
    userOf(
      ...created,
      ...seen(ROLES, ['EXP_USER']),
      ...done('p1', [ROLES, 'EXP_APPROVER', 'has']),
      ...seen(ROLES, ['EXP_USER', 'EXP_APPROVER']),
      ...done('p2', [ROLES, 'EXP_APPROVER', 'lacks']),
      ...seen(ROLES, ['EXP_USER']),
      ...forGood(ROLES, ['EXP_USER', 'exp_approver']),
    ),
  ],
  [
    'a replaced entry, in the place of the new one',
    'not undone',
    [10, 14, 15],
    userOf(...replaced([APPROVERS, 'bob', 'has']), ...forGood(APPROVERS, ['ann'])),
  ],
  [
    'a flag whose default is none',
    'not undone',
    [13, 17, 18],
    userOf(
      ...created,
      ...seen(FLAG, null),
      ...done('p1', [FLAG, true]),
      ...seen(FLAG, true),
      ...done('p2', [FLAG, true, 'is-not']),
      ...seen(FLAG, null),
      ...forGood(FLAG, true),
    ),
  ],
];

describe('what was taken away does not come back for good', () => {
  for (const [name, rule, witness, ...histories] of ANOMALIES)
    test(name, () => expectAnomaly(histories, rule, witness));

  test('and is told by what was seen, and what not', () => {
    const [first] = notUndone(userOf(...taken, ...seen(APPROVERS, []), ...forGood(APPROVERS, ['ann'])));
    expect(first).toEqual({ outcome: 'holds' });
    expect(notUndone(userOf(...cleared, ...bare, ...again))).toEqual([
      broken({
        message: 'What a write took away came back after that write had settled.',
        pointer: CODE,
        expected: { not: 'first1' },
        actual: 'first1',
      }),
    ]);
  });
});
