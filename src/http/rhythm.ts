/**
 * When to ask again for something that takes its time. Arithmetic only: no clock, no network, no idea of what is asked.
 * The documented client waits at least the first interval and grows from there (ruling 167).
 */

export interface Rhythm {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
  /** How much of an interval chance may take away or, from the first one, add: 0.1 is a tenth. None without it. */
  readonly jitter?: number;
}

export interface PollState {
  /** Intervals waited so far since the rhythm began. */
  readonly intervals: number;
  /** Reads so far, for the sentence. */
  readonly reads: number;
  readonly elapsedMs: number;
  readonly budgetMs: number;
  /** 0 to 1. */
  readonly random: number;
  /** What the last answer asked for (Retry-After), in milliseconds. */
  readonly askedMs?: number;
}

export type NextPoll = { readonly waitMs: number } | { readonly stop: string };

/** How long to wait before the next read, or, in a sentence with its arithmetic, why there is none. */
export function nextPoll(rhythm: Rhythm, state: PollState): NextPoll {
  const own = intervalMs(rhythm, state.intervals, state.random);
  // A server may ask for more patience than the rhythm has, never for less.
  const asked = state.askedMs !== undefined && state.askedMs > own;
  const waitMs = Math.ceil(asked ? (state.askedMs ?? own) : own);
  const { elapsedMs, budgetMs, reads } = state;
  if (elapsedMs + waitMs <= budgetMs) return { waitMs };
  const ms = (value: number) => `${Math.round(value)} ms`;
  return {
    stop:
      `not seen after ${ms(elapsedMs)} and ${reads} reads; the next read in ${ms(waitMs)}` +
      `${asked ? ', as Retry-After asks,' : ''} would come at ${ms(elapsedMs + waitMs)} and pass the budget of ${ms(budgetMs)}`,
  };
}

/** Chance lengthens the first interval, which has a documented minimum, and shortens the others, which have a maximum. */
function intervalMs({ firstMs, factor, maxMs, jitter = 0 }: Rhythm, intervals: number, random: number): number {
  if (intervals === 0) return firstMs * (1 + jitter * random);
  const grown = Math.min(firstMs * factor ** intervals, Math.max(maxMs, firstMs));
  return Math.max(firstMs, grown * (1 - jitter * random));
}
