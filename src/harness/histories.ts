/**
 * Keeps what the writing phase of a run sent and saw, so that histories can be made of it at any time. Faults that were
 * waited out are kept as well: an event that says nothing still explains a gap.
 */

import type { Assertion } from '../checks/consistency/assertion.ts';
import type { Exchange } from '../model/exchange.ts';
import type { FaultEvent } from '../model/history.ts';
import type { OperationId } from '../model/requirement.ts';

/** What an operation asks for, as the case that sent it knows it. */
export interface Intent {
  /** The answer of the request that holds the operation. */
  readonly answer: Exchange;
  /** Position of the operation in the request, from 0. */
  readonly index: number;
  readonly userId: string;
  readonly asserted: readonly Assertion[];
  /** `arrive`: success implies the effect. `stay`: whether it comes is left open, or ruled out elsewhere. */
  readonly mode: 'arrive' | 'stay';
}

/** A request that was throttled or got no answer. `id` is the one in its path: a provision, or a user. */
export interface FaultNote {
  readonly operation: OperationId;
  readonly id?: string;
  readonly fault: FaultEvent['fault'];
  readonly detail: string;
  readonly start: number;
  readonly end: number;
}

export interface Witnessed {
  readonly exchange: Exchange;
  /** By the run's clock, when the answer was complete. */
  readonly end: number;
}

export interface Recorder {
  /** An exchange of the writing phase; what has nothing to do with writing is left out. */
  see(exchange: Exchange, end: number): void;
  intend(intent: Intent): void;
  fault(note: FaultNote): void;
  /** Begins anew: what happened until now no longer counts. */
  forget(): void;
  readonly exchanges: readonly Witnessed[];
  readonly intents: readonly Intent[];
  readonly faults: readonly FaultNote[];
}

const RECORDED: ReadonlySet<OperationId> = new Set([
  'bulk',
  'createUser',
  'patchUser',
  'replaceUser',
  'getProvisionStatus',
  'getUser',
  'listUsers',
]);

export function createRecorder(): Recorder {
  let exchanges: Witnessed[] = [];
  let intents: Intent[] = [];
  let faults: FaultNote[] = [];
  return {
    see(exchange, end) {
      const { operation, request } = exchange;
      if (!RECORDED.has(operation) || (operation === 'listUsers' && !request.url.includes('filter='))) return;
      exchanges.push({ exchange, end });
    },
    intend: (intent) => {
      intents.push(intent);
    },
    fault: (note) => {
      faults.push(note);
    },
    forget: () => {
      [exchanges, intents, faults] = [[], [], []];
    },
    get exchanges() {
      return exchanges;
    },
    get intents() {
      return intents;
    },
    get faults() {
      return faults;
    },
  };
}
