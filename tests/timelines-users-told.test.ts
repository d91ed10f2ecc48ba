/** The checker over histories of users, judgement by judgement: effects, and what the two views tell of them. */

import { describe } from 'vitest';
import * as effects from '../src/checks/consistency/effect-rules.ts';
import {
  BUDGET,
  CODE,
  gaveUp,
  list,
  listedBy,
  lookup,
  outcome,
  ROLES,
  STATE,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { broken, created, eachTold, mute, open, patched, ROLE, settled, unended } from './fixtures/user-timelines.ts';

describe('an effect', () => {
  eachTold(effects.effectsArrive('lookup'), [
    [
      'that another write may have overtaken',
      userOf(
        write('PATCH', 'p1', 'second2'),
        write('PATCH', 'p2', 'third33', { mode: 'own' }),
        outcome('p1'),
        outcome('p2'),
        ...times(3, lookup('third33')),
      ),
      [mute('another write on the same place was under way at the same time')],
    ],
    [
      'that comes and goes from the first read on',
      userOf(...patched, lookup('second2'), lookup('first1'), lookup('second2'), gaveUp('getUser')),
      [open(`the effect comes and goes in the lookup: ${BUDGET}`)],
    ],
  ]);
});

describe('steady reads', () => {
  eachTold(effects.settles('lookup'), [
    [
      'are told of a state that came late and stayed',
      userOf(...patched, ...times(2, lookup('first1')), ...times(3, lookup('second2'))),
      [{ outcome: 'holds', behaviour: 'no read went back' }],
    ],
    ['are not told where the new state was never seen', userOf(...patched, lookup('first1'), lookup('first1')), []],
    ['are not told of a write that never ended', userOf(write('PATCH', 'p1', 'second2'), lookup('second2')), []],
    [
      'are not told of a write that failed',
      userOf(write('PATCH', 'p1', 'second2'), outcome('p1', 'failed'), lookup('second2'), lookup(undefined)),
      [],
    ],
  ]);
});

describe('the two views', () => {
  const parted = 'The lookup and the list tell different values of one user long after its last write';
  const both = [...settled, ...times(3, list('second2'))];
  const unlisted = mute('the list never showed what was written');

  eachTold(effects.viewsAgree, [
    ['agree', userOf(...both), [{ outcome: 'holds' }]],
    [
      'agree, whatever a list filtered by an old value says',
      userOf(...both, ...times(3, listedBy('first1', undefined))),
      [{ outcome: 'holds' }],
    ],
    ['are not held together while a write is open', userOf(...both, unended, lookup('second2'), list('first1')), []],
    [
      'are not held together over what nobody knows',
      userOf(write('PATCH', 'p1', undefined), outcome('p1'), lookup('first1'), list('second2')),
      [],
    ],
    [
      'are not held together where the user was not looked up after the last write',
      userOf(...created, ...patched, ...times(3, list('first1')), gaveUp('listUsers')),
      [],
    ],
    ['are not held together where nobody listed', userOf(...settled), []],
    [
      'are not held together where the list lacks what it never showed',
      userOf(...settled, ...times(3, listedBy('second2', undefined))),
      [unlisted],
    ],
    [
      'are not held together over a value that the list never showed, though it showed the user',
      userOf(
        ...created,
        write('PATCH', 'p1', 'second2', { mode: 'own' }),
        outcome('p1'),
        ...times(3, lookup('second2')),
        list('first1'),
        write('PATCH', 'p2', undefined, { wants: [want(STATE, 'WA')], mode: 'own' }),
        outcome('p2'),
        ...times(3, lookup({ [CODE]: 'second2', [STATE]: 'WA' })),
        ...times(3, listedBy('second2', undefined)),
        gaveUp('listUsers'),
      ),
      [unlisted],
    ],
    [
      'are open after one read of the list, even when it was waited for',
      userOf(...settled, list('other00'), gaveUp('listUsers')),
      [open(BUDGET)],
    ],
    [
      'are open where the lookup itself is wrong',
      userOf(...created, ...patched, ...times(3, lookup('first1')), ...times(3, list('second2')), gaveUp('listUsers')),
      [open(BUDGET)],
    ],
    [
      'part when the list loses the user',
      userOf(
        ...settled,
        ...times(3, listedBy('second2', 'second2')),
        ...times(3, listedBy('second2', undefined)),
        gaveUp('listUsers'),
      ),
      [
        broken({
          message: `The lookup shows what was written, and the list filtered by it no longer shows the user: ${BUDGET}.`,
          pointer: CODE,
          expected: 'second2',
          actual: 'absent',
        }),
      ],
    ],
    [
      'part at one entry of a list, and only the lookup was waited for',
      userOf(
        write('PATCH', 'p1', undefined, { wants: [want(ROLE, 'a')] }),
        outcome('p1'),
        ...times(3, lookup({ [ROLE]: 'a' })),
        ...times(3, list({ [ROLE]: 'a' })),
        ...times(3, list({ [ROLE]: 'b' })),
        gaveUp('getUser'),
      ),
      [broken({ message: `${parted}: ${BUDGET}.`, pointer: ROLES, expected: 'a', actual: 'b' })],
    ],
  ]);
});

describe('which view is first', () => {
  eachTold(effects.viewOrder, [
    ['is not told where one never shows the effect', userOf(...patched, lookup('second2'), list('first1')), []],
    [
      'is not told of a write that never ended',
      userOf(write('PATCH', 'p1', 'second2'), lookup('second2'), list('second2')),
      [],
    ],
    [
      'is not told of a write that failed',
      userOf(write('PATCH', 'p1', 'second2'), outcome('p1', 'failed'), lookup('second2'), list('second2')),
      [],
    ],
  ]);
});
