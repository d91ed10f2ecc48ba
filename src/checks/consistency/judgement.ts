/**
 * How a rule over histories answers: it holds, it is violated with the few events that show it, it is undecided, or
 * the history has nothing to do with it. Turned into a finding at the end, so that levels stay data.
 */

import { describeExchange } from '../../model/exchange.ts';
import {
  cannotJudge,
  type Finding,
  judged,
  notExercised,
  type Problem,
  pass,
  type Reason,
} from '../../model/finding.ts';
import type { History, HistoryEvent } from '../../model/history.ts';
import type { Json } from '../../model/json.ts';

export type Judgement =
  | { readonly outcome: 'holds'; readonly behaviour?: string }
  | {
      readonly outcome: 'violated';
      readonly message: string;
      /** Two or three events, in order of time; nothing can be left out. */
      readonly witness: readonly HistoryEvent[];
      readonly pointer?: string;
      readonly expected?: Json;
      readonly actual?: Json;
      /** The same as one short stable phrase, for rules that only record. */
      readonly behaviour?: string;
    }
  | { readonly outcome: 'undecided'; readonly reason: Reason; readonly detail: string }
  | { readonly outcome: 'silent'; readonly detail: string };

/** A rule over one history. */
export type Rule = (history: History) => Judgement;
/** A rule that needs every history of a run. */
export type WideRule = (histories: readonly History[]) => readonly Judgement[];

export const holds = (behaviour?: string): Judgement =>
  behaviour === undefined ? { outcome: 'holds' } : { outcome: 'holds', behaviour };
export const silent = (detail: string): Judgement => ({ outcome: 'silent', detail });
export const undecided = (reason: Reason, detail: string): Judgement => ({ outcome: 'undecided', reason, detail });
export const violated = (one: Omit<Extract<Judgement, { outcome: 'violated' }>, 'outcome'>): Judgement => ({
  outcome: 'violated',
  ...one,
  witness: [...one.witness].sort((a, b) => a.start - b.start),
});

/** The problem of a violated rule; the last event of the witness is the one that shows it. */
export function problemOf(one: Extract<Judgement, { outcome: 'violated' }>): Problem {
  const exchange = one.witness.findLast((event) => event.exchange)?.exchange;
  return {
    message: one.message,
    ...(one.pointer !== undefined && { pointer: one.pointer }),
    ...(one.expected !== undefined && { expected: one.expected }),
    ...(one.actual !== undefined && { actual: one.actual }),
    ...(exchange && { exchange }),
    witness: one.witness,
  };
}

/**
 * Many judgements as one finding: every violation is told; without one, a rule that held somewhere holds; what stayed
 * open is told only where nothing held.
 */
export function findingOf(judgements: readonly Judgement[]): Finding {
  const broken = judgements.filter((one) => one.outcome === 'violated');
  const behaviour = broken.find((one) => one.behaviour !== undefined)?.behaviour;
  if (broken.length > 0) return judged(broken.map(problemOf), behaviour);
  const held = judgements.find((one) => one.outcome === 'holds');
  if (held) return pass(held.behaviour);
  const open = judgements.find((one) => one.outcome === 'undecided');
  if (open) return cannotJudge(open.reason, open.detail);
  const mute = judgements.find((one) => one.outcome === 'silent');
  return notExercised(mute?.detail ?? 'nothing of this kind happened in the run');
}

/** A rule over one kind of subject as a check over all histories. */
export const overRequests =
  (rule: Rule) =>
  (histories: readonly History[]): Finding =>
    findingOf(histories.filter(({ subject }) => subject.kind === 'request').map(rule));

/** The same where one request that stayed open must not hide behind others. */
export const overEveryRequest =
  (rule: Rule) =>
  (histories: readonly History[]): Finding => {
    const told = histories.filter(({ subject }) => subject.kind === 'request').map(rule);
    const open = told.some(({ outcome }) => outcome === 'undecided');
    return findingOf(open ? told.filter(({ outcome }) => outcome !== 'holds') : told);
  };

export const overUsers =
  (rule: WideRule) =>
  (histories: readonly History[]): Finding =>
    findingOf(rule(histories.filter(({ subject }) => subject.kind === 'user')));

/** `GET /path -> 200`, or what happened where there was no exchange. */
export const nameOf = (event: HistoryEvent): string =>
  event.exchange ? describeExchange(event.exchange) : `${event.operation} at ${new Date(event.start).toISOString()}`;
