/** How long writes took to show: what is measured, from when to when, and what is left out because nobody could tell. */

import { describe, expect, test } from 'vitest';
import { convergenceOf } from '../src/checks/consistency/convergence.ts';
import type { History } from '../src/model/history.ts';
import { list, lookup, otherUserOf, outcome, requestOf, submit, times, userOf, write } from './fixtures/timelines.ts';

/** Steps lie a second apart and take 100 ms; a write at position 0 is accepted at 100. */
const SECOND = 1_000;
const always = (ms: number) => ({ p50: ms, p95: ms, max: ms });
const rowOf = (histories: readonly History[], operation: string, view: string) =>
  convergenceOf(histories).find((one) => one.operation === operation && one.view === view);
const patched = [write('PATCH', 'p1', 'second2'), outcome('p1')];

describe('times count from the acceptance of the write', () => {
  test('until the status ended, until the effect was first seen, and until it stayed', () => {
    const history = userOf(
      ...patched,
      lookup('first1'),
      lookup('second2'),
      lookup('first1'),
      lookup('second2'),
      ...times(2, list('first1')),
      ...times(3, list('second2')),
    );
    expect(convergenceOf([history])).toEqual([
      { operation: 'PATCH', view: 'status', writes: 1, seen: 1, firstSeenMs: always(1_000), stableMs: always(1_000) },
      { operation: 'PATCH', view: 'lookup', writes: 1, seen: 1, firstSeenMs: always(3_000), stableMs: always(5_000) },
      { operation: 'PATCH', view: 'list', writes: 1, seen: 1, firstSeenMs: always(8_000), stableMs: always(8_000) },
    ]);
  });

  test('of an effect that went away again there is a first sight and no stable one', () => {
    const history = userOf(...patched, lookup('second2'), lookup('second2'), lookup('first1'));
    expect(rowOf([history], 'PATCH', 'lookup')).toEqual({
      operation: 'PATCH',
      view: 'lookup',
      writes: 1,
      seen: 1,
      firstSeenMs: always(2 * SECOND),
    });
  });

  test('an effect that never came counts as a write that was not seen', () => {
    const history = userOf(...patched, ...times(3, lookup('first1')));
    expect(rowOf([history], 'PATCH', 'lookup')).toEqual({ operation: 'PATCH', view: 'lookup', writes: 1, seen: 0 });
  });

  test('a read that did not look at the place is neither right nor wrong', () => {
    const history = userOf(...patched, lookup('second2'), lookup({}), lookup('second2'));
    expect(rowOf([history], 'PATCH', 'lookup')).toMatchObject({ firstSeenMs: always(2_000), stableMs: always(2_000) });
    const late = userOf(...patched, lookup('first1'), lookup({}), lookup('second2'));
    expect(rowOf([late], 'PATCH', 'lookup')).toMatchObject({ firstSeenMs: always(4_000), stableMs: always(4_000) });
  });
});

describe('what tells nothing is left out', () => {
  test.each([
    ['two looks, which tell when somebody looked', userOf(...patched, ...times(2, lookup('second2')))],
    [
      'an effect that nobody claims',
      userOf(write('PATCH', 'p1', 'x', { mode: 'stay' }), outcome('p1'), ...times(3, lookup('x'))),
    ],
    ['an operation that failed', userOf(write('PATCH', 'p1', 'x'), outcome('p1', 'failed'), ...times(3, lookup('x')))],
  ])('%s', (_, history) => {
    expect(convergenceOf([history]).map(({ view }) => view)).toEqual(['status']);
  });

  test.each([
    ['an operation that never ended', userOf(write('PATCH', 'p1', 'x'), ...times(3, lookup('x')))],
    ['a method that is none of the documented three', userOf(write('DELETE', 'p1', 'x'), outcome('p1'))],
    ['the history of a request', requestOf(submit(1), ...patched)],
  ])('%s', (_, history) => {
    expect(convergenceOf([history])).toEqual([]);
  });
});

test('rows come by operation in the order of the documents, the status before the views', () => {
  const shown = (method: string, request: string) =>
    userOf(write(method, request, 'x'), outcome(request), ...times(3, list('x')), ...times(3, lookup('x')));
  const rows = convergenceOf([shown('PUT', 'p3'), shown('PATCH', 'p2'), shown('POST', 'p1')]);
  expect(rows.map(({ operation, view }) => `${operation} ${view}`)).toEqual(
    ['POST', 'PATCH', 'PUT'].flatMap((method) => ['status', 'lookup', 'list'].map((view) => `${method} ${view}`)),
  );
});

test('a spread is made of measured numbers: the middle one, the one that 95 of 100 stay below, the longest', () => {
  const after = (wrong: number) =>
    otherUserOf(...patched, ...times(wrong, lookup('first1')), ...times(3, lookup('second2')));
  const histories = Array.from({ length: 20 }, (_, index) => after(19 - index));
  expect(rowOf(histories, 'PATCH', 'lookup')).toMatchObject({
    writes: 20,
    seen: 20,
    // First sights lie at 2, 3 ... 21 seconds.
    firstSeenMs: { p50: 11 * SECOND, p95: 20 * SECOND, max: 21 * SECOND },
  });
});
