/**
 * One process of a proof. It judges the clean mock first, then what it is asked, and the clean mock once more at the
 * end without anything it remembers: whatever a faulty run may have left behind in this process would show there.
 */

import { loadContract } from '../contract/load.ts';
import { oneOf } from '../harness/flags.ts';
import { loadCases } from '../harness/suites.ts';
import { POPULATIONS } from '../mock/population/others.ts';
import { REVISIONS, type Revision } from '../model/requirement.ts';
import { createCleanPass } from './clean-pass.ts';
import { neverRed } from './each-case.ts';
import { judgeInProcess } from './judge-in-process.ts';
import { outcomeOf, type RunOutcome } from './outcome.ts';
import { type PopulationJudged, provePopulation } from './populations.ts';
import { judgeTogether, type VariantsJudged } from './variants.ts';

/** What a worker can be asked, and what it answers. */
export interface Tasks {
  /** The clean mock by a process that remembers nothing. */
  readonly clean: { readonly ask: null; readonly answer: RunOutcome };
  /** All cases against the mock with one fault. */
  readonly fault: { readonly ask: string; readonly answer: RunOutcome };
  /** All cases against the mock with these variants together. */
  readonly variants: { readonly ask: readonly string[]; readonly answer: VariantsJudged };
  /** Which of these cases no blunt corruption turns red. */
  readonly blunt: { readonly ask: readonly string[]; readonly answer: readonly string[] };
  /** All cases against a tenant with the population of this id, and what could turn each pass red there. */
  readonly population: { readonly ask: string; readonly answer: PopulationJudged };
}
export type TaskKind = keyof Tasks;

/** `number` 0 is the first clean pass, which nobody has to ask for. */
export type Order = { [Kind in TaskKind]: { kind: Kind; ask: Tasks[Kind]['ask']; number: number } }[TaskKind];

export interface Reply {
  readonly number: number;
  readonly answer?: Tasks[TaskKind]['answer'];
  /** Why there is no answer. */
  readonly error?: string;
}

async function workFor(revision: Revision): Promise<void> {
  const contract = loadContract(revision);
  const clean = createCleanPass();

  const known = async () => ({ cases: clean.wrap(await loadCases(contract)), bytesOf: clean.bytesOf });
  const judge = async (faults: readonly string[]): Promise<RunOutcome> =>
    outcomeOf(await judgeInProcess({ revision, faults, ...(await known()) }));
  const carryOut = async (order: Order): Promise<Tasks[TaskKind]['answer']> => {
    if (order.kind === 'fault') return judge([order.ask]);
    if (order.kind === 'variants') return judgeTogether(order.ask, revision, await known());
    if (order.kind === 'blunt') return neverRed(order.ask, { revision, ...(await known()) });
    if (order.kind === 'clean') return outcomeOf(await judgeInProcess({ revision }));
    const population = POPULATIONS.find((one) => one.id === order.ask);
    if (population === undefined) throw new RangeError(`no population ${order.ask}`);
    return provePopulation(population, revision);
  };
  const reply = async (number: number, answer: Promise<Tasks[TaskKind]['answer']>): Promise<void> => {
    const told: Reply = await answer.then(
      (given) => ({ number, answer: given }),
      (error: unknown) => ({ number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
    process.send?.(told);
  };

  // One after the other: an order that comes meanwhile waits its turn.
  let last = reply(0, judge([])).then(clean.learned);
  process.on('message', (order: Order) => {
    last = last.then(() => reply(order.number, carryOut(order)));
  });
}

// Only as a process of its own: whoever imports the types of this file starts nothing.
if (process.send !== undefined && process.argv[2] !== undefined) {
  await workFor(oneOf('revision', process.argv[2], REVISIONS));
}
