/**
 * Keeps what the writing phase of a run sent and saw, so that histories can be made of it at any time. Gaps are kept as
 * well: an event that says nothing still explains why there is none.
 */

import type { GapNote, Intent, LostNote, Recording, Witnessed } from '../checks/consistency/recording.ts';
import { historiesOf, historyOfUser } from '../checks/consistency/user-history.ts';
import type { Exchange } from '../model/exchange.ts';
import type { History } from '../model/history.ts';
import type { OperationId } from '../model/requirement.ts';

export type { GapNote, Intent, LostNote } from '../checks/consistency/recording.ts';

export interface Recorder {
  /** An exchange of the writing phase; what has nothing to do with writing is left out. */
  see(exchange: Exchange, end: number): void;
  intend(intent: Intent): void;
  gap(note: GapNote): void;
  /** A write whose answer got lost. */
  lose(note: LostNote): void;
  /** The last lookup of a user. */
  lastRead(userId: string): Exchange | undefined;
  /** Begins anew: what happened until now no longer counts. */
  forget(): void;
  /** All that is known by now. */
  histories(): readonly History[];
  /** The same of one user, for whoever asks after every read. */
  historyOf(userId: string): History | undefined;
}

/** Operations whose answers may change with every write. */
export const RECORDED: ReadonlySet<OperationId> = new Set([
  'bulk',
  'createUser',
  'patchUser',
  'replaceUser',
  'getProvisionStatus',
  'getUser',
  'listUsers',
]);

export function createRecorder(): Recorder {
  let known: { exchanges: Witnessed[]; intents: Intent[]; gaps: GapNote[]; lost: LostNote[] } & Recording = nothing();
  let made: readonly History[] | undefined;
  return {
    see(exchange, end) {
      const { operation, request } = exchange;
      if (!RECORDED.has(operation) || (operation === 'listUsers' && !request.url.includes('filter='))) return;
      known.exchanges.push({ exchange, end });
      made = undefined;
    },
    intend: (intent) => {
      known.intents.push(intent);
      made = undefined;
    },
    gap: (note) => {
      known.gaps.push(note);
      made = undefined;
    },
    lose: (note) => {
      known.lost.push(note);
      made = undefined;
    },
    lastRead: (userId) =>
      known.exchanges.findLast(
        ({ exchange: { operation, request } }) =>
          operation === 'getUser' && request.url.toLowerCase().endsWith(`/${userId.toLowerCase()}`),
      )?.exchange,
    forget: () => {
      [known, made] = [nothing(), undefined];
    },
    histories: () => {
      made ??= historiesOf(known);
      return made;
    },
    historyOf: (userId) => historyOfUser(known, userId),
  };
}

const nothing = () => ({ exchanges: [], intents: [], gaps: [], lost: [] });
