/**
 * Waits out what is not the target's fault to be judged: throttling, gateways that are briefly away, a broken
 * connection. Only reads are repeated for those; a write is repeated after 429 or 503 alone, for then it was not done.
 */

import type { Clock } from '../model/clock.ts';
import type { Attempt } from '../model/exchange.ts';
import { TransportFailure, type WireResponse } from './transport.ts';

const ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 250;
/** A server that asks for longer than this is reported as throttled rather than waited for. */
const LONGEST_WAIT_MS = 60_000;
/** Answers of something in front of the API, or of an API that has no time: they may pass. 500 is not among them. */
const PASSING = new Set([408, 429, 502, 503, 504]);
const NOT_DONE = new Set([429, 503]);

export interface PoliteOptions {
  readonly clock: Clock;
  readonly isRead: boolean;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** One where it is known that nothing answers at the moment. */
  readonly attempts?: number;
  /** `throttled`: the target asked for it by 429 or 503. */
  readonly onWait?: (ms: number, throttled: boolean) => void;
}

/** How it ended after at most four attempts, and each of them. */
export interface Settled {
  readonly outcome: WireResponse | TransportFailure;
  readonly attempts: readonly Attempt[];
}

/** The last answer; a TransportFailure is thrown when there is none. */
export function answerOf({ outcome }: Settled): WireResponse {
  if (outcome instanceof TransportFailure) throw outcome;
  return outcome;
}

/** True for an answer that says nothing about the request: a throttled target, or a gateway whose target is away. */
export function isPassing(status: number): boolean {
  return PASSING.has(status);
}

export async function sendPolitely(send: () => Promise<WireResponse>, options: PoliteOptions): Promise<Settled> {
  const attempts: Attempt[] = [];
  const most = options.attempts ?? ATTEMPTS;
  for (;;) {
    const startedAt = options.clock.now();
    const outcome = await attemptOnce(send);
    const ms = options.clock.now() - startedAt;
    const seen = outcome instanceof TransportFailure ? { failure: outcome.code } : { status: outcome.status };
    const waitMs = attempts.length + 1 >= most ? undefined : waitBeforeNext(outcome, attempts.length, options);
    if (waitMs === undefined) {
      attempts.push({ startedAt, ms, ...seen });
      return { outcome, attempts };
    }
    attempts.push({ startedAt, ms, ...seen, waitedMs: Math.round(waitMs) });
    options.onWait?.(waitMs, !(outcome instanceof TransportFailure) && NOT_DONE.has(outcome.status));
    await options.clock.sleep(waitMs);
  }
}

/** How long nobody should ask at all, by an answer that throttles; 0 for any other, and where it would be too long. */
export function askedPauseMs({ status, headers }: WireResponse, nowMs: number): number {
  if (!NOT_DONE.has(status)) return 0;
  const asked = retryAfterMs(headers['retry-after'], nowMs, headers.date) ?? (status === 429 ? FIRST_BACKOFF_MS : 0);
  return asked > LONGEST_WAIT_MS ? 0 : asked;
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
  before: number,
  options: PoliteOptions,
): number | undefined {
  const backoffMs = FIRST_BACKOFF_MS * 2 ** before * (0.5 + options.random());
  if (outcome instanceof TransportFailure) {
    // A target that is silent for the whole response budget, or sends too much, will do so again.
    return options.isRead && (outcome.kind === 'unreachable' || outcome.kind === 'cut-short') ? backoffMs : undefined;
  }
  if (!PASSING.has(outcome.status)) return undefined;
  if (!options.isRead && !NOT_DONE.has(outcome.status)) return undefined;
  const asked = retryAfterMs(outcome.headers['retry-after'], options.clock.now(), outcome.headers.date);
  if (asked === undefined) return backoffMs;
  return asked > LONGEST_WAIT_MS ? undefined : Math.max(asked, 50);
}

/**
 * Retry-After in its two forms, seconds or an HTTP date (RFC 9110 10.2.3), as milliseconds from now. A date is compared
 * with the target's own clock where the answer names its time.
 */
export function retryAfterMs(header: string | undefined, nowMs: number, theirDate?: string): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Without letters it is no date, whatever a lenient parser makes of it.
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  const there = Date.parse(theirDate ?? '');
  return Math.max(0, date - (Number.isNaN(there) ? nowMs : there));
}
