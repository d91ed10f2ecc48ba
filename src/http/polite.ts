/**
 * Waits out what is not the target's fault to be judged: throttling, gateways that are briefly away, a broken
 * connection. Only reads are repeated for those; a write is repeated after 429 or 503 alone, for then it was not done.
 */

import type { Clock } from '../model/clock.ts';
import { TransportFailure, type WireResponse } from './transport.ts';

const ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 250;
/** A server that asks for longer than this is reported as throttled rather than waited for. */
const LONGEST_WAIT_MS = 60_000;
const PASSING = new Set([408, 429, 502, 503, 504]);
const NOT_DONE = new Set([429, 503]);

export interface PoliteOptions {
  readonly clock: Clock;
  readonly isRead: boolean;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Most times to send it; 4 without it. */
  readonly attempts?: number;
  readonly onWait?: (ms: number, why: string) => void;
}

/** The last answer after at most four attempts; a TransportFailure when the last attempt brought none. */
export async function sendPolitely(send: () => Promise<WireResponse>, options: PoliteOptions): Promise<WireResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(send);
    const waitMs = attempt >= (options.attempts ?? ATTEMPTS) ? undefined : waitBeforeNext(outcome, attempt, options);
    if (waitMs === undefined) {
      if (outcome instanceof TransportFailure) throw outcome;
      return outcome;
    }
    options.onWait?.(waitMs, outcome instanceof TransportFailure ? outcome.code : String(outcome.status));
    await options.clock.sleep(waitMs);
  }
}

async function attemptOnce(send: () => Promise<WireResponse>): Promise<WireResponse | TransportFailure> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    throw error;
  }
}

function waitBeforeNext(
  outcome: WireResponse | TransportFailure,
  attempt: number,
  options: PoliteOptions,
): number | undefined {
  const backoffMs = FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + options.random());
  if (outcome instanceof TransportFailure) {
    // A target that is silent for the whole response budget, or sends too much, will do so again.
    return options.isRead && outcome.kind === 'unreachable' ? backoffMs : undefined;
  }
  if (!PASSING.has(outcome.status)) return undefined;
  if (!options.isRead && !NOT_DONE.has(outcome.status)) return undefined;
  const asked = retryAfterMs(outcome.headers['retry-after'], options.clock.now());
  if (asked === undefined) return backoffMs;
  return asked > LONGEST_WAIT_MS ? undefined : Math.max(asked, 50);
}

/** Retry-After in its two forms, seconds or an HTTP date (RFC 9110 10.2.3), as milliseconds from now. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
