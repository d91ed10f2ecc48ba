/** Poor tenants prove little and are accused of nothing. Every fault under every population is `npm run prove`. */

import { describe, expect, test } from 'vitest';
import { POPULATIONS } from '../src/mock/population/others.ts';
import { DEFAULT_REVISION } from '../src/model/requirement.ts';
import { judgePopulation, witnessesOf } from '../src/proof/populations.ts';

/** What a tenant cannot show, at the least: these must not pass. */
const CANNOT_SHOW: Readonly<Record<string, readonly string[]>> = {
  empty: [
    'filtering.eq-truth',
    'filtering.ne-truth',
    'filtering.value-path-one-element',
    'lookup.listed-user',
    'pagination.beyond-end',
    'pagination.page-size-bounds',
    'pagination.page-size-default',
    'pagination.start-index-position',
    'pagination.walk-no-duplicate',
    'pagination.walk-reaches-total',
    'pagination.walk-union',
  ],
  'one-user': [
    'filtering.eq-truth',
    'filtering.total',
    'pagination.page-size-bounds',
    'pagination.walk-no-duplicate',
    'pagination.walk-reaches-total',
    'pagination.walk-union',
  ],
  'all-alike': ['filtering.eq-truth', 'filtering.ne-truth', 'filtering.paging', 'filtering.total'],
  'nothing-filled': ['filtering.value-path-complete', 'filtering.value-path-one-element', 'filtering.paging'],
  'no-spend-data': ['filtering.eq-complete', 'filtering.ne-complete', 'filtering.total'],
  'no-org-units': ['resource.org-unit-spelling'],
};

describe.each(POPULATIONS.map((one) => [one.id, one] as const))('the population %s', (id, population) => {
  test('raises no alarm, comes to the outcome it names, and proves nothing that it cannot show', async () => {
    const { alarms, open, outcome } = await judgePopulation(population, DEFAULT_REVISION);
    expect(alarms).toEqual([]);
    expect(outcome).toBe(population.outcome);
    expect(open).toEqual(expect.arrayContaining([...(CANNOT_SHOW[id] ?? [])]));
    if (outcome === 'inconclusive') expect(CANNOT_SHOW[id]).toBeDefined();
  }, 60_000);
});

test.each(POPULATIONS.filter((one) => one.users <= 1).map((one) => [one.id, one] as const))(
  'whatever passes with the population %s could have failed there',
  async (_id, population) => {
    const { passing, vacuous } = await witnessesOf(population, DEFAULT_REVISION);
    expect(vacuous).toEqual([]);
    expect(passing).toBeGreaterThan(0);
  },
  120_000,
);
