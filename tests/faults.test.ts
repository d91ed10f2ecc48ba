/** Every fault is seen by a case that cites the requirement it names. That nothing else turns red is `npm run prove`. */

import { describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { loadFaults } from '../src/mock/faults/catalogue.ts';
import { DEFAULT_REVISION, REVISIONS, type Revision } from '../src/model/requirement.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';

const faults = await loadFaults();

/** The default revision where the fault and its requirement hold there, else the latest that knows both. */
function revisionFor(violates: string, own: readonly Revision[] | undefined): Revision | undefined {
  const holds = (revision: Revision) =>
    (own?.includes(revision) ?? true) && loadContract(revision).requirements.some((one) => one.id === violates);
  return [DEFAULT_REVISION, ...[...REVISIONS].reverse()].find(holds);
}

describe('each fault turns the requirement it names red', () => {
  test.each(faults.map((one) => [one.id, one] as const))('%s', async (id, fault) => {
    const revision = revisionFor(fault.violates, fault.revisions);
    if (revision === undefined) throw new Error(`${id}: ${fault.violates} holds in none of its revisions`);
    // A standing rule may show only in what other cases provoke; then the whole run decides.
    const alone = await judgeInProcess({ revision, faults: [id], casePattern: `${fault.violates}/*` });
    const seen = alone.violations.concat(alone.warnings).includes(fault.violates);
    const result = seen ? alone : await judgeInProcess({ revision, faults: [id] });
    const named = result.requirements.find((one) => one.id === fault.violates);
    expect(named?.verdict, 'the fault was not seen').toBe('fail');
    expect(result.world.applied.get(id) ?? 0, 'the fault never changed anything').toBeGreaterThan(0);
  });
});

test('without a fault the same cases are green', async () => {
  const { violations, warnings, inconclusive } = await judgeInProcess();
  expect({ violations, warnings, inconclusive }).toEqual({ violations: [], warnings: [], inconclusive: [] });
}, 60_000);
