/** Totals that change while a run reads: people who join or leave explain a fail, a total that hangs on the question does not. */

import { describe, expect, test } from 'vitest';
import { excuseMoved, movedSince } from '../src/checks/walk-moved.ts';
import type { Exchange } from '../src/model/exchange.ts';
import { fail } from '../src/model/finding.ts';
import { listed, page, populationOf, STARTED, soundWalk, user, users, walk } from './fixtures/list-exchanges.ts';

const broken = fail({ message: 'A rule is broken.' });
const saying = (total: number): Exchange => listed({ body: page(users(2), total) });
const excused = (...args: Parameters<typeof excuseMoved>): boolean => excuseMoved(...args) !== broken;

describe('totals from the first read to the last look', () => {
  test.each<[string, readonly number[], number, boolean]>([
    ['stand still', [9, 9], 9, false],
    ['grow', [9, 10], 11, true],
    ['grow after the last read', [9, 9], 10, true],
    ['shrink', [9, 8], 7, true],
    ['shrink after the last read', [9, 9], 8, true],
    ['come back to where they were', [9, 10], 9, false],
    ['go up and down, to one they met', [9, 12, 8], 12, true],
    ['go up and down, to one they never met', [9, 12, 8], 10, false],
  ])('%s', (_, totals, now, moved) => {
    expect(excused(broken, totals.map(saying), saying(now))).toBe(moved);
  });

  test('asked again, the reads must go one way with all the others', () => {
    const again = (now: number) => [{ before: saying(9), now: saying(now) }];
    expect(excused(broken, [saying(9), saying(9)], saying(11), again(10))).toBe(true);
    expect(excused(broken, [saying(9), saying(9)], saying(10), again(11))).toBe(false);
    expect(excused(broken, [saying(9), saying(12), saying(8)], saying(12), again(9))).toBe(false);
  });

  test('in the order in which they were asked, whatever order they come in', () => {
    const at = (total: number, second: number) => ({ ...saying(total), startedAt: STARTED + second * 1_000 });
    const [early, middle, late] = [at(9, 0), at(10, 1), at(11, 2)];
    expect(excused(broken, [late, early, middle], at(12, 3))).toBe(true);
    expect(excused(broken, [middle, late, early], at(9, 3))).toBe(false);
    // Two of one moment count in the order of their numbers.
    const [one, two] = [saying(9), saying(12)];
    expect(excused(broken, [two, one], saying(13))).toBe(true);
    expect(
      excused(
        broken,
        [
          { ...two, id: one.id },
          { ...one, id: two.id },
        ],
        saying(11),
      ),
    ).toBe(false);
  });

  test('what is no fail needs no excuse', () => {
    const fine = { verdict: 'pass' } as const;
    expect(excuseMoved(fine, [saying(9)], saying(10))).toBe(fine);
  });
});

describe('the whole list is another one than its walks showed', () => {
  const population = populationOf([soundWalk(4, 2)]);
  const touched = { meta: { lastModified: new Date(STARTED).toISOString() } };
  const look = (total: number, last = user('u4')) => listed({ body: page([...users(3), last], total) });

  test.each<[string, boolean, boolean]>([
    ['with the same total and nobody changed', movedSince(population, look(4)), false],
    ['with another total', movedSince(population, look(5)), true],
    ['with somebody changed on the way', movedSince(population, look(4, user('u4', touched))), true],
    ['when the later look is no list', movedSince(population, listed({ status: 500 })), false],
  ])('%s', (_, moved, expected) => {
    expect(moved).toBe(expected);
  });

  test('with somebody changed while a walk was under way', () => {
    const walked = populationOf([walk([page([user('u1', touched)], 1)], 2)]);
    const hourLater: Exchange = { ...listed({ body: page(users(1), 1) }), startedAt: STARTED + 3_600_000 };
    expect(movedSince(walked, hourLater)).toBe(true);
    expect(movedSince({ ...walked, walks: [] }, hourLater)).toBe(false);
  });
});
