/**
 * How the status of one request moves from read to read, as rules over its history: what was said once must not be taken
 * back. The answer to the submission itself is exempt (rulings 124, 155): only reads of the status count.
 */

import type { GaveUpEvent, History, SeenCounts, SeenOperation, StatusEvent, SubmitEvent } from '../../model/history.ts';
import { equalJson, type Json, type JsonObject } from '../../model/json.ts';
import { holds, type Judgement, type Rule, silent, undecided, violated } from './judgement.ts';
import * as laws from './status-laws.ts';
import { isFailed, precedes } from './user-events.ts';

const isStatus = (event: { readonly kind: string }): event is StatusEvent => event.kind === 'status';

/** Reads that could be read; those of one state may count only what they list (ruling 163). */
export function wholeReads(history: History): readonly StatusEvent[] {
  return history.events.filter(isStatus).filter(({ asked, seen }) => seen.status === 200 && asked.state === undefined);
}

export const submissionOf = (history: History): SubmitEvent | undefined =>
  history.events.find((event): event is SubmitEvent => event.kind === 'submit');

/** A law about single documents, at every read of the status. */
const atEveryRead =
  (law: laws.Law): Rule =>
  (history) => {
    const told = wholeReads(history).map((event) => ({ event, flaw: law(event.seen) }));
    const broken = told.find(({ flaw }) => flaw);
    if (broken?.flaw) return violated({ ...broken.flaw, witness: [broken.event] });
    return told.some(({ flaw }) => flaw === null) ? holds() : silent('no read of the status had anything to show');
  };

export const countsAddUp = atEveryRead(laws.countsAddUp);
export const nonePending = atEveryRead(laws.nonePending);
export const successMeansNoneFailed = atEveryRead(laws.successMeansNoneFailed);
export const noSuccessBefore = atEveryRead(laws.noSuccessBefore);
export const listAgrees = atEveryRead(laws.listAgrees);

/** total = operations sent, at every read (ruling 124). */
export const totalIsSent: Rule = (history) => {
  const submit = submissionOf(history);
  if (!submit?.asked.operations) return silent('it is not known how many operations were sent');
  const sent = submit.asked.operations.length;
  const counted = wholeReads(history).flatMap((read) =>
    read.seen.counts ? [{ read, total: read.seen.counts.total }] : [],
  );
  if (counted.length === 0) return silent('no status with counts could be read');
  const wrong = counted.find(({ total }) => total !== sent);
  if (!wrong) return holds();
  return violated({
    message: `A request of ${sent} operations shows a total of ${wrong.total}.`,
    witness: [submit, wrong.read],
    pointer: '/operationsCount/total',
    expected: sent,
    actual: wrong.total,
  });
};

/** completed never goes back to false (ruling 155). */
export const staysCompleted: Rule = (history) => {
  const reads = wholeReads(history);
  const at = reads.findIndex(({ seen }) => seen.completed === true);
  const first = reads[at];
  if (!first) return silent('the request was never reported as completed');
  const later = reads.filter((one) => precedes(first, one));
  if (later.length === 0) return silent('the status was read once after completion');
  const back = later.find(({ seen }) => seen.completed === false);
  if (!back) return holds();
  return violated({
    message: 'A request that was reported as completed is reported as not completed by a later read.',
    witness: [first, back],
    pointer: '/status/completed',
    expected: true,
    actual: false,
  });
};

const outcomeOf = ({ seen }: StatusEvent): Json => ({
  success: seen.success ?? null,
  operationsCount: seen.counts ? { ...seen.counts } : null,
});
const isDetailed = ({ asked }: StatusEvent): boolean => asked.attributes !== undefined;
const completedReads = (history: History): readonly StatusEvent[] =>
  wholeReads(history).filter(({ seen }) => seen.completed === true);

/** The first of some reads, and the first of the others that tells another outcome. */
function firstOther(reads: readonly StatusEvent[]): readonly [StatusEvent, StatusEvent] | undefined {
  const [first, ...later] = reads;
  const other = first && later.find((one) => !equalJson(outcomeOf(one), outcomeOf(first)));
  return first && other && [first, other];
}

/** Two completed reads that tell another end of one operation; only a bulkId of our own names one for certain. */
function movedOperation(history: History, reads: readonly StatusEvent[]): Judgement | undefined {
  const sent = submissionOf(history)?.asked.operations;
  if (!sent) return undefined;
  const named = new Set(sent.map(({ bulkId }) => bulkId));
  if (named.has(undefined) || named.size < sent.length) return undefined;
  const known = new Map<string, { readonly read: StatusEvent; readonly ended: JsonObject }>();
  for (const read of reads) {
    for (const operation of read.seen.operations ?? []) {
      const { bulkId, success } = operation;
      if (bulkId === undefined || !named.has(bulkId) || success === undefined) continue;
      const ended = { success, failedExtensions: failedIn(operation) };
      const before = known.get(bulkId);
      if (!before) known.set(bulkId, { read, ended });
      else if (!equalJson(before.ended, ended)) {
        return violated({
          message: 'An operation of a completed request has ended otherwise at a later read.',
          witness: [before.read, read],
          pointer: '/operations',
          expected: { bulkId, ...before.ended },
          actual: { bulkId, ...ended },
        });
      }
    }
  }
  return undefined;
}

const failedIn = ({ extensions }: SeenOperation): readonly string[] =>
  [...new Set(extensions.filter(isFailed).map(({ name }) => name))].sort();

/** Flags, counts and operations of a completed request do not move any more; each view is held against itself. */
export const staysTerminal: Rule = (history) => {
  const done = completedReads(history);
  const [summaries, details] = [done.filter((one) => !isDetailed(one)), done.filter(isDetailed)];
  const pair = firstOther(summaries) ?? firstOther(details);
  if (!pair) {
    const moved = movedOperation(history, details);
    if (moved) return moved;
    return summaries.length > 1 || details.length > 1
      ? holds()
      : silent('no view of the status was read twice after completion');
  }
  return violated({
    message: 'The outcome of a completed request is another one at a later read.',
    witness: pair,
    pointer: '/operationsCount',
    expected: outcomeOf(pair[0]),
    actual: outcomeOf(pair[1]),
  });
};

/** Summary and detailed view of a completed request tell the same flags and counts. */
export const detailAgrees: Rule = (history) => {
  const done = completedReads(history);
  const [summaries, details] = [done.filter((one) => !isDetailed(one)), done.filter(isDetailed)];
  const [summary, detail] = [summaries[0], details[0]];
  if (!summary || !detail) return silent('a completed request was not read in both views');
  // A view that does not even agree with itself is the other rule's.
  if (firstOther(summaries) ?? firstOther(details)) return silent('a view of the status changed after completion');
  if (equalJson(outcomeOf(summary), outcomeOf(detail))) return holds();
  return violated({
    message: 'The summary and the detailed status of a completed request tell different outcomes.',
    witness: [summary, detail],
    pointer: '/operationsCount',
    expected: outcomeOf(summary),
    actual: outcomeOf(detail),
  });
};

/** Reads up to and with the first that says completed: what comes later belongs to the terminal document. */
function countedUntilDone(history: History): readonly StatusEvent[] {
  const reads = wholeReads(history).filter(({ seen }) => seen.counts);
  const done = reads.findIndex(({ seen }) => seen.completed === true);
  return done < 0 ? reads : reads.slice(0, done + 1);
}

const goesBack = (old: SeenCounts, now: SeenCounts): boolean =>
  now.pending > old.pending || now.success < old.success || now.failed < old.failed;

/** pending never grows, success and failed never shrink. Reads that overlap say nothing about each other. */
export const onlyProgresses: Rule = (history) => {
  const reads = countedUntilDone(history);
  if (reads.length < 2) {
    const atOnce = wholeReads(history)[0]?.seen.completed === true;
    return silent(
      atOnce
        ? 'the request was completed at the first read of its status'
        : 'fewer than two reads of the status carried counts by its end',
    );
  }
  for (const after of reads) {
    const now = after.seen.counts;
    const before = reads.findLast(
      (one) => precedes(one, after) && one.seen.counts && now && goesBack(one.seen.counts, now),
    );
    if (!before?.seen.counts || !now) continue;
    return violated({
      message: 'The counts of a request went back from one read of its status to a later one.',
      witness: [before, after],
      pointer: '/operationsCount',
      expected: { ...before.seen.counts },
      actual: { ...now },
    });
  }
  return holds();
};

/** Every request comes to its end; how long that may take is the run's own budget (ruling 166). */
export const comesToAnEnd: Rule = (history) => {
  const submit = submissionOf(history);
  if (!submit?.seen.provisionId) return silent('the request was not accepted');
  if (wholeReads(history).some(({ seen }) => seen.completed === true)) return holds('completed within the budget');
  const gaveUp = history.events.findLast((event): event is GaveUpEvent => event.kind === 'gave-up');
  return gaveUp
    ? undecided('not-converged', gaveUp.detail)
    : silent('the status could not be read to its end, which another rule judges');
};

export type { Judgement };
