/**
 * Did the effect of a write arrive, and did it stay? Rules over one user's history, for each view by itself and for the
 * two together. Immediate visibility is never demanded: only an effect that was waited for in vain is lost.
 */

import type { History, OutcomeEvent, ReadEvent, Want, WriteEvent } from '../../model/history.ts';
import { equalJson, type Json } from '../../model/json.ts';
import { isMet, pointerOf, wished } from './assertion.ts';
import { holds, type Judgement, silent, undecided, violated } from './judgement.ts';
import {
  CONVERGED_READS,
  canShow,
  closingOutcome,
  convergence,
  gaveUpAfter,
  impliedBy,
  newest,
  nextWrite,
  outcomeOf,
  precedes,
  readsAfter,
  readsOf,
  rivalOf,
  shows,
  standingWants,
  type View,
  writesOf,
} from './user-events.ts';

const NAMES: Readonly<Record<View, string>> = { lookup: 'the lookup', list: 'the filtered list' };

const seenAt = (read: ReadEvent, wants: readonly Want[]): Json =>
  read.seen.found ? wants.map(({ at }) => read.seen.values[at] ?? null) : null;

/** The effect of one write in one view: converged, lost with a witness, or open. */
export function effectOf(history: History, write: WriteEvent, view: View): Judgement {
  const outcome = outcomeOf(history, write);
  if (!outcome) return undecided('not-converged', 'the operation was not reported as ended within the budget');
  const wants = impliedBy(write, outcome);
  if (wants.length === 0) return silent('no success was reported that would imply an effect');
  if (rivalOf(history, write)) return silent('another write on the same place was under way at the same time');
  const reads = readsAfter(history, write, outcome, view);
  const last = reads.at(-1);
  if (!last) return undecided('precondition', `${NAMES[view]} was not read after the write`);
  if (convergence(reads, wants)) return holds();
  const gaveUp = gaveUpAfter(history, outcome, view, nextWrite(history, write));
  const tail = reads.slice(-CONVERGED_READS);
  const same = tail.every((read) => equalJson(seenAt(read, wants), seenAt(last, wants)));
  if (!gaveUp || tail.length < CONVERGED_READS || !same || shows(last, wants) !== false) {
    const first = reads.findIndex((read) => shows(read, wants) === true);
    const flutters = first >= 0 && reads.slice(first).some((read) => shows(read, wants) === false);
    const budget = gaveUp?.detail ?? `${reads.length} reads were too few to tell`;
    return undecided('not-converged', flutters ? `the effect comes and goes in ${NAMES[view]}: ${budget}` : budget);
  }
  return lost(write, outcome, last, wants, view, gaveUp.detail);
}

function lost(
  write: WriteEvent,
  outcome: OutcomeEvent,
  last: ReadEvent,
  wants: readonly Want[],
  view: View,
  budget: string,
): Judgement {
  const missing = wants.find((want) => isMet(want, last.seen.values[want.at]) !== true) ?? wants[0];
  return violated({
    message: `A ${write.method} was reported as success, and ${NAMES[view]} does not show its effect: ${budget}.`,
    witness: [write, outcome, last],
    ...(missing && {
      pointer: pointerOf(missing.at),
      expected: wished(missing),
      actual: last.seen.values[missing.at] ?? null,
    }),
  });
}

/** The effect of every write of the run on this user that no other requirement judges by its form. */
export const effectsArrive =
  (view: View) =>
  (history: History): readonly Judgement[] =>
    writesOf(history)
      .filter(({ mode }) => mode === 'arrive')
      .map((write) => effectOf(history, write, view));

interface Success {
  readonly write: WriteEvent;
  readonly outcome: OutcomeEvent;
  readonly wants: readonly Want[];
}

/** The writes whose success implies an effect. */
const successesOf = (history: History): readonly Success[] =>
  writesOf(history).flatMap((write) => {
    const outcome = outcomeOf(history, write);
    if (!outcome) return [];
    const wants = impliedBy(write, outcome);
    return wants.length === 0 ? [] : [{ write, outcome, wants }];
  });

/** Recorded: a read that shows the new state, and a later one that does not (monotonic reads). */
export const settles =
  (view: View) =>
  (history: History): readonly Judgement[] =>
    successesOf(history).flatMap(({ write, outcome, wants }): Judgement[] => {
      const reads = readsAfter(history, write, outcome, view);
      const right = reads.find((read) => shows(read, wants) === true);
      if (!right) return [];
      const back = reads.find((read) => precedes(right, read) && shows(read, wants) === false);
      if (!back) return [holds('no read went back')];
      return [
        violated({
          message: `A read of ${NAMES[view]} shows the state before a write that an earlier read had shown already.`,
          witness: [right, back],
          behaviour: 'a later read went back',
        }),
      ];
    });

/** Once both views had time to settle, they tell the same about what the run wrote. */
export function viewsAgree(history: History): readonly Judgement[] {
  const closing = closingOutcome(history);
  const standing = standingWants(history);
  if (!closing || standing.length === 0) return [];
  // What never arrived in the list is told as a lost effect, once.
  const arrived = standing.filter(({ write }) => effectOf(history, write, 'list').outcome !== 'violated');
  const wants = arrived.map(({ want }) => want);
  const after = (view: View): readonly ReadEvent[] =>
    readsOf(history, view).filter((read) => precedes(closing, read) && canShow(read, wants));
  const [lookups, lists] = [newest(after('lookup')), newest(after('list'))];
  const [lookup, list] = [lookups.at(-1), lists.at(-1)];
  // A user whom the lookup has lost is another rule's.
  if (!lookup?.seen.found || !list) return [];
  const told = (read: ReadEvent, at: string): Json => (read.seen.found ? (read.seen.values[at] ?? null) : 'absent');
  const differing = arrived.find(({ want, write }) => {
    if (!list.seen.found) return canShow(list, [want]) && hasBeenListed(history, write, want);
    return !equalJson(lookup.seen.values[want.at], list.seen.values[want.at]);
  })?.want;
  if (!differing) return list.seen.found ? [holds()] : [silent('the list never showed what was written')];
  const { at } = differing;
  const steady = lists.length === CONVERGED_READS && lists.every((one) => equalJson(told(one, at), told(list, at)));
  const gaveUp = gaveUpAfter(history, closing, 'list') ?? gaveUpAfter(history, closing, 'lookup');
  // The lookup is right here; where it is not, its own rule says so.
  if (!gaveUp || !steady || shows(lookup, [differing]) !== true) {
    return [undecided('not-converged', gaveUp?.detail ?? 'the views were not read often enough to tell')];
  }
  return [
    violated({
      message: list.seen.found
        ? `The lookup and the list tell different values of one user long after its last write: ${gaveUp.detail}.`
        : `The lookup shows what was written, and the list filtered by it no longer shows the user: ${gaveUp.detail}.`,
      witness: [lookup, list],
      pointer: pointerOf(at),
      expected: lookup.seen.values[at] ?? null,
      actual: told(list, at),
    }),
  ];
}

/** Whether the list has shown what a write wants: what never came to it is not gone from it. */
const hasBeenListed = (history: History, write: WriteEvent, want: Want): boolean =>
  readsOf(history, 'list').some((read) => precedes(write, read) && shows(read, [want]) === true);

/** Recorded: which view shows an effect first. */
export function viewOrder(history: History): readonly Judgement[] {
  return successesOf(history).flatMap(({ write, outcome, wants }): Judgement[] => {
    const firstIn = (view: View): ReadEvent | undefined =>
      readsAfter(history, write, outcome, view).find((read) => shows(read, wants) === true);
    const wrongIn = (view: View, before: ReadEvent): ReadEvent | undefined =>
      readsAfter(history, write, outcome, view).find((read) => precedes(before, read) && shows(read, wants) === false);
    const [lookup, list] = [firstIn('lookup'), firstIn('list')];
    if (!lookup || !list) return [];
    if (wrongIn('list', lookup)) return [holds('the lookup shows an effect before the list does')];
    return [
      holds(
        wrongIn('lookup', list) ? 'the list shows an effect before the lookup does' : 'both views show it together',
      ),
    ];
  });
}
