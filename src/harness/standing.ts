/** Standing cases: each looks at every exchange of the run and keeps what it found. */

import type { Contract } from '../contract/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import { cannotJudge, type Finding, judged, notExercised, type Problem } from '../model/finding.ts';
import { kindOf } from '../model/problem-kind.ts';
import type { StandingCase } from './case.ts';
import type { Recorded } from './desk.ts';

/** One broken rule can show on every page of a run; a handful proves it. */
const MOST_KEPT = 10;
/** A failure of another kind is another failure, however late it shows; so many of them are kept with their exchange. */
const MOST_OTHER_KINDS = 10;
const MOST_KINDS = 200;
const SAMPLES = 3;

export interface StandingLedger {
  inspect(recorded: Recorded): void;
  /** Begins anew: what was seen until now no longer counts. */
  forget(): void;
  findingOf(one: StandingCase): { readonly finding: Finding; readonly evidence: readonly Exchange[] };
}

interface Entry {
  inspected: number;
  broken: number;
  crash: string | undefined;
  readonly problems: Problem[];
  readonly otherKinds: Problem[];
  readonly kinds: Set<string>;
  readonly samples: Exchange[];
}

export function createStandingLedger(cases: readonly StandingCase[], contract: Contract): StandingLedger {
  const entries = new Map<string, Entry>();
  const forget = (): void => {
    for (const one of cases) {
      entries.set(one.id, {
        inspected: 0,
        broken: 0,
        crash: undefined,
        problems: [],
        otherKinds: [],
        kinds: new Set(),
        samples: [],
      });
    }
  };
  forget();

  return {
    inspect({ exchange }) {
      for (const one of cases) {
        const entry = entries.get(one.id);
        if (!entry) continue;
        try {
          note(entry, one.inspect(exchange, contract), exchange);
        } catch (error) {
          if (!isTooDeep(error)) entry.crash ??= `the check failed on exchange ${exchange.id}: ${String(error)}`;
        }
      }
    },
    forget,
    findingOf(one) {
      const entry = entries.get(one.id);
      if (!entry || entry.inspected === 0) {
        if (entry?.crash) return { finding: cannotJudge('harness', entry.crash), evidence: [] };
        return { finding: notExercised('no response of this run had anything to show here'), evidence: [] };
      }
      if (entry.crash && entry.problems.length === 0) {
        return { finding: cannotJudge('harness', entry.crash), evidence: [] };
      }
      const behaviour = `${entry.broken} of ${entry.inspected} responses differ`;
      const { problems, otherKinds } = entry;
      const found = judged(problems, entry.broken > 0 ? behaviour : undefined);
      const finding = found.verdict === 'fail' && otherKinds.length > 0 ? { ...found, otherKinds } : found;
      const shown = [...problems, ...otherKinds].flatMap((problem) => problem.exchange ?? []);
      return { finding, evidence: shown.length > 0 ? shown : entry.samples };
    },
  };
}

/** A sample shows that there was something to look at; holding its page in memory would show no more. */
function withoutBody(exchange: Exchange): Exchange {
  const { status, headers, bytes, digest } = exchange.response;
  return { ...exchange, response: { status, headers, bytes, digest, body: { kind: 'none' } } };
}

/** The stack ran out: the body goes deeper than any check can follow. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

function note(entry: Entry, problems: readonly Problem[] | undefined, exchange: Exchange): void {
  if (problems === undefined) return;
  entry.inspected += 1;
  if (problems.length === 0) {
    if (entry.samples.length < SAMPLES) entry.samples.push(withoutBody(exchange));
    return;
  }
  entry.broken += 1;
  for (const problem of problems) keep(entry, problem, exchange);
}

function keep({ problems, otherKinds, kinds }: Entry, problem: Problem, exchange: Exchange): void {
  const kind = kinds.size < MOST_KINDS ? kindOf(problem) : undefined;
  const known = kind === undefined || kinds.has(kind);
  if (kind !== undefined) kinds.add(kind);
  if (problems.length < MOST_KEPT) problems.push({ exchange, ...problem });
  else if (!known) otherKinds.push(otherKinds.length < MOST_OTHER_KINDS ? { exchange, ...problem } : problem);
}
