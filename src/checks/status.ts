/**
 * Reads a provision status document, summary or detailed. Lenient on purpose: types and presence belong to the schema
 * requirement, so every other check can go on with what is readable. Knows no rule of its own.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { at, countOf, isArray, isObject, type Json, type JsonObject, member } from '../model/json.ts';

export interface Counts {
  readonly total: number;
  readonly success: number;
  readonly failed: number;
  /** Absent counts as none (ruling 124). */
  readonly pending: number;
}

export interface ExtensionView {
  readonly name: string;
  readonly completed: boolean | undefined;
  readonly success: boolean | undefined;
  readonly code: Json | undefined;
  readonly result: string | undefined;
  readonly messages: readonly JsonObject[];
}

export interface OperationView {
  readonly id: string | undefined;
  readonly bulkId: string | undefined;
  readonly completed: boolean | undefined;
  readonly success: boolean | undefined;
  readonly resourceId: string | undefined;
  readonly extensions: readonly ExtensionView[];
}

export interface StatusView {
  readonly exchange: Exchange;
  readonly body: JsonObject;
  readonly id: string | undefined;
  readonly completed: boolean | undefined;
  /** Null reads as undefined: not known yet. */
  readonly success: boolean | undefined;
  readonly counts: Counts | undefined;
  readonly operations: readonly OperationView[] | undefined;
  readonly location: string | undefined;
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
/** Flags as text are read as flags. */
function flag(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

/** True for a status from 200 to 299. */
export function isAccepted(exchange: Exchange): boolean {
  return exchange.response.status >= 200 && exchange.response.status < 300;
}

/** Answers of a gateway, and of a server that is away for a moment: neither says anything about what was asked for. */
const PASSING = new Set([408, 429, 502, 503, 504]);

/** True for an answer that may be another one a moment later, whatever was asked. */
export function isPassing(exchange: Exchange): boolean {
  return PASSING.has(exchange.response.status);
}

/** The body as a status document, or undefined where the answer is no success or no JSON object. */
export function statusOf(exchange: Exchange): StatusView | undefined {
  if (!isAccepted(exchange)) return undefined;
  const body = jsonOf(exchange);
  if (!isObject(body)) return undefined;
  const operations = member(body, 'operations');
  return {
    exchange,
    body,
    id: text(body.id),
    completed: flag(at(body, 'status', 'completed')),
    success: flag(at(body, 'status', 'success')),
    counts: countsOf(body),
    operations: isArray(operations) ? operations.filter(isObject).map(operationOf) : undefined,
    location: text(at(body, 'meta', 'location')),
  };
}

function countsOf(body: JsonObject): Counts | undefined {
  const read = (name: string): number | undefined => countOf(at(body, 'operationsCount', name));
  const [total, success, failed] = [read('total'), read('success'), read('failed')];
  if (total === undefined || success === undefined || failed === undefined) return undefined;
  return { total, success, failed, pending: read('pending') ?? 0 };
}

function operationOf(operation: JsonObject): OperationView {
  const extensions = member(operation, 'extensions');
  return {
    id: text(operation.id),
    bulkId: text(operation.bulkId),
    completed: flag(at(operation, 'status', 'completed')),
    success: flag(at(operation, 'status', 'success')),
    resourceId: text(at(operation, 'resource', 'id')),
    extensions: isArray(extensions) ? extensions.filter(isObject).map(extensionOf) : [],
  };
}

function extensionOf(extension: JsonObject): ExtensionView {
  const messages = member(extension, 'messages');
  const one = isObject(messages) ? [messages] : [];
  return {
    name: text(extension.name) ?? '',
    completed: flag(at(extension, 'status', 'completed')),
    success: flag(at(extension, 'status', 'success')),
    code: at(extension, 'status', 'code'),
    result: text(at(extension, 'status', 'result')),
    messages: isArray(messages) ? messages.filter(isObject) : one,
  };
}

/** Whether an extension went wrong: it says so by its flag or by its result. */
export function isFailed(extension: ExtensionView): boolean {
  return extension.success === false || extension.result === 'error';
}

/** The provision id in the path of a status read, decoded. */
export function askedProvision(exchange: Exchange): string | undefined {
  const segment = /\/provisions\/([^/]+)\/status\/?$/.exec(new URL(exchange.request.url).pathname)?.[1];
  if (segment === undefined) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    // Text that cannot be decoded names no provision.
  }
}

/** True for a GET on the status resource that was answered with 200. */
export function isStatusRead(exchange: Exchange): boolean {
  const { operation, request, response } = exchange;
  return operation === 'getProvisionStatus' && request.method === 'GET' && response.status === 200;
}

/** The query of a request. */
export function queryOf(exchange: Exchange): URLSearchParams {
  return new URL(exchange.request.url).searchParams;
}
