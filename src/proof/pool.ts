/**
 * Runs the jobs of a proof in processes of their own, one for each core: a run is pure computing, and a process of its
 * own starts without anything remembered. Which worker takes which job never shows in an outcome.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Revision } from '../model/requirement.ts';
import type { RunOutcome } from './outcome.ts';
import { CLEAN, type Order, type ProofJob, type Reply } from './worker.ts';

export interface Pool {
  /** What each worker saw of the clean mock before anything else. */
  clean(): Promise<readonly RunOutcome[]>;
  /** The outcomes in the order of the jobs. */
  judge(jobs: readonly ProofJob[], onOutcome?: (position: number) => void): Promise<readonly RunOutcome[]>;
  /** Ends the workers; what each saw of the clean mock at the very end. */
  close(): Promise<readonly RunOutcome[]>;
}

interface Worker {
  ask(order: Order): Promise<RunOutcome>;
  readonly first: Promise<RunOutcome>;
}

export function openPool(revision: Revision, size: number = Math.min(availableParallelism(), 8)): Pool {
  const workers = Array.from({ length: size }, () => startWorker(revision));
  let number = CLEAN;

  async function drain(
    worker: Worker,
    queue: [number, ProofJob][],
    outcomes: RunOutcome[],
    told: (at: number) => void,
  ) {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [position, job] = next;
      number += 1;
      outcomes[position] = await worker.ask({ number, job });
      told(position);
    }
  }

  return {
    clean: () => Promise.all(workers.map((one) => one.first)),
    async judge(jobs, onOutcome = () => {}) {
      const queue = [...jobs.entries()];
      const outcomes: RunOutcome[] = [];
      await Promise.all(workers.map((one) => drain(one, queue, outcomes, onOutcome)));
      return outcomes;
    },
    close() {
      number += 1;
      return Promise.all(workers.map((one) => one.ask({ number })));
    },
  };
}

function startWorker(revision: Revision): Worker {
  const child: ChildProcess = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [revision]);
  const waiting = new Map<number, { done: (outcome: RunOutcome) => void; failed: (why: Error) => void }>();
  const expect = (number: number) =>
    new Promise<RunOutcome>((done, failed) => {
      waiting.set(number, { done, failed });
    });
  const first = expect(CLEAN);
  child.on('message', ({ number, outcome, error }: Reply) => {
    const asked = waiting.get(number);
    waiting.delete(number);
    if (outcome) asked?.done(outcome);
    else asked?.failed(new Error(error ?? 'a worker of the proof gave no outcome'));
  });
  child.on('exit', (code, signal) => {
    for (const { failed } of waiting.values()) failed(new Error(`a worker of the proof ended (${signal ?? code})`));
    waiting.clear();
  });
  return {
    first,
    ask(order) {
      const answer = expect(order.number);
      child.send(order);
      return answer;
    },
  };
}
