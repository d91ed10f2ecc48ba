/**
 * The report as a public type: keys may be added, never renamed. report.json is this value as canonical JSON, and
 * every other view (HTML, JUnit, summary) is derived from it alone. Schema: schemas/harness/report.schema.json.
 */

import type { Blame } from './blame.ts';
import type { ReportDeviation } from './deviation.ts';
import type { Reason } from './finding.ts';
import type { Json, JsonObject } from './json.ts';
import type { Area, Level, OperationId, Provenance, Source } from './requirement.ts';
import type { CaseVerdict, Grade, Impact, Outcome, RequirementReason, RequirementVerdict } from './verdict.ts';

export const REPORT_SCHEMA_VERSION = '1.0';

/** One of several tries of a request. */
export interface ReportAttempt {
  /** RFC 3339. */
  readonly startedAt: string;
  readonly ms: number;
  readonly status?: number;
  /** Instead of a status: why nothing came that could be read. */
  readonly failure?: string;
  /** How long was waited before the next try. */
  readonly waitedMs?: number;
}

/** A request that brought nothing that could be judged. */
export interface ReportUnanswered {
  readonly request: ReportExchange['request'];
  readonly attempts: readonly ReportAttempt[];
  readonly curl: string;
}

export interface ReportExchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Only where a problem points into it: at most 8 KB around the pointer, redacted. */
    readonly body?: string;
    readonly digest: string;
    readonly bytes: number;
  };
  /** RFC 3339. */
  readonly startedAt: string;
  readonly ms: number;
  /** All tries, this one the last, where there was more than one. */
  readonly attempts?: readonly ReportAttempt[];
  /** Repeats the request; the token is `$SPEND_TOKEN` or its sibling. */
  readonly curl: string;
}

export interface ReportProblem {
  /** Stable within a report: `case id # position`. */
  readonly id: string;
  readonly message: string;
  readonly pointer?: string;
  readonly expected?: Json;
  readonly actual?: Json;
  /** Index into the case's `evidence`; -1 where the problem is about several exchanges or none. */
  readonly exchange: number;
  /** The two or three events that show it together, in order of time. */
  readonly witness?: readonly ReportEvent[];
}

/** One event of a history. What `asked` and `seen` hold depends on the kind; values are redacted. */
export interface ReportEvent {
  readonly kind: 'submit' | 'status' | 'write' | 'outcome' | 'read' | 'fault' | 'gave-up';
  readonly operation: OperationId;
  /** RFC 3339. */
  readonly start: string;
  readonly end: string;
  readonly asked?: JsonObject;
  readonly seen?: JsonObject;
  readonly detail?: string;
  /** Equal events in a row that this one stands for. */
  readonly times?: number;
}

/** What happened to one request or one user of the run, in order of time. */
export interface ReportHistory {
  readonly subject: { readonly kind: 'request' | 'user'; readonly id: string };
  readonly events: readonly ReportEvent[];
  /** Events in the middle that were left out. */
  readonly moreEvents?: number;
}

/** Milliseconds; every number is one that was measured. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** How long writes of one method took to end (`status`) or to show in a view, from the moment they were accepted. */
export interface ConvergenceRow {
  readonly operation: string;
  readonly view: 'status' | 'lookup' | 'list';
  readonly writes: number;
  /** Writes whose effect was seen at all. */
  readonly seen: number;
  readonly firstSeenMs?: Spread;
  /** Until no later read was wrong any more. */
  readonly stableMs?: Spread;
}

export interface ReportCase {
  readonly id: string;
  readonly name: string;
  readonly verdict: CaseVerdict;
  readonly reason?: Reason;
  /** Why it is inconclusive or not exercised, in words. */
  readonly detail?: string;
  readonly behaviour?: string;
  /** Who has to act, where it is neither a pass nor a record of behaviour. */
  readonly blame?: Blame;
  readonly problems: readonly ReportProblem[];
  /** Problems beyond those listed. */
  readonly moreProblems?: number;
  /** Every kind of problem that was found, where some are not listed; what makes the failure the same one tomorrow. */
  readonly kinds?: readonly string[];
  readonly evidence: readonly ReportExchange[];
  /** Requests that brought nothing, where that is why the case is inconclusive. */
  readonly unanswered?: readonly ReportUnanswered[];
  readonly ms: number;
}

/** What the fault matrix says about a requirement, as far as its cases were judged in this run. */
export interface RequirementPower {
  /** Ids of the faults that its cases, those that were judged here, are proven to see. */
  readonly faults: readonly string[];
  /** Faults that only cases see which had no data here, could not judge, or did not run. */
  readonly notProven: readonly string[];
}

export interface ReportRequirement {
  readonly id: string;
  readonly area: Area;
  readonly level: Level;
  readonly provenance: Provenance;
  readonly source: Source;
  readonly ruling?: readonly number[];
  readonly statement: string;
  readonly verdict: RequirementVerdict;
  readonly impact: Impact;
  readonly reason?: RequirementReason | string;
  readonly blame?: Blame;
  readonly power?: RequirementPower;
  readonly excluded?: string;
  readonly cases: readonly ReportCase[];
}

export interface AreaStatistics {
  readonly requests: number;
  readonly cases: number;
  /** From the area's first own request to its last response, in milliseconds. */
  readonly wallMs: number;
  /** Summed time of its own requests. */
  readonly requestMs: number;
}

export interface OperationStatistics {
  readonly requests: number;
  readonly bytes: number;
  readonly requestMs: number;
}

export interface ConformanceReport {
  readonly kind: 'ConformanceReport';
  readonly schemaVersion: string;
  readonly outcome: Outcome;
  readonly grade: Grade;
  readonly gradeReasons: readonly string[];
  readonly tool: { readonly name: string; readonly version: string; readonly commit: string };
  readonly contract: {
    readonly revision: string;
    readonly digest: string;
    /** What the requirements cite: documents by the id in `source`, rulings by number, as Markdown. */
    readonly documents?: Readonly<Record<string, { readonly title: string; readonly date: string }>>;
    readonly rulings?: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  };
  readonly target: { readonly name: string; readonly baseUrl: string; readonly capabilities: readonly string[] };
  readonly run: {
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly seed: number;
    readonly interrupted?: boolean;
    /** The effective settings, redacted. */
    readonly configuration: JsonObject;
    readonly digests: JsonObject;
  };
  readonly requirements: readonly ReportRequirement[];
  readonly observations: readonly {
    readonly id: string;
    readonly behaviour: string;
    /** Case ids. */
    readonly evidence: readonly string[];
  }[];
  readonly deviations: readonly ReportDeviation[];
  readonly leftovers: readonly Json[];
  readonly history: readonly ReportHistory[];
  readonly statistics: {
    readonly requests: number;
    readonly cases: number;
    readonly bytes: number;
    readonly wallMs: number;
    readonly perArea: Readonly<Partial<Record<Area, AreaStatistics>>>;
    readonly perOperation: Readonly<Partial<Record<OperationId, OperationStatistics>>>;
    readonly perRequirement?: Readonly<Record<string, number>>;
    /** Summed over all requests: under the run's own pace, for a throttled target, and before a read was tried again. */
    readonly waited?: { readonly paceMs: number; readonly throttledMs: number; readonly retryMs: number };
    readonly convergence?: readonly ConvergenceRow[];
  };
}

export type Tally = Readonly<
  Record<'pass' | 'violation' | 'warning' | 'inconclusive' | 'observation' | 'other', number>
>;

/** The reason of an untested requirement that the run did not ask about; it counts for nothing. */
export const NOT_SELECTED = 'not-selected';

/** The one word under which a requirement is counted, here and in every view. */
export function tallyKey(one: Pick<ReportRequirement, 'impact' | 'verdict' | 'reason'>): keyof Tally {
  if (one.impact !== 'none') return one.impact;
  if (one.verdict === 'pass') return 'pass';
  if (one.verdict === 'untested' && one.reason === NOT_SELECTED) return 'other';
  return one.verdict === 'inconclusive' || one.verdict === 'untested' ? 'inconclusive' : 'other';
}

/** A MUST that stayed open: it withholds the word "conforms". */
export function isOpenMust(requirement: ReportRequirement): boolean {
  return requirement.level === 'MUST' && tallyKey(requirement) === 'inconclusive';
}

/** How the requirements of an area (or of all) came out; each is counted once. */
export function tally(requirements: readonly ReportRequirement[]): Tally {
  const counts = { pass: 0, violation: 0, warning: 0, inconclusive: 0, observation: 0, other: 0 };
  for (const one of requirements) counts[tallyKey(one)] += 1;
  return counts;
}
