/** How long writes took to show, as a measurement: per kind of operation and view, from the moment a write was accepted. */

import { groupBy } from '../../model/group.ts';
import type { History, ReadEvent, WriteEvent } from '../../model/history.ts';
import type { ConvergenceRow, Spread } from '../../model/report.ts';
import { CONVERGED_READS, impliedBy, outcomeOf, readsAfter, shows, type View, writesOf } from './user-events.ts';

const VIEWS: readonly View[] = ['lookup', 'list'];
const OPERATIONS: readonly string[] = ['POST', 'PATCH', 'PUT'];

interface Measured {
  readonly operation: string;
  readonly view: ConvergenceRow['view'];
  /** Undefined where it never showed. */
  readonly firstSeen: number | undefined;
  readonly stable: number | undefined;
}

/** Rows in the order POST, PATCH, PUT; the status first, then the views. */
export function convergenceOf(histories: readonly History[]): readonly ConvergenceRow[] {
  const measured = histories.filter(({ subject }) => subject.kind === 'user').flatMap(measuredOf);
  const groups = groupBy(measured, ({ operation, view }) => `${operation} ${view}`);
  const rows = [...groups.values()].flatMap((own): ConvergenceRow[] => {
    const [first] = own;
    if (!first) return [];
    const { operation, view } = first;
    const seen = own.flatMap(({ firstSeen }) => firstSeen ?? []);
    const stable = own.flatMap((one) => one.stable ?? []);
    const spreads = {
      ...(seen.length > 0 && { firstSeenMs: spreadOf(seen) }),
      ...(stable.length > 0 && { stableMs: spreadOf(stable) }),
    };
    return [{ operation, view, writes: own.length, seen: seen.length, ...spreads }];
  });
  const order = (row: ConvergenceRow): number =>
    OPERATIONS.indexOf(row.operation) * 3 + ['status', 'lookup', 'list'].indexOf(row.view);
  return rows.filter(({ operation }) => OPERATIONS.includes(operation)).sort((a, b) => order(a) - order(b));
}

function measuredOf(history: History): readonly Measured[] {
  return writesOf(history).flatMap((write): Measured[] => {
    const outcome = outcomeOf(history, write);
    if (!outcome) return [];
    const ended = outcome.end - write.end;
    const status: Measured = { operation: write.method, view: 'status', firstSeen: ended, stable: ended };
    const wants = impliedBy(write, outcome);
    if (wants.length === 0) return [status];
    const views = VIEWS.flatMap((view): Measured[] => {
      const reads = readsAfter(history, write, outcome, view);
      // A single late look tells when somebody looked, not when the effect came.
      if (reads.length < CONVERGED_READS) return [];
      return [{ operation: write.method, view, ...timesOf(write, reads, (read) => shows(read, wants)) }];
    });
    return [status, ...views];
  });
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
