/**
 * Reads in the target's rhythm until what is awaited is seen. Throttling and broken connections are waited out and
 * noted, never taken for an answer; the wait ends with its arithmetic as soon as the next read would pass the budget.
 */

import { retryAfterMs } from '../http/polite.ts';
import { nextPoll, type Rhythm } from '../http/rhythm.ts';
import type { Clock } from '../model/clock.ts';
import type { Reason } from '../model/finding.ts';
import type { Polled, PollFault, PollPlan } from './case.ts';
import { isFault } from './interruption.ts';

export interface PollGround {
  readonly clock: Clock;
  readonly random: () => number;
  readonly rhythm: Rhythm;
  /** For this one wait. */
  readonly budgetMs: number;
  /** What is left of the whole run. */
  readonly runLeftMs: () => number;
  /** Waits, and throws when the run is interrupted meanwhile. */
  readonly wait: (ms: number) => Promise<void>;
}

export async function poll<T>(ground: PollGround, plan: PollPlan<T>): Promise<Polled<T>> {
  const { clock, rhythm } = ground;
  const start = clock.now();
  const runLeft = ground.runLeftMs();
  const budgetMs = Math.min(ground.budgetMs, runLeft);
  const seen: T[] = [];
  const faults: PollFault[] = [];
  let intervals = 0;
  let askedMs: number | undefined;
  let trouble: Reason = 'not-converged';
  for (;;) {
    const next = nextPoll(rhythm, {
      intervals,
      reads: seen.length + faults.length,
      elapsedMs: clock.now() - start,
      budgetMs,
      random: ground.random(),
      ...(askedMs !== undefined && { askedMs }),
    });
    if ('stop' in next) {
      const reason = trouble === 'not-converged' && runLeft < ground.budgetMs ? 'budget' : trouble;
      return { converged: false, seen, faults, reason, detail: `${plan.awaiting}: ${next.stop}${toldOf(faults)}` };
    }
    await ground.wait(next.waitMs);
    const read = await readOnce(ground, plan.read);
    intervals += 1;
    if ('fault' in read) {
      faults.push(read.fault);
      trouble = read.fault.reason;
      askedMs = read.fault.retryAfterMs;
      continue;
    }
    const { value } = read;
    trouble = 'not-converged';
    seen.push(value);
    if (plan.done(value)) return { converged: true, seen, faults, last: value };
    askedMs = retryAfterMs(plan.retryAfter?.(value), clock.now());
    // What has been seen once is confirmed in the shortest interval.
    if (plan.brisk?.(value)) intervals = 0;
  }
}

/** Everything but trouble on the way ends the wait: interruptions, budgets and crashes are not for polling. */
async function readOnce<T>(
  ground: PollGround,
  read: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly fault: PollFault }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!isFault(error)) throw error;
    const { reason, message } = error;
    const asked = error.facts.retryAfterMs;
    return {
      fault: { at: ground.clock.now(), reason, detail: message, ...(asked !== undefined && { retryAfterMs: asked }) },
    };
  }
}

/** Counts by kind, and the last one in its own words. */
function toldOf(faults: readonly PollFault[]): string {
  const last = faults.at(-1);
  if (!last) return '';
  const throttled = faults.filter(({ reason }) => reason === 'throttled').length;
  const broken = faults.length - throttled;
  const counts = [
    ...(throttled > 0 ? [`${throttled} reads were throttled`] : []),
    ...(broken > 0 ? [`${broken} reads got no answer`] : []),
  ];
  return `; ${counts.join(' and ')} (${last.detail})`;
}
