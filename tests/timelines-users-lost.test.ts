/** The checker over histories of users whose effects never come, or come although nothing justifies them. */

import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import {
  CODE,
  gaveUp,
  list,
  lookup,
  outcome,
  ROLES,
  reported,
  STATE,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { type Anomaly, created, expectAnomaly, lost, patched } from './fixtures/user-timelines.ts';

const ANOMALIES: readonly Anomaly[] = [
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
    'seen, and gone again before it settled',
    'lookup effect',
    [5, 6, 10],
    userOf(...created, ...patched, lookup('second2'), ...times(3, lookup('first1')), gaveUp('getUser')),
  ],
  [
    'seen only before its end was told',
    'lookup effect',
    [5, 9, 12],
    userOf(...created, write('PATCH', 'p1', 'second2'), ...times(3, lookup('second2')), outcome('p1'), ...lost),
  ],
  [
    'lost in the lookup, and there in the list',
    'lookup effect',
    [5, 6, 9],
    userOf(...created, ...patched, ...lost, ...times(3, list('second2')), gaveUp('listUsers')),
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
    'refused, and there for good in place of what had settled',
    'refused in vain',
    [9, 10, 11],
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      write('PATCH', 'p2', 'third33', { status: 400 }),
      ...times(4, lookup('third33')),
      gaveUp('getUser'),
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

describe('effects that are lost, or unjustified', () => {
  for (const [name, rule, witness, ...histories] of ANOMALIES)
    test(name, () => expectAnomaly(histories, rule, witness));

  test('are many', () => {
    expect(ANOMALIES.length).toBeGreaterThanOrEqual(14);
  });
});
