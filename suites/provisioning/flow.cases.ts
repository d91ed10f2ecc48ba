/**
 * How the two writing areas send: submit operations, follow the status to its end, read the user until it is right.
 * Every wait goes through the session, so that rhythm and budget are the target's. Judges nothing.
 */

import type { Assertion } from '../../src/checks/consistency/assertion.ts';
import { type Change, type EffectReads, isRight, userOf } from '../../src/checks/consistency/effect.ts';
import { CONVERGED_READS } from '../../src/checks/consistency/user-events.ts';
import {
  outcomeAt,
  provisionIdOf,
  type SentOperation,
  type Submission,
} from '../../src/checks/provisioning/submission.ts';
import { isAccepted, isPassing, statusOf } from '../../src/checks/status.ts';
import { URN } from '../../src/contract/contract.ts';
import type { SendInput, Session } from '../../src/harness/case.ts';
import { describeExchange, type Exchange } from '../../src/model/exchange.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

/** An operation to put into a Bulk request. */
export interface Planned extends SentOperation {
  readonly data?: JsonObject;
}

/** A status that cannot be read this many times in a row is given up. */
const UNREADABLE = 4;

/** One operation as Bulk prints it (ruling 131). */
export function printed(planned: Planned): JsonObject {
  return {
    method: planned.method,
    path: planned.userId === undefined ? '/Users' : `/Users/${planned.userId}`,
    ...(planned.bulkId !== undefined && { bulkId: planned.bulkId }),
    ...(planned.data !== undefined && { data: planned.data }),
  };
}

/** A whole Bulk request. */
export function bulkBody(operations: readonly Planned[], more: JsonObject = {}): JsonObject {
  return { schemas: [URN.bulkRequest], ...more, Operations: operations.map(printed) };
}

/** A PATCH of one user in the RFC's form (ruling 132). */
export function patching(userId: string, bulkId: string, operations: readonly JsonObject[]): Planned {
  return {
    method: 'PATCH',
    userId,
    bulkId,
    extensions: extensionsOf(operations),
    data: { schemas: [URN.patchOp], Operations: operations },
  };
}

/** The extension URNs that patch operations name, by path or by key. */
function extensionsOf(operations: readonly JsonObject[]): readonly string[] {
  const known = Object.values(URN).filter((urn) => urn.includes(':schemas:extension:'));
  const text = JSON.stringify(operations);
  return known.filter((urn) => text.includes(`"${urn}:`) || text.includes(`"${urn}"`));
}

export interface SubmitOptions {
  readonly more?: JsonObject;
  readonly headers?: SendInput['headers'];
  /** Reads the status once more after its end, in each view. */
  readonly thorough?: boolean;
}

/** Sends a Bulk request and follows it. */
export async function submit(
  session: Session,
  operations: readonly Planned[],
  options: SubmitOptions = {},
): Promise<Submission> {
  const body = bulkBody(operations, options.more);
  const answer = await session.send('bulk', { body, ...(options.headers && { headers: options.headers }) });
  return follow(session, answer, operations, options.thorough ?? false);
}

/** Follows an accepted request to the end of its status, or to the end of the budget. */
export async function follow(
  session: Session,
  answer: Exchange,
  sent: readonly SentOperation[],
  thorough = false,
): Promise<Submission> {
  const provisionId = provisionIdOf(answer);
  const base = { sent, answer, provisionId, reads: [], detailed: undefined };
  if (!isAccepted(answer)) return { ...base, end: 'refused', detail: `refused (${describeExchange(answer)})` };
  if (provisionId === undefined) return { ...base, end: 'unnamed', detail: 'the answer names no provision' };
  let unreadable = 0;
  const polled = await session.poll({
    awaiting: `the end of provision ${provisionId}`,
    read: () => readStatus(session, provisionId, {}, 'caller'),
    done: (read) => {
      const view = statusOf(read);
      // A gateway that is away for a while has not lost the status.
      if (!isPassing(read)) unreadable = view ? 0 : unreadable + 1;
      return view?.completed === true || unreadable >= UNREADABLE;
    },
    retryAfter,
  });
  const reads: Exchange[] = [...polled.seen];
  const known = { sent, answer, provisionId };
  if (!polled.converged) {
    const { reason, detail } = polled;
    session.gaveUp('getProvisionStatus', provisionId, detail);
    return { ...known, reads, detailed: undefined, end: 'unfinished', detail, reason };
  }
  if (unreadable > 0) {
    const detail = `the status could not be read (${describeExchange(polled.last)})`;
    return { ...known, reads, detailed: undefined, end: 'unreadable', detail };
  }
  const detailed = await readStatus(session, provisionId, { attributes: 'operations', count: 100 });
  reads.push(detailed);
  if (thorough) {
    reads.push(await readStatus(session, provisionId));
    reads.push(await readStatus(session, provisionId, { attributes: 'operations', count: 100 }));
  }
  return { ...known, reads, detailed: statusOf(detailed), end: 'completed', detail: 'completed' };
}

/** One read of a status. */
export function readStatus(
  session: Session,
  id: string,
  query: SendInput['query'] = {},
  patience?: SendInput['patience'],
): Promise<Exchange> {
  return session.send('getProvisionStatus', { path: { id }, query, fresh: true, ...(patience && { patience }) });
}

/** One read of a user. */
export function readUser(session: Session, userId: string, patience?: SendInput['patience']): Promise<Exchange> {
  return session.send('getUser', { path: { id: userId }, fresh: true, ...(patience && { patience }) });
}

const retryAfter = (read: Exchange): string | undefined => read.response.headers['retry-after'];

/** Reads one view until it is right several times in a row. */
export async function awaitView(
  session: Session,
  awaiting: string,
  read: () => Promise<Exchange>,
  right: (read: Exchange) => boolean,
  about?: { readonly operation: 'getUser' | 'listUsers'; readonly userId: string },
): Promise<EffectReads> {
  let streak = 0;
  const polled = await session.poll({
    awaiting,
    read,
    done: (seen) => {
      streak = right(seen) ? streak + 1 : 0;
      return streak === CONVERGED_READS;
    },
    brisk: () => streak > 0,
    retryAfter,
  });
  const reads = polled.seen;
  if (polled.converged) return { reads, converged: true, detail: 'converged' };
  if (about) session.gaveUp(about.operation, about.userId, polled.detail);
  return { reads, converged: false, detail: polled.detail, reason: polled.reason };
}

/** Waits until every assertion holds in the lookup. */
export function awaitUser(session: Session, userId: string, asserted: readonly Assertion[]): Promise<EffectReads> {
  const right = (read: Exchange): boolean => isRight(userOf(read), asserted);
  const read = () => readUser(session, userId, 'caller');
  return awaitView(session, `the effect on user ${userId}`, read, right, { operation: 'getUser', userId });
}

/** Looks several times without expecting anything: for effects that must not come. */
export async function watchUser(session: Session, userId: string): Promise<EffectReads> {
  let looks = 0;
  const polled = await session.poll({
    awaiting: `user ${userId}, watched for an effect that must not come`,
    read: () => readUser(session, userId, 'caller'),
    done: () => {
      looks += 1;
      return looks === CONVERGED_READS;
    },
    brisk: () => true,
    retryAfter,
  });
  const reads = polled.seen;
  if (!polled.converged) return { reads, converged: false, detail: polled.detail, reason: polled.reason };
  return { reads, converged: true, detail: `${reads.length} reads` };
}

export interface ChangePlan {
  readonly what: string;
  readonly userId: string;
  readonly before: JsonObject | undefined;
  readonly asserted: readonly Assertion[];
  /** `arrive`: the effect is awaited. `stay`: the user is only watched. */
  readonly mode: 'arrive' | 'stay';
  /** Judged under a requirement about this form of write. */
  readonly form?: boolean;
}

/** Reads back what a followed request did to one user. */
export async function readBack(session: Session, submission: Submission, plan: ChangePlan): Promise<Change> {
  const { what, userId, before, asserted, mode, form = false } = plan;
  const none: EffectReads = { reads: [], converged: false, detail: 'not awaited' };
  const change = { what, submission, index: 0, asserted, before };
  session.intend({
    answer: submission.answer,
    index: 0,
    userId,
    asserted,
    mode: form && mode === 'arrive' ? 'own' : mode,
  });
  if (submission.end !== 'completed') {
    const lookup = submission.end === 'refused' && mode === 'stay' ? await watchUser(session, userId) : none;
    return { ...change, lookup };
  }
  if (mode === 'stay') return { ...change, lookup: await watchUser(session, userId) };
  const worked = outcomeAt(submission, 0) === 'success';
  return { ...change, lookup: worked ? await awaitUser(session, userId, asserted) : none };
}

/** A PATCH operation with a path. */
export function at(op: 'add' | 'replace' | 'remove', path: string, value?: Json): JsonObject {
  return { op, path, ...(value !== undefined && { value }) };
}

/** A PATCH operation without a path: the value is keyed by extension URNs. */
export function keyed(op: 'add' | 'replace', value: JsonObject): JsonObject {
  return { op, value };
}
