/** How fast a target may be asked: requests in flight and requests a second, over the whole run. */

import type { Clock } from '../model/clock.ts';

export interface PaceLimits {
  readonly concurrency: number;
  /** undefined: no limit. */
  readonly requestsPerSecond?: number;
}

export interface Pace {
  /** `urgent` work goes before all other work that still waits for a place. */
  run<T>(work: () => Promise<T>, urgent?: boolean): Promise<T>;
  /** Milliseconds that requests spent waiting for their turn because of `requestsPerSecond`. */
  readonly waitedMs: number;
}

export function createPace(limits: PaceLimits, clock: Clock): Pace {
  const gapMs = limits.requestsPerSecond === undefined ? 0 : 1000 / limits.requestsPerSecond;
  const queue: (() => void)[] = [];
  const urgentQueue: (() => void)[] = [];
  let inFlight = 0;
  let nextStart = 0;
  let waitedMs = 0;

  const slot = (urgent: boolean): Promise<void> | undefined => {
    if (inFlight < limits.concurrency) {
      inFlight += 1;
      return undefined;
    }
    return new Promise((resolve) => (urgent ? urgentQueue : queue).push(resolve));
  };
  const release = () => {
    const next = urgentQueue.shift() ?? queue.shift();
    if (next) next();
    else inFlight -= 1;
  };

  return {
    async run(work, urgent = false) {
      await slot(urgent);
      try {
        if (gapMs > 0) {
          const now = clock.now();
          const start = Math.max(now, nextStart);
          nextStart = start + gapMs;
          if (start > now) {
            waitedMs += start - now;
            await clock.sleep(start - now);
          }
        }
        return await work();
      } finally {
        release();
      }
    },
    get waitedMs() {
      return waitedMs;
    },
  };
}
