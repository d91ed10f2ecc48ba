/** The ground filters stand on: which values a schema problem makes doubtful, and which it leaves alone. */

import { describe, expect, test } from 'vitest';
import { discriminates, groundOf, idOf } from '../src/checks/filter/ground.ts';
import { compare, element, type Filter, term } from '../src/checks/filter/terms.ts';
import { type OwnedProblem, URN } from '../src/contract/contract.ts';
import { COUNTRY, CUSTOM, groundOver, spender } from './fixtures/filter-ground.ts';
import { page, populationOf, walk } from './fixtures/list-exchanges.ts';

const users = ['US', 'US', 'DE'].map((country, index) => spender(`u${index}`, { country }));
const eq = compare(COUNTRY, 'eq', 'US');
const pair = element(CUSTOM, [term('id', 'custom1')]);
const at = (pointer: string, more: Partial<OwnedProblem> = {}): OwnedProblem => ({
  requirement: 'resource.rule',
  message: 'A value is wrong.',
  pointer,
  ...more,
});
const first = `/Resources/0/${URN.spendUser}`;

describe('a user is doubtful under a filter', () => {
  const both: Filter = { kind: 'and', parts: [pair, eq] };

  test.each<[string, Filter, OwnedProblem, readonly string[]]>([
    ['for a problem with the value it reads', eq, at(`${first}/country`), ['u0']],
    ['for a value that is not what was expected', eq, at(`${first}/country`, { expected: 'a code' }), ['u0']],
    ['for a problem inside it', eq, at(`${first}/country/0`), ['u0']],
    ['for a whole member of the wrong type', eq, at(first, { actual: 7 }), ['u0']],
    ['for a missing member that leads to it', eq, at('/Resources/0', { expected: URN.spendUser }), ['u0']],
    ['not for another missing member', eq, at('/Resources/0', { expected: 'meta' }), []],
    ['not for a problem with another value', eq, at(`${first}/locale`, { actual: 'x' }), []],
    ['not for a problem with another user', eq, at(`/Resources/2/${URN.spendUser}/country`), ['u2']],
    ['not for a problem outside the resources', eq, at('/totalResults', { actual: -1 }), []],
    ['not for a problem with another list', eq, at('/schemas/0', { actual: 'x' }), []],
    ['not for a problem with the list itself', eq, at('/Resources', { actual: 7 }), []],
    ['for a problem with one part of it', both, at(`${first}/country`), ['u0']],
    ['not for a problem with no part of it', both, at(`${first}/locale`, { actual: 'x' }), []],
  ])('%s', (_name, filter, problem, doubted) => {
    const ground = groundOver(users, [problem]);
    const exchange = ground.population.walks[0]?.pages[0]?.exchange;
    const doubtful = users.filter((_, index) => exchange && ground.isDoubtful(exchange, index, filter));
    expect(doubtful.map(({ id }) => id)).toEqual(doubted);
    expect(ground.sort(filter).open.map(({ id }) => id)).toEqual(doubted);
  });

  test('by one problem of several', () => {
    const ground = groundOver(users, [at(`${first}/locale`, { actual: 'x' }), at(`${first}/country`)]);
    expect(ground.sort(eq).open.map(({ id }) => id)).toEqual(['u0']);
  });

  test.each<[string, OwnedProblem]>([
    ['with its envelope', at('/totalResults')],
    ['with its list', at('/Resources')],
    ['with no place in it', { requirement: 'resource.rule', message: 'A value is wrong.' }],
  ])('by a later page, where an earlier one has a problem %s', (_name, own) => {
    const walks = [walk([page(users, 3)], 3), walk([page(users, 3)], 5)];
    const earlier = walks[0]?.pages[0]?.exchange;
    const ground = groundOf(populationOf(walks), {
      judgeSchema: (seen) => ({
        problems: [seen === earlier ? own : at(`${first}/country`)],
        touched: new Set(),
        unknown: new Set(),
      }),
    });
    expect(ground.sort(eq).open.map(({ id }) => id)).toEqual(['u0']);
  });

  test('by the first page that shows the user and has a problem', () => {
    const walks = [walk([page(users, 3)], 3), walk([page([...users].reverse(), 3)], 5)];
    const [one, two] = walks.map(({ pages }) => pages[0]?.exchange);
    const asked: unknown[] = [];
    const ground = groundOf(populationOf(walks), {
      judgeSchema: (seen) => {
        asked.push(seen);
        return { problems: [at(seen === one ? `${first}/country` : '/x')], touched: new Set(), unknown: new Set() };
      },
    });
    expect(ground.sort(eq).open.map(({ id }) => id)).toEqual(['u0']);
    expect(ground.sort(eq)).toBe(ground.sort(eq));
    expect(asked).toEqual([one, two]);
  });

  test('not by a problem on a page that shows somebody twice', () => {
    const walks = [walk([page(users, 3)], 3), walk([page([...users].reverse(), 3)], 5)];
    const ground = groundOf(populationOf(walks), {
      judgeSchema: () => ({ problems: [at(`${first}/country`)], touched: new Set(), unknown: new Set() }),
    });
    expect(ground.sort(eq).open.map(({ id }) => id)).toEqual(['u0']);
  });
});

describe('a filter', () => {
  test('tells users apart where some match and some do not', () => {
    const [one] = users;
    const some = one ? [one] : [];
    expect(discriminates({ match: some, miss: some, open: [] })).toBe(true);
    expect(discriminates({ match: [], miss: some, open: some })).toBe(false);
    expect(discriminates({ match: some, miss: [], open: some })).toBe(false);
  });

  test('knows a user by a text id alone', () => {
    expect([{ id: 'a' }, { id: 7 }, {}].map(idOf)).toEqual(['a', '', '']);
  });
});
