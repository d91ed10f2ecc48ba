/**
 * The views of one completed status, as rules over its history: pages hold every operation once, the states hold every
 * operation once, and every bulkId comes back once.
 */

import { groupBy } from '../../model/group.ts';
import type { AskedOperation, History, SeenOperation, SeenStatus, StatusEvent } from '../../model/history.ts';
import { holds, type Rule, silent, violated } from './judgement.ts';
import { submissionOf } from './request-rules.ts';

/** The service numbers operations, perhaps on every page anew, and a bulkId may be missing: together they tell apart. */
const keyOf = ({ id, bulkId }: SeenOperation): string => JSON.stringify([id ?? null, bulkId ?? null]);

/** A read of a status that lists operations. */
interface Listing extends StatusEvent {
  readonly seen: SeenStatus & Required<Pick<SeenStatus, 'operations'>>;
}

/** What of a listing counts. */
type Counted = (read: Listing) => readonly SeenOperation[];
const allListed: Counted = ({ seen }) => seen.operations;

const keysIn = (reads: readonly Listing[], counted: Counted): readonly string[] =>
  reads.flatMap((one) => counted(one).map(keyOf));

function detailedReads(history: History): readonly Listing[] {
  const events = history.events.filter((event): event is StatusEvent => event.kind === 'status');
  const done = events.findIndex(({ seen }) => seen.completed === true);
  return done < 0 ? [] : events.slice(done).filter((one): one is Listing => one.seen.operations !== undefined);
}

/** No number where it was not asked for. */
const numberIn = ({ asked }: StatusEvent, name: string): number => Number(asked[name]);

/** Consecutive pages of one size, from the first operation to the last. */
function pageRun(reads: readonly Listing[], total: number): readonly Listing[] | undefined {
  const paged = reads.filter((one) => one.asked.state === undefined);
  for (const [size, pages] of groupBy(paged, (one) => numberIn(one, 'count'))) {
    if (!(size >= 1 && size < total)) continue;
    const starts = Array.from({ length: Math.ceil(total / size) }, (_, index) => 1 + index * size);
    const run = starts.flatMap((start) => pages.find((one) => numberIn(one, 'startIndex') === start) ?? []);
    if (run.length === starts.length) return run;
  }
  return undefined;
}

/** Pages hold every operation once (ruling 164). A page that is too long belongs to the page size. */
export const pagesPartition: Rule = (history) => {
  const total = submissionOf(history)?.asked.operations?.length ?? 0;
  const run = pageRun(detailedReads(history), total);
  if (!run) return silent('no completed request was read page by page');
  if (run.some((one) => one.seen.operations.length > numberIn(one, 'count')))
    return silent('a page is longer than asked for');
  const seen = keysIn(run, allListed);
  const different = new Set(seen).size;
  if (seen.length === total && different === total) return holds();
  return violated({
    message: `The pages of a status of ${total} operations hold ${seen.length} entries, ${different} of them different.`,
    witness: clashing(run, allListed) ?? run.slice(-2),
    pointer: '/operations',
    expected: total,
    actual: { entries: seen.length, different },
  });
};

/** Two reads that list one operation both, or one that lists it twice. */
function clashing(reads: readonly Listing[], counted: Counted): readonly Listing[] | undefined {
  for (const [index, one] of reads.entries()) {
    const keys = keysIn([one], counted);
    const here = new Set(keys);
    if (here.size < keys.length) return [one];
    const other = reads.slice(index + 1).find((later) => keysIn([later], counted).some((key) => here.has(key)));
    if (other) return [one, other];
  }
  return undefined;
}

const STATES = ['pending', 'success', 'failed'] as const;

/** An operation that a list in one state shows in another is the business of that list's own rule. */
const inAskedState: Counted = ({ asked, seen }) =>
  seen.operations.filter(({ completed, success }) => {
    const state =
      completed === false ? 'pending' : success === undefined ? asked.state : success ? 'success' : 'failed';
    return state === asked.state;
  });

/** The three states of a completed request hold every operation once (ruling 163). */
export const statesPartition: Rule = (history) => {
  const total = submissionOf(history)?.asked.operations?.length ?? 0;
  const reads = detailedReads(history);
  const views = STATES.map((state) => reads.find((one) => one.asked.state === state && !one.asked.startIndex));
  const found = views.filter((one) => one !== undefined);
  if (found.length < STATES.length || total > 100) return silent('no completed request was read state by state');
  const seen = keysIn(found, inAskedState);
  const different = new Set(seen).size;
  if (seen.length === total && different === total) return holds();
  const shown = clashing(found, inAskedState) ?? found.filter(({ seen: one }) => one.operations.length > 0).slice(-2);
  return violated({
    message: `The states of a completed request of ${total} operations list ${seen.length} entries, ${different} of them different.`,
    witness: shown.length > 0 ? shown : found.slice(-1),
    pointer: '/operations',
    expected: total,
    actual: { entries: seen.length, different },
  });
};

/** Each bulkId that was sent comes back once, on the operation it was sent with (ruling 127). */
export const bulkIdsOnce: Rule = (history) => {
  const submit = submissionOf(history);
  if (!submit?.asked.operations?.some(({ bulkId }) => bulkId !== undefined))
    return silent('no operation was sent with a bulkId');
  const { operations } = submit.asked;
  const wanted = operations.flatMap(({ bulkId }) => bulkId ?? []);
  if (new Set(wanted).size < wanted.length) return silent('a bulkId was sent twice on purpose');
  const read = detailedReads(history).find(
    ({ asked, seen }) => asked.state === undefined && !asked.startIndex && seen.operations.length >= operations.length,
  );
  if (!read) return silent('the status does not list every operation');
  const shown = { witness: [submit, read], pointer: '/operations' };
  const echoed = read.seen.operations.map(({ bulkId }) => bulkId ?? null);
  const wrong = wanted.find((bulkId) => echoed.filter((one) => one === bulkId).length !== 1);
  if (wrong !== undefined)
    return violated({
      ...shown,
      message: `A bulkId that was sent once stands on ${echoed.filter((one) => one === wrong).length} operations of the status.`,
      expected: wrong,
      actual: echoed,
    });
  const strange = onAnotherUser(operations, read);
  if (!strange) return holds();
  return violated({
    ...shown,
    message: 'A bulkId stands on an operation about another user than the one it was sent with.',
    ...strange,
  });
};

/** A bulkId on an operation that is about another user of the same request; whom nobody named may be anybody. */
function onAnotherUser(
  sent: readonly AskedOperation[],
  read: Listing,
): { readonly expected: string; readonly actual: string } | undefined {
  const users = new Set(sent.map(({ userId }) => digitsOf(userId)));
  for (const { bulkId, userId } of read.seen.operations) {
    const asked = sent.find((one) => one.bulkId !== undefined && one.bulkId === bulkId);
    if (!asked || userId === undefined || !users.has(digitsOf(userId))) continue;
    if (digitsOf(asked.userId) !== digitsOf(userId)) return { expected: asked.userId ?? 'a new user', actual: userId };
  }
  return undefined;
}

/** How an id is written is judged elsewhere. */
const digitsOf = (id: string | undefined): string | undefined => id?.toLowerCase().replaceAll('-', '');
