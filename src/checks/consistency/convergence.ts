/** How long writes took to show, as a measurement: per kind of operation and view, from the moment a write was accepted. */

import type { History, ReadEvent, WriteEvent } from '../../model/history.ts';
import type { ConvergenceRow, Spread } from '../../model/report.ts';
import { CONVERGED_READS, impliedBy, outcomeOf, readsAfter, shows, writesOf } from './user-events.ts';

const OPERATIONS: readonly string[] = ['POST', 'PATCH', 'PUT'];
const VIEWS = ['lookup', 'list'] as const;
const MEASURED_VIEWS: readonly ConvergenceRow['view'][] = ['status', ...VIEWS];

interface Measured {
  readonly operation: string;
  readonly view: ConvergenceRow['view'];
  /** Undefined where it never showed. */
  readonly firstSeen: number | undefined;
  readonly stable: number | undefined;
}

/** Rows in the order POST, PATCH, PUT; the status first, then the views. */
export function convergenceOf(histories: readonly History[]): readonly ConvergenceRow[] {
  const users = histories.filter(({ subject }) => subject.kind === 'user');
  const measured = users.flatMap((history) => [...measuredOf(history)]);
  return OPERATIONS.flatMap((operation) =>
    MEASURED_VIEWS.flatMap((view) => {
      const own = measured.filter((one) => one.operation === operation && one.view === view);
      return own.length === 0 ? [] : { operation, view, ...rowOf(own) };
    }),
  );
}

function rowOf(measured: readonly Measured[]): Omit<ConvergenceRow, 'operation' | 'view'> {
  const seen = measured.flatMap(({ firstSeen }) => firstSeen ?? []);
  const stable = measured.flatMap((one) => one.stable ?? []);
  return {
    writes: measured.length,
    seen: seen.length,
    ...(seen.length > 0 && { firstSeenMs: spreadOf(seen) }),
    ...(stable.length > 0 && { stableMs: spreadOf(stable) }),
  };
}

function* measuredOf(history: History): Generator<Measured> {
  for (const write of writesOf(history)) {
    const outcome = outcomeOf(history, write);
    if (!outcome) continue;
    const operation = write.method;
    const ended = outcome.end - write.end;
    yield { operation, view: 'status', firstSeen: ended, stable: ended };
    const wants = impliedBy(write, outcome);
    if (wants.length === 0) continue;
    for (const view of VIEWS) {
      const reads = readsAfter(history, write, outcome, view);
      // A single late look tells when somebody looked, not when the effect came.
      if (reads.length < CONVERGED_READS) continue;
      yield { operation, view, ...timesOf(write, reads, (read) => shows(read, wants)) };
    }
  }
}

/** First right read, and the first after the last wrong one. */
function timesOf(
  write: WriteEvent,
  reads: readonly ReadEvent[],
  right: (read: ReadEvent) => boolean | undefined,
): Pick<Measured, 'firstSeen' | 'stable'> {
  const lastWrong = reads.findLastIndex((read) => right(read) === false);
  const first = reads.find((read) => right(read) === true);
  const stable = reads.slice(lastWrong + 1).find((read) => right(read) === true);
  return {
    firstSeen: first && first.end - write.end,
    stable: stable && stable.end - write.end,
  };
}

/** Nearest-rank percentiles: every number is one that was measured. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { p50: rank(0.5), p95: rank(0.95), max: rank(1) };
}
