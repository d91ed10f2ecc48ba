/** What a check returns. A check never throws and never picks a severity: that is computed from the level. */

import type { Blame } from './blame.ts';
import type { Exchange } from './exchange.ts';
import type { HistoryEvent } from './history.ts';
import type { Json } from './json.ts';

/** One thing that is wrong, with where, what was expected and what was found. */
export interface Problem {
  /** A full sentence a partner can act on. */
  readonly message: string;
  /** RFC 6901 pointer into the response body. */
  readonly pointer?: string;
  readonly expected?: Json;
  readonly actual?: Json;
  /** The exchange that shows it. */
  readonly exchange?: Exchange;
  /** The events of a history that show it together, in order of time. */
  readonly witness?: readonly HistoryEvent[];
}

export const REASONS = [
  'throttled',
  'unreachable',
  'budget',
  'precondition',
  'not-converged',
  'population-moved',
  'interrupted',
  'harness',
] as const;
/** Why a case could not be judged. */
export type Reason = (typeof REASONS)[number];

export type Finding =
  /** `behaviour`: which permitted behaviour was seen, one short stable phrase; it becomes an observation. */
  | { readonly verdict: 'pass'; readonly behaviour?: string }
  | {
      readonly verdict: 'fail';
      readonly problems: readonly Problem[];
      readonly behaviour?: string;
      /** One problem of each kind that is not among the others, where not all of them were kept. */
      readonly otherKinds?: readonly Problem[];
    }
  | {
      readonly verdict: 'inconclusive';
      readonly reason: Reason;
      readonly detail: string;
      /** Where the reason alone would name the wrong one. */
      readonly blame?: Blame;
    }
  /** This target has no data that could tell right from wrong here. */
  | { readonly verdict: 'not-exercised'; readonly detail: string };

export function pass(behaviour?: string): Finding {
  return behaviour === undefined ? { verdict: 'pass' } : { verdict: 'pass', behaviour };
}

/** A pass when the list is empty, else a fail with all of it. */
export function judged(problems: readonly Problem[], behaviour?: string): Finding {
  if (problems.length === 0) return pass(behaviour);
  return behaviour === undefined ? { verdict: 'fail', problems } : { verdict: 'fail', problems, behaviour };
}

export function fail(problem: Problem): Finding {
  return { verdict: 'fail', problems: [problem] };
}

export function cannotJudge(reason: Reason, detail: string, blame?: Blame): Finding {
  return { verdict: 'inconclusive', reason, detail, ...(blame && { blame }) };
}

/** The body or the data a check stands on is missing, and another requirement owns that defect. */
export function unmet(detail: string, blame?: Blame): Finding {
  return cannotJudge('precondition', detail, blame);
}

export function notExercised(detail: string): Finding {
  return { verdict: 'not-exercised', detail };
}
