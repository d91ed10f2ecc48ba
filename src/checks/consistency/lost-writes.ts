/**
 * Writes whose answer got lost, as events: a fault in the history of whoever they name, and, where they may have been
 * carried out all the same, a write of unknown effect, so that nothing it did is held against the target.
 */

import type { AskedOperation, FaultEvent, History, WriteEvent } from '../../model/history.ts';
import type { LostNote } from './recording.ts';
import { operationsIn } from './request-history.ts';

interface LostEvents {
  readonly userId: string;
  readonly events: readonly (FaultEvent | WriteEvent)[];
}

const nameOf = (index: number): string => `unanswered-${index + 1}`;

function faultOf({ operation, detail, start, end, fault = 'unreachable' }: LostNote): FaultEvent {
  return { kind: 'fault', fault, operation, detail, start, end };
}

/** One history for each lost request: it has no provision id that anybody knows. */
export function lostRequests(lost: readonly LostNote[]): readonly History[] {
  return lost.map((note, index) => ({
    subject: { kind: 'request', id: nameOf(index) },
    events: [faultOf(note)],
  }));
}

/** What lost writes mean for the users they name or made. */
export function lostOnUsers(lost: readonly LostNote[]): readonly LostEvents[] {
  return lost.flatMap((note, place): LostEvents[] => {
    const { operation, start, end, mayHaveWorked } = note;
    return [...lastByUser(note)].map(([userId, { method, extensions = [], index }]): LostEvents => {
      const write: WriteEvent = {
        kind: 'write',
        operation,
        start,
        end,
        request: nameOf(place),
        index,
        method,
        extensions,
        mode: 'stay',
        seen: {},
      };
      return { userId, events: mayHaveWorked ? [faultOf(note), write] : [faultOf(note)] };
    });
  });
}

/** The last operation of a lost write that names each user, or made it. */
function lastByUser(note: LostNote): ReadonlyMap<string, AskedOperation & { readonly index: number }> {
  const byUser = new Map<string, AskedOperation & { readonly index: number }>();
  operationsIn(note)?.forEach((one, index) => {
    if (one.userId) byUser.set(one.userId, { ...one, index });
  });
  if (note.createdId) byUser.set(note.createdId.toLowerCase(), { method: 'POST', index: 0 });
  return byUser;
}
