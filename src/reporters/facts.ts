/** What several views want to know of a report and the report does not say outright. Pure derivations, no wording for a medium. */

import { isArray } from '../model/json.ts';
import type { ConformanceReport, ReportCase, ReportRequirement } from '../model/report.ts';
import { tallyKey } from '../model/report.ts';
import { AREAS, type Area } from '../model/requirement.ts';
import type { CaseVerdict } from '../model/verdict.ts';

export interface AreaSection {
  readonly area: Area;
  readonly requirements: readonly ReportRequirement[];
}

/** Requirements by area in the fixed order of areas; areas without any are left out. */
export function sectionsOf(report: ConformanceReport): readonly AreaSection[] {
  return AREAS.map((area) => ({
    area,
    requirements: report.requirements.filter((one) => one.area === area),
  })).filter((section) => section.requirements.length > 0);
}

/** A MUST that stayed open: it withholds the word "conforms". */
function isOpenMust(requirement: ReportRequirement): boolean {
  return requirement.level === 'MUST' && tallyKey(requirement) === 'inconclusive';
}

export interface Blockers {
  /** Why the grade is not `certifiable`; empty where it is. */
  readonly grade: readonly string[];
  readonly violations: readonly ReportRequirement[];
  readonly open: readonly ReportRequirement[];
}

/** Everything that stands between this report and a certificate. */
export function blockersOf(report: ConformanceReport): Blockers {
  return {
    grade: report.grade === 'certifiable' ? [] : report.gradeReasons,
    violations: report.requirements.filter((one) => one.impact === 'violation'),
    open: report.requirements.filter(isOpenMust),
  };
}

const URGENCY: Readonly<Record<CaseVerdict, number>> = { fail: 0, inconclusive: 1, 'not-exercised': 2, pass: 3 };

/** Cases that need attention first; within one verdict the report's own order. */
export function casesByUrgency(cases: readonly ReportCase[]): readonly ReportCase[] {
  return [...cases].sort((left, right) => URGENCY[left.verdict] - URGENCY[right.verdict]);
}

/** The first case that failed, with its first problem. */
export function firstFailure(requirement: ReportRequirement): ReportCase | undefined {
  return requirement.cases.find((one) => one.verdict === 'fail');
}

/** The first problem in words, or what is known instead of one. */
export function firstProblem(requirement: ReportRequirement): string {
  const failure = firstFailure(requirement);
  return failure?.problems[0]?.message ?? failure?.detail ?? 'a case failed without naming a problem';
}

/** Why a requirement stayed open, in words. */
export function openReason(requirement: ReportRequirement): string {
  if (requirement.verdict === 'untested') return 'no case ran';
  const open = requirement.cases.find((one) => one.verdict === 'inconclusive');
  const idle = requirement.cases.find((one) => one.verdict === 'not-exercised');
  return open?.detail ?? idle?.detail ?? requirement.reason ?? 'could not be judged';
}

type ReasonGroup = readonly [reason: string, requirements: readonly ReportRequirement[]];

/** The open ones of these requirements under their reason code, the largest group first. */
export function openByReason(requirements: readonly ReportRequirement[]): readonly ReasonGroup[] {
  const groups = new Map<string, ReportRequirement[]>();
  for (const one of requirements) {
    if (tallyKey(one) !== 'inconclusive') continue;
    const code = one.verdict === 'untested' ? 'untested' : (one.reason ?? 'unknown');
    const group = groups.get(code);
    if (group) group.push(one);
    else groups.set(code, [one]);
  }
  return [...groups].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1));
}

/** The area that took longest, or undefined where nothing was timed. */
export function slowestArea(report: ConformanceReport): { readonly area: Area; readonly wallMs: number } | undefined {
  let slowest: { readonly area: Area; readonly wallMs: number } | undefined;
  for (const area of AREAS) {
    const wallMs = report.statistics.perArea[area]?.wallMs;
    if (wallMs !== undefined && wallMs > (slowest?.wallMs ?? 0)) slowest = { area, wallMs };
  }
  return slowest;
}

/** What the reader should know beside the verdicts, such as a profile that was left out. */
export function notesOf(report: ConformanceReport): readonly string[] {
  const { notes } = report.run.configuration;
  return isArray(notes) ? notes.filter((note) => typeof note === 'string') : [];
}
