/** Permitted behaviour raises no alarm, alone or with another. Every variant alone in each revision is `npm run prove`. */

import { describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { CONFLICTS } from '../src/mock/variants/conflicts.ts';
import { listVariants } from '../src/mock/variants.ts';
import { DEFAULT_REVISION, REVISIONS } from '../src/model/requirement.ts';
import { compatiblePairs, coverOfPairs, uncovered } from '../src/proof/pairs.ts';
import { judgeTogether, variantsOf } from '../src/proof/variants.ts';

describe('what variants declare', () => {
  const known = new Map(REVISIONS.flatMap((one) => loadContract(one).requirements.map((each) => [each.id, each])));

  test('names requirements that exist, at the level that it speaks of', () => {
    for (const { id, warns = [], leavesOpen = {} } of listVariants()) {
      for (const one of [...warns, ...Object.keys(leavesOpen)]) expect(known.has(one), `${id} names ${one}`).toBe(true);
    }
  });

  test('conflicts name variants that exist, at least two of them, with a reason', () => {
    const ids = new Set(listVariants().map((one) => one.id));
    for (const { variants, why } of CONFLICTS) {
      expect(variants.length).toBeGreaterThan(1);
      expect(variants.filter((one) => !ids.has(one))).toEqual([]);
      expect(why).not.toBe('');
    }
  });
});

describe('the cover of all pairs', () => {
  const ids = variantsOf(DEFAULT_REVISION);
  const sets = coverOfPairs(ids);

  test('holds every compatible pair, and no pair that conflicts', () => {
    expect(uncovered(ids, sets)).toEqual([]);
    const conflicting = CONFLICTS.flatMap(({ variants }) => variants.map((one) => [one, variants] as const));
    for (const set of sets) {
      for (const [one, rivals] of conflicting) {
        if (set.includes(one)) expect(rivals.filter((rival) => set.includes(rival))).toEqual([one]);
      }
    }
  });

  test('is found incomplete where a pair is missing', () => {
    const [first] = compatiblePairs(ids);
    const without = sets.map((set) => set.filter((id) => id !== first?.split(' + ')[0]));
    expect(uncovered(ids, without)).toContain(first);
  });
});

/** As few sets of the cover as show every variant. */
function enoughOf(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const shown = new Set<string>();
  return sets.filter((set) => {
    const adds = set.some((id) => !shown.has(id));
    for (const id of set) shown.add(id);
    return adds;
  });
}

// All pairs, and that both of each pair show, is `npm run prove`; here every variant is met in a crowd.
describe('permitted behaviours together raise no alarm', () => {
  const sets = enoughOf(coverOfPairs(variantsOf(DEFAULT_REVISION)));

  const shown = new Set<string>();

  test.each(sets.map((set) => [set.length, set] as const))(
    '%d of them',
    async (_length, set) => {
      const { alarms, applied } = await judgeTogether(set, DEFAULT_REVISION);
      for (const id of applied) shown.add(id);
      expect(alarms).toEqual([]);
    },
    60_000,
  );

  test('and each of them really shows', () => {
    expect(variantsOf(DEFAULT_REVISION).filter((id) => !shown.has(id))).toEqual([]);
  });
});
