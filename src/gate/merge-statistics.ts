/** Numbers of several shards as those of one run: what was sent adds up, and time is from the first start to the last end. */

import type { ConformanceReport } from '../model/report.ts';
import { mergedConvergence, summed, summedByKey } from '../model/statistics.ts';

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
