/**
 * Did the effect of a write arrive, and did it stay? Judged over the reads of one view after the status said completed.
 * Immediate visibility is never demanded: only an effect that is wrong for the whole budget is lost.
 */

import { describeExchange, type Exchange, jsonOf } from '../../model/exchange.ts';
import { cannotJudge, type Finding, fail, notExercised, pass, type Reason, unmet } from '../../model/finding.ts';
import type { HistoryEvent, ReadEvent } from '../../model/history.ts';
import { equalJson, isObject, type Json, type JsonObject } from '../../model/json.ts';
import { succeeded } from '../provisioning/outcomes.ts';
import { lastStatus, openEnd, operationAt, outcomeAt, type Submission } from '../provisioning/submission.ts';
import type { Assertion } from './assertion.ts';
import type { Witnessed } from './recording.ts';
import { statusEvent, submitEvent } from './request-history.ts';
import { CONVERGED_READS } from './user-events.ts';
import { placesOf, readEvent } from './user-reads.ts';

/** Reads of one view of one user, in order of time. */
export interface EffectReads {
  readonly reads: readonly Exchange[];
  /** True when the last CONVERGED_READS reads were right. */
  readonly converged: boolean;
  /** How the waiting ended, where it did not converge. */
  readonly detail: string;
  /** Why it ended; `not-converged` without it. */
  readonly reason?: Reason;
}

/** One write on one user and what was seen of it. */
export interface Change {
  /** A short name of the write, for messages. */
  readonly what: string;
  readonly submission: Submission;
  /** Position of the operation in the submission. */
  readonly index: number;
  readonly asserted: readonly Assertion[];
  /** The user as it was known before. */
  readonly before: JsonObject | undefined;
  readonly lookup: EffectReads;
}

/** The body of a lookup, or undefined where it is no user. */
export function userOf(read: Exchange): JsonObject | undefined {
  const body = jsonOf(read);
  return read.response.status === 200 && isObject(body) ? body : undefined;
}

/** The user as last read. */
export function after(change: Change): JsonObject | undefined {
  return change.lookup.reads.map(userOf).findLast((user) => user !== undefined);
}

/** True when every asserted attribute is right. */
export function isRight(user: JsonObject | undefined, asserted: readonly Assertion[]): boolean {
  return user !== undefined && asserted.every(({ holds }) => holds(user));
}

const seenIn = (user: JsonObject | undefined, asserted: readonly Assertion[]): Json =>
  user ? asserted.map(({ actual }) => actual(user)) : null;

/** The last reads all show the same, wrong state: nothing is on its way any more. */
function isLost(
  effect: EffectReads,
  find: (read: Exchange) => JsonObject | undefined,
  asserted: readonly Assertion[],
): boolean {
  const last = effect.reads.slice(-CONVERGED_READS).map((read) => seenIn(find(read), asserted));
  return !effect.converged && last.length === CONVERGED_READS && last.every((seen) => equalJson(seen, last[0]));
}

/**
 * Success was reported, so the effect must arrive in the lookup. Refused, failed and unfinished writes are judged by
 * other requirements.
 */
export function arrives(change: Change): Finding {
  const { submission, index, asserted, lookup, what } = change;
  const open = openEnd(submission);
  if (open) return submission.end === 'unreadable' ? notExercised('no success could be read') : open;
  const outcome = outcomeAt(submission, index);
  if (outcome === 'failed') return notExercised('the operation was not reported as success');
  if (outcome === 'unknown') return unmet('the status does not tell how the operation ended');
  if (lookup.converged) return pass();
  const read = lookup.reads.at(-1);
  if (!read) return unmet('the user was not read after the write');
  const barred = lookup.reads.slice(-CONVERGED_READS).find(({ response }) => [401, 403].includes(response.status));
  if (barred) return unmet(`not permitted: ${describeExchange(barred)}`);
  const server = lookup.reads.some(({ response }) => response.status >= 500 || response.status === 429);
  if (server || !isLost(lookup, userOf, asserted)) return cannotJudge(lookup.reason ?? 'not-converged', lookup.detail);
  const user = userOf(read);
  const witness = witnessOf(submission, readEvent('lookup', read, endOf(read), user, placesOf(asserted)));
  if (!user) {
    return fail({
      message: `${what} was reported as success, and the user cannot be read (${describeExchange(read)}).`,
      expected: 200,
      actual: read.response.status,
      exchange: read,
      witness,
    });
  }
  const missing = asserted.find(({ holds }) => !holds(user));
  return fail({
    message: `${what} was reported as success, and its effect is not seen: ${lookup.detail}.`,
    ...(missing && { pointer: missing.pointer, expected: missing.expected, actual: missing.actual(user) }),
    exchange: read,
    witness,
  });
}

/** The write, the status that called it a success, and the read that does not show it. */
export function witnessOf(submission: Submission, read: ReadEvent): readonly HistoryEvent[] {
  const told = lastStatus(submission)?.exchange;
  return [submitEvent(witnessed(submission.answer)), ...(told ? [statusEvent(witnessed(told))] : []), read];
}

const witnessed = (exchange: Exchange): Witnessed => ({ exchange, end: endOf(exchange) });

export const endOf = ({ startedAt, ms }: Exchange): number => startedAt + Math.round(ms);

/**
 * What success implies. An extension that says no-op implies nothing (ruling 156), so where all of them do, a missing
 * effect is no contradiction.
 */
export function successArrives(change: Change): Finding {
  const finding = arrives(change);
  if (finding.verdict !== 'fail') return finding;
  const told = operationAt(change.submission, change.index)?.extensions ?? [];
  const named = change.asserted.map(({ place }) => told.find(({ name }) => sameText(name, place.extension)));
  const idle = named.length > 0 && named.every((one) => one?.result?.toLowerCase() === 'no-op');
  return idle ? unmet('its extension is reported as no-op, which proves nothing') : finding;
}

const sameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * A documented form of request: it is accepted, ends with success AND has its effect. Where the plainest change on the
 * same user does not work either, the fault is not the form's.
 */
export function formWorks(change: Change, plain: Finding): Finding {
  const { submission, index, what } = change;
  if (plain.verdict !== 'pass') return unmet('the plainest change of the same user does not arrive either');
  const { status } = submission.answer.response;
  if (submission.end === 'refused' && ![401, 403, 429].includes(status)) {
    return fail({
      message: `${what} was refused with ${status}.`,
      expected: '2xx',
      actual: status,
      exchange: submission.answer,
    });
  }
  const reported = succeeded(submission, index, what);
  return reported.verdict === 'pass' ? arrives(change) : reported;
}

/** Recorded: whether the first read after completion was right. */
export function visibleAtOnce(change: Change): Finding {
  const first = change.lookup.reads[0];
  if (change.submission.end !== 'completed' || !change.lookup.converged || !first)
    return unmet('the effect did not arrive');
  return pass(isRight(userOf(first), change.asserted) ? 'visible at the first read' : 'visible later');
}

/** Recorded: a right read followed by a wrong one. */
export function settles(change: Change): Finding {
  const right = change.lookup.reads.map((read) => isRight(userOf(read), change.asserted));
  const first = right.indexOf(true);
  if (first < 0) return unmet('the effect did not arrive');
  return pass(right.slice(first).includes(false) ? 'a later read went back' : 'no read went back');
}
