/**
 * How a status moves from read to read: what must never go back once it was said. Pure over the reads of one request,
 * in order of time.
 */

import type { Exchange } from '../../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Submission } from '../provisioning/submission.ts';
import { queryOf, type StatusView, statusOf } from '../status.ts';

/** Reads that count everything: a read with a state may count only what it lists. */
function wholeReads(reads: readonly Exchange[]): readonly StatusView[] {
  return reads.filter((read) => !queryOf(read).has('state')).flatMap((read) => statusOf(read) ?? []);
}

/** total = operations sent, at every read (ruling 124). */
export function totalIsSent(submission: Submission): Finding {
  const views = wholeReads(submission.reads).filter(({ counts }) => counts !== undefined);
  if (views.length === 0) return unmet('no status with counts could be read');
  const wrong = views.find(({ counts }) => counts?.total !== submission.sent.length);
  if (!wrong) return pass();
  return fail({
    message: `A request of ${submission.sent.length} operations shows a total of ${wrong.counts?.total}.`,
    pointer: '/operationsCount/total',
    expected: submission.sent.length,
    actual: wrong.counts?.total ?? null,
    exchange: wrong.exchange,
  });
}

/** completed never goes back to false (ruling 155). */
export function staysCompleted(submission: Submission): Finding {
  const views = wholeReads(submission.reads);
  const first = views.findIndex(({ completed }) => completed === true);
  if (first < 0) return unmet('the request was never reported as completed');
  if (first === views.length - 1) return notExercised('the status was read once after completion');
  const back = views.slice(first + 1).find(({ completed }) => completed === false);
  if (!back) return pass();
  return fail({
    message: 'A request that was reported as completed is reported as not completed by a later read.',
    pointer: '/status/completed',
    expected: true,
    actual: false,
    exchange: back.exchange,
  });
}

const outcomeOf = ({ success, counts }: StatusView): Json => ({
  success: success ?? null,
  operationsCount: counts ? { ...counts } : null,
});

/** Flags and counts of a completed request do not move any more. */
export function staysTerminal(submission: Submission): Finding {
  const done = wholeReads(submission.reads).filter(({ completed }) => completed === true);
  const [first, ...later] = done;
  if (!first || later.length === 0) return notExercised('the status was read less than twice after completion');
  const expected = outcomeOf(first);
  const other = later.find((view) => JSON.stringify(outcomeOf(view)) !== JSON.stringify(expected));
  if (!other) return pass();
  return fail({
    message: 'The outcome of a completed request is another one at a later read.',
    pointer: '/operationsCount',
    expected,
    actual: outcomeOf(other),
    exchange: other.exchange,
  });
}

/** Reads up to and with the first that says completed: what comes later belongs to the terminal document. */
function countedUntilDone(submission: Submission): readonly StatusView[] {
  const views = wholeReads(submission.reads).filter(({ counts }) => counts !== undefined);
  const done = views.findIndex(({ completed }) => completed === true);
  return done < 0 ? views : views.slice(0, done + 1);
}

/** pending never grows, success and failed never shrink. */
export function onlyProgresses(submission: Submission): Finding {
  const views = countedUntilDone(submission);
  if (views.length < 2) return notExercised('the request was completed at the first read of its status');
  for (const [index, { counts: after, exchange }] of views.entries()) {
    const before = views[index - 1]?.counts;
    if (!before || !after) continue;
    if (after.pending <= before.pending && after.success >= before.success && after.failed >= before.failed) continue;
    return fail({
      message: 'The counts of a request went back from one read of its status to the next.',
      pointer: '/operationsCount',
      expected: { ...before },
      actual: { ...after },
      exchange,
    });
  }
  return pass();
}
