/** What it means for a case when a request brought no answer that could be read, and what is said about it. */

import { retryAfterMs } from '../http/polite.ts';
import { originOf, type TransportFailure, type WireRequest, type WireResponse } from '../http/transport.ts';
import { Interruption, type Unanswered } from './interruption.ts';

/** A body that is too large, cannot be decoded or was never sent says by itself whose it is. */
export function blamesNobodyYet({ kind }: TransportFailure): boolean {
  return kind === 'unreachable' || kind === 'timeout' || kind === 'cut-short';
}

export function interruptionOf(
  failure: TransportFailure,
  wire: WireRequest,
  unanswered: Unanswered,
  away: boolean,
): Interruption {
  if (failure.kind === 'unsendable' || failure.kind === 'no-token') {
    const blame = failure.kind === 'no-token' ? 'credentials' : 'harness';
    return new Interruption('precondition', `${wire.method}: ${failure.message}`, { blame });
  }
  const path = wire.url.slice(originOf(wire.url).length).slice(0, 120);
  const detail = `${wire.method} ${path}: ${failure.message} (${failure.code})`;
  const { code } = failure;
  if (away)
    return new Interruption('unreachable', detail, {
      answered: failure.kind === 'cut-short',
      code,
      untold: blamesNobodyYet(failure),
      unanswered,
    });
  const facts = { answered: true, code, blame: 'target', unanswered } as const;
  if (!blamesNobodyYet(failure)) return new Interruption('unreachable', detail, facts);
  const closed = failure.kind === 'unreachable';
  return new Interruption('unreachable', `${detail}, while the simplest read was answered`, {
    ...facts,
    closed,
    untold: true,
  });
}

export function throttled(
  { status, headers }: WireResponse,
  wire: WireRequest,
  unanswered: Unanswered,
  nowMs: number,
): Interruption {
  const asked = retryAfterMs(headers['retry-after'], nowMs, headers.date);
  const detail = `${wire.method} was refused with ${status} ${times(unanswered.attempts.length)}`;
  return new Interruption('throttled', detail, {
    answered: true,
    ...(asked !== undefined && { retryAfterMs: asked }),
    unanswered,
  });
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
