/** Numbers of several shards as those of one run: what was sent adds up, and time is from the first start to the last end. */

import { groupBy } from '../model/group.ts';
import type { ConformanceReport, ConvergenceRow, Spread } from '../model/report.ts';

type Numbers = Readonly<Record<string, number>>;

function summed(rows: readonly (Numbers | undefined)[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const row of rows) for (const [key, value] of Object.entries(row ?? {})) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

function summedByKey(tables: readonly Readonly<Record<string, object>>[]): Record<string, Record<string, number>> {
  const keys = [...new Set(tables.flatMap((one) => Object.keys(one)))].sort();
  return Object.fromEntries(keys.map((key) => [key, summed(tables.map((one) => one[key] as Numbers | undefined))]));
}

export function mergedStatistics(shards: readonly ConformanceReport[]): ConformanceReport['statistics'] {
  const all = shards.map((one) => one.statistics);
  const waited = (kind: 'paceMs' | 'throttledMs' | 'retryMs') =>
    all.reduce((sum, one) => sum + (one.waited?.[kind] ?? 0), 0);
  const perArea = summedByKey(all.map((one) => one.perArea));
  for (const [area, row] of Object.entries(perArea)) {
    const own = shards.flatMap((one) => one.requirements.filter((each) => each.area === area));
    row.cases = new Set(own.flatMap((one) => one.cases.map((each) => each.id))).size;
  }
  const convergence = mergedConvergence(all.flatMap((one) => one.convergence ?? []));
  const instants = shards.map((one) => [Date.parse(one.run.startedAt), Date.parse(one.run.finishedAt)] as const);
  return {
    requests: all.reduce((sum, one) => sum + one.requests, 0),
    cases: new Set(shards.flatMap((one) => one.requirements.flatMap((each) => each.cases.map((own) => own.id)))).size,
    bytes: all.reduce((sum, one) => sum + one.bytes, 0),
    wallMs: Math.max(...instants.map(([, end]) => end)) - Math.min(...instants.map(([start]) => start)),
    waited: {
      paceMs: waited('paceMs'),
      throttledMs: waited('throttledMs'),
      retryMs: waited('retryMs'),
    },
    perArea: perArea as ConformanceReport['statistics']['perArea'],
    perOperation: summedByKey(all.map((one) => one.perOperation)) as ConformanceReport['statistics']['perOperation'],
    perRequirement: summed(all.map((one) => one.perRequirement)),
    ...(convergence.length > 0 && { convergence }),
  };
}

/** Percentiles of several runs have no common percentile; the slowest shard speaks for all. */
function mergedConvergence(rows: readonly ConvergenceRow[]): readonly ConvergenceRow[] {
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
