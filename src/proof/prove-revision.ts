/**
 * The proof of one revision: the clean mock before and after, every fault, permitted behaviour alone and in pairs, and
 * other populations. It gathers; what holds and what does not is decided by the parts themselves.
 */

import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { loadCases } from '../harness/suites.ts';
import { loadFaults } from '../mock/faults/catalogue.ts';
import { POPULATIONS } from '../mock/population/others.ts';
import type { Proof } from '../model/proof.ts';
import type { Revision } from '../model/requirement.ts';
import { casesThatBind } from './each-case.ts';
import { cleanDefects, faultsIn, judgeMatrix } from './matrix.ts';
import type { RunOutcome } from './outcome.ts';
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
  const eachCase =
    only.length === 0 ? await judgeEachCase(pool, contract, outcomes, timed) : { binding: 0, neverRed: [] };
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
      ...eachCase,
      faults: matrix.faults,
      alike: matrix.alike,
      permitted: permitted.totals,
    },
    defects: [
      ...cleanDefects([...before, ...after]),
      ...matrix.defects,
      ...eachCase.neverRed.map((id) => `the case ${id} fails under no fault and no blunt corruption`),
      ...permitted.alarms,
    ],
    took,
  };
}

type Timed = <Result>(part: string, work: () => Promise<Result>) => Promise<Result>;

/** Of the cases that face blunt corruptions; each judges the seed users anew. */
const PARTS = 2;
const NOTHING_PERMITTED = { totals: { variants: 0, pairs: 0, populations: 0 }, alarms: [] };

/** What no fault turns red faces blunt corruptions, in parts that the workers share. */
async function judgeEachCase(pool: Pool, contract: Contract, outcomes: readonly RunOutcome[], timed: Timed) {
  const seen = new Set(outcomes.flatMap((one) => one.red.map(({ id }) => id)));
  const binding = casesThatBind(contract, await loadCases(contract));
  const open = binding.map(({ id }) => id).filter((id) => !seen.has(id));
  const parts = Array.from({ length: PARTS }, (_, part) => open.filter((_id, index) => index % PARTS === part));
  const left = await timed('each case', () => pool.all('blunt', parts));
  return { binding: binding.length, neverRed: left.flat().sort() };
}

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
