/**
 * The run's one desk for requests: every exchange of every case goes through it, in the target's pace and within the
 * run's budgets. Equal reads of the reading phase share one exchange.
 */

import { setMaxListeners } from 'node:events';
import { createPace } from '../http/pace.ts';
import { retryAfterMs, sendPolitely } from '../http/polite.ts';
import { recordExchange } from '../http/recorded.ts';
import { TransportFailure, type WireRequest, type WireResponse } from '../http/transport.ts';
import type { Clock } from '../model/clock.ts';
import type { Exchange, Role } from '../model/exchange.ts';
import type { Area, OperationId } from '../model/requirement.ts';
import type { SendInput } from './case.ts';
import { Interruption } from './interruption.ts';
import type { EngineOptions } from './plan.ts';
import { urlOf } from './url.ts';

/** On whose behalf a request is sent, for the statistics. */
export interface Sender {
  readonly area: Area;
  readonly requirement: string;
  /** Others wait for what it sends: goes first where requests queue up. */
  readonly urgent?: boolean;
}

export interface Sent {
  readonly exchange: Exchange;
  readonly sender: Sender;
}

export interface Desk {
  send(sender: Sender, operation: OperationId, input: SendInput): Promise<Exchange>;
  /** Forgets shared reads: after writes an equal read is another question. */
  forget(): void;
  /** Ends what is under way: waits, queued requests and requests that hang for an answer. */
  interrupt(): void;
  /** The run's clock; its sleeps end when the run is interrupted. */
  readonly clock: Clock;
  /** Replaces the paths of operations from now on; undefined goes back to the revision's own. */
  usePaths(paths: Readonly<Partial<Record<OperationId, string | undefined>>>): void;
  readonly interrupted: boolean;
  readonly requests: number;
  /** What is left of the run's time, in milliseconds. */
  readonly leftMs: number;
  /** Time requests spent waiting for their turn or for a throttled target, in milliseconds. */
  readonly waited: { readonly paceMs: number; readonly throttledMs: number };
}

export function createDesk(options: EngineOptions, onExchange: (sent: Sent) => void): Desk {
  const { budgets, contract, transport } = options;
  const halt = new AbortController();
  const deadline = options.clock.now() + budgets.runMs;
  const leftMs = (): number => Math.max(0, deadline - options.clock.now());
  // Many requests may wait for their turn at once, each with a listener of its own.
  setMaxListeners(0, halt.signal);
  const clock: Clock = {
    now: () => options.clock.now(),
    // Nobody sleeps past the end of the run's time.
    sleep: (ms) => options.clock.sleep(Math.min(ms, leftMs()), halt.signal),
  };
  const pace = createPace(options.pace, clock);
  const shared = new Map<string, Promise<Exchange>>();
  let paths: Readonly<Partial<Record<OperationId, string | undefined>>> = options.paths;
  let requests = 0;
  let sequence = 0;
  let throttledMs = 0;

  const outOfTime = () => new Interruption('budget', `the run's time budget of ${budgets.runMs} ms is used up`);

  function guard(): void {
    if (halt.signal.aborted)
      throw new Interruption('interrupted', 'the run was interrupted before this request was sent');
    if (requests >= budgets.requests) {
      throw new Interruption('budget', `the run's budget of ${budgets.requests} requests is used up`);
    }
    if (leftMs() === 0) throw outOfTime();
  }

  function wireRequest(operation: OperationId, input: SendInput): WireRequest {
    const body = typeof input.body === 'string' || input.body === undefined ? input.body : JSON.stringify(input.body);
    const role: Role = input.role ?? 'company';
    const authorization = options.authorization(role);
    const headers: Record<string, string> = {
      accept: 'application/json, application/scim+json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...options.extraHeaders,
      ...(authorization !== undefined && { authorization }),
    };
    for (const [name, value] of Object.entries(input.headers ?? {})) {
      delete headers[name.toLowerCase()];
      // The case's own spelling goes on the wire: some cases are about it.
      if (value !== undefined) headers[name] = value;
    }
    return {
      method: input.method ?? contract.operation(operation).method,
      url: urlOf({ contract, baseUrl: options.target.baseUrl, paths }, operation, input),
      headers,
      ...(body !== undefined && { body }),
      timeoutMs: budgets.responseMs,
    };
  }

  async function exchangeOnce(
    sender: Sender,
    operation: OperationId,
    role: Role,
    wire: WireRequest,
    patience: SendInput['patience'],
  ) {
    let startedAt = 0;
    let ms = 0;
    const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(wire.method);
    const response = await sendPolitely(
      () =>
        pace.run(async () => {
          guard();
          requests += 1;
          startedAt = clock.now();
          const start = performance.now();
          try {
            return await transport.send({ ...wire, timeoutMs: Math.min(wire.timeoutMs, leftMs()) });
          } finally {
            ms = performance.now() - start;
          }
        }, sender.urgent),
      {
        clock,
        isRead,
        random: options.random,
        ...(patience && { attempts: 1 }),
        onWait: (waitMs) => (throttledMs += waitMs),
      },
    ).catch((error: unknown) => {
      if (!(error instanceof TransportFailure)) throw error;
      if (halt.signal.aborted) throw new Interruption('interrupted', 'the run was interrupted before the answer came');
      throw leftMs() === 0 ? outOfTime() : interruptionOf(error, wire);
    });
    if (response.status === 429) throw throttled(response, wire, clock.now());
    sequence += 1;
    const exchange = recordExchange({ id: sequence, operation, role, request: wire, response, startedAt, ms });
    onExchange({ exchange, sender });
    return exchange;
  }

  return {
    send(sender, operation, input) {
      const wire = wireRequest(operation, input);
      const role = input.role ?? 'company';
      const send = () => exchangeOnce(sender, operation, role, wire, input.patience);
      if (wire.method !== 'GET' || input.fresh) return send();
      const key = JSON.stringify([operation, wire.url, role, wire.headers]);
      const known = shared.get(key);
      if (known) return known;
      const sending = send();
      shared.set(key, sending);
      return sending;
    },
    forget: () => shared.clear(),
    interrupt: () => {
      halt.abort();
      // Whoever still waits for an answer is told at once that none will come.
      void transport.close();
    },
    clock,
    usePaths: (more) => {
      paths = { ...paths, ...more };
    },
    get interrupted() {
      return halt.signal.aborted;
    },
    get requests() {
      return requests;
    },
    get leftMs() {
      return leftMs();
    },
    get waited() {
      return { paceMs: pace.waitedMs, throttledMs };
    },
  };
}

function throttled(response: WireResponse, wire: WireRequest, nowMs: number): Interruption {
  const asked = retryAfterMs(response.headers['retry-after'], nowMs);
  return new Interruption('throttled', `${wire.method} was refused with 429`, {
    answered: true,
    ...(asked !== undefined && { retryAfterMs: asked }),
  });
}

function interruptionOf(failure: TransportFailure, wire: WireRequest): Interruption {
  const path = wire.url.replace(/^https?:\/\/[^/]+/i, '').slice(0, 120);
  if (failure.kind === 'unsendable' || failure.kind === 'no-token') {
    return new Interruption('precondition', `${wire.method}: ${failure.message}`);
  }
  const answered = failure.kind === 'too-large' || failure.kind === 'undecodable';
  return new Interruption('unreachable', `${wire.method} ${path}: ${failure.message} (${failure.code})`, {
    answered,
    code: failure.code,
  });
}
