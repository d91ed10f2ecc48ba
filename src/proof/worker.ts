/**
 * One process of a proof. It judges the clean mock first, then what it is told to, and the clean mock once more at the
 * end, without anything it remembers: whatever a faulty run may have left behind in this process would show there.
 */

import { loadContract } from '../contract/load.ts';
import { oneOf } from '../harness/flags.ts';
import { loadCases } from '../harness/suites.ts';
import { REVISIONS } from '../model/requirement.ts';
import { createCleanPass } from './clean-pass.ts';
import { judgeInProcess } from './judge-in-process.ts';
import { outcomeOf, type RunOutcome } from './outcome.ts';

/** What may differ from run to run, as plain data. */
export interface ProofJob {
  readonly faults?: readonly string[];
  readonly variants?: readonly string[];
  readonly users?: number;
  readonly seed?: number;
  readonly processingMs?: number;
  readonly visibleMs?: number;
}

/** `job` undefined: judge the clean mock afresh, and end. */
export interface Order {
  readonly number: number;
  readonly job?: ProofJob;
}

export interface Reply {
  readonly number: number;
  readonly outcome?: RunOutcome;
  /** Why there is no outcome. */
  readonly error?: string;
}

/** The reply about the first clean pass. */
export const CLEAN = 0;

async function work(revisionText: string): Promise<void> {
  const revision = oneOf('revision', revisionText, REVISIONS);
  const contract = loadContract(revision);
  const clean = createCleanPass();
  const reply = (one: Reply) => process.send?.(one);

  const judge = async (job: ProofJob): Promise<RunOutcome> => {
    const cases = clean.wrap(await loadCases(contract));
    return outcomeOf(await judgeInProcess({ revision, ...job, cases, bytesOf: clean.bytesOf }));
  };
  const answer = async ({ number, job }: Order): Promise<Reply> => {
    try {
      return { number, outcome: job ? await judge(job) : outcomeOf(await judgeInProcess({ revision })) };
    } catch (error) {
      return { number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };

  // Orders that come while another is being carried out wait their turn.
  let last: Promise<unknown> = Promise.resolve();
  process.on('message', (order: Order) => {
    last = last.then(async () => {
      reply(await answer(order));
      if (order.job === undefined) process.disconnect();
    });
  });
  last = answer({ number: CLEAN, job: {} }).then((first) => {
    clean.learned();
    reply(first);
  });
}

// Only as a process of its own: whoever imports the types of this file starts nothing.
if (process.send !== undefined && process.argv[2] !== undefined) await work(process.argv[2]);
