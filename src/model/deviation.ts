/**
 * Known failures of a target, and what they do to the gate. A deviation never turns a fail into a pass: verdicts, impacts
 * and the outcome stay what they are. It only keeps the gate from closing on exactly the failure that it describes.
 */

import { type ConformanceReport, isOpenMust, type ReportRequirement } from './report.ts';
import { EXIT, type ExitCode } from './verdict.ts';

/** One entry of a deviations file. */
export interface Deviation {
  /** A case id or a requirement id. */
  readonly id: string;
  readonly scope: 'case' | 'requirement';
  /** Why it is accepted for now. */
  readonly reason: string;
  /** Where it is tracked: a link or a ticket. */
  readonly reference?: string;
  /** The last day on which it holds, YYYY-MM-DD in UTC. */
  readonly expires: string;
  /** The failure it describes. */
  readonly fingerprint: string;
  /** `targets/sandbox.deviations.yaml:12`, the line to look at. */
  readonly place: string;
}

/**
 * excused: fails as described. changed: fails in another way. passes: nothing fails any more. expired: its day is over.
 * unmatched: there is no such case or requirement. open: could not be judged, or was not selected, in this run.
 */
export const DEVIATION_STATES = ['excused', 'changed', 'passes', 'expired', 'unmatched', 'open'] as const;
export type DeviationState = (typeof DEVIATION_STATES)[number];

export interface ReportDeviation extends Deviation {
  readonly state: DeviationState;
  /** One sentence: what the state means here, and for a bad one what to do. */
  readonly note: string;
}

const CLOSES_THE_GATE: ReadonlySet<DeviationState> = new Set(['changed', 'passes', 'expired', 'unmatched']);

export function closesTheGate({ state }: Pick<ReportDeviation, 'state'>): boolean {
  return CLOSES_THE_GATE.has(state);
}

/** Whether each failing case of the requirement is excused, one by one or all together. */
export function isExcused(requirement: ReportRequirement, deviations: readonly ReportDeviation[]): boolean {
  const excused = new Set(deviations.filter((one) => one.state === 'excused').map((one) => one.id));
  if (excused.has(requirement.id)) return true;
  const failing = requirement.cases.filter((one) => one.verdict === 'fail');
  return failing.length > 0 && failing.every((one) => excused.has(one.id));
}

export interface Gate {
  readonly exit: ExitCode;
  /** Why it is not open; empty where it is. */
  readonly reasons: readonly string[];
  /** Violations that a deviation excuses. */
  readonly excused: number;
}

/** The exit code of a run and its reasons, out of the report alone. */
export function gateOf(report: Pick<ConformanceReport, 'requirements' | 'deviations' | 'run'>): Gate {
  const { requirements, deviations } = report;
  const violations = requirements.filter((one) => one.impact === 'violation');
  const left = violations.filter((one) => !isExcused(one, deviations));
  const excused = violations.length - left.length;
  const closed = [
    ...left.map((one) => `${one.id} is violated`),
    ...deviations.filter(closesTheGate).map((one) => `${one.place}: ${one.note}`),
  ];
  if (closed.length > 0) return { exit: EXIT.violations, reasons: closed, excused };
  const open = [
    ...(report.run.interrupted ? ['the run was interrupted'] : []),
    ...requirements.filter(isOpenMust).map((one) => `${one.id} could not be judged`),
    ...(requirements.every((one) => one.verdict === 'untested') ? ['nothing was judged'] : []),
  ];
  return { exit: open.length > 0 ? EXIT.inconclusive : EXIT.conforms, reasons: open, excused };
}
