/**
 * How accepted operations ended, as the status documents tell it: success, failure and what a failure must look like.
 * What the user looks like afterwards belongs to the checks of consistency.
 */

import {
  cannotJudge,
  type Finding,
  fail,
  judged,
  notExercised,
  type Problem,
  pass,
  unmet,
} from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { isFailed, type OperationView } from '../status.ts';
import {
  complaintsOf,
  isTenantRule,
  lastStatus,
  openEnd,
  operationAt,
  outcomeAt,
  type Submission,
} from './submission.ts';

const plain = (messages: readonly JsonObject[]): JsonObject[] =>
  messages.map(({ code, schemaPath, type }) => ({
    ...(code !== undefined && { code }),
    ...(schemaPath !== undefined && { schemaPath }),
    ...(type !== undefined && { type }),
  }));

/** The status that shows how a request ended. */
function shownBy(submission: Submission): Pick<Problem, 'exchange'> {
  const view = lastStatus(submission);
  return view ? { exchange: view.exchange } : {};
}

/** Valid data must end with success; a complaint about the company's own lists leaves the question open. */
export function succeeded(submission: Submission, index: number, what: string): Finding {
  const open = openEnd(submission);
  if (open) return open;
  const outcome = outcomeAt(submission, index);
  if (outcome === 'success') return pass();
  if (outcome === 'unknown') return unmet('the status does not tell how the operation ended');
  const operation = operationAt(submission, index);
  if (isTenantRule(operation)) {
    return cannotJudge(
      'precondition',
      'the company refuses the values that the run could offer (lists or custom fields)',
    );
  }
  return fail({
    message: `${what} was accepted, and its operation is reported as failed.`,
    expected: 'success',
    actual: plain(complaintsOf(operation)),
    ...shownBy(submission),
  });
}

/** Recorded: how many operations after the first failure were carried out under failOnErrors 1. */
export function afterFirstFailure(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return submission.end === 'refused' ? pass('refused at once') : open;
  const later = submission.sent.slice(1).map((_, index) => outcomeAt(submission, index + 1));
  if (later.includes('unknown')) return pass('later operations are not told apart');
  const done = later.filter((one) => one === 'success').length;
  if (done === later.length) return pass('later operations are carried out');
  return pass(done === 0 ? 'later operations are left out' : 'some later operations are carried out');
}

/** One good and one bad operation: each is counted for what it was. */
export function partialFailure(submission: Submission, good: number, bad: number): Finding {
  const open = openEnd(submission);
  if (open) return submission.end === 'refused' ? pass('refused at once as a whole') : open;
  const problems: Problem[] = [];
  if (outcomeAt(submission, bad) === 'success') {
    return notExercised('the operation that was meant to fail is reported as success');
  }
  if (outcomeAt(submission, good) === 'failed') {
    problems.push({
      message: 'An operation without a defect failed because another operation of the request failed.',
      pointer: '/operations',
      expected: 'success',
      actual: 'failed',
      ...shownBy(submission),
    });
  }
  const counts = lastStatus(submission)?.counts;
  if (counts && problems.length === 0 && (counts.success < 1 || counts.failed < 1)) {
    problems.push({
      message: 'The counts of a partly failed request do not show one success and one failure.',
      pointer: '/operationsCount',
      expected: { success: 1, failed: 1 },
      actual: { success: counts.success, failed: counts.failed },
      ...shownBy(submission),
    });
  }
  return judged(problems);
}

const SPEND = ':extension:spend:2.0:';

interface FailedExtension {
  readonly name: string;
  readonly operation: OperationView;
  readonly index: number;
}

function failedExtensions(operations: readonly OperationView[]): readonly FailedExtension[] {
  return operations.flatMap((operation, index) =>
    operation.extensions.filter(isFailed).map(({ name }) => ({ name, operation, index })),
  );
}

/** A failed extension is told on the extension, the operation and the request (ruling 153). */
export function failureReported(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return submission.end === 'refused' ? notExercised('the request was refused at once') : open;
  const view = submission.detailed;
  if (!view?.operations) return unmet('the status lists no operations');
  const failed = failedExtensions(view.operations);
  if (failed.length === 0) return notExercised('no extension failed');
  const problems = failed
    .filter(({ operation }) => operation.success === true)
    .map(
      ({ name, index }): Problem => ({
        message: `The extension ${name} failed, and its operation is reported as success.`,
        pointer: `/operations/${index}/status/success`,
        expected: false,
        actual: true,
        exchange: view.exchange,
      }),
    );
  // When the operation itself hides the failure, the request's flag follows it: one defect, told once.
  if (problems.length === 0 && view.success === true && (view.counts?.failed ?? 0) === 0) {
    problems.push({
      message: 'An extension and its operation failed, and the request is reported as success.',
      pointer: '/status/success',
      expected: false,
      actual: true,
      exchange: view.exchange,
    });
  }
  return judged(problems);
}

/** No spend extension can be a success when its base, SpendUser, failed (ruling 145). */
export function cascades(submission: Submission, base: string): Finding {
  const open = openEnd(submission);
  // Nothing of a request that is refused as a whole can be a success.
  if (open) return submission.end === 'refused' ? pass('refused at once') : open;
  const view = submission.detailed;
  const extensions = operationAt(submission, 0)?.extensions;
  if (!view || !extensions) return unmet('the status lists no operation');
  const root = extensions.find(({ name }) => name === base);
  const was = submission.sent.flatMap((sent) => sent.extensions).includes(base) ? 'failed' : 'is missing';
  if (was === 'failed' && (!root || !isFailed(root))) return notExercised('the SpendUser extension did not fail');
  const problems = extensions
    .filter(({ name, result }) => name !== base && name.includes(SPEND) && result === 'success')
    .map(({ name }): Problem => {
      return {
        message: `The SpendUser extension ${was}, and ${name} is reported as success in the same creation.`,
        pointer: '/operations/0/extensions',
        expected: ['error', 'no-op', 'not-processed'],
        actual: 'success',
        exchange: view.exchange,
      };
    });
  return judged(problems);
}

/** Of two creations under one userName in one request at most one may succeed (ruling 150). */
export function oneOfTwins(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return submission.end === 'refused' ? pass('refused at once as a whole') : open;
  const outcomes = [outcomeAt(submission, 0), outcomeAt(submission, 1)];
  if (outcomes.includes('unknown')) return unmet('the status does not tell how the two operations ended');
  if (outcomes.includes('failed')) return pass(outcomes.includes('success') ? 'one of them fails' : 'both fail');
  return fail({
    message: 'Two users were created under one userName by one request.',
    pointer: '/operations',
    expected: 'at most one success',
    actual: 'two',
    ...shownBy(submission),
  });
}
