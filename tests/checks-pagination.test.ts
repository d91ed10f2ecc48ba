import { describe, expect, it } from 'vitest';
import {
  defaultPage,
  isAnswered,
  pageOfAtMost,
  refusedOrClamped,
  refusedOrDefault,
  refusedWith400,
  walkBegins,
} from '../src/checks/paging.ts';
import {
  beginsAtOne,
  endAnsweredWith200,
  nothingBehindTheEnd,
  pageBeginsAt,
  refusedOrFirstPage,
  refusedOrNothing,
  totalUnchanged,
} from '../src/checks/paging-position.ts';
import {
  bothNames,
  noServerError,
  noServerErrorWithin,
  otherNameAlone,
  whatItDid,
} from '../src/checks/paging-tolerance.ts';
import type { Exchange } from '../src/model/exchange.ts';
import { listed, page, populationOf, soundWalk, users, walk } from './fixtures/list-exchanges.ts';

const plain = listed({ body: page(users(5), 9) });
const refused = (status: number) => listed({ status, body: {} });
const holding = (count: number, from = 1) => listed({ body: page(users(count, from), 9, from) });
const beside = (seen: Exchange) => ({ seen, plain });

describe('a page size within the bounds', () => {
  it('bounds the page', () => {
    expect(pageOfAtMost(5)(beside(holding(5)))).toEqual({ verdict: 'pass' });
    expect(pageOfAtMost(5)(beside(holding(2)))).toEqual({ verdict: 'pass' });
    expect(pageOfAtMost(2)(beside(holding(3)))).toMatchObject({ verdict: 'fail', problems: [{ actual: 3 }] });
  });

  it('is answered, unless the list is refused altogether', () => {
    expect(pageOfAtMost(5)(beside(refused(400))).verdict).toBe('fail');
    expect(pageOfAtMost(5)(beside(refused(500))).verdict).toBe('fail');
    expect(pageOfAtMost(5)(beside(refused(403))).verdict).toBe('inconclusive');
    expect(pageOfAtMost(5)({ seen: refused(404), plain: refused(404) }).verdict).toBe('inconclusive');
    expect(pageOfAtMost(5)(beside(listed({ body: 'text' }))).verdict).toBe('inconclusive');
    expect(isAnswered(refused(404)).verdict).toBe('fail');
    expect(isAnswered(refused(401)).verdict).toBe('inconclusive');
  });

  it('begins a walk with somebody, where anybody is there', () => {
    expect(walkBegins({ seen: holding(1) })).toEqual({ verdict: 'pass' });
    expect(walkBegins({ seen: holding(0) })).toMatchObject({
      verdict: 'fail',
      problems: [{ message: 'After 0 of 9 resources the page at startIndex 1 carries none.', actual: 0 }],
    });
    expect(walkBegins({ seen: listed({ body: page([], 0) }) }).verdict).toBe('not-exercised');
    expect(walkBegins({ seen: listed({ body: page(users(2), 2) }) }).verdict).toBe('not-exercised');
    expect(walkBegins({ seen: refused(400) }).verdict).toBe('not-exercised');
    expect(walkBegins({ seen: listed({ body: 'text' }) }).verdict).toBe('not-exercised');
  });

  it('has a default within the bounds', () => {
    expect(defaultPage(100)(plain)).toEqual({ verdict: 'pass', behaviour: 'answered with 5 resources' });
    expect(defaultPage(100)(listed({ body: page(users(9), 9) }))).toMatchObject({
      behaviour: 'answered with the whole result',
    });
    expect(defaultPage(4)(plain).verdict).toBe('fail');
    expect(defaultPage(4)(refused(404)).verdict).toBe('inconclusive');
  });
});

describe('a page size outside the bounds', () => {
  const judge = (seen: Exchange) => refusedOrClamped(6)(beside(seen));

  it('may be refused or clamped, and says which', () => {
    expect(judge(refused(400))).toEqual({ verdict: 'pass', behaviour: 'refused with 400' });
    expect(judge(holding(6))).toEqual({ verdict: 'pass', behaviour: 'answered with 6 resources' });
    expect(judge(holding(0))).toEqual({ verdict: 'pass', behaviour: 'answered without resources' });
  });

  it('may not widen the page or upset the server', () => {
    expect(judge(holding(7)).verdict).toBe('fail');
    expect(judge(refused(500)).verdict).toBe('fail');
    expect(judge(refused(302)).verdict).toBe('fail');
  });

  it('is not judged on a server that refuses every list', () => {
    expect(refusedOrClamped(6)({ seen: refused(404), plain: refused(404) }).verdict).toBe('inconclusive');
    expect(judge(refused(401)).verdict).toBe('inconclusive');
  });

  it('that is no integer may fall back to the default, even to one that is too large', () => {
    expect(refusedOrDefault(4)(beside(holding(5)))).toEqual({ verdict: 'pass', behaviour: 'read as the default' });
    expect(refusedOrDefault(4)(beside(holding(6))).verdict).toBe('fail');
    expect(refusedOrDefault(4)(beside(refused(500))).verdict).toBe('fail');
  });

  it('is refused with 400, where it is refused', () => {
    expect(refusedWith400({ plain, seen: [refused(400), holding(2)] })).toMatchObject({ verdict: 'pass' });
    expect(refusedWith400({ plain, seen: [refused(422), refused(400)] })).toMatchObject({
      verdict: 'fail',
      problems: [{ actual: 422 }],
    });
    expect(refusedWith400({ plain, seen: [holding(2), refused(429)] }).verdict).toBe('not-exercised');
    expect(refusedWith400({ plain: refused(404), seen: [refused(404)] }).verdict).toBe('inconclusive');
  });
});

describe('a start position', () => {
  const population = populationOf([soundWalk(9, 4), soundWalk(9, 5)]);
  const unordered = populationOf([
    soundWalk(9, 4),
    walk([page([...users(5)].reverse(), 9), page(users(4, 6), 9, 6)], 5),
  ]);
  const nobody = populationOf([walk([404], 4, 'refused')]);
  const at = (position: number, size: number, seen: Exchange, among = population) =>
    pageBeginsAt(position, size)({ seen, population: among });

  it('cuts the matching piece out of the walk', () => {
    expect(at(2, 2, holding(2, 2))).toEqual({ verdict: 'pass' });
    expect(at(9, 2, holding(1, 9))).toEqual({ verdict: 'pass' });
    expect(at(2, 2, holding(2, 1))).toMatchObject({ verdict: 'fail', problems: [{ expected: ['u2', 'u3'] }] });
    expect(at(9, 2, holding(2, 8)).verdict).toBe('fail');
    expect(at(9, 2, holding(0)).verdict).toBe('fail');
    expect(at(2, 2, refused(500)).verdict).toBe('fail');
  });

  it('is no question where no such position exists or nothing can be compared', () => {
    expect(at(10, 2, holding(0)).verdict).toBe('not-exercised');
    expect(at(2, 2, holding(2, 2), unordered).verdict).toBe('not-exercised');
    expect(at(9, 2, holding(1, 3), unordered).verdict).toBe('pass');
    expect(at(9, 2, holding(2, 3), unordered).verdict).toBe('fail');
    expect(at(1, 2, refused(404), nobody).verdict).toBe('inconclusive');
  });

  it('that nobody gave is 1', () => {
    const first = holding(2);
    expect(beginsAtOne({ seen: holding(2), first, population })).toEqual({ verdict: 'pass' });
    expect(beginsAtOne({ seen: holding(5), first, population })).toEqual({ verdict: 'pass' });
    const shifted = listed({ body: page(users(2, 2), 9, 1) });
    expect(beginsAtOne({ seen: shifted, first, population }).verdict).toBe('fail');
    expect(beginsAtOne({ seen: shifted, first, population: unordered }).verdict).toBe('pass');
    const silent = listed({ body: page(users(2, 2), 9, 1, { startIndex: null }) });
    expect(beginsAtOne({ seen: silent, first, population: unordered }).verdict).toBe('not-exercised');
    expect(beginsAtOne({ seen: listed({ body: page(users(2), 9, 0) }), first, population }).verdict).toBe('fail');
    expect(beginsAtOne({ seen: refused(400), first, population }).verdict).toBe('not-exercised');
  });

  it('below 1 may be refused or read as 1', () => {
    const first = holding(2);
    const below = (seen: Exchange, among = population) => refusedOrFirstPage({ seen, first, population: among });
    expect(below(refused(400))).toMatchObject({ behaviour: 'refused with 400' });
    expect(below(holding(2))).toMatchObject({ behaviour: 'read as 1' });
    expect(below(listed({ body: page(users(2), 9, 0) })).verdict).toBe('fail');
    expect(below(listed({ body: page(users(1), 9, 1) })).verdict).toBe('fail');
    expect(below(listed({ body: page(users(1), 9, 1) }), unordered).verdict).toBe('pass');
    expect(below(refused(503)).verdict).toBe('fail');
  });

  it('behind the last match shows nobody', () => {
    const behind = (seen: Exchange, among = population) => nothingBehindTheEnd(10)({ seen, population: among });
    const { Resources: _gone, ...without } = page([], 9, 10);
    expect(behind(holding(0, 10))).toMatchObject({ behaviour: 'Resources empty' });
    expect(behind(listed({ body: without }))).toMatchObject({ behaviour: 'Resources left out' });
    expect(behind(refused(404))).toMatchObject({ behaviour: 'refused with 404' });
    expect(behind(holding(1, 9)).verdict).toBe('fail');
    expect(behind(refused(400)).verdict).toBe('fail');
    expect(behind(listed({ body: page(users(1, 10), 10, 10) })).verdict).toBe('inconclusive');
    expect(behind(refused(404), nobody).verdict).toBe('inconclusive');
    expect(endAnsweredWith200({ seen: refused(404), population }).verdict).toBe('fail');
    expect(endAnsweredWith200({ seen: holding(0, 10), population }).verdict).toBe('pass');
    expect(endAnsweredWith200({ seen: refused(404), population: nobody }).verdict).toBe('inconclusive');
  });

  it('beyond 32 bits is refused or shows nobody', () => {
    expect(refusedOrNothing(beside(refused(400))).verdict).toBe('pass');
    expect(refusedOrNothing(beside(holding(0))).verdict).toBe('pass');
    expect(refusedOrNothing(beside(holding(2))).verdict).toBe('fail');
    expect(refusedOrNothing(beside(refused(500))).verdict).toBe('fail');
  });

  it('does not change the total', () => {
    const total = (seen: Exchange, among = population) => totalUnchanged({ seen, population: among }).verdict;
    expect(total(holding(2))).toBe('pass');
    expect(total(listed({ body: page(users(2), 2) }))).toBe('fail');
    expect(total(listed({ body: page(users(2), 1) }))).toBe('inconclusive');
    expect(total(refused(404))).toBe('not-exercised');
    expect(total(holding(2), nobody)).toBe('inconclusive');
  });
});

describe('parameters without a meaning', () => {
  it('may do anything but upset the server', () => {
    expect(noServerError(beside(plain))).toEqual({ verdict: 'pass', behaviour: 'ignored' });
    expect(noServerError(beside(refused(400)))).toEqual({ verdict: 'pass', behaviour: 'refused with 400' });
    expect(noServerError(beside(refused(500))).verdict).toBe('fail');
    expect(noServerError({ seen: refused(500), plain: refused(500) }).verdict).toBe('inconclusive');
    expect(noServerError(beside(listed({ body: 'text' })))).toMatchObject({ verdict: 'pass' });
  });

  it('are recorded by what they change', () => {
    const did = (body: ReturnType<typeof page>) => whatItDid(beside(listed({ body })));
    expect(did(page(users(5), 3))).toMatchObject({ behaviour: 'changes the result' });
    expect(did(page([...users(5)].reverse(), 9))).toMatchObject({ behaviour: 'changes the order' });
    expect(did(page(users(2), 9))).toMatchObject({ behaviour: 'changes the page' });
    expect(
      did(
        page(
          users(5).map(({ id }) => ({ id: id ?? null })),
          9,
        ),
      ),
    ).toMatchObject({ behaviour: 'changes the resources' });
    expect(whatItDid(beside(refused(500)))).toEqual({ verdict: 'pass', behaviour: 'answered with 500' });
  });

  it('may be the other name of the page size', () => {
    expect(otherNameAlone(2)(beside(holding(2)))).toMatchObject({ behaviour: 'an alias' });
    expect(otherNameAlone(2)(beside(plain))).toMatchObject({ behaviour: 'ignored' });
    expect(otherNameAlone(5)(beside(plain)).verdict).toBe('not-exercised');
    expect(bothNames(2, 3)(beside(holding(2)))).toMatchObject({ behaviour: 'the documented name counts' });
    expect(bothNames(2, 3)(beside(holding(3)))).toMatchObject({ behaviour: 'the other name counts' });
    expect(bothNames(2, 3)(beside(listed({ body: page(users(2), 2) }))).verdict).toBe('not-exercised');
  });

  it('may be repeated', () => {
    const repeated = (seen: Exchange) => noServerErrorWithin(5)(beside(seen)).verdict;
    expect(repeated(holding(3))).toBe('pass');
    expect(repeated(refused(400))).toBe('pass');
    expect(repeated(holding(6))).toBe('fail');
    expect(repeated(refused(500))).toBe('fail');
  });
});
