/** What a run is waiting for at this moment, so that somebody who watches it need not guess. */

import type { Clock } from '../model/clock.ts';

export interface Waiting {
  /** In words, as the poll says it. */
  readonly what: string;
  readonly sinceMs: number;
}

export interface Waits {
  during<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** The waits under way, the longest first. */
  now(): readonly Waiting[];
}

export function createWaits(clock: Clock): Waits {
  const open = new Map<symbol, Waiting>();
  return {
    async during(what, work) {
      const key = Symbol(what);
      open.set(key, { what, sinceMs: clock.now() });
      try {
        return await work();
      } finally {
        open.delete(key);
      }
    },
    now: () => [...open.values()].sort((a, b) => a.sinceMs - b.sinceMs),
  };
}
