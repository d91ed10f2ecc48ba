/**
 * One write request and all that was seen of it: what was sent, how it was answered, every read of its status. The
 * judgement of an operation's outcome lives here, so that each case asks the same question. Knows no network.
 */

import { describeExchange, type Exchange, jsonOf } from '../../model/exchange.ts';
import { cannotJudge, type Finding, notExercised, type Reason, unmet } from '../../model/finding.ts';
import { at, type Json, type JsonObject } from '../../model/json.ts';
import { isAccepted, type OperationView, type StatusView, statusOf } from '../status.ts';

export interface SentOperation {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly bulkId?: string;
  /** The user it names; none in a creation. */
  readonly userId?: string;
  /** URNs of the extensions it carries or names. */
  readonly extensions: readonly string[];
}

/**
 * `refused`: no 2xx. `unnamed`: accepted without a readable id. `unreadable`: the status could not be read.
 * `unfinished`: still not completed when the budget ended.
 */
export type SubmissionEnd = 'completed' | 'refused' | 'unnamed' | 'unreadable' | 'unfinished';

export interface Submission {
  readonly sent: readonly SentOperation[];
  readonly answer: Exchange;
  readonly provisionId: string | undefined;
  /** Reads of the status resource, in order of time. */
  readonly reads: readonly Exchange[];
  /** The read with operations after completion. */
  readonly detailed: StatusView | undefined;
  readonly end: SubmissionEnd;
  /** Why it did not complete, in words. */
  readonly detail: string;
  /** Why the wait for an unfinished one ended; `not-converged` without it. */
  readonly reason?: Reason;
}

/** The id of the provisioning request in the answer of Bulk (`id`) or of a single-user endpoint (`meta.provisionId`). */
export function provisionIdOf(answer: Exchange): string | undefined {
  if (!isAccepted(answer)) return undefined;
  const body = jsonOf(answer);
  const id = answer.operation === 'bulk' ? at(body, 'id') : at(body, 'meta', 'provisionId');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** `failed` with its own evidence; `unknown` where no document tells. */
export type Outcome = 'success' | 'failed' | 'unknown';

/** The entry of the detailed status that belongs to the operation at `index`. */
export function operationAt(submission: Submission, index: number): OperationView | undefined {
  const { sent, detailed } = submission;
  const operations = detailed?.operations;
  const wanted = sent[index];
  if (!operations || !wanted) return undefined;
  if (sent.length === 1) return operations.length === 1 ? operations[0] : undefined;
  const repeated = sent.filter((one) => one.bulkId === wanted.bulkId).length > 1;
  const byBulkId = operations.find((one) => one.bulkId === wanted.bulkId);
  if (!repeated && wanted.bulkId !== undefined && byBulkId) return byBulkId;
  const ofUser = operations.filter((one) => wanted.userId !== undefined && one.resourceId === wanted.userId);
  if (ofUser.length === 1 && sent.filter((one) => one.userId === wanted.userId).length === 1) return ofUser[0];
  // The documents number the operations 1, 2, ...; without a bulkId their order is the last thing left to go by.
  return operations.length === sent.length ? operations[index] : undefined;
}

/** How the operation at `index` ended, by the detailed status, else by the counts. */
export function outcomeAt(submission: Submission, index: number): Outcome {
  if (submission.end !== 'completed') return 'unknown';
  const operation = operationAt(submission, index);
  if (operation?.success !== undefined) return operation.success ? 'success' : 'failed';
  const last = lastStatus(submission);
  const counts = last?.counts;
  if (!counts || counts.total !== submission.sent.length) return 'unknown';
  if (counts.success === counts.total) return 'success';
  return counts.failed === counts.total ? 'failed' : 'unknown';
}

/** The last status that could be read. */
export function lastStatus(submission: Submission): StatusView | undefined {
  return submission.detailed ?? submission.reads.map(statusOf).findLast((view) => view !== undefined);
}

/** What the target said about a failed operation, as evidence; member names and codes only. */
export function complaintsOf(operation: OperationView | undefined): readonly JsonObject[] {
  return (operation?.extensions ?? []).flatMap(({ messages }) => messages);
}

function namesTenantField(text: Json | undefined): boolean {
  return typeof text === 'string' && /customData|orgUnit|custom\d|ledgerCode|list item/i.test(text);
}

/**
 * True when every complaint is about the value of a tenant-defined field: lists, custom fields and account codes are
 * the company's own configuration, which no document fixes.
 */
export function isTenantRule(operation: OperationView | undefined): boolean {
  const errors = complaintsOf(operation).filter(({ type }) => type === 'error' || type === undefined);
  return (
    errors.length > 0 &&
    errors.every(
      ({ code, schemaPath, message }) =>
        /VALUE|REQUIRED|LIST/i.test(String(code)) && [schemaPath, message].some(namesTenantField),
    )
  );
}

/** The gateway decides these before the API sees the request; no rule of provisioning is broken by them. */
export const NOT_THE_API: readonly number[] = [401, 403, 429];

/**
 * Why a submission that did not complete leaves its effect open; undefined for one that did. A refused request shows
 * nothing of what follows an acceptance, and whether it had to be accepted is judged by another rule.
 */
export function openEnd(submission: Submission): Finding | undefined {
  const { end, answer, detail, reason = 'not-converged' } = submission;
  if (end === 'completed') return undefined;
  if (end === 'unfinished') return cannotJudge(reason, detail);
  if (end === 'refused') return notAccepted(answer);
  return unmet(detail);
}

/** What a rule about accepted requests says of one that was not. */
export function notAccepted(answer: Exchange): Finding {
  if (NOT_THE_API.includes(answer.response.status)) return unmet(`not permitted: ${describeExchange(answer)}`);
  return notExercised(`the request was not accepted (${describeExchange(answer)})`);
}
