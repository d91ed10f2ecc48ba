/**
 * What is left to spend for a run: time, requests, and room for large bodies. Whoever spends more than there is, or after
 * the run was stopped, is interrupted.
 */

import { setMaxListeners } from 'node:events';
import type { Clock } from '../model/clock.ts';
import { Interruption } from './interruption.ts';

/** Beyond a run's own budget, for cleaning up. */
const REOPENED_REQUESTS = 200;
/** A full page of 100 users is a third of this. */
const LARGE_BODY = 1024 * 1024;
/** Bodies are kept while somebody may look at them; of large ones a run keeps no more than this. */
const MOST_LARGE = 128 * 1024 * 1024;

export interface Budget {
  /** The run's clock; nobody sleeps past the end of the run's time, nor on when it is stopped. */
  readonly clock: Clock;
  readonly stopped: boolean;
  /** Requests sent until now. */
  readonly requests: number;
  /** What is left of the run's time, in milliseconds. */
  readonly leftMs: number;
  /** Counts one request; throws an `Interruption` where none may be sent any more. */
  request(): void;
  /** A request has failed: throws an `Interruption` where the run's end is the cause. */
  blameEnd(): void;
  /** Counts a body that is about to be kept; false where there is no more room. */
  hasRoomFor(bytes: number): boolean;
  stop(): void;
  /** After the end: once more for so many milliseconds. */
  reopen(ms: number): void;
}

/** The halt of a run: many requests may wait for their turn at once, each with a listener of its own. */
function newHalt(): AbortController {
  const halt = new AbortController();
  setMaxListeners(0, halt.signal);
  return halt;
}

export function createBudget(budgets: { readonly requests: number; readonly runMs: number }, given: Clock): Budget {
  let halt = newHalt();
  let deadline = given.now() + budgets.runMs;
  let requests = 0;
  let most = budgets.requests;
  let largeBytes = 0;
  const leftMs = (): number => Math.max(0, deadline - given.now());

  function guard(stopped: string): void {
    if (halt.signal.aborted) throw new Interruption('interrupted', `the run was interrupted before ${stopped}`);
    if (leftMs() === 0) {
      throw new Interruption('budget', `the run's time budget of ${budgets.runMs} ms is used up`);
    }
  }

  return {
    clock: {
      now: () => given.now(),
      sleep: (ms) => given.sleep(Math.min(ms, leftMs()), halt.signal),
    },
    get stopped() {
      return halt.signal.aborted;
    },
    get requests() {
      return requests;
    },
    get leftMs() {
      return leftMs();
    },
    request() {
      guard('this request was sent');
      if (requests >= most) {
        throw new Interruption('budget', `the run's budget of ${budgets.requests} requests is used up`);
      }
      requests += 1;
    },
    blameEnd: () => guard('the answer came'),
    hasRoomFor(bytes) {
      if (bytes <= LARGE_BODY) return true;
      largeBytes += bytes;
      return largeBytes <= MOST_LARGE;
    },
    stop: () => halt.abort(),
    reopen(ms) {
      halt = newHalt();
      deadline = given.now() + ms;
      most += REOPENED_REQUESTS;
    },
  };
}
