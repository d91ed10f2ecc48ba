/**
 * The run's one desk for requests: every exchange of every case goes through it, in the target's pace and within the
 * run's budgets. Equal reads of the reading phase share one exchange.
 */

import { createPace } from '../http/pace.ts';
import { askedPauseMs, isPassing, type Settled, sendPolitely } from '../http/polite.ts';
import { keepingOnce, recordExchange, sentRequest } from '../http/recorded.ts';
import { originOf, TransportFailure, type WireRequest } from '../http/transport.ts';
import type { Clock } from '../model/clock.ts';
import { HarnessFault } from '../model/errors.ts';
import type { Attempt, Exchange, Role } from '../model/exchange.ts';
import type { Area, OperationId } from '../model/requirement.ts';
import { createBudget } from './budget.ts';
import type { SendInput } from './case.ts';
import { GROUND } from './ground.ts';
import { Interruption } from './interruption.ts';
import { blamesNobodyYet, interruptionOf, throttled, times } from './no-answer.ts';
import type { EngineOptions } from './plan.ts';
import { wireRequestOf } from './wire-request.ts';

/** On whose behalf a request is sent, for the statistics. */
export interface Sender {
  readonly area: Area;
  readonly requirement: string;
  /** Others wait for what it sends: goes first where requests queue up. */
  readonly urgent?: boolean;
}

export interface Recorded {
  readonly exchange: Exchange;
  readonly sender: Sender;
}

export interface DeskListener {
  /** Called for each request that goes over the wire, tries and controls included. */
  attempt(sender: Sender, operation: OperationId): void;
  exchange(recorded: Recorded): void;
}

type Sent = Settled & { readonly startedAt: number; readonly ms: number };

/** Methods that change nothing. */
export const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface Desk {
  /** Equal reads of one round are one exchange. `earlier`: what was tried before, when a write is sent once more. */
  send(
    sender: Sender,
    operation: OperationId,
    input: SendInput,
    round?: number,
    earlier?: readonly Attempt[],
  ): Promise<Exchange>;
  /** Forgets shared reads: after writes an equal read is another question. */
  forget(): void;
  /** Ends what is under way: waits, queued requests and requests that hang for an answer. */
  interrupt(): void;
  /** After the end: once more for so many milliseconds, to clean up. */
  reopen(ms: number): void;
  /** The run's clock; its sleeps end when the run is interrupted. */
  readonly clock: Clock;
  /** Replaces the paths of operations from now on; undefined goes back to the revision's own. */
  usePaths(paths: Readonly<Partial<Record<OperationId, string | undefined>>>): void;
  readonly interrupted: boolean;
  readonly requests: number;
  /** What is left of the run's time, in milliseconds. */
  readonly leftMs: number;
  /** Summed over all requests, in milliseconds. */
  readonly waited: Waited;
}

export interface Waited {
  /** For their turn under the run's own pace. */
  readonly paceMs: number;
  /** Because the target said 429 or 503. */
  readonly throttledMs: number;
  /** Before a read was tried again after a gateway or the connection had failed. */
  readonly retryMs: number;
}

export function createDesk(options: EngineOptions, on: DeskListener): Desk {
  const { contract, transport } = options;
  const budget = createBudget(options.budgets, options.clock);
  const { clock } = budget;
  const pace = createPace(options.pace, clock);
  const once = keepingOnce();
  const shared = new Map<string, Promise<Exchange>>();
  let paths: Readonly<Partial<Record<OperationId, string | undefined>>> = options.paths;
  let sequence = 0;
  const waited = { throttledMs: 0, retryMs: 0 };
  /** Nothing answered lately, not even a control: tries would only add to the trouble. */
  let away = false;

  /** Every request carries a token, and no token leaves the target's origin. */
  function guardOrigin({ url }: WireRequest): void {
    if (originOf(url) === originOf(options.target.baseUrl)) return;
    throw new HarnessFault(
      'a request was about to leave the origin of the target',
      'Look at `paths` in the target file.',
    );
  }

  const wireRequest = (operation: OperationId, input: SendInput): WireRequest =>
    wireRequestOf(options, paths, operation, input);

  /** Sends until something came of it that will not change by waiting. */
  async function settle(sender: Sender, operation: OperationId, wire: WireRequest, most?: number): Promise<Sent> {
    let startedAt = 0;
    let ms = 0;
    const once = () =>
      pace.run(async () => {
        guardOrigin(wire);
        budget.request();
        on.attempt(sender, operation);
        startedAt = clock.now();
        const start = performance.now();
        try {
          const response = await transport.send({ ...wire, timeoutMs: Math.min(wire.timeoutMs, budget.leftMs) });
          pace.hold(askedPauseMs(response, clock.now()));
          return response;
        } finally {
          ms = performance.now() - start;
        }
      }, sender.urgent);
    const settled = await sendPolitely(once, {
      clock,
      isRead: READS.has(wire.method),
      random: options.random,
      ...(most !== undefined && { attempts: most }),
      onWait: (waitMs, throttled) => {
        waited[throttled ? 'throttledMs' : 'retryMs'] += waitMs;
      },
    });
    return { ...settled, startedAt, ms };
  }

  /**
   * True when the simplest request is answered right now. Then what another request brought is about that request, and
   * is judged; otherwise it is about a gateway, a network or a bad moment.
   */
  async function controlPasses(sender: Sender, failed: WireRequest): Promise<boolean> {
    const query = { startIndex: 1, [contract.pageSize.name]: 1 };
    const wire = wireRequest('listUsers', { query });
    if (wire.url === failed.url && wire.method === failed.method) return false;
    const { outcome } = await settle(sender, 'listUsers', wire, 1);
    return !(outcome instanceof TransportFailure) && outcome.status < 500 && !isPassing(outcome.status);
  }

  async function exchangeOnce(
    sender: Sender,
    operation: OperationId,
    role: Role,
    wire: WireRequest,
    patience: SendInput['patience'],
    earlier: readonly Attempt[],
  ) {
    const sent = await settle(sender, operation, wire, away || patience ? 1 : undefined);
    const { outcome, startedAt, ms } = sent;
    const attempts = [...earlier, ...sent.attempts];
    const unanswered = { request: sentRequest(wire), role, attempts };
    if (outcome instanceof TransportFailure) {
      budget.blameEnd();
      // Whoever waits out trouble by himself needs nobody to tell whose it is.
      if (patience) throw interruptionOf(outcome, wire, unanswered, true);
      away = blamesNobodyYet(outcome) && !(await controlPasses(sender, wire));
      throw interruptionOf(outcome, wire, unanswered, away);
    }
    if (outcome.status === 429) throw throttled(outcome, wire, unanswered, clock.now());
    if (sender !== GROUND && !patience) away = isPassing(outcome.status) && !(await controlPasses(sender, wire));
    if (away && isPassing(outcome.status)) {
      const reason = outcome.status === 503 ? 'throttled' : 'unreachable';
      const detail = `${wire.method} was answered with ${outcome.status} ${times(attempts.length)}, and so was the simplest read`;
      throw new Interruption(reason, detail, { answered: true, untold: outcome.status !== 503, unanswered });
    }
    if (!budget.hasRoomFor(outcome.body.byteLength)) {
      const facts = { answered: true, blame: 'target', unanswered } as const;
      throw new Interruption('unreachable', 'the target has sent more large bodies than a run keeps', facts);
    }
    sequence += 1;
    const response = { ...outcome, body: once(outcome.body) };
    const happening = { id: sequence, operation, role, request: wire, response, startedAt, ms };
    const exchange = recordExchange({ ...happening, ...(attempts.length > 1 && { attempts }) });
    on.exchange({ exchange, sender });
    return exchange;
  }

  return {
    send(sender, operation, input, round = 0, earlier = []) {
      const wire = wireRequest(operation, input);
      const role = input.role ?? 'company';
      const send = () => exchangeOnce(sender, operation, role, wire, input.patience, earlier);
      if (wire.method !== 'GET' || input.fresh) return send();
      const key = JSON.stringify([operation, wire.url, role, wire.headers, round]);
      const known = shared.get(key);
      if (known) return known;
      const sending = send();
      shared.set(key, sending);
      return sending;
    },
    forget: () => shared.clear(),
    interrupt: () => {
      budget.stop();
      // Whoever still waits for an answer is told at once that none will come.
      void transport.close();
    },
    reopen: (ms) => budget.reopen(ms),
    clock,
    usePaths: (more) => {
      paths = { ...paths, ...more };
    },
    get interrupted() {
      return budget.stopped;
    },
    get requests() {
      return budget.requests;
    },
    get leftMs() {
      return budget.leftMs;
    },
    get waited() {
      return {
        paceMs: Math.round(pace.waitedMs),
        throttledMs: Math.round(waited.throttledMs + pace.heldMs),
        retryMs: Math.round(waited.retryMs),
      };
    },
  };
}
