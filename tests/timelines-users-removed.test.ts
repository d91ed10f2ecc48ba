/** The checker over histories of users from whom something was taken away: what of it may come back, and what may not. */

import { describe, expect, test } from 'vitest';
import { notUndone } from '../src/checks/consistency/undone-rules.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json } from '../src/model/json.ts';
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
import {
  type Anomaly,
  broken,
  created,
  eachTold,
  expectAnomaly,
  expectLegal,
  mute,
} from './fixtures/user-timelines.ts';

const APPROVERS = `/${URN.approver}/report`;
const FLAG = `/${URN.userPreference}/showInstructHelpPanel`;

/** A write that is reported as success, with all it wants. */
const done = (request: string, ...wants: Parameters<typeof want>[]): Step[] => [
  write('PATCH', request, undefined, { wants: wants.map((one) => want(...one)) }),
  outcome(request),
];
const seen = (at: string, value: Json, count = 3): Step[] => times(count, lookup({ [CODE]: 'first1', [at]: value }));
const forGood = (at: string, value: Json): Step[] => [...seen(at, value), gaveUp('getUser')];

/** The code of a new user is removed. */
const cleared = [...created, ...done('p1', [CODE, 'first1', 'is-not'])];
const bare = times(3, lookup({ [CODE]: null }));
const again = [...times(3, lookup('first1')), gaveUp('getUser')];
/** A new user is seen without approvers, is given one, and loses it. */
const given = [...created, ...seen(APPROVERS, []), ...done('p1', [APPROVERS, 'ann', 'has'])];
const taken = [...given, ...seen(APPROVERS, ['ann']), ...done('p2', [APPROVERS, 'ann', 'lacks'])];
/** One approver takes the place of another, of whom nobody knows whether the server would choose it by itself. */
const replaced = (...others: Parameters<typeof want>[]): Step[] => [
  ...created,
  ...done('p1', [APPROVERS, 'ann', 'has']),
  ...seen(APPROVERS, ['ann']),
  ...done('p2', ...others, [APPROVERS, 'ann', 'lacks']),
  ...seen(APPROVERS, ['bob']),
];

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
