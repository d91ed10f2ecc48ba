/** How fast a target may be asked: requests in flight and requests a second, over the whole run. */

import type { Clock } from '../model/clock.ts';

export interface PaceLimits {
  readonly concurrency: number;
  /** undefined: no limit. */
  readonly requestsPerSecond?: number;
}

export interface Pace {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Milliseconds that requests spent waiting for their turn because of `requestsPerSecond`. */
  readonly waitedMs: number;
}

export function createPace(limits: PaceLimits, clock: Clock): Pace {
  const gapMs = limits.requestsPerSecond === undefined ? 0 : 1000 / limits.requestsPerSecond;
  const queue: (() => void)[] = [];
  let inFlight = 0;
  let nextStart = 0;
  let waitedMs = 0;

  const slot = (): Promise<void> | undefined => {
    if (inFlight < limits.concurrency) {
      inFlight += 1;
      return undefined;
    }
    return new Promise((resolve) => queue.push(resolve));
  };
  const release = () => {
    const next = queue.shift();
    if (next) next();
    else inFlight -= 1;
  };

  return {
    async run(work) {
      await slot();
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
