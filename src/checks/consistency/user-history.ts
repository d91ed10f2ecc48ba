/**
 * Makes the history of every user a run wrote to: the operations that named it, how they ended, and every read in
 * either view, with the values at the places that some write of the run names.
 */

import type { Exchange } from '../../model/exchange.ts';
import { groupBy } from '../../model/group.ts';
import type {
  AskedOperation,
  History,
  HistoryEvent,
  OutcomeEvent,
  StatusEvent,
  WriteEvent,
} from '../../model/history.ts';
import { askedProvision } from '../status.ts';
import { wantOf } from './assertion.ts';
import { lostOnUsers, lostRequests } from './lost-writes.ts';
import type { Intent, Recording, Witnessed } from './recording.ts';
import {
  gapEvent,
  inOrder,
  isSubmission,
  onceFor,
  requestHistories,
  requestOf,
  sentAt,
  submitEvent,
} from './request-history.ts';
import { isAbout, listEvent, lookupEvent, placesOf, readsOf } from './user-reads.ts';

/** Every request and every user of a run. */
export function historiesOf(recording: Recording): readonly History[] {
  const requests = requestHistories(recording);
  return [...requests, ...lostRequests(recording.lost ?? []), ...userHistories(recording, requests)];
}

/** The history of one user alone, made without those of all others. */
export function historyOfUser(recording: Recording, userId: string): History | undefined {
  const id = userId.toLowerCase();
  const own = concerning(recording, id);
  return userHistories(own, requestHistories(own)).find(({ subject }) => subject.id === id);
}

const requestText = onceFor(({ request }) => `${request.url} ${request.body ?? ''}`.toLowerCase());

/** What of a recording has to do with one user: requests that name or made it, their statuses, its reads, all lists. */
function concerning({ exchanges, intents, gaps, lost = [] }: Recording, id: string): Recording {
  const own = intents.filter(({ userId }) => userId.toLowerCase() === id);
  const answers = new Set(own.map(({ answer }) => answer.id));
  const names = (exchange: Exchange) => requestText(exchange).includes(id);
  const submissions = exchanges.filter(
    ({ exchange }) => isSubmission(exchange) && (answers.has(exchange.id) || names(exchange)),
  );
  const requests = new Set(submissions.map(({ exchange }) => requestOf(exchange).toLowerCase()));
  const kept = new Set(submissions.map(({ exchange }) => exchange.id));
  return {
    exchanges: exchanges.filter(({ exchange }) => {
      const { operation } = exchange;
      if (operation === 'getProvisionStatus') return requests.has(askedProvision(exchange)?.toLowerCase() ?? '');
      return operation === 'listUsers' || kept.has(exchange.id) || (operation === 'getUser' && names(exchange));
    }),
    intents: own,
    gaps,
    lost,
  };
}

function userHistories(recording: Recording, requests: readonly History[]): readonly History[] {
  const lost = groupBy(lostOnUsers(recording.lost ?? []), ({ userId }) => userId);
  const intents = groupBy(recording.intents, ({ userId }) => userId.toLowerCase());
  const writes = groupBy(writesOf(recording), ({ userId }) => userId);
  const reads = readsOf(recording.exchanges);
  const byRequest = new Map(requests.map((one) => [one.subject.id, one]));
  return [...writes].flatMap(([id, own]): History[] => {
    // A user that nobody has, or that nobody looked at, has no history worth the name.
    if (!intents.has(id) && !reads.lookups.has(id)) return [];
    const asserted = (intents.get(id) ?? []).flatMap((one) => one.asserted);
    const places = placesOf(asserted);
    const events: HistoryEvent[] = own.flatMap(({ event }) => [event, ...outcomesOf(event, byRequest, id)]);
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
  readonly event: WriteEvent;
}

/** Operations by the user they name, and creations by the user they made, as far as a case knows it. */
function writesOf({ exchanges, intents }: Recording): readonly OwnWrite[] {
  const byAnswer = groupBy(intents, ({ answer }) => answer.id);
  return exchanges
    .filter(({ exchange }) => isSubmission(exchange))
    .flatMap((one): readonly OwnWrite[] => {
      const known = byAnswer.get(one.exchange.id) ?? [];
      const submit = submitEvent(one);
      const own = (submit.asked.operations ?? []).flatMap((operation, index): OwnWrite[] => {
        const intent = known.findLast((candidate) => candidate.index === index);
        const userId = (operation.userId ?? intent?.userId ?? '').toLowerCase();
        return userId === '' ? [] : [{ userId, event: writeEvent(one, index, operation, intent) }];
      });
      return merged(own);
    });
}

/** Operations of one request that ask the same of one user are one event. */
function merged(writes: readonly OwnWrite[]): readonly OwnWrite[] {
  const alike = groupBy(writes, ({ userId, event: { method, extensions, mode, wants } }) =>
    JSON.stringify([userId, method, extensions, mode, wants ?? null]),
  );
  return [...alike.values()].flatMap(([first, ...more]): OwnWrite[] => {
    if (!first) return [];
    return [more.length === 0 ? first : { ...first, event: { ...first.event, times: more.length + 1 } }];
  });
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
function outcomesOf(write: WriteEvent, requests: ReadonlyMap<string, History>, userId: string): OutcomeEvent[] {
  const events = requests.get(write.request)?.events ?? [];
  const done = events.filter(
    (event): event is StatusEvent => event.kind === 'status' && event.seen.completed === true && !event.asked.state,
  );
  const submit = events.find((event) => event.kind === 'submit');
  const sent = submit?.kind === 'submit' ? (submit.asked.operations ?? []) : [];
  for (const read of done.filter(({ seen }) => seen.operations !== undefined)) {
    const found = entryOf(read, sent, write.index, userId);
    if (found?.success === undefined) continue;
    return [outcomeEvent(read, write, found.success ? 'success' : 'failed', found.extensions)];
  }
  const [first] = done;
  const counts = first?.seen.counts;
  if (!first) return [];
  const all = counts && counts.total === sent.length;
  const outcome = all && counts.success === counts.total ? 'success' : undefined;
  const failed = all && counts.failed === counts.total ? 'failed' : undefined;
  return [outcomeEvent(first, write, outcome ?? failed ?? 'unknown', [])];
}

function entryOf(read: StatusEvent, sent: readonly { readonly bulkId?: string }[], index: number, userId: string) {
  const operations = read.seen.operations ?? [];
  if (sent.length === 1) return operations.length === 1 ? operations[0] : undefined;
  const bulkId = sent[index]?.bulkId;
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
