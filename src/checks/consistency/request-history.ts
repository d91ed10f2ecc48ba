/** Makes the history of every provisioning request out of the exchanges of a run: the submission and its status reads. */

import { URN } from '../../contract/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { groupBy } from '../../model/group.ts';
import type {
  AskedOperation,
  History,
  HistoryEvent,
  SeenExtension,
  SeenOperation,
  SeenStatus,
  StatusEvent,
  SubmitEvent,
} from '../../model/history.ts';
import { at, isArray, isObject, type Json } from '../../model/json.ts';
import { provisionIdOf } from '../provisioning/submission.ts';
import { askedProvision, type ExtensionView, type OperationView, queryOf, statusOf } from '../status.ts';
import type { GapNote, Recording, Witnessed } from './recording.ts';

const SUBMITTING = ['bulk', 'createUser', 'patchUser', 'replaceUser'];

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** True for an exchange that asks for a change. */
export function isSubmission({ operation, request }: Sent): boolean {
  return SUBMITTING.includes(operation) && ['POST', 'PATCH', 'PUT'].includes(request.method);
}

/** A request to write, answered or not. */
export type Sent = Pick<Exchange, 'operation' | 'request'>;

function bodySent({ request }: Sent): Json | undefined {
  try {
    return JSON.parse(request.body ?? '') as Json;
  } catch {
    return undefined;
  }
}

/** The user a path of a single-user request names. */
function userInPath(exchange: Sent): string | undefined {
  return /\/users\/([^/]+)\/?$/.exec(new URL(exchange.request.url).pathname.toLowerCase())?.[1];
}

/** Histories are made anew whenever somebody asks; what an exchange says is read once. */
export function onceFor<Value>(read: (exchange: Exchange) => Value): (exchange: Exchange) => Value {
  const known = new WeakMap<Exchange, { readonly value: Value }>();
  return (exchange) => {
    const held = known.get(exchange) ?? { value: read(exchange) };
    known.set(exchange, held);
    return held.value;
  };
}

/** The operations of a request as it was sent; undefined where its body is none that can be counted. */
export const operationsSent = onceFor(operationsIn);

/** The same of any request to write. */
export function operationsIn(exchange: Sent): readonly AskedOperation[] | undefined {
  if (exchange.operation !== 'bulk') {
    const userId = userInPath(exchange);
    const extensions = extensionsIn(bodySent(exchange));
    return [{ method: exchange.request.method, ...(userId !== undefined && { userId }), extensions }];
  }
  const listed = at(bodySent(exchange), 'Operations');
  if (!isArray(listed) || !listed.every(isObject)) return undefined;
  return listed.map((one): AskedOperation => {
    const bulkId = text(at(one, 'bulkId'));
    const userId = text(at(one, 'path'))
      ?.toLowerCase()
      .match(/\/users\/([^/]+)$/)?.[1];
    return {
      method: text(at(one, 'method')) ?? '',
      ...(bulkId !== undefined && { bulkId }),
      ...(userId !== undefined && { userId }),
      extensions: extensionsIn(at(one, 'data')),
    };
  });
}

const EXTENSIONS = Object.values(URN).filter((urn) => urn.includes(':schemas:extension:'));

/** Extensions that data names, as a key or at the beginning of a path. */
function extensionsIn(data: Json | undefined): readonly string[] {
  const sent = JSON.stringify(data ?? null).toLowerCase();
  return EXTENSIONS.filter((urn) => sent.includes(`"${urn.toLowerCase()}:`) || sent.includes(`"${urn.toLowerCase()}"`));
}

/** What an exchange on the status resource says. */
const seenStatus = onceFor(readStatus);

function readStatus(exchange: Exchange): SeenStatus {
  const { status, digest } = exchange.response;
  const view = statusOf(exchange);
  if (!view) return { status, digest };
  const { id, completed, success, counts, operations } = view;
  return {
    status,
    digest,
    ...(id !== undefined && { id }),
    ...(completed !== undefined && { completed }),
    ...(success !== undefined && { success }),
    ...(counts && { counts }),
    ...(operations && { operations: operations.map(seenOperation) }),
  };
}

function seenOperation({ id, bulkId, completed, success, resourceId, extensions }: OperationView): SeenOperation {
  return {
    ...(id !== undefined && { id }),
    ...(bulkId !== undefined && { bulkId }),
    ...(completed !== undefined && { completed }),
    ...(success !== undefined && { success }),
    ...(resourceId !== undefined && { userId: resourceId.toLowerCase() }),
    extensions: extensions.map(seenExtension),
  };
}

function seenExtension({ name, result, success, messages }: ExtensionView): SeenExtension {
  const warned = messages.some(({ type }) => text(type)?.toLowerCase() === 'warning');
  return {
    name,
    ...(result !== undefined && { result: result.toLowerCase() }),
    ...(success !== undefined && { success }),
    ...(warned && { warned }),
  };
}

/**
 * When a write left for the first time that may have carried it out: after 503 nobody knows, while 429 says that nothing
 * was done.
 */
export function sentAt({ attempts, startedAt }: Exchange): number {
  return attempts?.find(({ status }) => status !== 429)?.startedAt ?? startedAt;
}

export function submitEvent({ exchange, end }: Witnessed): SubmitEvent {
  const operations = operationsSent(exchange);
  const provisionId = provisionIdOf(exchange);
  const { status, digest } = exchange.response;
  return {
    kind: 'submit',
    operation: exchange.operation,
    start: sentAt(exchange),
    end,
    exchange,
    asked: { ...(operations && { operations }) },
    seen: { status, digest, ...(provisionId !== undefined && { provisionId }) },
  };
}

const queryAsked = onceFor((exchange) => Object.fromEntries(queryOf(exchange)));
const provisionAsked = onceFor((exchange) => askedProvision(exchange)?.toLowerCase());

export function statusEvent({ exchange, end }: Witnessed): StatusEvent {
  return {
    kind: 'status',
    operation: exchange.operation,
    start: exchange.startedAt,
    end,
    exchange,
    asked: queryAsked(exchange),
    seen: seenStatus(exchange),
  };
}

/** A gap as an event. */
export function gapEvent({ kind, operation, detail, start, end }: GapNote): HistoryEvent {
  const when = { operation, start, end, detail };
  return kind === 'gave-up' ? { kind, ...when } : { kind: 'fault', fault: kind, ...when };
}

/** One name for the request a submission made. */
export function requestOf(exchange: Exchange): string {
  return provisionIdOf(exchange)?.toLowerCase() ?? `refused-${exchange.id}`;
}

/** Every request of the run, in order of submission. Reads of a status that no submission of the run made are left out. */
export function requestHistories({ exchanges, gaps }: Recording): readonly History[] {
  const submissions = exchanges.filter(({ exchange }) => isSubmission(exchange));
  const reads = exchanges.filter(
    ({ exchange }) => exchange.operation === 'getProvisionStatus' && exchange.request.method === 'GET',
  );
  const readsOf = groupBy(reads, ({ exchange }) => provisionAsked(exchange));
  const gapsOf = groupBy(
    gaps.filter(({ operation }) => operation === 'getProvisionStatus'),
    ({ id }) => id?.toLowerCase(),
  );
  return [...new Map(submissions.map((one) => [requestOf(one.exchange), one]))].map(([id, submission]) => ({
    subject: { kind: 'request', id },
    events: inOrder([
      submitEvent(submission),
      ...(readsOf.get(id) ?? []).map(statusEvent),
      ...(gapsOf.get(id) ?? []).map(gapEvent),
    ]),
  }));
}

/** By the time at which they were over; the run's own order where that is the same. */
export function inOrder(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  return [...events].sort((a, b) => a.end - b.end || (a.exchange?.id ?? 0) - (b.exchange?.id ?? 0));
}
