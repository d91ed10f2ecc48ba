/** How the engine stops a case from inside a send: the case is inconclusive, for a reason that is not the target's. */

import type { Blame } from '../model/blame.ts';
import type { Attempt, ExchangeRequest, Role } from '../model/exchange.ts';
import type { Reason } from '../model/finding.ts';

/** A request that brought nothing that could be judged, with every try. */
export interface Unanswered {
  readonly request: ExchangeRequest;
  readonly role: Role;
  readonly attempts: readonly Attempt[];
}

export interface InterruptionFacts {
  /** Something came back, though nothing that could be read. */
  readonly answered?: boolean;
  /** How long a throttled target asks to be left alone. */
  readonly retryAfterMs?: number;
  /** System or library code such as ECONNREFUSED, where there is one. */
  readonly code?: string;
  /** The target closed the connection on this request, every time, and answered another one right after. */
  readonly closed?: boolean;
  /** Sent, and nothing came that says what became of it. */
  readonly untold?: boolean;
  /** Where the reason alone would name the wrong one. */
  readonly blame?: Blame;
  readonly unanswered?: Unanswered;
}

export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly reason: Reason;
  readonly facts: InterruptionFacts;

  constructor(reason: Reason, detail: string, facts: InterruptionFacts = {}) {
    super(detail);
    this.reason = reason;
    this.facts = facts;
  }
}

/** Throttled, or no answer at all: it may pass, and it says nothing about what was asked for. */
export type Fault = Interruption & { readonly reason: 'throttled' | 'unreachable' };

export function isFault(error: unknown): error is Fault {
  return error instanceof Interruption && (error.reason === 'throttled' || error.reason === 'unreachable');
}
