/** What a case that looks at every exchange keeps: a handful of problems, and every kind of them. */

import { expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { defineStanding } from '../src/harness/case.ts';
import { createStandingLedger } from '../src/harness/standing.ts';
import { listed } from './fixtures/list-exchanges.ts';

const contract = loadContract('2024-03');
const LATE = 30;
const requirement = contract.requirements[0]?.id ?? '';

test('a failure of another kind is kept, however late it shows and however many there were before', () => {
  const one = defineStanding({
    requirement,
    name: 'every answer',
    provoke: async () => [],
    inspect: ({ id }) => [{ message: id === LATE ? 'no id' : `page ${id} is wrong`, pointer: `/Resources/${id}` }],
  });
  const ledger = createStandingLedger([one], contract);
  for (let id = 1; id <= LATE; id += 1) {
    ledger.inspect({
      exchange: { ...listed(), id },
      sender: { area: 'envelope', requirement },
    });
  }
  const { finding } = ledger.findingOf(one);
  if (finding.verdict !== 'fail') throw new Error('it fails');
  expect(finding.problems).toHaveLength(10);
  expect(finding.otherKinds?.map((each) => each.message)).toEqual(['no id']);
  ledger.forget();
  expect(ledger.findingOf(one).finding.verdict).toBe('not-exercised');
});
