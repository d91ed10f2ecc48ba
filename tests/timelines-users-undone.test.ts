/** The checker over histories of users whose settled effects went away: what is told of each, and what is nobody's fault. */

import { describe } from 'vitest';
import { notUndone } from '../src/checks/consistency/undone-rules.ts';
import { CODE, gaveUp, lookup, outcome, ROLES, STATE, times, userOf, want, write } from './fixtures/timelines.ts';
import { broken, created, eachTold, mute, open, patched, ROLE, settled, unended } from './fixtures/user-timelines.ts';

describe('a settled effect', () => {
  const gone = (value: string | undefined) => [...times(4, lookup(value)), gaveUp('getUser')];
  const notOurs = mute('what came instead is nothing of this run');
  const two = [want(CODE, 'first1'), want(ROLE, 'EXP_USER')];

  eachTold(notUndone, [
    ['stays', userOf(...settled), [{ outcome: 'holds' }]],
    ['was never settled', userOf(...created, ...patched, ...gone('first1')), []],
    ['was settled before a write that never ended', userOf(...settled, unended, ...gone('first1')), []],
    [
      'was seen before its end was told, and not after: it never settled',
      userOf(
        ...created,
        write('PATCH', 'p1', 'second2'),
        ...times(3, lookup('second2')),
        outcome('p1'),
        ...gone('first1'),
      ),
      [],
    ],
    [
      'goes with a new user, which is told once however much was written',
      userOf(
        write('POST', 'p0', undefined, { wants: two }),
        outcome('p0'),
        ...times(3, lookup({ [CODE]: 'first1', [ROLE]: 'EXP_USER' })),
        ...gone(undefined),
      ),
      [
        broken({
          message: 'A user whose creation had settled is not found any more, and nothing removed it.',
          pointer: CODE,
          expected: 'first1',
          actual: null,
        }),
      ],
    ],
    [
      'at one entry of a list is told with the pointer of the list',
      userOf(
        write('POST', 'p0', undefined, { wants: [want(ROLE, 'a')] }),
        outcome('p0'),
        write('PATCH', 'p1', undefined, { wants: [want(ROLE, 'b')] }),
        outcome('p1'),
        ...times(3, lookup({ [ROLE]: 'b' })),
        ...times(3, lookup({ [ROLE]: 'a' })),
        gaveUp('getUser'),
      ),
      [
        broken({
          message: 'The value of an earlier write came back after a later write had settled.',
          pointer: ROLES,
          expected: 'b',
          actual: 'a',
        }),
      ],
    ],
    [
      'is away with the user, who comes back without it',
      userOf(...created, lookup(undefined), ...times(3, lookup({ [CODE]: null })), gaveUp('getUser')),
      [open('a settled effect went away, not for good')],
    ],
    [
      'comes after a write of unknown effect, and gives way to a value from before that one',
      userOf(
        ...created,
        write('PATCH', 'p5', undefined),
        outcome('p5'),
        ...patched,
        ...times(3, lookup('second2')),
        ...gone('first1'),
      ),
      [
        broken({
          message: 'The value of an earlier write came back after a later write had settled.',
          pointer: CODE,
          expected: 'second2',
          actual: 'first1',
        }),
      ],
    ],
    [
      'gives way to what a later write asked for, which was refused',
      userOf(...settled, write('PATCH', 'p2', 'third33', { status: 400 }), ...gone('third33')),
      [notOurs],
    ],
    [
      'gives way to a value that the run put elsewhere on the user',
      userOf(
        write('POST', 'p0', undefined, { wants: [want(STATE, 'first1')] }),
        outcome('p0'),
        write('PUT', 'p1', 'second2'),
        outcome('p1'),
        ...times(3, lookup('second2')),
        ...gone('first1'),
      ),
      [notOurs],
    ],
    [
      'gives way to a value that the run only ever took away',
      userOf(
        write('PATCH', 'p0', undefined, { wants: [want(CODE, 'first1', 'is-not')] }),
        outcome('p0'),
        ...patched,
        ...times(3, lookup('second2')),
        ...gone('first1'),
      ),
      [notOurs],
    ],
    [
      'goes with a user of whose creation nothing is known',
      userOf(
        write('POST', 'p0', undefined),
        outcome('p0'),
        ...patched,
        ...times(3, lookup('second2')),
        ...gone(undefined),
      ),
      [notOurs],
    ],
    [
      'that is no value, a role more, is not asked here',
      userOf(
        write('POST', 'p0', undefined, { wants: [want(ROLE, [])] }),
        outcome('p0'),
        write('PATCH', 'p1', undefined, { wants: [want(ROLE, 'EXP_USER', 'has')] }),
        outcome('p1'),
        ...times(3, lookup({ [ROLE]: ['EXP_USER'] })),
        ...times(4, lookup({ [ROLE]: [] })),
        gaveUp('getUser'),
      ),
      [],
    ],
  ]);
});
