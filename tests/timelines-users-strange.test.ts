/** The checker over strange histories of users that prove nothing: writes that meet, waits of others, pages, outages. */

import { describe, expect, test } from 'vitest';
import type { History } from '../src/model/history.ts';
import {
  CODE,
  gaveUp,
  list,
  listedBy,
  lookup,
  meanwhile,
  noList,
  onePage,
  outcome,
  STATE,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { created, expectLegal, patched } from './fixtures/user-timelines.ts';

const LEGAL: readonly (readonly [name: string, ...histories: History[]])[] = [
  [
    'two writes on one attribute at once, and the first one wins',
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2'),
      write('PATCH', 'p2', 'third33'),
      outcome('p1'),
      outcome('p2'),
      ...times(4, lookup('second2')),
      gaveUp('getUser'),
    ),
  ],
  [
    'a PUT and a PATCH at once, and the PUT wins',
    userOf(
      ...created,
      write('PUT', 'p1', undefined, { wants: [want(STATE, 'WA')] }),
      meanwhile(write('PATCH', 'p2', 'third33')),
      outcome('p1'),
      outcome('p2'),
      ...times(4, lookup({ [CODE]: null, [STATE]: 'WA' })),
      gaveUp('getUser'),
    ),
  ],
  [
    'a wait that was given up for a later write',
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('first1')),
      write('PATCH', 'p2', undefined, { wants: [want(STATE, 'WA')], mode: 'stay' }),
      outcome('p2'),
      ...times(3, lookup({ [CODE]: 'second2', [STATE]: 'CA' })),
      gaveUp('getUser'),
    ),
  ],
  [
    'an effect that was seen once and never settled',
    userOf(...created, ...patched, lookup('second2'), lookup('first1'), lookup('second2'), gaveUp('getUser')),
  ],
  [
    'a settled user whom somebody else made, and removed',
    userOf(
      write('PATCH', 'p1', 'second2'),
      outcome('p1'),
      ...times(3, lookup('second2')),
      ...times(4, lookup(undefined)),
      gaveUp('getUser'),
    ),
  ],
  ['not found for a moment', userOf(...created, ...times(2, lookup(undefined)), ...times(3, lookup('first1')))],
  [
    'a list filtered by an old value, which is right to be empty',
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      ...times(3, listedBy('first1', undefined)),
      ...times(3, listedBy('second2', 'second2')),
    ),
  ],
  [
    'a form of write that the list was never seen to show',
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2', { mode: 'own' }),
      outcome('p1'),
      ...times(3, lookup('second2')),
      write('PATCH', 'p2', undefined, { wants: [want(STATE, 'WA')], mode: 'own' }),
      outcome('p2'),
      ...times(3, lookup({ [CODE]: 'second2', [STATE]: 'WA' })),
      ...times(3, listedBy('second2', undefined)),
      gaveUp('listUsers'),
    ),
  ],
  [
    'a page of a long list that does not show the user',
    userOf(...created, ...patched, ...times(3, lookup('second2')), ...times(3, onePage), gaveUp('listUsers')),
  ],
  [
    'a list that is refused in between',
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      ...times(3, noList(404)),
      ...times(3, list('second2')),
    ),
  ],
  [
    'a value that an operation of the same request wrote over',
    userOf(
      ...created,
      write('PATCH', 'p1', 'second2'),
      meanwhile(write('PATCH', 'p1', 'third33')),
      outcome('p1'),
      ...times(4, lookup('third33')),
      gaveUp('getUser'),
    ),
  ],
];

describe('strange histories of users', () => {
  for (const [name, ...histories] of LEGAL) test(name, () => expectLegal(histories));

  test('are many', () => {
    expect(LEGAL.length).toBeGreaterThanOrEqual(10);
  });
});
