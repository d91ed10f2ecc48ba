/** What several views want to know of a report and the report does not say outright. Pure derivations, no wording for a medium. */

import { closesTheGate, gateOf, type ReportDeviation } from '../model/deviation.ts';
import { isArray } from '../model/json.ts';
import type { ConformanceReport, ReportCase, ReportRequirement } from '../model/report.ts';
import { isOpenMust, tally, tallyKey } from '../model/report.ts';
import { AREAS, type Area } from '../model/requirement.ts';
import { type CaseVerdict, EXIT } from '../model/verdict.ts';
import { duration, grouped, plural } from './format.ts';

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

/** How it came out, in one sentence for somebody who reads no further. */
export function outcomeSentence({ requirements, outcome }: ConformanceReport): string {
  const counts = tally(requirements);
  const open = requirements.filter(isOpenMust).length;
  const unjudged = `${plural(open, 'MUST')} could not be judged`;
  if (outcome === 'violations') {
    const broken = `${grouped(counts.violation)} of ${plural(requirements.length, 'requirement')} ${counts.violation === 1 ? 'is' : 'are'} violated`;
    return open > 0 ? `${broken}, and ${unjudged}.` : `${broken}.`;
  }
  if (outcome === 'inconclusive') return open > 0 ? `Nothing is violated, but ${unjudged}.` : 'Nothing was judged.';
  const kept = requirements.filter((one) => one.level === 'MUST' && tallyKey(one) === 'pass').length;
  const judged = ['No MUST was asked about', '1 MUST was judged and is kept'][kept];
  const warned = `${plural(counts.warning, 'SHOULD')} ${counts.warning === 1 ? 'is' : 'are'} not`;
  const all = judged ?? `${grouped(kept)} MUSTs were judged, and every one is kept`;
  return counts.warning > 0 ? `${all}; ${warned}.` : `${all}.`;
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

/** What the deviations of a run come to, in one sentence; undefined where none is declared. */
export function gateSentence(report: ConformanceReport): string | undefined {
  if (report.deviations.length === 0) return undefined;
  const gate = gateOf(report);
  const closing = report.deviations.filter(closesTheGate).length;
  const parts = [
    ...(gate.excused > 0 ? [`${plural(gate.excused, 'violation')} excused by a deviation`] : []),
    ...(closing > 0 ? [`${plural(closing, 'deviation')} no longer true`] : []),
    ...(closing === 0 && gate.reasons.length > 0 ? [`${grouped(gate.reasons.length)} left`] : []),
  ];
  return `Gate ${gate.exit === EXIT.conforms ? 'open' : 'closed'}: ${parts.join(', ') || 'no deviation was needed'}`;
}

/** Deviations that close the gate first, then the others in the order of their file. */
export function deviationsByUrgency(report: ConformanceReport): readonly ReportDeviation[] {
  return [...report.deviations].sort((a, b) => Number(closesTheGate(b)) - Number(closesTheGate(a)));
}

/** How long requests waited, in words; undefined where nothing made them wait. */
export function waitingOf(report: ConformanceReport): string | undefined {
  const { paceMs = 0, throttledMs = 0, retryMs = 0 } = report.statistics.waited ?? {};
  const parts = [
    ...(throttledMs > 0 ? [`${duration(throttledMs)} throttled by the target`] : []),
    ...(retryMs > 0 ? [`${duration(retryMs)} before another try`] : []),
    ...(paceMs > 0 ? [`${duration(paceMs)} for their turn`] : []),
  ];
  return parts.length === 0 ? undefined : `requests waited ${parts.join(', ')} (summed)`;
}

/** Open requirements by whom they are blamed on, the most first: `target 3, throttling 2`. */
export function blamedText(requirements: readonly ReportRequirement[]): string {
  const counts = new Map<string, number>();
  for (const { blame } of requirements) if (blame !== undefined) counts.set(blame, (counts.get(blame) ?? 0) + 1);
  return [...counts]
    .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
    .map(([blame, count]) => `${blame} ${count}`)
    .join(', ');
}
