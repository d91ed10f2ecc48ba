/** Time that passes as soon as everybody waits for it: an hour of polling takes milliseconds, in the right order. */

import type { Clock } from '../model/clock.ts';

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** 2026-01-15T12:00:00Z; any fixed start makes runs repeatable. */
const START_MS = Date.UTC(2026, 0, 15, 12);

export function createVirtualClock(startMs: number = START_MS): Clock {
  let now = startMs;
  let order = 0;
  let scheduled = false;
  const sleepers: Sleeper[] = [];

  // setImmediate runs after every promise that is ready: only then is everybody really waiting.
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      sleepers.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = sleepers.shift();
      if (next) {
        now = Math.max(now, next.at);
        next.wake();
      }
      if (sleepers.length > 0) schedule();
    });
  };

  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((resolve) => {
        order += 1;
        sleepers.push({ at: now + Math.max(0, ms), order, wake: resolve });
        schedule();
      }),
  };
}
