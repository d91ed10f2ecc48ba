/** How the engine stops a case from inside a send: the case is inconclusive, for a reason that is not the target's. */

import type { Reason } from '../model/finding.ts';

export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly reason: Reason;

  /** Something came back, though nothing that could be read. */
  readonly answered: boolean;

  /** How long a throttled target asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  /** System or library code such as ECONNREFUSED, where there is one. */
  readonly code: string | undefined;

  constructor(
    reason: Reason,
    detail: string,
    more: { readonly answered?: boolean; readonly retryAfterMs?: number; readonly code?: string } = {},
  ) {
    super(detail);
    this.reason = reason;
    this.answered = more.answered ?? false;
    this.retryAfterMs = more.retryAfterMs;
    this.code = more.code;
  }
}

/** Throttled, or no answer at all: it may pass, and it says nothing about what was asked for. */
export type Fault = Interruption & { readonly reason: 'throttled' | 'unreachable' };

export function isFault(error: unknown): error is Fault {
  return error instanceof Interruption && (error.reason === 'throttled' || error.reason === 'unreachable');
}
