/**
 * What two runs show beside their verdicts: how a target behaves where it may choose, and how long its writes take to
 * show. Neither is judged by the contract, so neither closes a gate unless somebody asks for it.
 */

import { digestOf } from '../harness/digest.ts';
import type { ConformanceReport } from '../model/report.ts';

export interface BehaviourChange {
  /** Requirement id. */
  readonly id: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The p95 of one kind of write in one view, until it was first seen or until it was stable. */
export interface Slower {
  /** `PATCH list first seen`: operation, view and measure. */
  readonly id: string;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly regression: boolean;
}

/** Only requirements that both runs observed: what one of them did not look at did not change. */
export function behaviourChanges(before: ConformanceReport, after: ConformanceReport): BehaviourChange[] {
  const old = behavioursOf(before);
  return [...behavioursOf(after)].flatMap(([id, now]) => {
    const earlier = old.get(id);
    if (earlier === undefined || earlier.join('\n') === now.join('\n')) return [];
    return [{ id, before: earlier, after: now }];
  });
}

/** One value for all observations of a run. */
export function behaviourFingerprint(report: ConformanceReport): string {
  return digestOf(Object.fromEntries(behavioursOf(report)));
}

function behavioursOf(report: ConformanceReport): ReadonlyMap<string, string[]> {
  const seen = new Map<string, string[]>();
  for (const { id, behaviour } of report.observations) seen.set(id, [...(seen.get(id) ?? []), behaviour].sort());
  return seen;
}

/** Half as long again, and more than a second: less is noise of one night. */
const TOLD = 1.5;
const NOISE_MS = 1_000;

/** What converges slower than before; a regression where the caller names the factor from which on it is one. */
export function slowerTo(before: ConformanceReport, after: ConformanceReport, factor?: number): Slower[] {
  const old = timesOf(before);
  return [...timesOf(after)].flatMap(([id, afterMs]) => {
    const beforeMs = old.get(id);
    if (beforeMs === undefined || afterMs - beforeMs <= NOISE_MS) return [];
    const regression = factor !== undefined && afterMs > beforeMs * factor;
    return regression || afterMs > beforeMs * TOLD ? [{ id, beforeMs, afterMs, regression }] : [];
  });
}

function timesOf({ statistics }: ConformanceReport): ReadonlyMap<string, number> {
  return new Map(
    (statistics.convergence ?? []).flatMap(({ operation, view, firstSeenMs, stableMs }) => [
      ...(firstSeenMs ? [[`${operation} ${view} first seen`, firstSeenMs.p95] as const] : []),
      ...(stableMs ? [[`${operation} ${view} stable`, stableMs.p95] as const] : []),
    ]),
  );
}
