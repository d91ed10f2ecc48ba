/** From cases to requirements, from requirements to an outcome, a grade and an exit code. Pure functions only. */

import type { Reason } from './finding.ts';
import type { Level } from './requirement.ts';

export const CASE_VERDICTS = ['pass', 'fail', 'inconclusive', 'not-exercised'] as const;
export type CaseVerdict = (typeof CASE_VERDICTS)[number];

export const REQUIREMENT_VERDICTS = ['pass', 'inconclusive', 'fail', 'inapplicable', 'untested', 'excluded'] as const;
export type RequirementVerdict = (typeof REQUIREMENT_VERDICTS)[number];

export const IMPACTS = ['violation', 'warning', 'observation', 'none'] as const;
export type Impact = (typeof IMPACTS)[number];

export const OUTCOMES = ['conforms', 'inconclusive', 'violations'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const GRADES = ['certifiable', 'partial', 'exploratory'] as const;
export type Grade = (typeof GRADES)[number];

/** A requirement's reason is a case's, or `no-data` when no discriminating case ran. */
export type RequirementReason = Reason | 'no-data';

export interface CaseOutcome {
  readonly verdict: CaseVerdict;
  readonly reason?: Reason;
}

export interface RequirementOutcome {
  readonly verdict: RequirementVerdict;
  readonly reason?: RequirementReason;
}

/** The worst of its cases; `no-data` when all of them were not exercised; `untested` when none ran. */
export function verdictOfCases(cases: readonly CaseOutcome[]): RequirementOutcome {
  if (cases.length === 0) return { verdict: 'untested' };
  if (cases.some((one) => one.verdict === 'fail')) return { verdict: 'fail' };
  const open = cases.find((one) => one.verdict === 'inconclusive');
  if (open) return { verdict: 'inconclusive', ...(open.reason && { reason: open.reason }) };
  if (cases.some((one) => one.verdict === 'pass')) return { verdict: 'pass' };
  return { verdict: 'inconclusive', reason: 'no-data' };
}

/** MAY and UNSPECIFIED requirements record a behaviour; they can pass or stay open, never fail. */
export function recordsOnly(level: Level): boolean {
  return level === 'MAY' || level === 'UNSPECIFIED';
}

export function impactOf(level: Level, verdict: RequirementVerdict, strict: boolean): Impact {
  if (recordsOnly(level)) return verdict === 'pass' || verdict === 'fail' ? 'observation' : 'none';
  if (verdict !== 'fail') return 'none';
  return level === 'MUST' || strict ? 'violation' : 'warning';
}

export interface JudgedRequirement {
  readonly verdict: RequirementVerdict;
  readonly level: Level;
  readonly impact: Impact;
}

/** `selected`: only the requirements inside the run's selection. */
export function outcomeOf(selected: readonly JudgedRequirement[]): Outcome {
  if (selected.some((one) => one.impact === 'violation')) return 'violations';
  const open = (one: JudgedRequirement) =>
    one.level === 'MUST' && (one.verdict === 'inconclusive' || one.verdict === 'untested');
  return selected.length === 0 || selected.some(open) ? 'inconclusive' : 'conforms';
}

/** Why a shard alone is `partial`; gone when all shards are merged. */
export const SHARD_REASON = 'only one shard of the cases ran';
export const INTERRUPTED_REASON = 'the run was interrupted';

/** Why a run of fewer cases than its selection holds is `partial`. */
export function chosenReason(chosen: number, all: number): string {
  return `only ${chosen} of ${all} cases were chosen to run`;
}

export interface GradeFacts {
  /** A selection by area or case, or profiles that are not all that the target declares. */
  readonly selection: readonly string[];
  readonly interrupted: boolean;
  readonly sharded: boolean;
  /** Whatever departs from the target kind's defaults: budgets, rhythm, tolerances, deviations, faults, variants. */
  readonly departures: readonly string[];
}

export function gradeOf(facts: GradeFacts): { readonly grade: Grade; readonly reasons: readonly string[] } {
  const partial = [
    ...facts.selection,
    ...(facts.sharded ? [SHARD_REASON] : []),
    ...(facts.interrupted ? [INTERRUPTED_REASON] : []),
  ];
  if (facts.departures.length > 0) return { grade: 'exploratory', reasons: [...facts.departures, ...partial] };
  if (partial.length > 0) return { grade: 'partial', reasons: partial };
  return { grade: 'certifiable', reasons: ['whole profiles, default budgets and rhythm, no deviations'] };
}

export const EXIT = { conforms: 0, violations: 1, inconclusive: 2, unusable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
