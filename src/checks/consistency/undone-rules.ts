/**
 * Does what had settled stay? The rule over one user's history that looks for what a later write replaced or took away,
 * and that is back for good. Whether an effect came at all is the business of effect-rules.ts.
 */

import type { History, ReadEvent, Want, WriteEvent } from '../../model/history.ts';
import { equalJson, type Json } from '../../model/json.ts';
import { isMet, pointerOf, wished } from './assertion.ts';
import { holds, type Judgement, silent, undecided, violated } from './judgement.ts';
import {
  closingOutcome,
  convergence,
  gaveUpAfter,
  impliedBy,
  isTelling,
  newest,
  outcomeOf,
  overlap,
  precedes,
  readsOf,
  type Standing,
  shows,
  standingWants,
  writesOf,
} from './user-events.ts';

/** A settled effect, and what was seen when it was there last. */
interface Settled extends Standing {
  readonly right: ReadEvent;
}

/**
 * A later write is not undone by an earlier one: once its effect had settled, with no write since, the value that an
 * earlier write of the run put there does not come back for good, and a user that the run created does not vanish.
 */
export function notUndone(history: History): readonly Judgement[] {
  const closing = closingOutcome(history);
  if (!closing) return [];
  const reads = readsOf(history, 'lookup').filter((read) => precedes(closing, read));
  // What never settled is a lost effect, or one that is on its way. An entry that was added may go with its reason.
  const settled = standingWants(history).flatMap((one): readonly Settled[] => {
    const right = reads.findLast((read) => shows(read, [one.want]) === true);
    return one.want.relation !== 'has' && right && convergence(reads, [one.want]) ? [{ ...one, right }] : [];
  });
  return settled.flatMap((one, index): Judgement[] => {
    const { want, right } = one;
    const back = reads.slice(reads.lastIndexOf(right) + 1).find((read) => shows(read, [want]) === false);
    if (!back) return [holds()];
    // One user that is gone is one problem, however much was written to it.
    if (!back.seen.found && index > 0) return [];
    const value = back.seen.values[want.at] ?? null;
    const cause = back.seen.found ? causeOf(history, one, value) : creationOf(history);
    if (!cause) return [silent('what came instead is nothing of this run')];
    const steady = newest(reads).every(
      ({ seen }) => seen.found === back.seen.found && equalJson(seen.values[want.at] ?? null, value),
    );
    if (!steady || !gaveUpAfter(history, back, 'lookup'))
      return [undecided('not-converged', 'a settled effect went away, not for good')];
    return [
      violated({
        message: messageOf(want, back),
        witness: [cause, right, back],
        pointer: pointerOf(want.at),
        expected: wished(want),
        actual: value,
      }),
    ];
  });
}

function messageOf({ relation }: Want, { seen }: ReadEvent): string {
  if (!seen.found) return 'A user whose creation had settled is not found any more, and nothing removed it.';
  return relation === 'is'
    ? 'The value of an earlier write came back after a later write had settled.'
    : 'What a write took away came back after that write had settled.';
}

/** The write that shows that what came back is of this run: the one that took it away, or that had put it there. */
function causeOf(history: History, one: Settled, value: Json): WriteEvent | undefined {
  const { want, write } = one;
  const earlier = earlierWith(history, write, want, value);
  if (want.relation === 'is') return earlier;
  return earlier && isOurs(history, earlier, one, value) ? write : undefined;
}

/** The last write before another that put what came back where the other wants something else. */
function earlierWith(history: History, write: WriteEvent, want: Want, value: Json): WriteEvent | undefined {
  const puts = (old: Want): boolean =>
    old.at === want.at &&
    (old.relation === 'is'
      ? equalJson(old.value, value)
      : old.relation === 'has' && want.relation !== 'is' && isMet(want, [old.value]) === false);
  return writesOf(history)
    .filter((one) => precedes(one, write))
    .findLast((one) => one.wants?.some(puts));
}

/**
 * Whether what was taken away can only be what the run had put there. A text of its own can; anything else may be the
 * server's default, come with an entitlement, or be the will of those who made the user. It is none of these on a user of
 * the run that was seen without it before, just as the write left it, or that lost for it what the write put instead.
 */
function isOurs(history: History, earlier: WriteEvent, { want, write, right }: Settled, value: Json): boolean {
  if (want.relation === 'is-not' && isTelling(want.value)) return true;
  const outcome = outcomeOf(history, earlier);
  if (!creationOf(history) || !outcome || impliedBy(earlier, outcome).length === 0) return false;
  const displaced = write.wants?.some((own) => overlap(own, want) && own.relation === 'has' && !isMet(own, value));
  return (
    displaced ||
    readsOf(history, 'lookup').some(
      (read) => precedes(read, earlier) && equalJson(read.seen.values[want.at], right.seen.values[want.at]),
    )
  );
}

/** The creation of the user by this run: whom somebody else made, somebody else may remove. */
const creationOf = (history: History): WriteEvent | undefined =>
  writesOf(history).find(({ method, wants }) => method === 'POST' && wants !== undefined);
