/** Numbers of several shards or parts of a run as those of one. Arithmetic only. */

import { groupBy } from './group.ts';
import type { ConformanceReport, ConvergenceRow, ReportHistory, Spread } from './report.ts';

type Numbers = Readonly<Record<string, number>>;

/** Numbers of several tables, added up by name. */
export function summed(rows: readonly (Numbers | undefined)[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const row of rows) for (const [key, value] of Object.entries(row ?? {})) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

/** The same for tables of tables. */
export function summedByKey(
  tables: readonly Readonly<Record<string, object>>[],
): Record<string, Record<string, number>> {
  const keys = [...new Set(tables.flatMap((one) => Object.keys(one)))].sort();
  return Object.fromEntries(keys.map((key) => [key, summed(tables.map((one) => one[key] as Numbers | undefined))]));
}

type Statistics = ConformanceReport['statistics'];

/** What an earlier part of a run told of itself in its last report. */
export interface EarlierPart {
  readonly statistics: Statistics;
  readonly history: readonly ReportHistory[];
}

/** A part that went on with another: what was sent and waited adds up; cases were counted over both already. */
export function statisticsOfParts(before: Statistics, now: Statistics): Statistics {
  const perArea = summedByKey([before.perArea, now.perArea]);
  for (const [area, row] of Object.entries(perArea))
    row.cases = now.perArea[area as keyof Statistics['perArea']]?.cases ?? 0;
  const convergence = mergedConvergence([...(before.convergence ?? []), ...(now.convergence ?? [])]);
  const none = { paceMs: 0, throttledMs: 0, retryMs: 0 };
  const [waited, more] = [before.waited ?? none, now.waited ?? none];
  return {
    requests: before.requests + now.requests,
    cases: now.cases,
    bytes: before.bytes + now.bytes,
    wallMs: before.wallMs + now.wallMs,
    waited: {
      paceMs: waited.paceMs + more.paceMs,
      throttledMs: waited.throttledMs + more.throttledMs,
      retryMs: waited.retryMs + more.retryMs,
    },
    perArea: perArea as Statistics['perArea'],
    perOperation: summedByKey([before.perOperation, now.perOperation]) as Statistics['perOperation'],
    perRequirement: summed([before.perRequirement, now.perRequirement]),
    ...(convergence.length > 0 && { convergence }),
  };
}

/** One history for each subject, whichever part saw it first. */
export function historyOfParts(
  before: readonly ReportHistory[],
  now: readonly ReportHistory[],
): readonly ReportHistory[] {
  const key = ({ subject }: ReportHistory) => `${subject.kind} ${subject.id}`;
  const later = new Map(now.map((one) => [key(one), one]));
  const first = before.map((one): ReportHistory => {
    const more = later.get(key(one));
    later.delete(key(one));
    const left = (one.moreEvents ?? 0) + (more?.moreEvents ?? 0);
    return {
      subject: one.subject,
      events: [...one.events, ...(more?.events ?? [])],
      ...(left > 0 && { moreEvents: left }),
    };
  });
  return [...first, ...later.values()];
}

/** Percentiles of several runs have no common percentile; the slowest shard speaks for all. */
export function mergedConvergence(rows: readonly ConvergenceRow[]): readonly ConvergenceRow[] {
  return [...groupBy(rows, ({ operation, view }) => `${operation} ${view}`).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const total = (key: 'writes' | 'seen') => own.reduce((sum, one) => sum + one[key], 0);
    const firstSeenMs = slowest(own.flatMap((one) => one.firstSeenMs ?? []));
    const stableMs = slowest(own.flatMap((one) => one.stableMs ?? []));
    const spreads = { ...(firstSeenMs && { firstSeenMs }), ...(stableMs && { stableMs }) };
    return [{ operation: first.operation, view: first.view, writes: total('writes'), seen: total('seen'), ...spreads }];
  });
}

function slowest(spreads: readonly Spread[]): Spread | undefined {
  if (spreads.length === 0) return undefined;
  const most = (key: keyof Spread) => Math.max(...spreads.map((one) => one[key]));
  return { p50: most('p50'), p95: most('p95'), max: most('max') };
}
