/**
 * What happened to one subject, in order of time, as plain data: the checks of consistency judge it, and the report
 * carries it. A subject is a provisioning request or a user. Knows neither a network nor a rule.
 */

import type { Exchange } from './exchange.ts';
import type { Json, JsonObject } from './json.ts';
import type { OperationId } from './requirement.ts';

export interface HistorySubject {
  readonly kind: 'request' | 'user';
  /** The provision id, or the user's id; `refused-N` for a request that was given no id. */
  readonly id: string;
}

/** One statement about a place on a user. */
export interface Want {
  /** Names the place: a pointer, with `#key` for one entry of a keyed list. */
  readonly at: string;
  readonly extension: string;
  readonly relation: 'is' | 'is-not' | 'has' | 'lacks';
  readonly value: Json;
}

interface Happening {
  readonly operation: OperationId;
  /** Milliseconds since the epoch: when the request left, and when its answer was complete. */
  readonly start: number;
  readonly end: number;
  /** Position in the run of the exchange that shows it. */
  readonly exchange?: Exchange;
}

export interface AskedOperation {
  readonly method: string;
  readonly bulkId?: string;
  readonly userId?: string;
  /** URNs of the extensions that its data names. */
  readonly extensions?: readonly string[];
}

/** A write request was sent and answered. */
export interface SubmitEvent extends Happening {
  readonly kind: 'submit';
  /** Without operations, the body could not be understood. */
  readonly asked: { readonly operations?: readonly AskedOperation[] };
  readonly seen: { readonly status: number; readonly provisionId?: string; readonly digest?: string };
}

export interface SeenCounts {
  readonly total: number;
  readonly success: number;
  readonly failed: number;
  readonly pending: number;
}

export interface SeenExtension {
  readonly name: string;
  readonly result?: string;
  readonly success?: boolean;
  readonly warned?: boolean;
}

export interface SeenOperation {
  readonly id?: string;
  readonly bulkId?: string;
  readonly completed?: boolean;
  readonly success?: boolean;
  readonly userId?: string;
  readonly extensions: readonly SeenExtension[];
}

/** What one read of a status said; everything but the HTTP status is absent where it could not be read. */
export interface SeenStatus {
  readonly status: number;
  readonly id?: string;
  readonly completed?: boolean;
  readonly success?: boolean;
  readonly counts?: SeenCounts;
  readonly operations?: readonly SeenOperation[];
  readonly digest?: string;
}

/** The status of a request was read. */
export interface StatusEvent extends Happening {
  readonly kind: 'status';
  /** The query: `attributes`, `state`, `startIndex`, `count`. */
  readonly asked: Readonly<Record<string, string>>;
  readonly seen: SeenStatus;
}

/**
 * `arrive`: success implies what a write wants. `own`: it does, and a requirement about the form of the write judges it.
 * `stay`: whether it comes is left open, or ruled out elsewhere.
 */
export type WriteMode = 'arrive' | 'own' | 'stay';

/** An operation that names this user was sent. Without `wants` its effect is not known to this program. */
export interface WriteEvent extends Happening {
  readonly kind: 'write';
  readonly request: string;
  /** Position of the operation in its request, from 0. */
  readonly index: number;
  readonly method: string;
  /** URNs of the extensions that its data names. */
  readonly extensions: readonly string[];
  readonly wants?: readonly Want[];
  readonly mode: WriteMode;
  /** Without a status, its answer got lost. */
  readonly seen: { readonly status?: number };
  /** Equal operations of the same request that this one stands for; 1 where absent. */
  readonly times?: number;
}

/** A status told how the operation on this user ended. */
export interface OutcomeEvent extends Happening {
  readonly kind: 'outcome';
  readonly request: string;
  readonly index: number;
  readonly outcome: 'success' | 'failed' | 'unknown';
  readonly extensions: readonly SeenExtension[];
}

/** The user was looked up, or a filtered list was read that has to do with it. */
export interface ReadEvent extends Happening {
  readonly kind: 'read';
  readonly view: 'lookup' | 'list';
  /** Only for lists: the filter's attribute and value. */
  readonly asked?: { readonly attribute: string; readonly value: string };
  readonly seen: {
    readonly status: number;
    readonly found: boolean;
    /** One page of several, without the user: it says nothing about where the user is. */
    readonly partial?: true;
    /** Values at the places that some write of the run names, by the place. */
    readonly values: JsonObject;
    readonly digest?: string;
  };
  /** Equal reads in a row that this one stands for; 1 where absent. */
  readonly times?: number;
}

/** No answer that says anything: throttled, or the connection failed. It was waited out and counts for nothing. */
export interface FaultEvent extends Happening {
  readonly kind: 'fault';
  readonly fault: 'throttled' | 'unreachable';
  readonly detail: string;
}

/** The budget for waiting ended: the next read would have come too late. `detail` holds the arithmetic. */
export interface GaveUpEvent extends Happening {
  readonly kind: 'gave-up';
  readonly detail: string;
}

export type HistoryEvent = SubmitEvent | StatusEvent | WriteEvent | OutcomeEvent | ReadEvent | FaultEvent | GaveUpEvent;

export interface History {
  readonly subject: HistorySubject;
  /** In order of time. */
  readonly events: readonly HistoryEvent[];
  /** Events beyond those kept. */
  readonly moreEvents?: number;
}
