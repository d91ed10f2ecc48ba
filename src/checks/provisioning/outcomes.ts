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
import { isFailed, type StatusView } from '../status.ts';
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
  const read = lastStatus(submission)?.exchange;
  return fail({
    message: `${what} was accepted, and its operation is reported as failed.`,
    expected: 'success',
    actual: plain(complaintsOf(operation)),
    ...(read && { exchange: read }),
  });
}

/** Each bulkId that was sent comes back once. */
export function bulkIdsEchoed(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return open;
  const { detailed, sent } = submission;
  // Which operations are listed is judged by another rule; this one is about those that are.
  if (!detailed?.operations) return notExercised('the status lists no operations');
  if (detailed.operations.length < Math.min(sent.length, 100))
    return notExercised('the status lists too few operations');
  const wanted = sent.flatMap(({ bulkId }) => bulkId ?? []);
  if (wanted.length === 0) return notExercised('no operation was sent with a bulkId');
  const echoed = detailed.operations.map(({ bulkId }) => bulkId ?? null);
  const problems = wanted.flatMap((bulkId): Problem[] => {
    const times = echoed.filter((one) => one === bulkId).length;
    if (times === 1) return [];
    return [
      {
        message: `A bulkId that was sent once stands on ${times} operations of the status.`,
        pointer: '/operations',
        expected: bulkId,
        actual: echoed,
        exchange: detailed.exchange,
      },
    ];
  });
  return judged(problems);
}

/** Recorded: a bulkId on an operation that was sent without one. */
export function bulkIdGenerated(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return open;
  const operation = operationAt(submission, 0);
  if (!operation) return unmet('the status lists no operation');
  return pass(operation.bulkId === undefined ? 'no bulkId' : 'a generated bulkId');
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
  const view = lastStatus(submission);
  const exchange = view && { exchange: view.exchange };
  if (outcomeAt(submission, bad) === 'success') {
    return notExercised('the operation that was meant to fail is reported as success');
  }
  if (outcomeAt(submission, good) === 'failed') {
    problems.push({
      message: 'An operation without a defect failed because another operation of the request failed.',
      pointer: '/operations',
      expected: 'success',
      actual: 'failed',
      ...exchange,
    });
  }
  const counts = view?.counts;
  if (counts && problems.length === 0 && (counts.success < 1 || counts.failed < 1)) {
    problems.push({
      message: 'The counts of a partly failed request do not show one success and one failure.',
      pointer: '/operationsCount',
      expected: { success: 1, failed: 1 },
      actual: { success: counts.success, failed: counts.failed },
      ...exchange,
    });
  }
  return judged(problems);
}

const SPEND = ':extension:spend:2.0:';

function failedExtensions(view: StatusView): readonly { readonly operation: number; readonly name: string }[] {
  return (view.operations ?? []).flatMap((operation, index) =>
    operation.extensions.filter(isFailed).map(({ name }) => ({ operation: index, name })),
  );
}

/** A failed extension is told on the extension, the operation and the request (ruling 153). */
export function failureReported(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return submission.end === 'refused' ? notExercised('the request was refused at once') : open;
  const view = submission.detailed;
  if (!view?.operations) return unmet('the status lists no operations');
  const failed = failedExtensions(view);
  if (failed.length === 0) return notExercised('no extension failed');
  const problems = failed.flatMap(({ operation: index, name }): Problem[] => {
    const operation = view.operations?.[index];
    if (operation?.success !== true) return [];
    return [
      {
        message: `The extension ${name} failed, and its operation is reported as success.`,
        pointer: `/operations/${index}/status/success`,
        expected: false,
        actual: true,
        exchange: view.exchange,
      },
    ];
  });
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
  const was = submission.sent[0]?.extensions.includes(base) ? 'failed' : 'is missing';
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
  const read = lastStatus(submission)?.exchange;
  return fail({
    message: 'Two users were created under one userName by one request.',
    pointer: '/operations',
    expected: 'at most one success',
    actual: 'two',
    ...(read && { exchange: read }),
  });
}

/** Every extension that was sent is listed with its operation (ruling 158). */
export function extensionsListed(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return open;
  const view = submission.detailed;
  if (!view?.operations) return unmet('the status lists no operations');
  const problems = submission.sent.flatMap((sent, index): Problem[] => {
    const operation = operationAt(submission, index);
    if (!operation) return [];
    const listed = operation.extensions.map(({ name }) => name.toLowerCase());
    return sent.extensions
      .filter((urn) => !listed.includes(urn.toLowerCase()))
      .map((urn) => ({
        message: `The extension ${urn} was sent and is not listed with its operation.`,
        pointer: `/operations/${view.operations?.indexOf(operation) ?? 0}/extensions`,
        expected: urn,
        actual: operation.extensions.map(({ name }) => name),
        exchange: view.exchange,
      }));
  });
  return judged(problems);
}

/** Operations are listed when they are asked for (ruling 162). */
export function operationsListed(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return open;
  const view = submission.detailed;
  if (!view) return unmet('the detailed status could not be read');
  if (view.operations && (view.operations.length > 0 || submission.sent.length === 0)) return pass();
  return fail({
    message: 'A status read with attributes=operations lists no operations.',
    pointer: '/operations',
    expected: submission.sent.length,
    actual: view.operations?.length ?? null,
    exchange: view.exchange,
  });
}
