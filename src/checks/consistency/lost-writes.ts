/**
 * Writes whose answer got lost, as events: a fault in the history of whoever they name, and, where they may have been
 * carried out all the same, a write of unknown effect, so that nothing it did is held against the target.
 */

import type { FaultEvent, History, WriteEvent } from '../../model/history.ts';
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
    const { operation, start, end, createdId, mayHaveWorked } = note;
    const named = (operationsIn(note) ?? []).map((one, index) => ({ ...one, index }));
    const made: typeof named =
      createdId === undefined ? [] : [{ method: 'POST', userId: createdId.toLowerCase(), index: 0 }];
    const byUser = new Map([...named, ...made].map((one) => [one.userId ?? '', one]));
    return [...byUser].flatMap(([userId, { method, extensions = [], index }]): LostEvents[] => {
      if (userId === '') return [];
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
      return [{ userId, events: mayHaveWorked ? [faultOf(note), write] : [faultOf(note)] }];
    });
  });
}
