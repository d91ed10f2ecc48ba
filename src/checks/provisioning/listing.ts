/**
 * What the detailed status lists of an accepted request: its operations, their bulkIds and extensions. How those ended
 * is for the outcomes to judge.
 */

import { type Finding, fail, judged, notExercised, type Problem, pass, unmet } from '../../model/finding.ts';
import { openEnd, operationAt, type Submission } from './submission.ts';

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

/** Every extension that was sent is listed with its operation (ruling 158). */
export function extensionsListed(submission: Submission): Finding {
  const open = openEnd(submission);
  if (open) return open;
  const view = submission.detailed;
  if (!view?.operations) return unmet('the status lists no operations');
  const { operations, exchange } = view;
  const problems = submission.sent.flatMap((sent, index): Problem[] => {
    const operation = operationAt(submission, index);
    if (!operation) return [];
    const listed = operation.extensions.map(({ name }) => name.toLowerCase());
    return sent.extensions
      .filter((urn) => !listed.includes(urn.toLowerCase()))
      .map((urn) => ({
        message: `The extension ${urn} was sent and is not listed with its operation.`,
        pointer: `/operations/${operations.indexOf(operation)}/extensions`,
        expected: urn,
        actual: operation.extensions.map(({ name }) => name),
        exchange,
      }));
  });
  return judged(problems);
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
