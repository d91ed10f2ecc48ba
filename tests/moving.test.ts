/** Tenants in which people are at work while they are read, and tenants of every size: never a violation. */

import { describe, expect, test } from 'vitest';
import { MOCK_DEFAULTS } from '../src/harness/facts.ts';
import type { Corruption } from '../src/mock/fault.ts';
import type { Person } from '../src/mock/person.ts';
import type { Area } from '../src/model/requirement.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';

const AREAS: readonly Area[] = ['envelope', 'pagination', 'filtering', 'lookup'];

/** The list that `asked` list requests have been made of: people come and go at its start. */
function moving(cut: (people: readonly Person[], asked: number) => readonly Person[]): Corruption {
  return { order: (people, _scene, scratch) => cut(people, scratch.count()) };
}

const judge = (corrupt: Corruption, users = 120) =>
  judgeInProcess({ users, areas: AREAS, corrupt, target: { writable: false } });

describe('a population that moves', () => {
  test.each([
    [
      'somebody is hired every eight reads',
      moving((people, asked) => people.slice(Math.max(0, 40 - Math.floor(asked / 8)))),
    ],
    ['somebody leaves every eight reads', moving((people, asked) => people.slice(Math.floor(asked / 8)))],
  ])('%s: no violation, and the reason is told', async (_name, corrupt) => {
    const { violations, warnings, records } = await judge(corrupt);
    expect(violations).toEqual([]);
    expect(warnings).toEqual([]);
    const moved = records.filter((one) => one.reason === 'population-moved');
    for (const one of moved) expect(one).toMatchObject({ verdict: 'inconclusive', blame: 'tenant data' });
  });

  test('one that never rests leaves walks open', async () => {
    const { records } = await judge(moving((people, asked) => people.slice(Math.floor(asked / 4) % 60)));
    expect(records.some((one) => one.reason === 'population-moved')).toBe(true);
  });

  test('one that comes to rest is judged after all', async () => {
    const { violations, records } = await judge(moving((people, asked) => people.slice(Math.max(0, 3 - asked))));
    expect(violations).toEqual([]);
    const walks = records.filter((one) => one.id.startsWith('pagination.total-stable/'));
    expect(walks.map((one) => one.reason ?? one.verdict)).not.toContain('population-moved');
  });

  test('a server that repeats people at rest is still red', async () => {
    const broken = moving((people) => [...people.slice(0, 30), ...people.slice(20)]);
    expect((await judge(broken)).violations).toContain('pagination.walk-no-duplicate');
  });
});

describe('tenants of every size', () => {
  test.each([1, 2, 40])('%i users: nothing red, nothing blamed on the target', async (users) => {
    const { violations, warnings, requirements } = await judgeInProcess({
      users,
      areas: AREAS,
      target: { writable: false },
    });
    expect([...violations, ...warnings]).toEqual([]);
    const open = requirements.filter((one) => one.verdict === 'inconclusive');
    for (const one of open) expect([one.id, one.blame]).toEqual([one.id, 'tenant data']);
  });

  test('a list longer than a walk may be is sampled under a declared rule, and conforms', async () => {
    const defaults = { ...MOCK_DEFAULTS, walkPages: 9 };
    const { violations, warnings, requirements, records } = await judgeInProcess({
      users: 2_500,
      areas: AREAS,
      defaults,
      target: { writable: false },
    });
    expect([...violations, ...warnings]).toEqual([]);
    const open = requirements.filter((one) => one.level === 'MUST' && one.verdict === 'inconclusive');
    expect(open.map((one) => one.id)).toEqual([]);
    const walk = records.find((one) => one.id === 'pagination.walk-reaches-total/first-walk');
    expect(walk).toMatchObject({
      verdict: 'pass',
      behaviour: 'sampled: 3 pages from the start, 3 in the middle, 3 at the end',
    });
  }, 60_000);

  test('a sample still sees a list that ends too early', async () => {
    const short: Corruption = {
      page: (page, { asked }) =>
        asked.filter === undefined && asked.startIndex > 2_300 ? { ...page, people: [], itemsPerPage: 0 } : page,
    };
    const { violations } = await judgeInProcess({
      users: 2_500,
      areas: ['pagination'],
      defaults: { ...MOCK_DEFAULTS, walkPages: 9 },
      corrupt: short,
      target: { writable: false },
    });
    expect(violations).toContain('pagination.walk-reaches-total');
  }, 60_000);
});
