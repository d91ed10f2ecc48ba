/** What the writes of a run leave standing on a user, place by place: what nobody knows any more is not held against anybody. */

import { describe, expect, test } from 'vitest';
import { standingWants } from '../src/checks/consistency/user-events.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json } from '../src/model/json.ts';
import {
  CODE,
  meanwhile,
  outcome,
  ROLES,
  reported,
  STATE,
  type Step,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';

const APPROVER = want(`${ROLES}#exp_approver`, 'EXP_APPROVER', 'has');
const USER = want(`${ROLES}#exp_user`, 'EXP_USER', 'has');
/** The code, the state and a role stand on the user. */
const before = [
  write('POST', 'p0', undefined, { wants: [want(CODE, 'first1'), want(STATE, 'CA'), APPROVER] }),
  outcome('p0'),
];

describe('what stands on a user with a code, a state and a role, after', () => {
  test.each<[string, readonly Step[], readonly Json[]]>([
    ['nothing else', [], ['first1', 'CA', 'EXP_APPROVER']],
    ['a PATCH of the code', [write('PATCH', 'p1', 'second2'), outcome('p1')], ['CA', 'EXP_APPROVER', 'second2']],
    [
      'a PATCH of two of the three',
      [write('PATCH', 'p1', undefined, { wants: [want(CODE, 'second2'), want(STATE, 'WA')] }), outcome('p1')],
      ['EXP_APPROVER', 'second2', 'WA'],
    ],
    [
      'a PATCH of another role, which may replace the list as a whole',
      [write('PATCH', 'p1', undefined, { wants: [USER] }), outcome('p1')],
      ['first1', 'CA', 'EXP_USER'],
    ],
    ['a PUT of the state', [write('PUT', 'p1', undefined, { wants: [want(STATE, 'WA')] }), outcome('p1')], ['WA']],
    [
      'a PATCH whose effect is left open',
      [write('PATCH', 'p1', 'second2', { mode: 'stay' }), outcome('p1')],
      ['CA', 'EXP_APPROVER'],
    ],
    [
      'a PATCH whose extension is reported as no-op',
      [write('PATCH', 'p1', 'second2'), outcome('p1', 'success', [reported(URN.spendUser, 'no-op')])],
      ['CA', 'EXP_APPROVER'],
    ],
    [
      'a PATCH of whatever in the extension of the code and the state',
      [write('PATCH', 'p1', undefined), outcome('p1')],
      ['EXP_APPROVER'],
    ],
    ['a PUT of whatever', [write('PUT', 'p1', undefined), outcome('p1')], []],
    ['a PATCH of the code that did not end yet', [write('PATCH', 'p1', 'second2')], ['EXP_APPROVER']],
    ['a PUT of the code that did not end yet', [write('PUT', 'p1', 'second2')], []],
    [
      'a PATCH of the code of which nobody knows how it ended',
      [write('PATCH', 'p1', 'second2'), outcome('p1', 'unknown')],
      ['EXP_APPROVER'],
    ],
    [
      'two PATCHes of the code at the same time',
      [write('PATCH', 'p1', 'second2'), meanwhile(write('PATCH', 'p2', 'third33')), outcome('p1'), outcome('p2')],
      ['EXP_APPROVER'],
    ],
    [
      'a PATCH of the code that was refused',
      [write('PATCH', 'p1', 'second2', { status: 400 })],
      ['first1', 'CA', 'EXP_APPROVER'],
    ],
    [
      'a PATCH of the code that failed',
      [write('PATCH', 'p1', 'second2'), outcome('p1', 'failed')],
      ['first1', 'CA', 'EXP_APPROVER'],
    ],
    [
      'a PATCH of code and role that failed in part',
      [
        write('PATCH', 'p1', undefined, { wants: [want(CODE, 'second2'), USER] }),
        outcome('p1', 'failed', [reported(URN.spendUser, 'error'), reported(URN.role, 'success')]),
      ],
      ['CA'],
    ],
  ])('%s', (_, steps, values) => {
    expect(standingWants(userOf(...before, ...steps)).map(({ want: { value } }) => value)).toEqual(values);
  });

  test('comes with the write that put it there, and how that ended', () => {
    const history = userOf(...before, write('PATCH', 'p1', 'second2'), outcome('p1'));
    const events = (positions: readonly number[]) => positions.map((position) => history.events[position]);
    expect(standingWants(history).map((one) => [one.write, one.outcome])).toEqual([
      events([0, 1]),
      events([0, 1]),
      events([2, 3]),
    ]);
  });
});
