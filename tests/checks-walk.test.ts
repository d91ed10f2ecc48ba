import { describe, expect, it } from 'vitest';
import {
  keepTheTotal,
  orderOf,
  orderSeen,
  pageFill,
  reachesTotal,
  repeatsNobody,
  showsTotal,
  showTheSameUsers,
} from '../src/checks/walk.ts';
import { excuseMoved, movedWithin } from '../src/checks/walk-moved.ts';
import { type Finding, fail, pass } from '../src/model/finding.ts';
import type { Json } from '../src/model/json.ts';
import { listed, page, populationOf, STARTED, soundWalk, user, users, walk } from './fixtures/list-exchanges.ts';

const sound = soundWalk(9, 4);
const RULES = [reachesTotal, repeatsNobody, showsTotal];

describe('a walk', () => {
  it('without a flaw passes every rule', () => {
    for (const rule of RULES) expect(rule(sound)).toEqual({ verdict: 'pass' });
    expect(keepTheTotal([sound])).toEqual({ verdict: 'pass' });
  });

  it('without a page boundary proves nothing', () => {
    for (const rule of RULES) expect(rule(soundWalk(3, 4)).verdict).toBe('not-exercised');
    expect(keepTheTotal([soundWalk(3, 4)]).verdict).toBe('not-exercised');
    expect(keepTheTotal([walk([page([], 0)], 4), walk([page([], 0)], 2)])).toMatchObject({
      detail: 'nobody is listed',
    });
    expect(keepTheTotal([walk([page([], 0)], 4), walk([page([], 3)], 2)]).verdict).toBe('fail');
    expect(repeatsNobody(soundWalk(0, 4)).verdict).toBe('not-exercised');
  });

  it('that cannot begin is no verdict on walking', () => {
    const refused = walk([404], 4, 'refused');
    for (const rule of RULES) expect(rule(refused)).toMatchObject({ verdict: 'inconclusive', reason: 'precondition' });
    expect(keepTheTotal([refused]).verdict).toBe('inconclusive');
    expect(showTheSameUsers([refused]).verdict).toBe('inconclusive');
  });

  it('fails on an empty page before the total, whatever came after', () => {
    const empty = walk([page(users(4), 9), page([], 9)], 4, 'empty-page');
    expect(reachesTotal(empty)).toMatchObject({
      verdict: 'fail',
      problems: [{ message: 'After 4 of 9 resources the page at startIndex 5 carries none.' }],
    });
    expect(showsTotal(empty).verdict).toBe('not-exercised');
  });

  it('fails on an empty first page of a result that is not empty', () => {
    expect(reachesTotal(walk([page([], 9)], 4, 'empty-page')).verdict).toBe('fail');
  });

  it('fails on a page that is refused half way, unless access or reading is at issue', () => {
    const cut = (status: number) => reachesTotal(walk([page(users(4), 9), status], 4, 'refused'));
    expect(cut(500).verdict).toBe('fail');
    expect(cut(404).verdict).toBe('fail');
    expect(cut(429).verdict).toBe('inconclusive');
    expect(cut(200).verdict).toBe('inconclusive');
  });

  it('that was stopped by its bound is out of budget', () => {
    expect(reachesTotal(walk([page(users(4), 9)], 4, 'bound'))).toMatchObject({ reason: 'budget' });
    expect(repeatsNobody(walk([page(users(4), 9)], 4, 'bound'))).toMatchObject({ reason: 'budget' });
  });

  it('fails where somebody comes twice', () => {
    const twice = walk([page(users(4), 8), page(users(4, 4), 8, 5)], 4);
    expect(repeatsNobody(twice)).toMatchObject({
      verdict: 'fail',
      problems: [{ message: 'The user at position 4 comes again at position 5.', actual: 'u4' }],
    });
    expect(showsTotal(twice).verdict).toBe('not-exercised');
  });

  it('fails where more users come than totalResults says', () => {
    const more = walk([page(users(4), 7), page(users(4, 5), 7, 5)], 4);
    expect(showsTotal(more).verdict).toBe('fail');
    expect(reachesTotal(more).verdict).toBe('pass');
  });

  it('fails where the total changes, and leaves impossible totals to the envelope', () => {
    expect(keepTheTotal([walk([page(users(4), 9), page(users(4, 5), 8, 5)], 4)]).verdict).toBe('fail');
    expect(keepTheTotal([walk([page(users(4), 9), page(users(4, 5), 1, 5), page(users(1, 9), 9, 9)], 4)])).toEqual({
      verdict: 'pass',
    });
  });
});

describe('several walks', () => {
  const other = soundWalk(9, 5);
  const strange = walk([page(users(5), 9), page([...users(3, 6), user('stranger')], 9, 6)], 5);
  const reversed = walk([page([...users(5)].reverse(), 9), page(users(4, 6), 9, 6)], 5);
  const broken = walk([page(users(4), 9), page([], 9)], 4, 'empty-page');

  it('show the same users, in whatever order', () => {
    expect(showTheSameUsers([sound, other])).toEqual({ verdict: 'pass' });
    expect(showTheSameUsers([sound, reversed])).toEqual({ verdict: 'pass' });
    expect(showTheSameUsers([sound, strange])).toMatchObject({
      verdict: 'fail',
      problems: [{ expected: ['u9'], actual: ['stranger'] }],
    });
  });

  it('are compared only where two of them are intact', () => {
    expect(showTheSameUsers([sound, broken]).verdict).toBe('not-exercised');
    expect(showTheSameUsers([sound, broken, other])).toEqual({ verdict: 'pass' });
  });

  it('agree on an order or not, which is recorded', () => {
    expect(orderOf(populationOf([sound, other]))).toHaveLength(9);
    expect(orderOf(populationOf([sound, broken]))).toHaveLength(9);
    expect(orderOf(populationOf([sound, reversed]))).toBeUndefined();
    const bounded = walk([page(users(4), 9)], 4, 'bound');
    expect(orderOf(populationOf([bounded]))).toEqual(['u1', 'u2', 'u3', 'u4']);
    expect(orderOf(populationOf([bounded, reversed]))).toBeUndefined();
    expect(orderSeen(populationOf([sound, other]))).toMatchObject({ behaviour: 'the same order in every walk' });
    expect(orderSeen(populationOf([sound, reversed]))).toMatchObject({ behaviour: 'the order differs between walks' });
    expect(orderSeen(populationOf([sound])).verdict).toBe('inconclusive');
  });

  it('have full pages or short ones, which is recorded', () => {
    expect(pageFill([sound])).toMatchObject({ behaviour: 'every page but the last is full' });
    const short = walk([page(users(3), 9), page(users(4, 4), 9, 4), page(users(2, 8), 9, 8)], 4);
    expect(pageFill([sound, short])).toMatchObject({ behaviour: 'short pages before the last' });
    expect(pageFill([soundWalk(3, 4)]).verdict).toBe('not-exercised');
  });
});

describe('a moving population', () => {
  it('is one in which a change lies inside the window of the reads, by either clock', () => {
    const seen = listed({ headers: { date: new Date(STARTED - 3_600_000).toUTCString() } });
    const changed = (at: number) => [user('u1', { meta: { lastModified: new Date(at).toISOString() } })];
    expect(movedWithin([seen], changed(STARTED - 1_800_000))).toBe(true);
    expect(movedWithin([listed()], changed(STARTED - 1_800_000))).toBe(false);
    expect(movedWithin([listed()], changed(STARTED + 1_000))).toBe(true);
    expect(movedWithin([listed()], changed(STARTED + 60_000))).toBe(false);
    expect(movedWithin([listed()], [user('u1', { meta: null })])).toBe(false);
    expect(movedWithin([], changed(STARTED))).toBe(false);
  });

  const broken = fail({ message: 'A rule is broken.' });
  const moved = { verdict: 'inconclusive', reason: 'population-moved' };
  const second = (reads: readonly Json[], later: Json, finding: Finding = broken) =>
    excuseMoved(
      finding,
      reads.map((body) => listed({ body })),
      listed({ body: later }),
    );

  it('excuses a fail where a second look shows somebody who was changed', () => {
    const busy = user('u1', { meta: { lastModified: new Date(STARTED + 1).toISOString() } });
    expect(second([page(users(2), 9)], page([busy], 9))).toMatchObject(moved);
    expect(second([page([busy], 9)], page(users(2), 9))).toMatchObject(moved);
    expect(second([page(users(2), 9)], page(users(2), 9))).toBe(broken);
    expect(second([page([busy], 9)], page([busy], 9), pass())).toEqual({ verdict: 'pass' });
  });

  it('excuses a fail where the total changed for good, and none where it depends on the page', () => {
    expect(second([page(users(2), 9), page(users(2), 8)], page(users(2), 8))).toMatchObject(moved);
    expect(second([page(users(2), 9), page(users(2), 2)], page(users(2), 9))).toBe(broken);
    expect(second([page(users(2), 9), page(users(2), 2)], page(users(2), 7))).toBe(broken);
    expect(second([page(users(2), 9)], {})).toBe(broken);
  });
});
