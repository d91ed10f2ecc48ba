/** One case's hands. It remembers every exchange the case obtained, its own and the shared ones, as evidence. */

import { isSubmission } from '../checks/consistency/request-history.ts';
import type { Attempt, Exchange } from '../model/exchange.ts';
import type { OperationId } from '../model/requirement.ts';
import type { Population, Walk } from '../model/walk.ts';
import type { SendInput, Session, TargetFacts, WalkPlan } from './case.ts';
import { type Desk, READS, type Sender } from './desk.ts';
import { RECORDED, type Recorder } from './histories.ts';
import { type Fault, Interruption, isFault } from './interruption.ts';
import { namesNobody, sendWrite, subjectsOf, type WritingHands } from './lost-write.ts';
import type { EngineOptions } from './plan.ts';
import { type PollGround, poll } from './poller.ts';
import type { Borrowed } from './restoring.ts';
import type { Waits } from './waits.ts';
import { readPopulation, walkPages } from './walker.ts';

interface SharedWork {
  readonly result: Promise<unknown>;
  readonly exchanges: Set<Exchange>;
}

export interface Leftover {
  /** `kept`: created by an earlier run, and not written to by this one. */
  readonly kind: 'created' | 'changed' | 'kept';
  readonly userId?: string;
  readonly userName?: string;
  /** Of a changed user: whether it is as it was before the run, and what is known about that. */
  readonly restored?: boolean;
  readonly note?: string;
}

/** What the sessions of a run share. */
export interface SessionGround {
  readonly options: EngineOptions;
  /** Replaced when cases are repeated, so that they create users of their own again. */
  target: TargetFacts;
  readonly desk: Desk;
  /** By key: `population`, or what was shared by reading (`read ...`) or writing cases (`write ...`). */
  readonly work: Map<string, SharedWork>;
  /** By user id, or by name as long as the id is not known. */
  readonly leftovers: Map<string, Leftover>;
  /** Users to put back at the end, by id. */
  readonly borrowed: Map<string, Borrowed>;
  /** What the writing phase sends and sees. */
  readonly recorder: Recorder;
  readonly waits: Waits;
}

export interface CaseSession {
  readonly session: Session;
  /** In the order they were obtained. */
  readonly used: ReadonlySet<Exchange>;
}

/** `alwaysFresh`: in the writing phase an equal read is a new question. */
export function openSession(ground: SessionGround, sender: Sender, alwaysFresh: boolean): CaseSession {
  const used = new Set<Exchange>();
  const session = sessionInto(ground, sender, alwaysFresh, used);
  return { session, used };
}

function sessionInto(
  ground: SessionGround,
  sender: Sender,
  alwaysFresh: boolean,
  used: Set<Exchange>,
  round = 0,
): Session {
  const { options, desk, work, target } = ground;
  const pollGround: PollGround = {
    clock: desk.clock,
    random: options.random,
    rhythm: target.polling,
    budgetMs: target.convergenceMs,
    runLeftMs: () => desk.leftMs,
    wait: (ms) => waitOn(desk, ms),
  };

  async function shared<T>(name: string, produce: (session: Session) => Promise<T>, asEvidence = true): Promise<T> {
    const key = round === 0 ? name : `${name} #${round}`;
    let known = work.get(key);
    if (!known) {
      const exchanges = new Set<Exchange>();
      known = { result: produce(sessionInto(ground, sender, alwaysFresh, exchanges, round)), exchanges };
      work.set(key, known);
    }
    try {
      // The key names the work, and one key is only ever used with one producer.
      return (await known.result) as T;
    } finally {
      if (asEvidence) for (const exchange of known.exchanges) used.add(exchange);
    }
  }

  // What describes the service is not changed by writing users.
  const isFresh = (operation: OperationId) => alwaysFresh && RECORDED.has(operation);

  async function sendOnce(operation: OperationId, input: SendInput, earlier?: readonly Attempt[]): Promise<Exchange> {
    const start = desk.clock.now();
    try {
      const own = isFresh(operation) ? { ...input, fresh: true } : input;
      const exchange = await desk.send(sender, operation, own, round, earlier);
      used.add(exchange);
      if (alwaysFresh) ground.recorder.see(exchange, desk.clock.now());
      return exchange;
    } catch (error) {
      if (alwaysFresh && isFault(error)) noteFault(error, operation, input, start);
      throw error;
    }
  }

  /** Nothing came of a request: whoever it was about has it in the history. */
  function noteFault(error: Fault, operation: OperationId, input: SendInput, start: number): void {
    const { reason: kind, message: detail, facts } = error;
    const { filter } = input.query ?? {};
    const when = { operation, detail, start, end: desk.clock.now() };
    const about = { ...(input.path?.id && { id: input.path.id }), ...(typeof filter === 'string' && { filter }) };
    ground.recorder.gap({ kind, ...about, ...when });
    // What else got lost is read back first.
    const request = facts.unanswered?.request;
    if (kind === 'throttled' && request && isSubmission({ operation, request }))
      ground.recorder.lose({ fault: kind, request, mayHaveWorked: false, ...when });
  }

  const writingHands = (operation: OperationId, input: SendInput): WritingHands => ({
    send: (earlier) => sendOnce(operation, input, earlier),
    read: (reading, asked) => sendOnce(reading, { ...asked, patience: 'caller' }),
    poll: async (awaiting, read) => {
      const budgetMs = target.convergenceMs / 4;
      await ground.waits.during(awaiting, () =>
        poll({ ...pollGround, budgetMs }, { awaiting, read, done: (over) => over }),
      );
    },
    filterPath: (name) => options.contract.filters.attributes.find((one) => one.name === name)?.path ?? name,
    lose: ({ detail, unanswered: { request, attempts } }, told) => {
      if (!alwaysFresh) return;
      const [first, last] = [attempts[0], attempts.at(-1)];
      const made = told.found === 'done' && told.userName !== undefined ? told : undefined;
      ground.recorder.lose({
        operation,
        request,
        ...(made?.userId !== undefined && { createdId: made.userId }),
        mayHaveWorked: told.found !== 'not-done',
        detail: `${detail}; read back: ${told.found}`,
        start: first?.startedAt ?? desk.clock.now(),
        end: last ? last.startedAt + Math.round(last.ms) : desk.clock.now(),
      });
      if (made?.userName === undefined) return;
      const { userId, userName } = made;
      session.leave({ kind: 'created', userName, ...(userId !== undefined && { userId }) });
    },
  });

  const session: Session = {
    contract: options.contract,
    target,
    send(operation: OperationId, input: SendInput = {}) {
      if (READS.has(input.method ?? options.contract.operation(operation).method)) return sendOnce(operation, input);
      const subjects = subjectsOf(operation, input, (id) => ground.recorder.lastRead(id));
      if (subjects.length === 0 && !namesNobody(operation, input)) return sendOnce(operation, input);
      return sendWrite(writingHands(operation, input), subjects);
    },
    again: (next) => sessionInto(ground, sender, alwaysFresh, used, next),
    async orClosed(work) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Interruption && error.facts.closed) return { closed: error.message };
        throw error;
      }
    },
    walk(plan: WalkPlan = {}): Promise<Walk> {
      if (plan.fresh || alwaysFresh) return walkPages(session, plan);
      return shared(`read walk ${JSON.stringify([plan.size, plan.filter, plan.maxPages])}`, (own) =>
        walkPages(own, plan),
      );
    },
    // Hundreds of cases stand on the population; its pages are evidence only where a problem points at one.
    population: () => shared<Population>('population', readPopulation, false),
    shared: (key, produce) => shared(`${alwaysFresh ? 'write' : 'read'} ${key}`, produce),
    pause: (ms) => waitOn(desk, Math.min(ms, target.polling.maxMs)),
    intend: (intent) => ground.recorder.intend(intent),
    gaveUp(operation, id, detail) {
      const now = desk.clock.now();
      ground.recorder.gap({ kind: 'gave-up', operation, id, detail, start: now, end: now });
    },
    histories: () => ground.recorder.histories(),
    historyOf: (userId) => ground.recorder.historyOf(userId),
    poll: (plan) => ground.waits.during(options.redactor.text(plan.awaiting), () => poll(pollGround, plan)),
    leave({ before, touches = [], ...leftover }) {
      const { userId, userName } = leftover;
      const named = `named ${userName}`;
      if (userId !== undefined) ground.leftovers.delete(named);
      const unknown = leftover.kind === 'created' && userId === undefined;
      ground.leftovers.set(userId ?? named, {
        ...leftover,
        ...(unknown && { note: 'asked for; its id is not known' }),
      });
      if (before && userId !== undefined && !ground.borrowed.has(userId)) {
        const borrowed = { userId, before, touches };
        ground.borrowed.set(userId, borrowed);
        options.onBorrowed?.(borrowed);
      }
      options.onLeftovers?.();
    },
    leaveNothing: (userName) => {
      ground.leftovers.delete(`named ${userName}`);
    },
  };
  return session;
}

/** A sleep that was cut short is no reason to go on. */
async function waitOn(desk: Desk, ms: number): Promise<void> {
  await desk.clock.sleep(ms);
  if (desk.interrupted) throw new Interruption('interrupted', 'the run was interrupted while the case waited');
}
