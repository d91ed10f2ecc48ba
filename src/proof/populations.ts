/**
 * Poor tenants: what they cannot show must not count as proven. Each population is judged honest first; then every fault
 * in what a run reads is put into it, and a requirement that passes although none of its faults would turn it red there
 * has passed for nothing.
 */

import { loadContract } from '../contract/load.ts';
import { loadCases } from '../harness/suites.ts';
import type { Fault } from '../mock/fault.ts';
import { loadFaults } from '../mock/faults/catalogue.ts';
import { POPULATIONS, type Population } from '../mock/population/poor.ts';
import { groupBy } from '../model/group.ts';
import type { Revision } from '../model/requirement.ts';
import { type Outcome, outcomeOf, recordsOnly } from '../model/verdict.ts';
import { judgeInProcess } from './judge-in-process.ts';

export interface PopulationJudged {
  readonly revision: Revision;
  readonly population: Population;
  readonly outcome: Outcome;
  /** MUST and SHOULD requirements that were not judged, each with the reason. */
  readonly open: readonly string[];
  readonly alarms: readonly string[];
}

/** An honest server with these users: never a violation or a warning, and the outcome the population names. */
export async function judgePopulation(population: Population, revision: Revision): Promise<PopulationJudged> {
  const result = await judgeInProcess({ revision, population });
  const judged = result.requirements.filter((one) => one.verdict !== 'excluded' && one.verdict !== 'inapplicable');
  const outcome = outcomeOf(judged);
  const alarms = [
    ...result.violations.map((id) => `${id} is violated`),
    ...result.warnings.map((id) => `${id} warns`),
    ...(outcome === population.outcome ? [] : [`the outcome is ${outcome} and not ${population.outcome}`]),
  ];
  const open = judged.filter((one) => !recordsOnly(one.level) && one.verdict === 'inconclusive').map((one) => one.id);
  return { revision, population, outcome, open, alarms };
}

/** One fault under one population. */
export interface Crossing {
  readonly fault: string;
  readonly requirement: string;
  /** Of the requirement, judged by its own cases: `fail` where the fault was seen. */
  readonly verdict: string;
}

export interface Vacuity {
  readonly population: string;
  readonly crossings: readonly Crossing[];
  /** Requirements that pass under every one of their faults: nothing there could have failed them. */
  readonly vacuous: readonly string[];
}

/** Faults whose requirement is judged by reading. */
export async function readingFaults(revision: Revision): Promise<readonly Fault[]> {
  const contract = loadContract(revision);
  const reading = new Set((await loadCases(contract)).filter((one) => !one.writes).map((one) => one.requirement));
  return (await loadFaults()).filter((one) => reading.has(one.violates) && (one.revisions?.includes(revision) ?? true));
}

/** Every reading fault under one population, each judged by the cases of the requirement that it breaks. */
export async function crossPopulation(population: Population, revision: Revision): Promise<Vacuity> {
  const crossings: Crossing[] = [];
  for (const { id, violates } of await readingFaults(revision)) {
    const casePattern = `${violates}/*`;
    const { requirements } = await judgeInProcess({ revision, population, faults: [id], casePattern });
    const verdict = requirements.find((one) => one.id === violates)?.verdict ?? 'untested';
    crossings.push({ fault: id, requirement: violates, verdict });
  }
  const vacuous = [...groupBy(crossings, (one) => one.requirement)]
    .filter(([, own]) => own.some((one) => one.verdict === 'pass') && !own.some((one) => one.verdict === 'fail'))
    .map(([id]) => id);
  return { population: population.id, crossings, vacuous };
}

/** Everything above for all populations. */
export async function judgePopulations(revision: Revision): Promise<readonly PopulationJudged[]> {
  const judged: PopulationJudged[] = [];
  for (const population of POPULATIONS) judged.push(await judgePopulation(population, revision));
  return judged;
}
