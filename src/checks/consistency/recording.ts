/** What a run hands over so that histories can be made of it: exchanges, intents, and the gaps between them. */

import type { Exchange, ExchangeRequest } from '../../model/exchange.ts';
import type { WriteMode } from '../../model/history.ts';
import type { OperationId } from '../../model/requirement.ts';
import type { Assertion } from './assertion.ts';

/** What an operation asks for, as the case that sent it knows it. */
export interface Intent {
  /** The answer of the request that holds the operation. */
  readonly answer: Exchange;
  /** Position of the operation in the request, from 0. */
  readonly index: number;
  readonly userId: string;
  readonly asserted: readonly Assertion[];
  readonly mode: WriteMode;
}

/** Why an event is missing: a request that got no answer, or a wait that was given up. */
export interface GapNote {
  readonly kind: 'throttled' | 'unreachable' | 'gave-up';
  readonly operation: OperationId;
  /** The id in its path: a provision, or a user. */
  readonly id?: string;
  /** What a list was to be filtered by. */
  readonly filter?: string;
  readonly detail: string;
  readonly start: number;
  readonly end: number;
}

/** A write whose answer got lost, or that was throttled until nobody sent it any more. */
export interface LostNote {
  /** `unreachable` without it. */
  readonly fault?: 'throttled' | 'unreachable';
  readonly operation: OperationId;
  readonly request: ExchangeRequest;
  /** A user that reading back found to have been created by it. */
  readonly createdId?: string;
  /** False where reading back showed that it was not carried out, and where it was throttled. */
  readonly mayHaveWorked: boolean;
  readonly detail: string;
  readonly start: number;
  readonly end: number;
}

export interface Witnessed {
  readonly exchange: Exchange;
  /** By the run's clock, when the answer was complete. */
  readonly end: number;
}

export interface Recording {
  readonly exchanges: readonly Witnessed[];
  readonly intents: readonly Intent[];
  readonly gaps: readonly GapNote[];
  readonly lost?: readonly LostNote[];
}
