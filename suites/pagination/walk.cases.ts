/** Walks: the run's three full walks, one under a filter, and what they record about order and page fill. */

import {
  keepTheTotal,
  orderSeen,
  pageFill,
  reachesTotal,
  repeatsNobody,
  showsTotal,
  showTheSameUsers,
} from '../../src/checks/walk.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { at } from '../../src/model/json.ts';
import type { Population, Walk } from '../../src/model/walk.ts';
import { firstPagesOf, movableCase, readsOf } from './second-look.cases.ts';

/** Pages of the walk under a filter: more than two, so that a middle page is seen. */
const FILTERED_PAGES = 4;

const WALKS = [
  { name: 'first walk', index: 0 },
  { name: 'second walk', index: 1 },
  { name: 'third walk', index: 2 },
] as const;

const RULES = [
  { requirement: 'pagination.walk-reaches-total', expect: reachesTotal },
  { requirement: 'pagination.walk-no-duplicate', expect: repeatsNobody },
  { requirement: 'pagination.walk-union', expect: showsTotal },
  { requirement: 'pagination.total-stable', expect: (walk: Walk | undefined) => keepTheTotal(walk ? [walk] : []) },
] as const;

export function walkCases(contract: Contract): readonly Case[] {
  const population = (session: Session) => session.population();
  return [
    ...RULES.flatMap((rule) =>
      WALKS.map(({ name, index }) =>
        movableCase({
          requirement: rule.requirement,
          name,
          probe: population,
          reads: ({ walks }) => readsOf(walks),
          repeat: ({ walks }) => firstPagesOf(walks, contract),
          expect: ({ walks }) => (walks[index] ? rule.expect(walks[index]) : walkNotTaken(walks[0])),
        }),
      ),
    ),
    ...RULES.map((rule) =>
      movableCase({
        requirement: rule.requirement,
        name: 'walk under a filter',
        probe: (session) => filteredWalk(session, contract),
        reads: (seen) => (seen.kind === 'walk' ? readsOf([seen.walk]) : []),
        repeat: (seen) => (seen.kind === 'walk' ? firstPagesOf([seen.walk], contract) : []),
        filter: (seen) => (seen.kind === 'walk' ? seen.walk.filter : undefined),
        expect: (seen): Finding => (seen.kind === 'walk' ? rule.expect(seen.walk) : seen.finding),
      }),
    ),
    movableCase({
      requirement: 'pagination.walk-union',
      name: 'walks at different page sizes',
      probe: population,
      reads: ({ walks }) => readsOf(walks),
      repeat: ({ walks }) => firstPagesOf(walks, contract),
      expect: ({ walks }) => showTheSameUsers(walks),
    }),
    movableCase({
      requirement: 'pagination.total-stable',
      name: 'walks at different page sizes',
      probe: population,
      reads: ({ walks }) => readsOf(walks),
      repeat: ({ walks }) => firstPagesOf(walks, contract),
      expect: ({ walks }) => keepTheTotal(walks),
    }),
    defineCase({ requirement: 'pagination.order', name: 'full walks', probe: population, expect: orderSeen }),
    defineCase({
      requirement: 'pagination.short-pages',
      name: 'full walks',
      probe: population,
      expect: ({ walks }) => pageFill(walks),
    }),
  ];
}

/** The list was refused at once, or is too short for another page size. */
function walkNotTaken(first: Walk | undefined): Finding {
  if (first && first.end !== 'refused') return notExercised('the list is too short to be cut in another way');
  return unmet('an earlier walk could not be read');
}

type Filtered = { readonly kind: 'walk'; readonly walk: Walk } | { readonly kind: 'none'; readonly finding: Finding };

/** Walks the largest group of users that one filter selects. */
async function filteredWalk(session: Session, contract: Contract): Promise<Filtered> {
  const group = largestGroup(await session.population(), contract);
  if (!group) return { kind: 'none', finding: notExercised('no filterable value is shared by enough users') };
  const size = Math.min(contract.pageSize.maximum, Math.ceil(group.users / FILTERED_PAGES));
  return { kind: 'walk', walk: await session.walk({ size, filter: group.filter }) };
}

/** The filter on the value most users share, among plain ones that need no escaping. */
export function largestGroup(population: Population, contract: Contract) {
  const counted = new Map<string, number>();
  const attributes = contract.filters.attributes.filter((one) => one.type === 'string' && one.operators.includes('eq'));
  for (const user of population.users) {
    for (const { name, path } of attributes) {
      const value = at(user, URN.spendUser, name);
      if (typeof value !== 'string' || !/^[A-Za-z0-9_-]+$/.test(value)) continue;
      const filter = `${path} eq "${value}"`;
      counted.set(filter, (counted.get(filter) ?? 0) + 1);
    }
  }
  // Everybody's value would make this a fourth full walk.
  const groups = [...counted].filter(([, users]) => users >= FILTERED_PAGES && users < population.users.length);
  const [largest] = groups.sort(([left, more], [right, less]) => less - more || (left < right ? -1 : 1));
  return largest && { filter: largest[0], users: largest[1] };
}
