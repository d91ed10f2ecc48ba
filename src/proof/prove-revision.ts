/**
 * The proof of one revision: the clean mock before and after, every fault, permitted behaviour alone and in pairs, and
 * poor populations. It gathers; what holds and what does not is decided by the parts themselves.
 */

import { loadContract } from '../contract/load.ts';
import { loadFaults } from '../mock/faults/catalogue.ts';
import { POPULATIONS } from '../mock/population/poor.ts';
import type { Proof } from '../model/proof.ts';
import type { Revision } from '../model/requirement.ts';
import { cleanDefects, faultsIn, judgeMatrix } from './matrix.ts';
import { judgePairs } from './pairs.ts';
import { openPool, type Pool } from './pool.ts';
import { type JudgeSets, judgeEachVariant } from './variants.ts';

export interface Proven {
  readonly proof: Proof;
  /** One sentence each; empty is how it must be. */
  readonly defects: readonly string[];
  /** Seconds that each part took, in order. */
  readonly took: readonly (readonly [part: string, seconds: number])[];
}

export interface ProofPlan {
  readonly revision: Revision;
  /** Only these faults, and nothing of permitted behaviour; empty: everything. */
  readonly only: readonly string[];
  readonly workers?: number | undefined;
  readonly onProgress?: (done: number, of: number) => void;
}

export async function proveRevision(plan: ProofPlan): Promise<Proven> {
  const pool = openPool(plan.revision, plan.workers);
  try {
    return await proveWith(pool, plan);
  } finally {
    pool.close();
  }
}

async function proveWith(pool: Pool, { revision, only, onProgress }: ProofPlan): Promise<Proven> {
  const contract = loadContract(revision);
  const faults = faultsIn(contract, await loadFaults()).filter((one) => only.length === 0 || only.includes(one.id));
  const took: (readonly [string, number])[] = [];
  const timed: Timed = async (part, work) => {
    const start = performance.now();
    const result = await work();
    took.push([part, Math.round((performance.now() - start) / 1_000)]);
    return result;
  };
  let done = 0;
  const outcomes = await timed('faults', () =>
    pool.all(
      'fault',
      faults.map((one) => one.id),
      () => onProgress?.(++done, faults.length),
    ),
  );
  const permitted = only.length === 0 ? await judgePermitted(pool, revision, timed) : NOTHING_PERMITTED;
  const before = await pool.before;
  const after = await pool.after();
  const [clean] = before;
  if (clean === undefined) throw new RangeError('a proof needs at least one worker');
  const runs = faults.flatMap((fault, position) => {
    const outcome = outcomes[position];
    return outcome === undefined ? [] : [{ fault, outcome }];
  });
  const matrix = judgeMatrix(contract, clean, runs);
  return {
    proof: {
      kind: 'Proof',
      revision,
      cases: clean.cases,
      faults: matrix.faults,
      alike: matrix.alike,
      permitted: permitted.totals,
    },
    defects: [...cleanDefects([...before, ...after]), ...matrix.defects, ...permitted.alarms],
    took,
  };
}

type Timed = <Result>(part: string, work: () => Promise<Result>) => Promise<Result>;

const NOTHING_PERMITTED = { totals: { variants: 0, pairs: 0, populations: 0 }, alarms: [] };

async function judgePermitted(pool: Pool, revision: Revision, timed: Timed) {
  const judgeSets: JudgeSets = (sets) => pool.all('variants', sets);
  const variants = await timed('variants', () => judgeEachVariant(revision, judgeSets));
  const pairs = await timed('pairs', () => judgePairs(revision, judgeSets));
  const populations = await timed('populations', () =>
    pool.all(
      'population',
      POPULATIONS.map((one) => one.id),
    ),
  );
  return {
    totals: { variants: variants.length, pairs: pairs.pairs, populations: populations.length },
    alarms: [
      ...variants.flatMap((one) => one.alarms.map((alarm) => `variant ${one.variants.join(' + ')}: ${alarm}`)),
      ...pairs.alarms.map((alarm) => `pair ${alarm}`),
      ...populations.flatMap((one) => one.alarms.map((alarm) => `population ${one.population.id}: ${alarm}`)),
    ],
  };
}
