/**
 * What a case may ask of the run: to send, walk, poll and remember. Types only; the engine's side of them is session.ts,
 * and suites know nothing of that.
 */

import type { Contract } from '../contract/contract.ts';
import type { Exchange, Role } from '../model/exchange.ts';
import type { Reason } from '../model/finding.ts';
import type { History } from '../model/history.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { OperationId } from '../model/requirement.ts';
import type { Population, Walk } from '../model/walk.ts';
import type { Intent } from './histories.ts';

/** What to send. Everything left out takes the operation's documented default. */
export interface SendInput {
  readonly role?: Role;
  /** Path parameters by name, percent-encoded by the session. */
  readonly path?: Readonly<Record<string, string>>;
  /** Appended verbatim after the operation's path parameters were filled, e.g. a trailing slash. */
  readonly pathSuffix?: string;
  /** Path parameters taken verbatim, not encoded; for malformed and pre-encoded ids. */
  readonly rawPath?: Readonly<Record<string, string>>;
  /** Query parameters, percent-encoded with `%20` for a space; undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** The query exactly as it goes on the wire, without the question mark; excludes `query`. */
  readonly rawQuery?: string;
  /** Added to, or with undefined taken from, the default headers. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** JSON to send, or a string sent verbatim. */
  readonly body?: Json | string;
  /** Another method than the operation's own; for probes of unsupported methods. */
  readonly method?: string;
  /** True sends again although an equal GET was sent before: for cases that are about repetition or change. */
  readonly fresh?: boolean;
  /** `caller`: sent once, and trouble on the way is for the caller to wait out; a poll does. */
  readonly patience?: 'caller';
}

/** What a case may know of its target. */
export interface TargetFacts {
  readonly name: string;
  /** Without a trailing slash; may hold a path prefix. */
  readonly baseUrl: string;
  readonly roles: ReadonlySet<Role>;
  /** Writes are allowed, and provisioning is declared. */
  readonly writable: boolean;
  readonly provisioning: {
    readonly companyId?: string;
    readonly userNameDomain: string;
    /** Ids of users that a run may change. */
    readonly subjects: readonly string[];
    /** Users that an earlier run created here and left behind. */
    readonly kept?: readonly { readonly userId: string; readonly userName: string }[];
    /** How many users a run may create. */
    readonly newUsers: number;
  };
  /** Polling rhythm, in milliseconds. */
  readonly polling: {
    readonly firstMs: number;
    readonly factor: number;
    readonly maxMs: number;
    /** Share of an interval that is left to chance; none without it. */
    readonly jitter?: number;
  };
  /** How long one subject may take to converge, in milliseconds. */
  readonly convergenceMs: number;
  /** Most pages one walk may take. */
  readonly walkPages: number;
  /** Short, unique to the run, safe in a userName. */
  readonly runPrefix: string;
}

export interface WalkPlan {
  /** undefined leaves the page-size parameter out. */
  readonly size?: number;
  readonly filter?: string;
  readonly fresh?: boolean;
  /** Most pages to take; the target's own bound without it. */
  readonly maxPages?: number;
}

/** A poll: read until `done`, within the convergence budget. */
export interface PollPlan<T> {
  /** One read; sent with `patience: 'caller'`, so that the poll itself waits out what stands in its way. */
  readonly read: () => Promise<T>;
  readonly done: (seen: T) => boolean;
  /** True where the awaited is seen and only has to be confirmed: the rhythm starts anew. */
  readonly brisk?: (seen: T) => boolean;
  /** The Retry-After header of what was read, if any. */
  readonly retryAfter?: (seen: T) => string | undefined;
  /** What is waited for, for the report: "the status of provision X". */
  readonly awaiting: string;
}

/** A read that brought no answer to judge; it was waited out. */
export interface PollFault {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly reason: 'throttled' | 'unreachable';
  readonly detail: string;
  /** What the target asked for, in milliseconds. */
  readonly retryAfterMs?: number;
}

export type Polled<T> = { readonly seen: readonly T[]; readonly faults: readonly PollFault[] } & (
  | { readonly converged: true; readonly last: T }
  | { readonly converged: false; readonly reason: Reason; readonly detail: string }
);

/** The target closed the connection on a request, every time, and answered others. */
export interface Closed {
  readonly closed: string;
}

/** A case's hands: it sends, shares and remembers. Every exchange obtained through it becomes the case's evidence. */
export interface Session {
  readonly contract: Contract;
  readonly target: TargetFacts;
  /** Equal GETs of a run share one exchange, unless `fresh`. Throws only the harness's own interruptions. */
  send(operation: OperationId, input?: SendInput): Promise<Exchange>;
  /**
   * The same session, reading everything anew: for reads that a tenant at work made worthless. Who asks for the same round
   * shares what is read in it.
   */
  again(round: number): Session;
  /** For requests that a server may refuse to read at all: a connection that it closes on them is a result then. */
  orClosed<T extends object>(work: () => Promise<T>): Promise<T | Closed>;
  /** Walks the list by the number of resources received; equal plans share one walk, unless `fresh`. */
  walk(plan?: WalkPlan): Promise<Walk>;
  /** The run's full walks, done once, before any write. */
  population(): Promise<Population>;
  /** Does `produce` once a run for a key; every case that asks gets its result and its exchanges as evidence. */
  shared<T>(key: string, produce: (session: Session) => Promise<T>): Promise<T>;
  poll<T>(plan: PollPlan<T>): Promise<Polled<T>>;
  /** Waits without sending; at most the polling maximum. */
  pause(ms: number): Promise<void>;
  /** Says what an operation that was sent asks of its user, so that every read of that user can be judged by it. */
  intend(intent: Intent): void;
  /** Notes that a wait ended without its object, with the arithmetic of the budget. */
  gaveUp(operation: OperationId, id: string, detail: string): void;
  /** What the writing cases sent and saw until now, by request and by user. */
  histories(): readonly History[];
  /** The same of one user; quicker, for whoever asks after every read. */
  historyOf(userId: string): History | undefined;
  /**
   * A user this run creates or changes, listed in the report's `leftovers`. Said before the request is sent, for its answer
   * may never come. With `before`, the user as it was read, it is put back at the end of the run.
   */
  leave(leftover: {
    readonly kind: 'created' | 'changed';
    readonly userId?: string;
    readonly userName?: string;
    readonly before?: JsonObject;
    /** Places the run writes to, as paths of PATCH. */
    readonly touches?: readonly string[];
  }): void;
  /** The creation under this name was refused: nothing is left of it. */
  leaveNothing(userName: string): void;
}
