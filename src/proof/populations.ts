/**
 * Poor tenants: what they cannot show must not count as proven. Each population is judged on an honest server first; then
 * corruptions of what a run reads are put into it. A requirement that passes there although nothing could turn it red
 * has passed for nothing.
 */

import { loadContract } from '../contract/load.ts';
import type { Case } from '../harness/case.ts';
import { loadCases } from '../harness/suites.ts';
import { loadFaults } from '../mock/faults/catalogue.ts';
import type { OtherPopulation } from '../mock/population/others.ts';
import type { Revision } from '../model/requirement.ts';
import { type Outcome, outcomeOf, recordsOnly } from '../model/verdict.ts';
import { BLUNT } from './blunt.ts';
import { createCleanPass } from './clean-pass.ts';
import { type InProcessOptions, judgeInProcess } from './judge-in-process.ts';

export interface PopulationJudged {
  readonly revision: Revision;
  readonly population: OtherPopulation;
  readonly outcome: Outcome;
  /** MUST and SHOULD requirements that were not judged. */
  readonly open: readonly string[];
  readonly alarms: readonly string[];
}

/** An honest server with these users: never a violation or a warning, and the outcome that the population names. */
export async function judgePopulation(population: OtherPopulation, revision: Revision): Promise<PopulationJudged> {
  const result = await judgeInProcess({ revision, population });
  const judged = result.requirements.filter((one) => one.verdict !== 'excluded' && one.verdict !== 'inapplicable');
  const outcome = outcomeOf(judged);
  const expected = population.conformsIn?.includes(revision) ? 'conforms' : population.outcome;
  const alarms = [
    ...result.violations.map((id) => `${id} is violated`),
    ...result.warnings.filter((id) => !population.warns?.includes(id)).map((id) => `${id} warns`),
    ...(outcome === expected ? [] : [`the outcome is ${outcome} and not ${expected}`]),
  ];
  const binding = judged.filter((one) => !recordsOnly(one.level));
  return {
    revision,
    population,
    outcome,
    open: binding.filter((one) => one.verdict === 'inconclusive').map((one) => one.id),
    alarms,
  };
}

export interface Vacuity {
  readonly population: string;
  /** Requirements that pass under the population. */
  readonly passing: number;
  /** Requirements that pass whatever the server does: there must be none. */
  readonly vacuous: readonly string[];
}

/**
 * Looks for something that turns each passing requirement red. Blunt corruptions come first, for one of them breaks many
 * rules at once; what is left faces its own faults. Only reading cases count, for what a run wrote itself makes every
 * tenant richer.
 */
export async function witnessesOf(population: OtherPopulation, revision: Revision): Promise<Vacuity> {
  const clean = createCleanPass();
  const all = clean.wrap((await loadCases(loadContract(revision))).filter((one) => !one.writes));
  const { bytesOf } = clean;
  const honest = await judgeInProcess({ revision, population, cases: all, bytesOf });
  clean.learned();
  const passing = honest.requirements
    .filter((one) => one.verdict === 'pass' && !recordsOnly(one.level))
    .map((one) => one.id);
  const judge = (cases: readonly Case[], options: InProcessOptions) =>
    judgeInProcess({ revision, population, cases, bytesOf, ...options });
  const casesOf = (requirements: ReadonlySet<string>) => all.filter((one) => requirements.has(one.requirement));
  const open = new Set(passing);
  const bluntly = async (most: number) => {
    for (const { corrupt, voids = [] } of BLUNT) {
      if (open.size === 0) return;
      const { requirements, violations, warnings } = await judge(atMost(most, casesOf(open), voids), { corrupt });
      const voided = requirements.filter((one) => voids.includes(one.id) && one.reason === 'no-data');
      for (const id of [...violations, ...warnings, ...voided.map((one) => one.id)]) open.delete(id);
    }
  };
  await bluntly(FEW);
  for (const { id, violates, revisions } of await loadFaults()) {
    if (!open.has(violates) || !(revisions?.includes(revision) ?? true)) continue;
    const { violations, warnings } = await judge(casesOf(new Set([violates])), { faults: [id] });
    if (violations.includes(violates) || warnings.includes(violates)) open.delete(violates);
  }
  await bluntly(Number.POSITIVE_INFINITY);
  return { population: population.id, passing: passing.length, vacuous: [...open] };
}

const FEW = 4;

/** Some cases of each requirement, for one red one is enough; all of those whose silence counts. */
function atMost(most: number, cases: readonly Case[], whole: readonly string[]): readonly Case[] {
  const taken = new Map<string, number>();
  return cases.filter(({ requirement }) => {
    const before = taken.get(requirement) ?? 0;
    taken.set(requirement, before + 1);
    return before < most || whole.includes(requirement);
  });
}

/** Both: an honest server raises no alarm with these users, and whatever passes with poor ones could have failed. */
export async function provePopulation(population: OtherPopulation, revision: Revision): Promise<PopulationJudged> {
  const judged = await judgePopulation(population, revision);
  if (population.rich) return judged;
  const { vacuous } = await witnessesOf(population, revision);
  return { ...judged, alarms: [...judged.alarms, ...vacuous.map((id) => `${id} passes whatever the server does`)] };
}
