/**
 * The phases of a full run. Reading comes before writing, timelines after both; beside the writing run the readings
 * that no write can mislead. Standing cases are provoked in their phase and closed when all others are done.
 */

import type { Case } from './case.ts';

export type Phase = 'reading' | 'writing' | 'timelines';

export function phaseOf(one: Case, somethingWrites: boolean): Phase {
  if (one.kind === 'timeline') return 'timelines';
  // Where nothing is written, there is nothing to wait beside.
  return one.writes || (somethingWrites && one.anytime) ? 'writing' : 'reading';
}

/** The order in which a full run can give out verdicts: who shows them one after the other never waits for a later one. */
export function inOrderOfVerdicts(cases: readonly Case[]): readonly Case[] {
  const somethingWrites = cases.some((one) => one.writes);
  const rank = (one: Case): number => {
    const phase = phaseOf(one, somethingWrites);
    if (one.kind === 'standing' || phase === 'timelines') return 3;
    if (phase === 'reading') return 0;
    return one.writes ? 2 : 1;
  };
  return [...cases].sort((one, other) => rank(one) - rank(other));
}
