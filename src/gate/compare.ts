/**
 * What changed between two runs. A regression is a case that fails now and did not, or fails for another reason, a MUST
 * that was kept and cannot be judged any more, and a case that is missing although nobody chose to leave it out: a gate
 * must not be green because nothing looked. Everything else is told and closes no gate. Pure: two reports in, one value out.
 */

import { kindsOfCase } from '../harness/deviations.ts';
import { kindOf } from '../model/problem-kind.ts';
import { type ConformanceReport, isOpenMust, type ReportCase, type ReportRequirement } from '../model/report.ts';
import type { Level } from '../model/requirement.ts';
import { recordsOnly } from '../model/verdict.ts';
import {
  type BehaviourChange,
  behaviourChanges,
  behaviourFingerprint,
  type Slower,
  slowerTo,
} from './compare-measures.ts';

export interface CaseChange {
  /** Case id. */
  readonly id: string;
  readonly level: Level;
  readonly before: string;
  readonly after: string;
  /** The first problem, or the reason it could not be judged, in words. */
  readonly detail?: string;
}

/** A case that was judged before and was not in the later run. */
export interface MissingCase extends CaseChange {
  /** Not where the two runs asked for different things, and not where the target had no data for it. */
  readonly regression: boolean;
}

export interface RequirementChange {
  readonly id: string;
  readonly before?: string;
  readonly after?: string;
}

/** One side of a comparison. */
export interface Compared {
  readonly target: string;
  readonly revision: string;
  readonly startedAt: string;
  readonly outcome: string;
  readonly grade: string;
  /** Over all observations: equal where a target behaves the same wherever it may choose. */
  readonly behaviour: string;
}

export interface CompareOptions {
  /** A p95 of convergence that grew by more than this factor is a regression; undefined: it is told. */
  readonly slower?: number;
}

export interface Comparison {
  readonly before: Compared;
  readonly after: Compared;
  readonly newlyFailing: readonly CaseChange[];
  readonly changedReason: readonly CaseChange[];
  /** MUSTs that were kept before; by requirement. */
  readonly newlyInconclusive: readonly RequirementChange[];
  readonly fixed: readonly CaseChange[];
  readonly noLongerExecuted: readonly MissingCase[];
  readonly requirementsAdded: readonly string[];
  readonly requirementsRemoved: readonly string[];
  /** Same id, another level or statement. */
  readonly requirementsChanged: readonly RequirementChange[];
  readonly behaviour: readonly BehaviourChange[];
  readonly slower: readonly Slower[];
  /** How many of all this are regressions. */
  readonly regressions: number;
}

interface Placed {
  readonly one: ReportCase;
  readonly requirement: ReportRequirement;
}

export function compareReports(
  before: ConformanceReport,
  after: ConformanceReport,
  { slower: factor }: CompareOptions = {},
): Comparison {
  const old = casesOf(before);
  const now = casesOf(after);
  const newlyFailing: CaseChange[] = [];
  const changedReason: CaseChange[] = [];
  const fixed: CaseChange[] = [];
  for (const [id, { one, requirement }] of now) {
    if (recordsOnly(requirement.level)) continue;
    const earlier = old.get(id)?.one;
    const change = changeOf(requirement, earlier, one);
    if (one.verdict === 'fail' && earlier?.verdict !== 'fail') newlyFailing.push(change);
    else if (one.verdict === 'fail' && earlier) {
      const other = otherReason(earlier, one);
      if (other !== undefined) {
        changedReason.push({ ...change, detail: other, before: earlier.problems[0]?.message ?? 'fail' });
      }
    } else if (one.verdict === 'pass' && earlier?.verdict === 'fail') fixed.push(change);
  }
  const newlyInconclusive = newlyOpen(before, after);
  // A requirement that is told as open is not told again case by case.
  const open = new Set(newlyInconclusive.map((one) => one.id));
  const noLongerExecuted = notExecuted(old, now, before, after).filter(({ id }) => !open.has(id.split('/')[0] ?? ''));
  const slower = slowerTo(before, after, factor);
  return {
    before: sideOf(before),
    after: sideOf(after),
    newlyFailing,
    changedReason,
    newlyInconclusive,
    fixed,
    noLongerExecuted,
    ...requirementChanges(before, after),
    behaviour: behaviourChanges(before, after),
    slower,
    regressions:
      newlyFailing.length +
      changedReason.length +
      newlyInconclusive.length +
      [...noLongerExecuted, ...slower].filter((one) => one.regression).length,
  };
}

/** A kind of problem that the earlier failure did not have; one that lost a kind is the same failure, nearer to its end. */
function otherReason(before: ReportCase, after: ReportCase): string | undefined {
  const known = new Set(kindsOfCase(before));
  const listed = after.problems.find((one) => !known.has(kindOf(one)))?.message;
  return listed ?? kindsOfCase(after).find((one) => !known.has(one));
}

function sideOf(report: ConformanceReport): Compared {
  const { target, contract, run, outcome, grade } = report;
  return {
    target: target.baseUrl,
    revision: contract.revision,
    startedAt: run.startedAt,
    outcome,
    grade,
    behaviour: behaviourFingerprint(report),
  };
}

function casesOf(report: ConformanceReport): ReadonlyMap<string, Placed> {
  return new Map(
    report.requirements.flatMap((requirement) =>
      requirement.cases.map((one) => [one.id, { one, requirement }] as const),
    ),
  );
}

function changeOf({ level }: ReportRequirement, before: ReportCase | undefined, after: ReportCase): CaseChange {
  const detail = after.problems[0]?.message ?? after.detail;
  return {
    id: after.id,
    level,
    before: before?.verdict ?? 'not there',
    after: after.verdict,
    ...(detail !== undefined && { detail }),
  };
}

function newlyOpen(before: ConformanceReport, after: ConformanceReport): RequirementChange[] {
  const kept = new Set(before.requirements.filter((one) => one.verdict === 'pass').map((one) => one.id));
  return after.requirements
    .filter((one) => isOpenMust(one) && kept.has(one.id))
    .map((one) => ({ id: one.id, before: 'pass', after: `${one.verdict}${one.reason ? ` (${one.reason})` : ''}` }));
}

/** What a run was asked to judge. Two runs of which one was asked for less miss nothing. */
function askedFor({ run, contract, gradeReasons }: ConformanceReport): string {
  const { profiles, areas, case: pattern, shard, allowWrites } = run.configuration;
  // Playwright's own --grep is told by the grade alone.
  const chosen = gradeReasons.filter((one) => /^only \d+ of \d+ cases were chosen to run$/.test(one));
  return JSON.stringify([contract.revision, profiles, areas, pattern, shard, allowWrites, chosen]);
}

function notExecuted(
  old: ReadonlyMap<string, Placed>,
  now: ReadonlyMap<string, Placed>,
  before: ConformanceReport,
  after: ConformanceReport,
): MissingCase[] {
  const requirements = new Map(after.requirements.map((one) => [one.id, one]));
  const sameQuestion = askedFor(before) === askedFor(after);
  return [...old.values()].flatMap(({ one, requirement }) => {
    const holder = requirements.get(requirement.id);
    const judged = one.verdict === 'pass' || one.verdict === 'fail';
    // A requirement that is gone is told as such; one that was left out by choice misses nothing.
    if (!judged || holder === undefined) return [];
    if (holder.cases.length === 0 && !sameQuestion) return [];
    const later = now.get(one.id)?.one;
    if (later !== undefined && later.verdict !== 'not-exercised') return [];
    const detail = later?.detail ?? (holder.cases.length === 0 ? holder.reason : undefined);
    return [
      {
        id: one.id,
        level: requirement.level,
        before: one.verdict,
        after: later?.verdict ?? (holder.cases.length === 0 ? holder.verdict : 'not there'),
        ...(detail !== undefined && { detail }),
        regression: later === undefined && sameQuestion && !recordsOnly(requirement.level),
      },
    ];
  });
}

function requirementChanges(before: ConformanceReport, after: ConformanceReport) {
  const old = new Map(before.requirements.map((one) => [one.id, one]));
  const now = new Map(after.requirements.map((one) => [one.id, one]));
  const words = (one: ReportRequirement) => `${one.level}: ${one.statement}`;
  return {
    requirementsAdded: [...now.keys()].filter((id) => !old.has(id)),
    requirementsRemoved: [...old.keys()].filter((id) => !now.has(id)),
    requirementsChanged: [...now.values()].flatMap((one) => {
      const earlier = old.get(one.id);
      if (earlier === undefined || words(earlier) === words(one)) return [];
      return [{ id: one.id, before: words(earlier), after: words(one) }];
    }),
  };
}
