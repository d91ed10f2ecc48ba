/**
 * Which answers a schema may speak about. Everything left out here is something the documents leave open: bodies of
 * gateways, answers to other methods, and partial users that were asked for.
 */

import type { Exchange } from '../model/exchange.ts';
import { isObject, type Json } from '../model/json.ts';
import type { OperationId } from '../model/requirement.ts';
import type { Operation } from './contract.ts';

/** The table a success answer of each operation follows; role codes have no documented answer (ruling 8). */
const ANSWERS: Readonly<Partial<Record<OperationId, string>>> = {
  listUsers: 'list-response',
  getUser: 'full-spend-user',
  bulk: 'provision-status',
  getProvisionStatus: 'provision-status',
  createUser: 'users-response',
  patchUser: 'users-response',
  replaceUser: 'users-response',
  listFormFields: 'form-field-list-response',
  listResourceTypes: 'resource-types',
  listSchemas: 'schemas',
};

const ERRORS = { retrieval: 'error-message-response', provisioning: 'ups-error-response' } as const;

/**
 * Refusals that a gateway or the HTTP layer may write: any body is permitted (ruling 115), and a request that was cut
 * short (408), too long (414) or too large in its header (431) never reached the API.
 */
const FREE_BODIES: ReadonlySet<number> = new Set([401, 403, 408, 414, 429, 431]);

/** Reads whose success must be an object at all under a requirement of its own. */
const OBJECTS: ReadonlySet<string> = new Set(['list-response', 'full-spend-user']);

/** Whether the schema of a table may speak about a body of this kind. */
export function isJudged(table: string, body: Json): boolean {
  return isObject(body) || !OBJECTS.has(table);
}

/** A read that asked for some attributes only: a server may honour that and send partial users (ruling 36). */
export function asksForPart(exchange: Exchange): boolean {
  const { operation, request } = exchange;
  if (operation !== 'listUsers' && operation !== 'getUser') return false;
  return /[?&](?:excludedA|a)ttributes=/i.test(request.url);
}

/**
 * An answer that echoes a position beyond 32 bits, because it was asked for one: the type documented for the member was
 * broken by the question (rulings 29 and 34).
 */
export function echoesHugePosition(exchange: Exchange, pointer: string): boolean {
  const asked = /[?&]startIndex=(\d{10,})(?:&|$)/.exec(exchange.request.url)?.[1];
  return pointer === '/startIndex' && asked !== undefined && Number(asked) > 2 ** 31 - 1;
}

/** Which table speaks about an exchange; undefined where none does. */
export function tableOf(exchange: Exchange, operations: ReadonlyMap<OperationId, Operation>): string | undefined {
  const { operation: id, request, response } = exchange;
  const operation = operations.get(id);
  if (operation === undefined) return undefined;
  if (response.status >= 200 && response.status < 300) {
    return request.method === operation.method.toUpperCase() && !asksForPart(exchange) ? ANSWERS[id] : undefined;
  }
  if (response.status < 400 || response.status >= 500 || FREE_BODIES.has(response.status)) return undefined;
  return ERRORS[operation.family];
}
