/** The checker over histories of users in which nothing is wrong, however slow they are: no rule may speak. */

import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import type { History } from '../src/model/history.ts';
import {
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
import { created, expectLegal, lost, patched } from './fixtures/user-timelines.ts';

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
  for (const [name, ...histories] of LEGAL) test(name, () => expectLegal(histories));

  test('are many', () => {
    expect(LEGAL.length).toBeGreaterThanOrEqual(25);
  });
});
