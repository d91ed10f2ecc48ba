/**
 * The views of one completed status, as rules over its history: pages hold every operation once, the states hold every
 * operation once, and every bulkId comes back once.
 */

import { groupBy } from '../../model/group.ts';
import type { History, SeenOperation, StatusEvent, SubmitEvent } from '../../model/history.ts';
import { holds, type Judgement, type Rule, silent, violated } from './judgement.ts';
import { submissionOf } from './request-rules.ts';

/** The service numbers operations, perhaps on every page anew, and a bulkId may be missing: together they tell apart. */
const keyOf = ({ id, bulkId }: SeenOperation): string => JSON.stringify([id ?? null, bulkId ?? null]);
const operationsIn = (reads: readonly StatusEvent[]): readonly string[] =>
  reads.flatMap(({ seen }) => (seen.operations ?? []).map(keyOf));

function detailedReads(history: History): readonly StatusEvent[] {
  const events = history.events.filter((event): event is StatusEvent => event.kind === 'status');
  const done = events.findIndex(({ seen }) => seen.completed === true);
  return done < 0 ? [] : events.slice(done).filter(({ seen }) => seen.operations !== undefined);
}

const numberIn = (event: StatusEvent, name: string): number | undefined => {
  const text = event.asked[name];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
};

/** Consecutive pages of one size, from the first operation to the last. */
function pageRun(reads: readonly StatusEvent[], total: number): readonly StatusEvent[] | undefined {
  const paged = reads.filter((one) => one.asked.state === undefined && numberIn(one, 'startIndex') !== undefined);
  for (const [size, pages] of groupBy(paged, (one) => numberIn(one, 'count') ?? 0)) {
    if (size < 1 || size >= total) continue;
    const run: StatusEvent[] = [];
    for (let start = 1; start <= total; start += size) {
      const page = pages.find((one) => numberIn(one, 'startIndex') === start);
      if (page) run.push(page);
    }
    if (run.length === Math.ceil(total / size)) return run;
  }
  return undefined;
}

/** Pages hold every operation once (ruling 164). A page that is too long belongs to the page size. */
export const pagesPartition: Rule = (history) => {
  const total = submissionOf(history)?.asked.operations?.length ?? 0;
  const run = pageRun(detailedReads(history), total);
  if (!run) return silent('no completed request was read page by page');
  if (run.some((one) => (one.seen.operations?.length ?? 0) > (numberIn(one, 'count') ?? 0)))
    return silent('a page is longer than asked for');
  const seen = operationsIn(run);
  const different = new Set(seen).size;
  if (seen.length === total && different === total) return holds();
  return violated({
    message: `The pages of a status of ${total} operations hold ${seen.length} entries, ${different} of them different.`,
    witness: clashing(run) ?? run.slice(-2),
    pointer: '/operations',
    expected: total,
    actual: { entries: seen.length, different },
  });
};

/** Two reads that list one operation both. */
function clashing(reads: readonly StatusEvent[]): readonly StatusEvent[] | undefined {
  for (const [index, one] of reads.entries()) {
    const here = new Set(operationsIn([one]));
    const other = reads.slice(index + 1).find((later) => operationsIn([later]).some((key) => here.has(key)));
    if (other) return [one, other];
  }
  return undefined;
}

const STATES = ['pending', 'success', 'failed'] as const;

/** An operation that a list in one state shows in another is the business of that list's own rule. */
function inAskedState({ asked, seen }: StatusEvent): readonly SeenOperation[] {
  return (seen.operations ?? []).filter(({ completed, success }) => {
    const state =
      completed === false ? 'pending' : success === undefined ? asked.state : success ? 'success' : 'failed';
    return state === asked.state;
  });
}

/** The three states of a completed request hold every operation once (ruling 163). */
export const statesPartition: Rule = (history) => {
  const total = submissionOf(history)?.asked.operations?.length ?? 0;
  const reads = detailedReads(history);
  const views = STATES.map((state) => reads.find((one) => one.asked.state === state && !one.asked.startIndex));
  const found = views.filter((one) => one !== undefined);
  if (found.length < STATES.length || total > 100) return silent('no completed request was read state by state');
  const seen = found.flatMap((one) => inAskedState(one).map(keyOf));
  const different = new Set(seen).size;
  if (seen.length === total && different === total) return holds();
  const shown = clashing(found) ?? found.filter(({ seen: one }) => (one.operations?.length ?? 0) > 0).slice(-2);
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
  const operations = submit?.asked.operations ?? [];
  const wanted = operations.flatMap(({ bulkId }) => bulkId ?? []);
  if (!submit || wanted.length === 0) return silent('no operation was sent with a bulkId');
  if (new Set(wanted).size < wanted.length) return silent('a bulkId was sent twice on purpose');
  const read = detailedReads(history).find(
    ({ asked, seen }) =>
      asked.state === undefined && !asked.startIndex && (seen.operations?.length ?? 0) >= operations.length,
  );
  if (!read) return silent('the status does not list every operation');
  const echoed = (read.seen.operations ?? []).map(({ bulkId }) => bulkId ?? null);
  const wrong = wanted.find((bulkId) => echoed.filter((one) => one === bulkId).length !== 1);
  if (wrong === undefined) return onItsOwnUser(submit, read);
  return violated({
    message: `A bulkId that was sent once stands on ${echoed.filter((one) => one === wrong).length} operations of the status.`,
    witness: [submit, read],
    pointer: '/operations',
    expected: wrong,
    actual: echoed,
  });
};

/** A bulkId on an operation that is about another user of the same request; whom nobody named may be anybody. */
function onItsOwnUser(submit: SubmitEvent, read: StatusEvent): Judgement {
  const sent = submit.asked.operations ?? [];
  const users = new Set(sent.flatMap(({ userId }) => (userId === undefined ? [] : digitsOf(userId))));
  const asked = new Map(
    sent.map(({ bulkId, userId }) => [bulkId, userId === undefined ? undefined : digitsOf(userId)]),
  );
  const strange = (read.seen.operations ?? []).find(({ bulkId, userId }) => {
    if (bulkId === undefined || userId === undefined || !asked.has(bulkId)) return false;
    const seen = digitsOf(userId);
    return users.has(seen) && asked.get(bulkId) !== seen;
  });
  if (!strange) return holds();
  return violated({
    message: 'A bulkId stands on an operation about another user than the one it was sent with.',
    witness: [submit, read],
    pointer: '/operations',
    expected: sent.find(({ bulkId }) => bulkId === strange.bulkId)?.userId ?? 'a new user',
    actual: strange.userId ?? null,
  });
}

/** How an id is written is judged elsewhere. */
const digitsOf = (id: string): string => id.toLowerCase().replaceAll('-', '');
