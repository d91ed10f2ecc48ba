/** When a tenant at work excuses a fail: the window of the reads, and totals that are others now. */

import { describe, expect, test } from 'vitest';
import { lastModifiedOf } from '../src/checks/change-times.ts';
import { excuseMoved, movedWithin } from '../src/checks/walk-moved.ts';
import { fail } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
import { listed, page, STARTED, user, users } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

describe('the window of the reads', () => {
  const at = (time: number) => [user('u1', { meta: { lastModified: new Date(time).toISOString() } })];

  test.each<[string, number, boolean]>([
    ['two seconds before the first', STARTED - 2_000, true],
    ['earlier', STARTED - 2_001, false],
    ['two seconds after the last answer', STARTED + 5 + 2_000, true],
    ['later', STARTED + 5 + 2_001, false],
  ])('a change %s', (_name, time, moved) => {
    expect(movedWithin([listed()], at(time))).toBe(moved);
  });

  test('is not opened by a change time that cannot be read', () => {
    expect(lastModifiedOf(user('u1', { meta: { lastModified: 5 } }))).toBeUndefined();
    expect(lastModifiedOf(user('u1', { meta: { lastModified: 'lately' } }))).toBeUndefined();
    expect(movedWithin([listed()], [user('u1', { meta: { lastModified: null } })])).toBe(false);
  });

  const broken = fail({ message: 'A rule is broken.' });
  const first = listed({ body: page(users(2), 9) });

  test('is not judged by answers that are no lists', () => {
    const noList = listed({ status: 500 });
    expect(excuseMoved(broken, [noList, first], first)).toBe(broken);
    expect(excuseMoved(broken, [first], noList)).toBe(broken);
    expect(excuseMoved(broken, [listed({ body: { totalResults: 9 } })], first)).toBe(broken);
    expect(excuseMoved(broken, [noList], first)).toBe(broken);
    const [earlier, later] = [listed({ status: 500 }), listed({ body: page(users(2), 9) })];
    expect(excuseMoved(broken, [earlier, later], first)).toBe(broken);
    const question = { before: listed({ body: page(users(2), 8) }), now: noList };
    expect(excuseMoved(broken, [first], listed({ body: {} }), [question])).toBe(broken);
  });

  test('is told by the same question, where its total is another now, and the one of the first page', () => {
    const of = (total: number, more: JsonObject = {}) => listed({ body: page([user('u1', more)], total) });
    const again = (before: number, now: number, late = first) =>
      excuseMoved(broken, [first], late, [{ before: of(before), now: of(now) }]);
    expect(told(again(8, 9))).toMatch(/^population-moved/);
    expect(again(9, 9)).toBe(broken);
    expect(again(8, 8)).toBe(broken);
    expect(again(8, 9, listed({ body: {} }))).toBe(broken);
    const unreadable = listed({ status: 500 });
    expect(excuseMoved(broken, [first], first, [{ before: unreadable, now: of(9) }])).toBe(broken);
    expect(told(excuseMoved(broken, [first], first, [{ before: of(8), now: unreadable }]))).toMatch(
      /^population-moved/,
    );
    const several = [
      { before: of(9), now: of(9) },
      { before: of(8), now: of(9) },
    ];
    expect(told(excuseMoved(broken, [first], first, several))).toMatch(/^population-moved/);
    const busy = { meta: { lastModified: new Date(STARTED).toISOString() } };
    expect(told(excuseMoved(broken, [first], first, [{ before: of(9), now: of(9, busy) }]))).toMatch(
      /^population-moved/,
    );
  });

  test('is told where it explains a fail, and a total that comes back explains none', () => {
    const grown = listed({ body: page(users(2), 10) });
    expect(told(excuseMoved(broken, [first, grown], grown))).toBe(
      'population-moved: a user was changed while the pages were read',
    );
    expect(excuseMoved(broken, [first, grown, first], first)).toBe(broken);
  });
});
