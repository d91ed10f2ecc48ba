/**
 * What changed between two runs. A regression is a case that fails now and did not, or fails for another reason, or a
 * MUST that was kept and cannot be judged any more; everything else is told and closes no gate. Pure: two reports in,
 * one value out.
 */

import { fingerprintOfCase } from '../harness/deviations.ts';
import { type ConformanceReport, isOpenMust, type ReportCase, type ReportRequirement } from '../model/report.ts';
import type { Level } from '../model/requirement.ts';
import { recordsOnly } from '../model/verdict.ts';

export interface CaseChange {
  /** Case id. */
  readonly id: string;
  readonly level: Level;
  readonly before: string;
  readonly after: string;
  /** The first problem, or the reason it could not be judged, in words. */
  readonly detail?: string;
}

export interface RequirementChange {
  readonly id: string;
  readonly before?: string;
  readonly after?: string;
}

export interface BehaviourChange {
  /** Requirement id. */
  readonly id: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The p95 of what it took to show, of one kind of write in one view. */
export interface Slower {
  /** `PATCH list`: operation and view. */
  readonly id: string;
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** One side of a comparison. */
export interface Compared {
  readonly target: string;
  readonly revision: string;
  readonly startedAt: string;
  readonly outcome: string;
  readonly grade: string;
}

export interface Comparison {
  readonly before: Compared;
  readonly after: Compared;
  readonly newlyFailing: readonly CaseChange[];
  readonly changedReason: readonly CaseChange[];
  /** MUSTs that were kept before; by requirement. */
  readonly newlyInconclusive: readonly RequirementChange[];
  readonly fixed: readonly CaseChange[];
  /** Judged before, and not in the later run although its requirement is. */
  readonly noLongerExecuted: readonly CaseChange[];
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

export function compareReports(before: ConformanceReport, after: ConformanceReport): Comparison {
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
    else if (one.verdict === 'fail' && earlier && fingerprintOfCase(earlier) !== fingerprintOfCase(one)) {
      changedReason.push({ ...change, before: earlier.problems[0]?.message ?? 'fail' });
    } else if (one.verdict === 'pass' && earlier?.verdict === 'fail') fixed.push(change);
  }
  const newlyInconclusive = newlyOpen(before, after);
  return {
    before: sideOf(before),
    after: sideOf(after),
    newlyFailing,
    changedReason,
    newlyInconclusive,
    fixed,
    noLongerExecuted: notExecuted(old, now, after),
    ...requirementChanges(before, after),
    behaviour: behaviourChanges(before, after),
    slower: slowerTo(before, after),
    regressions: newlyFailing.length + changedReason.length + newlyInconclusive.length,
  };
}

function sideOf({ target, contract, run, outcome, grade }: ConformanceReport): Compared {
  return { target: target.baseUrl, revision: contract.revision, startedAt: run.startedAt, outcome, grade };
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

/** A case whose requirement was left out by choice is not missed. */
function notExecuted(
  old: ReadonlyMap<string, Placed>,
  now: ReadonlyMap<string, Placed>,
  after: ConformanceReport,
): CaseChange[] {
  const judged = new Set(after.requirements.filter((one) => one.cases.length > 0).map((one) => one.id));
  return [...old.values()].flatMap(({ one, requirement }) => {
    if (one.verdict === 'not-exercised' || !judged.has(requirement.id)) return [];
    const later = now.get(one.id)?.one;
    if (later !== undefined && later.verdict !== 'not-exercised') return [];
    const detail = later?.detail;
    return [
      {
        id: one.id,
        level: requirement.level,
        before: one.verdict,
        after: later?.verdict ?? 'not there',
        ...(detail !== undefined && { detail }),
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

/** Only requirements that both runs observed: what one of them did not look at did not change. */
function behaviourChanges(before: ConformanceReport, after: ConformanceReport): BehaviourChange[] {
  const old = behavioursOf(before);
  return [...behavioursOf(after)].flatMap(([id, now]) => {
    const earlier = old.get(id);
    if (earlier === undefined || earlier.join('\n') === now.join('\n')) return [];
    return [{ id, before: earlier, after: now }];
  });
}

function behavioursOf(report: ConformanceReport): ReadonlyMap<string, readonly string[]> {
  const seen = new Map<string, string[]>();
  for (const { id, behaviour } of report.observations) seen.set(id, [...(seen.get(id) ?? []), behaviour].sort());
  return seen;
}

/** Half as long again, and more than a second: less is noise of one night. */
const SLOWER = { factor: 1.5, ms: 1_000 };

function slowerTo(before: ConformanceReport, after: ConformanceReport): Slower[] {
  const times = ({ statistics }: ConformanceReport) =>
    new Map((statistics.convergence ?? []).map((row) => [`${row.operation} ${row.view}`, row.firstSeenMs?.p95]));
  const old = times(before);
  return [...times(after)].flatMap(([id, afterMs]) => {
    const beforeMs = old.get(id);
    if (beforeMs === undefined || afterMs === undefined) return [];
    const isSlower = afterMs > beforeMs * SLOWER.factor && afterMs - beforeMs > SLOWER.ms;
    return isSlower ? [{ id, beforeMs, afterMs }] : [];
  });
}
