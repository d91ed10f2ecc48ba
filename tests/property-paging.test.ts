/**
 * The cases about pages and walks against generated servers: a right one is blamed for nothing, whatever its habits;
 * a wrong one is blamed for its bug wherever the bug can be seen, and not for it where it cannot.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contract } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import { REVISIONS, type Revision } from '../src/model/requirement.ts';
import { cases as envelopeCases } from '../suites/envelope.cases.ts';
import { cases as paginationCases } from '../suites/pagination.cases.ts';
import { failedIn, findingsOf } from './fixtures/case-session.ts';
import { answerOf, type Departure, type Habits, habits } from './fixtures/pagers.ts';
import { holds, oneOf } from './fixtures/property.ts';
import { WRONG_PAGERS } from './fixtures/wrong-pagers.ts';

const revision = oneOf(...REVISIONS);
const rightly: Departure = (right) => right;

/** The cases that need no schema: bodies are as small as paging allows. */
function casesOf(contract: Contract) {
  const owned = new Set(contract.schemaRequirements);
  return [...paginationCases(contract), ...envelopeCases(contract)].filter((one) => !owned.has(one.requirement));
}

async function failed(here: Revision, habit: Habits, depart: Departure) {
  const contract = loadContract(here);
  return failedIn(await findingsOf(casesOf(contract), contract, (query) => answerOf(query, habit, contract, depart)));
}

describe('a right pager', () => {
  test('is blamed for nothing but what its own habit costs', () =>
    holds(
      60,
      fc.asyncProperty(revision, habits(oneOf('one', 'by page size', 'small pages differ')), async (here, habit) => {
        const warned = habit.behind === 404 ? ['pagination.beyond-end-status'] : [];
        const found = await failed(here, habit, rightly);
        expect(found.filter((id) => !warned.includes(id))).toEqual([]);
      }),
    ));
});

describe('a wrong pager', () => {
  test.each(WRONG_PAGERS)('$name', ({ breaks, depart, visible, unless }) =>
    holds(
      12,
      fc.asyncProperty(revision, habits(oneOf('one')), async (here, habit) => {
        fc.pre(!unless?.(habit));
        const found = await failed(here, habit, depart);
        expect(found.includes(breaks), `${breaks} among ${found.join(', ')}`).toBe(visible(habit));
      }),
    ),
  );
});
