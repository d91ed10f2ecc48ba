/**
 * Carries out the tasks of a proof in processes of their own, one for each core: a run is pure computing, and a process
 * begins without anything remembered. Which worker takes which task never shows in an answer.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Revision } from '../model/requirement.ts';
import type { RunOutcome } from './outcome.ts';
import type { Order, Reply, TaskKind, Tasks } from './worker.ts';

export interface Pool {
  /** The answers in the order of what was asked. `onAnswer` is called with its position as soon as one is there. */
  all<Kind extends TaskKind>(
    kind: Kind,
    asks: readonly Tasks[Kind]['ask'][],
    onAnswer?: (position: number) => void,
  ): Promise<readonly Tasks[Kind]['answer'][]>;
  /** What each worker saw of the clean mock before anything else. */
  readonly before: Promise<readonly RunOutcome[]>;
  /** What each worker sees of it now, with nothing remembered. */
  after(): Promise<readonly RunOutcome[]>;
  close(): void;
}

interface Worker {
  carryOut<Kind extends TaskKind>(kind: Kind, ask: Tasks[Kind]['ask']): Promise<Tasks[Kind]['answer']>;
  readonly before: Promise<RunOutcome>;
  close(): void;
}

export function openPool(revision: Revision, size: number = Math.min(availableParallelism(), 8)): Pool {
  const workers = Array.from({ length: size }, () => startWorker(revision));
  return {
    async all<Kind extends TaskKind>(
      kind: Kind,
      asks: readonly Tasks[Kind]['ask'][],
      onAnswer: (position: number) => void = () => {},
    ) {
      const queue = [...asks.entries()];
      const answers: Tasks[Kind]['answer'][] = [];
      const drain = async (worker: Worker) => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          answers[next[0]] = await worker.carryOut(kind, next[1]);
          onAnswer(next[0]);
        }
      };
      await Promise.all(workers.map(drain));
      return answers;
    },
    before: Promise.all(workers.map((one) => one.before)),
    after: () => Promise.all(workers.map((one) => one.carryOut('clean', null))),
    close: () => {
      for (const one of workers) one.close();
    },
  };
}

/** As this file is run: from its source, or compiled. */
const WORKER = fileURLToPath(new URL(`worker${extname(import.meta.url)}`, import.meta.url));
/** A run makes many short-lived pages; with room for them, less time goes into collecting garbage. */
const ROOMY = '--max-semi-space-size=64';

interface Waiting {
  readonly done: (answer: Tasks[TaskKind]['answer']) => void;
  readonly failed: (why: Error) => void;
}

function startWorker(revision: Revision): Worker {
  const child: ChildProcess = fork(WORKER, [revision], { execArgv: [...process.execArgv, ROOMY] });
  const waiting = new Map<number, Waiting>();
  let number = 0;
  let ended: Error | undefined;

  // A worker answers what it was asked, in the shape of that task.
  const expect = <Answer>(): Promise<Answer> =>
    new Promise((done, failed) => {
      waiting.set(number, { done: (answer) => done(answer as Answer), failed });
      number += 1;
      if (ended) failed(ended);
    });
  child.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.number);
    waiting.delete(reply.number);
    if (reply.answer) asked?.done(reply.answer);
    else asked?.failed(new Error(reply.error ?? 'a worker of the proof gave no answer'));
  });
  child.on('exit', (code, signal) => {
    ended = new Error(`a worker of the proof ended (${signal ?? code})`);
    for (const { failed } of waiting.values()) failed(ended);
    waiting.clear();
  });
  return {
    before: expect<RunOutcome>(),
    carryOut(kind, ask) {
      const order = { kind, ask, number } as Order;
      const answer = expect<Tasks[typeof kind]['answer']>();
      if (!ended) child.send(order);
      return answer;
    },
    close: () => {
      child.disconnect();
    },
  };
}
