/** A case that cannot fail would be told: here are two such, beside one that can. */

import { expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { defineCase, defineTimeline } from '../src/harness/case.ts';
import { loadCases } from '../src/harness/suites.ts';
import { fail, pass } from '../src/model/finding.ts';
import { DEFAULT_REVISION } from '../src/model/requirement.ts';
import { recordsOnly } from '../src/model/verdict.ts';
import { casesThatBind, neverRed } from '../src/proof/each-case.ts';

const contract = loadContract(DEFAULT_REVISION);
const requirement = 'envelope.list-schema';
const list = { query: { [contract.pageSize.name]: 1 } };

const RED_ON_REFUSAL = defineCase({
  requirement,
  name: 'red on refusal',
  probe: (session) => session.send('listUsers', list),
  expect: (exchange) => (exchange.response.status === 200 ? pass() : fail({ message: 'It is not 200.', exchange })),
});
const COMPARED_WITH_ITSELF = defineCase({
  requirement,
  name: 'compared with itself',
  probe: async (session) => [await session.send('listUsers', list), await session.send('listUsers', list)] as const,
  expect: ([one, other]) =>
    one.response.status === other.response.status ? pass() : fail({ message: 'They differ.', exchange: other }),
});
const LOOKS_AT_NOTHING = defineTimeline({
  requirement: 'lookup.unknown-id',
  name: 'looks at nothing',
  provoke: (session) => session.send('listUsers', list),
  inspect: () => pass(),
});

test('what nothing turns red is left, and only that', async () => {
  const cases = [RED_ON_REFUSAL, COMPARED_WITH_ITSELF, LOOKS_AT_NOTHING];
  const left = await neverRed(
    cases.map(({ id }) => id),
    { revision: DEFAULT_REVISION, cases },
  );
  expect(left).toEqual([COMPARED_WITH_ITSELF.id, LOOKS_AT_NOTHING.id]);
}, 60_000);

test('cases that only record behaviour are none of those that must be able to fail', async () => {
  const all = await loadCases(contract);
  const binding = casesThatBind(contract, all);
  const recording = all.filter((one) => recordsOnly(contract.requirement(one.requirement).level));
  expect(recording.length).toBeGreaterThan(0);
  expect(binding.length + recording.length).toBe(all.length);
});
