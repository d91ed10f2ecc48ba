/**
 * Tells a server that pages badly from a tenant in which people are at work: somebody's meta.lastModified lies inside
 * the window of the reads that are compared. Such reads cannot be judged, in either direction.
 */

import type { Exchange } from '../model/exchange.ts';
import { cannotJudge, type Finding } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Population } from '../model/walk.ts';
import { lastModifiedOf, stampsReads, timeOf } from './change-times.ts';
import { listAnswerOf, resourcesIn } from './list-response.ts';

/** Clocks of two machines are rarely nearer than this. */
const SKEW_MS = 2_000;

/** The time the given exchanges took, by our clock and by the target's where it names one. */
function windowOf(exchanges: readonly Exchange[]): { readonly from: number; readonly to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { startedAt, ms, response } of exchanges) {
    const seen = [startedAt, startedAt + ms, timeOf(response.headers.date) ?? startedAt];
    from = Math.min(from, ...seen);
    to = Math.max(to, ...seen);
  }
  return { from: from - SKEW_MS, to: to + SKEW_MS };
}

/** True when one of the resources was changed while the exchanges were under way. */
export function movedWithin(exchanges: readonly Exchange[], resources: Iterable<Json>): boolean {
  const { from, to } = windowOf(exchanges);
  for (const one of resources) {
    const time = lastModifiedOf(one) ?? Number.NaN;
    if (time >= from && time <= to) return true;
  }
  return false;
}

/** One question and its answers, when the finding was made and after it. */
export interface Repeated {
  readonly before: Exchange;
  readonly now: Exchange;
}

/**
 * A fail that a tenant at work explains is none: somebody was changed meanwhile, the total of a second look is not
 * the one the reads began with but one they met on their way, or the same question now has another total. `later` is the
 * first page, read again.
 */
export function excuseMoved(
  finding: Finding,
  reads: readonly Exchange[],
  later: Exchange,
  repeated: readonly Repeated[] = [],
): Finding {
  if (finding.verdict !== 'fail') return finding;
  const all = [...reads, later, ...repeated.map((one) => one.now)];
  if (movedWithin(all, all.flatMap(resourcesIn)) && !stampsReads(all)) return populationMoved();
  const now = listAnswerOf(later)?.total;
  if (now === undefined) return finding;
  const total = (exchange: Exchange) => listAnswerOf(exchange)?.total ?? now;
  if (repeated.some((one) => total(one.before) !== now && total(one.now) === now)) return populationMoved();
  const [before, ...since] = [...reads].sort(byTime).flatMap((one) => listAnswerOf(one)?.total ?? []);
  if (before === undefined || now === before) return finding;
  // Asked again, a total that hangs on the question goes back to what it was.
  const again = repeated.map((one) => total(one.now));
  const known = again.length === 0 && since.includes(now);
  return known || oneWay([before, ...since, ...again, now]) ? populationMoved() : finding;
}

const byTime = (one: Exchange, other: Exchange) => one.startedAt - other.startedAt || one.id - other.id;

/** People join, or people leave: a total that depends on the page goes back to what it was. */
function oneWay(totals: readonly number[]): boolean {
  const steps = totals.slice(1).map((total, index) => total - (totals[index] ?? total));
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}

/** True when the whole list is another one than its walks showed: its total changed, or somebody in it was changed. */
export function movedSince({ total, users, walks }: Population, later: Exchange): boolean {
  const now = listAnswerOf(later)?.total ?? total;
  if (now !== total) return true;
  const reads = walks.flatMap((walk) => walk.pages.map((page) => page.exchange));
  const all = [...reads, later];
  return movedWithin(all, [...users, ...resourcesIn(later)]) && !stampsReads(all);
}

/** The finding of a check whose ground moved. */
export function populationMoved(): Finding {
  return cannotJudge('population-moved', 'a user was changed while the pages were read');
}
