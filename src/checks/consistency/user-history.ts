/**
 * Makes the history of every user a run wrote to: the operations that named it, how they ended, and every read in
 * either view, with the values at the places that some write of the run names.
 */

import { groupBy } from '../../model/group.ts';
import type {
  AskedOperation,
  History,
  HistoryEvent,
  OutcomeEvent,
  SeenOperation,
  StatusEvent,
  WriteEvent,
} from '../../model/history.ts';
import { wantOf } from './assertion.ts';
import { lostOnUsers, lostRequests } from './lost-writes.ts';
import type { Intent, Recording, Witnessed } from './recording.ts';
import {
  gapEvent,
  inOrder,
  isSubmission,
  onceFor,
  operationsSent,
  requestHistories,
  requestOf,
  sentAt,
} from './request-history.ts';
import { isAbout, listEvent, lookupEvent, placesOf, readsOf } from './user-reads.ts';

/** Every request and every user of a run. */
export function historiesOf(recording: Recording): readonly History[] {
  const requests = requestHistories(recording);
  return [...requests, ...lostRequests(recording.lost ?? []), ...userHistories(recording, requests)];
}

/** The history of one user alone, made without the requests that have nothing to do with it. */
export function historyOfUser(recording: Recording, userId: string): History | undefined {
  const id = userId.toLowerCase();
  const intents = recording.intents.filter((one) => one.userId.toLowerCase() === id);
  const answers = new Set(intents.map(({ answer }) => answer.id));
  const exchanges = recording.exchanges.filter(
    ({ exchange }) => !isSubmission(exchange) || answers.has(exchange.id) || requestText(exchange).includes(id),
  );
  const own = { ...recording, exchanges, intents };
  return userHistories(own, requestHistories(own)).find(({ subject }) => subject.id === id);
}

const requestText = onceFor(({ request }) => [request.url, request.body].join().toLowerCase());

function userHistories(recording: Recording, requests: readonly History[]): readonly History[] {
  const lost = groupBy(lostOnUsers(recording.lost ?? []), ({ userId }) => userId);
  const intents = groupBy(recording.intents, ({ userId }) => userId.toLowerCase());
  const writes = groupBy(writesOf(recording), ({ userId }) => userId);
  const reads = readsOf(recording.exchanges);
  const byRequest = new Map(requests.map(({ subject, events }) => [subject.id, events]));
  return [...writes].flatMap(([id, own]): History[] => {
    // A user that nobody has, or that nobody looked at, has no history worth the name.
    if (!intents.has(id) && !reads.lookups.has(id)) return [];
    const asserted = (intents.get(id) ?? []).flatMap((one) => one.asserted);
    const places = placesOf(asserted);
    const events: HistoryEvent[] = own.flatMap((one) => [
      one.event,
      ...outcomesOf(one, byRequest.get(one.event.request) ?? []),
    ]);
    for (const one of reads.lookups.get(id) ?? []) events.push(lookupEvent(one, places));
    for (const one of reads.lists) events.push(...listEvent(one, id, places, asserted));
    for (const one of lost.get(id) ?? []) events.push(...one.events);
    for (const gap of recording.gaps) {
      const about = gap.operation === 'getUser' || gap.operation === 'listUsers';
      const named = gap.filter === undefined ? gap.id?.toLowerCase() === id : isAbout(gap.filter, asserted);
      if (about && named) events.push(gapEvent(gap));
    }
    return [{ subject: { kind: 'user', id }, events: inOrder(events) }];
  });
}

interface OwnWrite {
  readonly userId: string;
  readonly asked: AskedOperation;
  /** All operations of its request. */
  readonly sent: readonly AskedOperation[];
  readonly event: WriteEvent;
}

/** Operations by the user they name, and creations by the user they made, as far as a case knows it. */
function writesOf({ exchanges, intents }: Recording): readonly OwnWrite[] {
  const byAnswer = groupBy(intents, ({ answer }) => answer.id);
  return exchanges
    .filter(({ exchange }) => isSubmission(exchange))
    .flatMap((one): readonly OwnWrite[] => {
      const sent = operationsSent(one.exchange) ?? [];
      const own = sent.flatMap((asked, index): OwnWrite[] => {
        const intent = byAnswer.get(one.exchange.id)?.findLast((candidate) => candidate.index === index);
        const userId = asked.userId ?? intent?.userId.toLowerCase();
        // A status may name whom it made with an empty id.
        return userId ? [{ userId, asked, sent, event: writeEvent(one, index, asked, intent) }] : [];
      });
      return merged(own);
    });
}

/** Operations of one request that ask the same of one user are one event. */
function merged(writes: readonly OwnWrite[]): readonly OwnWrite[] {
  const known = new Map<string, OwnWrite>();
  for (const one of writes) {
    const { method, extensions, mode, wants } = one.event;
    const what = JSON.stringify([one.userId, method, extensions, mode, wants]);
    const first = known.get(what);
    known.set(what, first ? { ...first, event: { ...first.event, times: (first.event.times ?? 1) + 1 } } : one);
  }
  return [...known.values()];
}

function writeEvent(
  { exchange, end }: Witnessed,
  index: number,
  { method, extensions = [] }: AskedOperation,
  intent?: Intent,
): WriteEvent {
  const wants = intent?.asserted.map(wantOf) ?? [];
  return {
    kind: 'write',
    operation: exchange.operation,
    start: sentAt(exchange),
    end,
    exchange,
    request: requestOf(exchange),
    index,
    method,
    extensions,
    ...(wants.length > 0 && { wants }),
    mode: intent?.mode ?? 'stay',
    seen: { status: exchange.response.status },
  };
}

/** How an operation ended, from the first read of the completed status that tells it. */
function outcomesOf(write: OwnWrite, ofRequest: readonly HistoryEvent[]): readonly OutcomeEvent[] {
  const done = ofRequest.filter(
    (event): event is StatusEvent => event.kind === 'status' && event.seen.completed === true && !event.asked.state,
  );
  for (const read of done) {
    const found = read.seen.operations && entryOf(read.seen.operations, write);
    if (found?.success === undefined) continue;
    return [outcomeEvent(read, write.event, found.success ? 'success' : 'failed', found.extensions)];
  }
  const [first] = done;
  const counts = first?.seen.counts;
  if (!first) return [];
  const all = counts && counts.total === write.sent.length;
  const outcome = all && counts.success === counts.total ? 'success' : undefined;
  const failed = all && counts.failed === counts.total ? 'failed' : undefined;
  return [outcomeEvent(first, write.event, outcome ?? failed ?? 'unknown', [])];
}

/** The entry of a status that is about this operation. */
function entryOf(operations: readonly SeenOperation[], write: OwnWrite): SeenOperation | undefined {
  const { userId, sent } = write;
  const { bulkId } = write.asked;
  if (sent.length === 1) return operations.length === 1 ? operations[0] : undefined;
  const unique = bulkId !== undefined && sent.filter((one) => one.bulkId === bulkId).length === 1;
  const byBulkId = unique ? operations.find((one) => one.bulkId === bulkId) : undefined;
  if (byBulkId) return byBulkId;
  const ofUser = operations.filter((one) => one.userId === userId);
  return ofUser.length === 1 ? ofUser[0] : undefined;
}

function outcomeEvent(
  read: StatusEvent,
  { request, index }: WriteEvent,
  outcome: OutcomeEvent['outcome'],
  extensions: OutcomeEvent['extensions'],
): OutcomeEvent {
  const { operation, start, end, exchange } = read;
  return { kind: 'outcome', operation, start, end, ...(exchange && { exchange }), request, index, outcome, extensions };
}
