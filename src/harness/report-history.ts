/**
 * Histories and witnesses in the report's form: redacted like everything else, and bounded. Equal reads in a row become
 * one, lists of operations become counts, and of a long history the first and the last events stay.
 */

import type { Redactor } from '../http/redact.ts';
import type { History, HistoryEvent, SeenStatus, Want } from '../model/history.ts';
import { canonicalJson, type Json, type JsonObject } from '../model/json.ts';
import type { ReportEvent, ReportHistory } from '../model/report.ts';

const MOST_SUBJECTS = 250;
const FIRST_EVENTS = 20;
const LAST_EVENTS = 40;
/** A request of more operations than this is told by its numbers. */
const FEW_OPERATIONS = 10;

/** Users first, for their histories hold the effects; what lies beyond the bound is left out, requests first. */
export function reportHistories(histories: readonly History[], redactor: Redactor): readonly ReportHistory[] {
  const users = histories.filter(({ subject }) => subject.kind === 'user');
  const requests = histories.filter(({ subject }) => subject.kind === 'request');
  return [...users, ...requests].slice(0, MOST_SUBJECTS).map(({ subject, events }) => {
    const all = merged(events.map((event) => reportEvent(event, redactor)));
    const fits = all.length <= FIRST_EVENTS + LAST_EVENTS;
    return {
      subject: { ...subject },
      events: fits ? all : [...all.slice(0, FIRST_EVENTS), ...all.slice(-LAST_EVENTS)],
      ...(!fits && { moreEvents: all.length - FIRST_EVENTS - LAST_EVENTS }),
    };
  });
}

/** Equal events in a row as one, from the start of the first to the end of the last. */
function merged(events: readonly ReportEvent[]): readonly ReportEvent[] {
  const kept: ReportEvent[] = [];
  for (const event of events) {
    const last = kept.at(-1);
    if (last && (event.kind === 'read' || event.kind === 'status' || event.kind === 'fault') && alike(last, event)) {
      kept[kept.length - 1] = { ...last, end: event.end, times: (last.times ?? 1) + (event.times ?? 1) };
    } else kept.push(event);
  }
  return kept;
}

function alike(one: ReportEvent, other: ReportEvent): boolean {
  const said = ({ kind, operation, asked, seen, detail }: ReportEvent): string =>
    canonicalJson({ kind, operation, asked: asked ?? null, seen: withoutDigest(seen), detail: detail ?? null });
  return said(one) === said(other);
}

function withoutDigest(seen: JsonObject | undefined): JsonObject {
  const { digest: _, ...rest } = seen ?? {};
  return rest;
}

/** One event; values at a place are judged by the name of the member they stand at. */
export function reportEvent(event: HistoryEvent, redactor: Redactor): ReportEvent {
  const { kind, operation, start, end } = event;
  const when = { kind, operation, start: new Date(start).toISOString(), end: new Date(end).toISOString() };
  switch (event.kind) {
    case 'submit':
      return { ...when, asked: operationsAsked(event.asked.operations), seen: { ...event.seen } };
    case 'status':
      return { ...when, asked: { ...event.asked }, seen: told(event.seen) };
    case 'write': {
      const { request, index, method, wants = [], seen, times } = event;
      const asked = { request, index, method, wants: wants.map((want) => wanted(want, redactor)) };
      return { ...when, asked, seen: { ...seen }, ...(times !== undefined && { times }) };
    }
    case 'outcome': {
      const { request, index, outcome, extensions } = event;
      const failed = extensions.filter(({ result, success }) => result === 'error' || success === false);
      return {
        ...when,
        asked: { request, index },
        seen: { outcome, ...(failed.length > 0 && { errors: failed.map(({ name }) => name) }) },
      };
    }
    case 'read': {
      const { view, asked, seen, times } = event;
      const values = Object.fromEntries(
        Object.entries(seen.values).map(([at, value]) => [at, redacted(at, value, redactor)]),
      );
      const { attribute, value } = asked ?? {};
      const filter = attribute === undefined ? {} : { attribute, value: redacted(attribute, value ?? null, redactor) };
      return { ...when, asked: { view, ...filter }, seen: { ...seen, values }, ...(times !== undefined && { times }) };
    }
    case 'fault':
      return { ...when, seen: { fault: event.fault }, detail: redactor.text(event.detail) };
    default:
      return { ...when, detail: redactor.text(event.detail) };
  }
}

function operationsAsked(operations: readonly { readonly method: string }[] | undefined): JsonObject {
  if (operations === undefined) return {};
  if (operations.length <= FEW_OPERATIONS) return { operations: operations.map((one) => plain(one)) };
  return { count: operations.length, methods: [...new Set(operations.map(({ method }) => method))] };
}

const plain = (one: object): JsonObject => JSON.parse(JSON.stringify(one)) as JsonObject;

/** A status with its operations counted: a hundred of them say no more. */
function told({ operations, counts, ...seen }: SeenStatus): JsonObject {
  const ended = (success: boolean): number => (operations ?? []).filter((one) => one.success === success).length;
  return {
    ...seen,
    ...(counts && { counts: { ...counts } }),
    ...(operations && { operations: { listed: operations.length, success: ended(true), failed: ended(false) } }),
  };
}

function wanted({ at, relation, value }: Want, redactor: Redactor): JsonObject {
  return { at, relation, value: redacted(at, value, redactor) };
}

/** A bare value is personal or not by the member it stands at. */
function redacted(at: string, value: Json, redactor: Redactor): Json {
  return redactor.at((at.split('#')[0] ?? '').split('/'), value);
}
