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
  /** Nobody starts for so long: a target that throttles one request means all of them. */
  hold(ms: number): void;
  /** Milliseconds that requests spent waiting for their turn because of `requestsPerSecond`. */
  readonly waitedMs: number;
  /** Milliseconds that requests spent waiting because of `hold`. */
  readonly heldMs: number;
}

export function createPace(limits: PaceLimits, clock: Clock): Pace {
  const gapMs = limits.requestsPerSecond === undefined ? 0 : 1000 / limits.requestsPerSecond;
  const queue: (() => void)[] = [];
  const urgentQueue: (() => void)[] = [];
  let inFlight = 0;
  let nextStart = 0;
  let heldUntil = 0;
  let waitedMs = 0;
  let heldMs = 0;

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

  async function turn(): Promise<void> {
    const now = clock.now();
    const free = Math.max(now, heldUntil);
    const start = Math.max(free, nextStart);
    nextStart = start + gapMs;
    heldMs += free - now;
    waitedMs += start - free;
    if (start > now) await clock.sleep(start - now);
  }

  return {
    async run(work, urgent = false) {
      await slot(urgent);
      try {
        await turn();
        return await work();
      } finally {
        release();
      }
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
    },
    get waitedMs() {
      return waitedMs;
    },
    get heldMs() {
      return heldMs;
    },
  };
}
