/** The checker over histories of users whose effects came and went: flutter, values that return, views that part. */

import { describe, expect, test } from 'vitest';
import {
  CODE,
  gaveUp,
  list,
  listedBy,
  lookup,
  outcome,
  STATE,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { type Anomaly, created, expectAnomaly, patched } from './fixtures/user-timelines.ts';

const ANOMALIES: readonly Anomaly[] = [
  [
    'the lookup flutters',
    'lookup settles',
    [7, 8],
    userOf(...created, ...patched, lookup('second2'), lookup('first1'), ...times(3, lookup('second2'))),
  ],
  [
    'the list alone flutters',
    'list settles',
    [10, 11],
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      list('second2'),
      list('first1'),
      ...times(3, list('second2')),
    ),
  ],
  [
    'gone for a moment',
    'lookup settles',
    [7, 8],
    userOf(...created, ...patched, lookup('second2'), lookup(undefined), ...times(3, lookup('second2'))),
  ],
  [
    'the views disagree for good',
    'views agree',
    [9, 12],
    userOf(
      ...created,
      write('PATCH', 'p1', undefined, { wants: [want(STATE, 'WA')] }),
      outcome('p1'),
      ...times(3, lookup({ [CODE]: 'first1', [STATE]: 'WA' })),
      ...times(3, list({ [CODE]: 'somewhat', [STATE]: 'WA' })),
      gaveUp('listUsers'),
    ),
  ],
  [
    'an earlier value that comes back for good',
    'not undone',
    [0, 9, 10],
    userOf(...created, ...patched, ...times(3, lookup('second2')), ...times(4, lookup('first1')), gaveUp('getUser')),
  ],
  [
    'a new user that vanishes for good',
    'not undone',
    [0, 4, 5],
    userOf(...created, ...times(4, lookup(undefined)), gaveUp('getUser')),
  ],
  [
    'a changed user that vanishes for good',
    'not undone',
    [0, 9, 10],
    userOf(...created, ...patched, ...times(3, lookup('second2')), ...times(3, lookup(undefined)), gaveUp('getUser')),
  ],
  [
    'gone from the list for good, once it had been there',
    'views agree',
    [9, 15],
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      ...times(3, listedBy('second2', 'second2')),
      ...times(3, listedBy('second2', undefined)),
      gaveUp('listUsers'),
    ),
  ],
  [
    'an old value in the list for good, once the new one had been there',
    'views agree',
    [9, 15],
    userOf(
      ...created,
      ...patched,
      ...times(3, lookup('second2')),
      ...times(3, list('second2')),
      ...times(3, list('first1')),
      gaveUp('listUsers'),
    ),
  ],
  [
    'of two attributes of one write, one is undone',
    'not undone',
    [0, 9, 10],
    userOf(
      write('POST', 'p0', undefined, { wants: [want(CODE, 'first1'), want(STATE, 'CA')] }),
      outcome('p0'),
      ...times(3, lookup({ [CODE]: 'first1', [STATE]: 'CA' })),
      write('PATCH', 'p1', undefined, { wants: [want(CODE, 'second2'), want(STATE, 'WA')] }),
      outcome('p1'),
      ...times(3, lookup({ [CODE]: 'second2', [STATE]: 'WA' })),
      ...times(3, lookup({ [CODE]: 'second2', [STATE]: 'CA' })),
      gaveUp('getUser'),
    ),
  ],
];

describe('effects that come and go', () => {
  for (const [name, rule, witness, ...histories] of ANOMALIES)
    test(name, () => expectAnomaly(histories, rule, witness));

  test('are many', () => {
    expect(ANOMALIES.length).toBeGreaterThanOrEqual(9);
  });
});
