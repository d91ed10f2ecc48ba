/**
 * Effects that nothing justifies: of a write that was not sent yet, that was refused, whose extension is reported as
 * error, or that named another user. Each needs a value that appears: somebody else's data must not look like an effect.
 */

import type { History, HistoryEvent, ReadEvent, Want, WriteEvent } from '../../model/history.ts';
import { isMet, pointerOf } from './assertion.ts';
import { holds, type Judgement, violated } from './judgement.ts';
import { extensionOf, isFailed, isRefused, isTelling, outcomeOf, precedes, readsOf, writesOf } from './user-events.ts';

/** Values of attributes that prove something. */
const tellingWants = ({ wants }: WriteEvent): readonly Want[] =>
  wants?.filter(({ relation, value }) => relation === 'is' && isTelling(value)) ?? [];

interface Appearance {
  /** The last read that shows another value; absent where the user did not exist before. */
  readonly before: ReadEvent | undefined;
  readonly after: ReadEvent;
}

/** Reads between which a value came to its place. */
function appearances(history: History, want: Want): readonly Appearance[] {
  const reads = readsOf(history, 'lookup').filter(({ seen }) => seen.found);
  return reads.flatMap((after, index): Appearance[] => {
    if (isMet(want, after.seen.values[want.at]) !== true) return [];
    const before = reads[index - 1];
    if (before && isMet(want, before.seen.values[want.at]) !== false) return [];
    return [{ before, after }];
  });
}

const asksFor = (write: WriteEvent, want: Want): boolean =>
  write.wants?.some((one) => one.at === want.at && one.relation === 'is' && isMet(one, want.value)) ?? false;

/** Writes that may have brought a value: those that ask for it, those of unknown effect, and defaults. */
function mayBring(write: WriteEvent, want: Want): boolean {
  const there = write.wants?.filter(({ at }) => at === want.at);
  if (!there) return true;
  if (there.length === 0) return write.method !== 'PATCH';
  return asksFor(write, want) || there.some(({ relation }) => relation !== 'is');
}

/** No write but the suspect can have brought the value by the time it appeared. */
function onlyBy(history: History, suspect: WriteEvent, want: Want, { before, after }: Appearance): boolean {
  return !writesOf(history).some(
    (one) =>
      one !== suspect &&
      !isRefused(one) &&
      mayBring(one, want) &&
      !precedes(after, one) &&
      !(before && isOver(history, one, want, before)),
  );
}

/** A write of unknown effect that had ended before a read. One that asks for the value by name may still bring it. */
function isOver(history: History, write: WriteEvent, want: Want, read: ReadEvent): boolean {
  if (asksFor(write, want)) return false;
  const outcome = outcomeOf(history, write);
  return outcome !== undefined && precedes(outcome, read);
}

/** The value was not there, is there now, and the suspect alone asked for it. */
function unjustified(
  history: History,
  suspect: WriteEvent,
  want: Want,
  when: (seen: Appearance) => boolean,
): Appearance | undefined {
  return appearances(history, want).find(
    (seen) =>
      when(seen) && (seen.before !== undefined || suspect.method === 'POST') && onlyBy(history, suspect, want, seen),
  );
}

const told = (message: string, witness: readonly (HistoryEvent | undefined)[], want: Want): Judgement =>
  violated({
    message,
    witness: witness.filter((one) => one !== undefined),
    pointer: pointerOf(want.at),
    expected: { not: want.value },
    actual: want.value,
  });

/** Nothing of a write is seen before it was sent. */
export function notEarly(history: History): readonly Judgement[] {
  return writesOf(history).flatMap((write, index, all): Judgement[] =>
    tellingWants(write).map((want) => {
      // Only the first write that asks for a value can be too late for it.
      if (all.slice(0, index).some((one) => asksFor(one, want))) return holds();
      const found = unjustified(history, write, want, ({ after }) => precedes(after, write));
      if (!found) return holds();
      return told(
        'A value is seen on the user before the write that asks for it was sent.',
        [found.after, write],
        want,
      );
    }),
  );
}

/** A refused request leaves nothing behind. */
export function refusedInVain(history: History): readonly Judgement[] {
  return writesOf(history)
    .filter(isRefused)
    .flatMap((write) =>
      tellingWants(write).map((want) => {
        const found = unjustified(history, write, want, ({ after }) => precedes(write, after));
        if (!found) return holds();
        const message = `A request was refused with ${write.seen.status}, and what it asked for is on the user.`;
        return told(message, [found.before, write, found.after], want);
      }),
    );
}

/** An extension reported as error leaves none of its values (rulings 141, 153). */
export function errorInVain(history: History): readonly Judgement[] {
  return writesOf(history).flatMap((write): Judgement[] => {
    const outcome = outcomeOf(history, write);
    if (!outcome) return [];
    return tellingWants(write)
      .filter((want) => isFailed(extensionOf(outcome, want)))
      .map((want) => {
        const found = unjustified(history, write, want, ({ after }) => precedes(write, after));
        if (!found) return holds();
        const message = 'An extension is reported as error, and one of its values is on the user.';
        return told(message, [write, outcome, found.after], want);
      });
  });
}

/** A value that was asked for on one user appears on another that nobody wrote it to. */
export function staysHome(histories: readonly History[]): readonly Judgement[] {
  return histories.flatMap((history) =>
    writesOf(history).flatMap((write): Judgement[] =>
      tellingWants(write).map((want) => {
        // The user itself is none of them: the write may bring what it asks for.
        const others = histories.filter((one) => !writesOf(one).some((own) => mayBring(own, want)));
        for (const other of others) {
          const found = appearances(other, want).find(({ before, after }) => before && precedes(write, after));
          if (found)
            return told(
              'A value that was asked for on one user appears on another.',
              [write, found.before, found.after],
              want,
            );
        }
        return holds();
      }),
    ),
  );
}
