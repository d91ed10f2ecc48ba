/**
 * The cases about pages and walks against generated servers: a right one is blamed for nothing, whatever its habits;
 * a wrong one is blamed for its bug wherever the bug can be seen, and not for it where it cannot.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contract } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { JsonObject } from '../src/model/json.ts';
import { REVISIONS, type Revision } from '../src/model/requirement.ts';
import { cases as envelopeCases } from '../suites/envelope.cases.ts';
import { cases as paginationCases } from '../suites/pagination.cases.ts';
import { failedIn, findingsOf } from './fixtures/case-session.ts';
import { STARTED, user } from './fixtures/list-exchanges.ts';
import { answerOf, type Departure, type Habits, habits, usersOf } from './fixtures/pagers.ts';
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

/** What somebody does in the tenant while it is read: before which request, at which place. */
const change = fc.record({
  request: fc.nat(40),
  place: fc.nat(200),
  kind: oneOf('created', 'changed', 'deleted'),
});

/** The users after a change: who was touched carries the time of the reads. */
function changed(
  users: readonly JsonObject[],
  { kind, place }: { kind: string; place: number },
): readonly JsonObject[] {
  const at = place % (users.length + 1);
  const touched = user(kind === 'created' ? 'newcomer' : `${users[at]?.id}`, {
    meta: { resourceType: 'User', lastModified: new Date(STARTED).toISOString() },
  });
  return [
    ...users.slice(0, at),
    ...(kind === 'deleted' ? [] : [touched]),
    ...users.slice(kind === 'created' ? at : at + 1),
  ];
}

describe('a right pager over a tenant at work', () => {
  test('is not blamed for what people do meanwhile', () =>
    holds(
      60,
      fc.asyncProperty(revision, habits(oneOf('one')), change, async (here, habit, done) => {
        fc.pre(habit.count > 0 && (done.kind === 'created' || done.place % (habit.count + 1) < habit.count));
        const before = usersOf(habit);
        const after = changed(before, done);
        let requests = 0;
        const contract = loadContract(here);
        const findings = await findingsOf(casesOf(contract), contract, (query) => {
          requests += 1;
          return answerOf(query, habit, contract, rightly, requests > done.request ? after : before);
        });
        expect(failedIn(findings).filter((id) => id !== 'pagination.beyond-end-status')).toEqual([]);
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
