/** Users from whom something was taken away: what of it may come back, and why. */

import { describe, test } from 'vitest';
import { notUndone } from '../src/checks/consistency/undone-rules.ts';
import { URN } from '../src/contract/contract.ts';
import { APPROVERS, again, bare, cleared, done, FLAG, forGood, replaced, seen, taken } from './fixtures/removals.ts';
import {
  CODE,
  gaveUp,
  lookup,
  meanwhile,
  outcome,
  ROLES,
  reported,
  STATE,
  type Step,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { broken, created, eachTold, expectLegal, mute } from './fixtures/user-timelines.ts';

describe('it may come back', () => {
  test.each<[string, Step[]]>([
    ['not at all', [...cleared, ...bare]],
    ['for one read', [...cleared, ...bare, lookup('first1'), ...bare]],
    ['for one read, the last', [...cleared, ...bare, lookup('first1'), gaveUp('getUser')]],
    ['and nobody waited', [...cleared, ...bare, ...times(3, lookup('first1'))]],
    ['by a later write', [...cleared, ...bare, ...done('p2', [CODE, 'first1']), ...again]],
    [
      'by a later write of unknown effect',
      [...cleared, ...bare, write('PATCH', 'p2', undefined), outcome('p2'), ...again],
    ],
    [
      'by a write at the same time',
      [
        ...created,
        write('PATCH', 'p1', undefined, { wants: [want(CODE, 'first1', 'is-not')] }),
        meanwhile(write('PATCH', 'p2', 'first1')),
        outcome('p1'),
        outcome('p2'),
        ...bare,
        ...again,
      ],
    ],
    ['as another value', [...cleared, ...bare, ...times(3, lookup('somebody')), gaveUp('getUser')]],
    [
      'where the removal was a no-op',
      [
        ...created,
        write('PATCH', 'p1', undefined, { wants: [want(CODE, 'first1', 'is-not')] }),
        outcome('p1', 'success', [reported(URN.spendUser, 'no-op')]),
        ...bare,
        ...again,
      ],
    ],
    [
      'where the removal was to be refused',
      [
        ...created,
        write('PATCH', 'p1', undefined, { wants: [want(CODE, 'first1', 'is-not')], mode: 'stay' }),
        outcome('p1'),
        ...bare,
        ...again,
      ],
    ],
    [
      'where the run had not put it there',
      [...times(3, lookup('first1')), ...done('p1', [CODE, 'first1', 'is-not']), ...bare, ...again],
    ],
    [
      'as a default, which a short word or a flag may be',
      [
        ...created,
        ...done('p1', [FLAG, true]),
        ...seen(FLAG, true),
        ...done('p2', [FLAG, true, 'is-not']),
        ...seen(FLAG, null),
        ...forGood(FLAG, true),
      ],
    ],
    [
      'as what the server gives those who have none',
      [
        ...created,
        ...seen(APPROVERS, ['ann']),
        ...done('p1', [APPROVERS, 'ann', 'has']),
        ...done('p2', [APPROVERS, 'ann', 'lacks']),
        ...seen(APPROVERS, []),
        ...forGood(APPROVERS, ['ann']),
      ],
    ],
    [
      'as what the server adds to what the write put there',
      [...replaced([APPROVERS, 'bob', 'has']), ...forGood(APPROVERS, ['bob', 'ann'])],
    ],
    [
      'in the place of an entry that the write did not put there',
      [...replaced([APPROVERS, 'ben', 'lacks']), ...forGood(APPROVERS, ['ann'])],
    ],
    ['as another entry', [...taken, ...seen(APPROVERS, []), ...forGood(APPROVERS, ['bob'])]],
    [
      'on a user whom somebody else made',
      [
        ...seen(ROLES, []),
        ...done('p1', [ROLES, 'EXP_APPROVER', 'has']),
        ...seen(ROLES, ['EXP_APPROVER']),
        ...done('p2', [ROLES, 'EXP_APPROVER', 'lacks']),
        ...seen(ROLES, []),
        ...forGood(ROLES, ['EXP_APPROVER']),
      ],
    ],
    [
      'where the run only ever took it away',
      [
        ...created,
        ...seen(APPROVERS, []),
        ...done('p1', [APPROVERS, 'ann', 'lacks']),
        ...done('p2', [APPROVERS, 'ann', 'lacks']),
        ...seen(APPROVERS, []),
        ...forGood(APPROVERS, ['ann']),
      ],
    ],
    ...(['refused', 'failed', 'no-op', 'stay'] as const).map((how): [string, Step[]] => [
      `where the addition came to nothing: ${how}`,
      [
        ...created,
        ...seen(APPROVERS, []),
        write('PATCH', 'p1', undefined, {
          wants: [want(APPROVERS, 'ann', 'has')],
          ...(how === 'refused' && { status: 400 }),
          ...(how === 'stay' && { mode: 'stay' }),
        }),
        ...(how === 'refused'
          ? []
          : [
              outcome(
                'p1',
                how === 'failed' ? how : 'success',
                how === 'no-op' ? [reported(URN.approver, how)] : undefined,
              ),
            ]),
        ...seen(APPROVERS, ['ann']),
        ...done('p2', [APPROVERS, 'ann', 'lacks']),
        ...seen(APPROVERS, []),
        ...forGood(APPROVERS, ['ann']),
      ],
    ]),
  ])('%s', (_, steps) => expectLegal([userOf(...steps)]));

  eachTold(notUndone, [
    [
      'before it had settled, or once in between, it did not',
      userOf(...cleared, lookup('first1'), ...bare, lookup('first1'), lookup({ [CODE]: null })),
      [{ outcome: 'holds' }],
    ],
    [
      'as an entry that no write had put there',
      userOf(
        ...created,
        ...seen(APPROVERS, []),
        ...done('p1', [APPROVERS, 'ann', 'has']),
        ...done('p2', [APPROVERS, 'bob', 'lacks']),
        ...seen(APPROVERS, []),
        ...forGood(APPROVERS, ['bob']),
      ),
      [{ outcome: 'holds' }, mute('what came instead is nothing of this run')],
    ],
    [
      'beside a list that a write replaced, where somebody adds to it',
      userOf(
        ...created,
        ...done('p1', [APPROVERS, 'ann', 'has']),
        ...done('p2', [APPROVERS, ['ben']]),
        ...seen(APPROVERS, ['ben']),
        ...forGood(APPROVERS, ['ben', 'bob']),
      ),
      [{ outcome: 'holds' }, mute('what came instead is nothing of this run')],
    ],
    [
      'where a place is not looked at any more, it did not',
      userOf(...cleared, ...bare, ...times(3, lookup({ [STATE]: 'WA' })), gaveUp('getUser')),
      [{ outcome: 'holds' }],
    ],
    [
      'from elsewhere on the user, which is nothing of this run',
      userOf(
        write('POST', 'p0', undefined, { wants: [want(STATE, 'first1')] }),
        outcome('p0'),
        ...done('p1', [CODE, 'first1', 'is-not']),
        ...bare,
        ...again,
      ),
      [mute('what came instead is nothing of this run')],
    ],
    [
      'with a user that is gone, who is told once',
      userOf(...taken, ...seen(APPROVERS, []), ...times(3, lookup(undefined)), gaveUp('getUser')),
      [
        broken({
          message: 'A user whose creation had settled is not found any more, and nothing removed it.',
          pointer: CODE,
          expected: 'first1',
          actual: null,
        }),
      ],
    ],
  ]);
});
