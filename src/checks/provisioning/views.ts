/**
 * The views of one completed status: pages of its operations, and the operations in one state. Reads are handed in;
 * how they were obtained is not known here.
 */

import { describeExchange, type Exchange } from '../../model/exchange.ts';
import { type Finding, fail, judged, notExercised, type Problem, pass, unmet } from '../../model/finding.ts';
import { isPassing, type OperationView, type StatusView, statusOf } from '../status.ts';
import { openEnd, type Submission } from './submission.ts';

/** One page, as asked for. */
export interface AskedView {
  readonly count: number;
  readonly startIndex: number;
  readonly exchange: Exchange;
}

export const STATES = ['pending', 'success', 'failed'] as const;
export type State = (typeof STATES)[number];

/** The service numbers operations, perhaps on every page anew, and a bulkId may be missing: together they tell apart. */
const keyOf = ({ id, bulkId }: OperationView): string => JSON.stringify([id ?? null, bulkId ?? null]);

function listed(exchange: Exchange): readonly OperationView[] | undefined {
  return statusOf(exchange)?.operations;
}

/** With count=100 all of up to 100 operations are listed (ruling 164). */
export function listsUpToHundred(exchange: Exchange, sent: number): Finding {
  const operations = listed(exchange);
  if (!operations) return unmet(`the detailed status could not be read (${describeExchange(exchange)})`);
  if (operations.length === Math.min(sent, 100)) return pass();
  return fail({
    message: `A status of ${sent} operations read with count=100 lists ${operations.length}.`,
    pointer: '/operations',
    expected: Math.min(sent, 100),
    actual: operations.length,
    exchange,
  });
}

/** At most `count` operations. */
export function keepsPageSize(view: AskedView): Finding {
  const operations = listed(view.exchange);
  if (!operations) return unmet(`the detailed status could not be read (${describeExchange(view.exchange)})`);
  if (operations.length <= view.count) return pass(`${operations.length} of ${view.count} operations on a page`);
  return fail({
    message: `A page of ${view.count} operations was asked for, ${operations.length} came.`,
    pointer: '/operations',
    expected: view.count,
    actual: operations.length,
    exchange: view.exchange,
  });
}

/** Consecutive pages hold every operation once. A page that is too long belongs to the page size. */
export function pagesPartition(pages: readonly AskedView[], total: number): Finding {
  const last = pages.at(-1)?.exchange;
  if (!last) return unmet('no page could be read');
  const seen: string[] = [];
  for (const { exchange, count } of pages) {
    const operations = listed(exchange);
    if (!operations) return unmet(`a page could not be read (${describeExchange(exchange)})`);
    if (operations.length > count) return unmet('a page is longer than asked for');
    seen.push(...operations.map(keyOf));
  }
  const different = new Set(seen);
  if (seen.length === total && different.size === total) return pass();
  return fail({
    message: `The pages of a status of ${total} operations hold ${seen.length} entries, ${different.size} of them different.`,
    pointer: '/operations',
    expected: total,
    actual: { entries: seen.length, different: different.size },
    exchange: last,
  });
}

const stateOf = (operation: OperationView): State | undefined => {
  if (operation.completed === false) return 'pending';
  if (operation.success === undefined) return undefined;
  return operation.success ? 'success' : 'failed';
};

/** Only operations in the state asked for (ruling 163). */
export function onlyInState(exchange: Exchange, state: State): Finding {
  const view = statusOf(exchange);
  if (!view) return unmet(`the status could not be read (${describeExchange(exchange)})`);
  const problems = view.operations?.flatMap((operation, index): Problem[] => {
    const found = stateOf(operation);
    if (found === undefined || found === state) return [];
    return [
      {
        message: `A status read with state=${state} lists an operation whose state is ${found}.`,
        pointer: `/operations/${index}/status`,
        expected: state,
        actual: found,
        exchange,
      },
    ];
  });
  return judged(problems ?? []);
}

/** The three states of a completed request hold every operation once. */
export function statesComplete(views: Readonly<Record<State, Exchange>>, total: number): Finding {
  const seen: string[] = [];
  let counted = 0;
  for (const state of STATES) {
    const view = statusOf(views[state]);
    if (!view) return unmet(`the status could not be read (${describeExchange(views[state])})`);
    // A wrong state in a list is the other requirement's; here each operation counts where it belongs.
    const right = (view.operations ?? []).filter((operation) => (stateOf(operation) ?? state) === state);
    seen.push(...right.map(keyOf));
    counted += right.length;
  }
  const different = new Set(seen).size;
  if (counted === total && different === total) return pass();
  return fail({
    message: `The states of a completed request list ${different} of its ${total} operations.`,
    pointer: '/operations',
    expected: total,
    actual: different,
    exchange: views.success,
  });
}

/** Recorded: whether the counts of a filtered read are those of everything. */
export function countsUnderState(exchange: Exchange, whole: StatusView): Finding {
  const view = statusOf(exchange);
  if (!view?.counts || !whole.counts) return unmet('the counts could not be read');
  if (whole.counts.success === whole.counts.total) return notExercised('every operation is in the same state');
  return pass(
    view.counts.total === whole.counts.total ? 'counts of all operations' : 'counts of the listed operations',
  );
}

/** The status of an accepted request is readable under its id. */
export function isReadable(submission: Submission): Finding {
  const { end, reads, detail } = submission;
  if (end === 'unnamed') return unmet(detail);
  const read = reads.find((one) => one.response.status === 200);
  if (read) return pass();
  const last = reads.findLast((one) => !isPassing(one));
  if (!last) return openEnd(submission) ?? unmet(detail);
  if ([401, 403].includes(last.response.status)) return unmet(`not permitted: ${describeExchange(last)}`);
  return fail({
    message: `The status of an accepted request is answered with ${last.response.status}.`,
    expected: 200,
    actual: last.response.status,
    exchange: last,
  });
}
