/**
 * Reads a list answer and the paging values it was asked with. Lenient on purpose: types and presence are judged by
 * the envelope requirements alone, so every other check can go on with a count that came as text.
 */

import type { Contract } from '../contract/contract.ts';
import { type Exchange, jsonOf } from '../model/exchange.ts';
import { at, countOf, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';

/** A list answer with status 200 and a JSON object in it. */
export interface ListAnswer {
  readonly exchange: Exchange;
  readonly body: JsonObject;
  readonly total: number | undefined;
  readonly startIndex: number | undefined;
  readonly itemsPerPage: number | undefined;
  /** undefined where `Resources` is no array. */
  readonly resources: readonly Json[] | undefined;
  /** Ids of the resources in order; an empty string where one has none. */
  readonly ids: readonly string[];
}

/** The answer as a list, or undefined where it is none (another status, another method, no JSON object). */
export function listAnswerOf(exchange: Exchange): ListAnswer | undefined {
  if (!isListAnswer(exchange)) return undefined;
  const body = jsonOf(exchange);
  if (!isObject(body)) return undefined;
  const listed = body.Resources;
  const resources = isArray(listed) ? listed : undefined;
  return {
    exchange,
    body,
    total: countOf(body.totalResults),
    startIndex: countOf(body.startIndex),
    itemsPerPage: countOf(body.itemsPerPage),
    resources,
    ids: (resources ?? []).map((one) => {
      const id = at(one, 'id');
      return typeof id === 'string' ? id : '';
    }),
  };
}

/** Whom an answer lists; nobody where it is no list. */
export function resourcesIn(exchange: Exchange): readonly Json[] {
  return listAnswerOf(exchange)?.resources ?? [];
}

/** True for a GET of the list that was answered with 200, whatever its body. */
export function isListAnswer(exchange: Exchange): boolean {
  return exchange.operation === 'listUsers' && exchange.request.method === 'GET' && exchange.response.status === 200;
}

/** A paging value as it was asked for; `odd`: no plain integer, or given more than once. */
export interface AskedValue {
  readonly kind: 'absent' | 'integer' | 'odd';
  /** NaN, which lies within no bounds, where it is no integer. */
  readonly value: number;
}

export interface AskedPage {
  readonly startIndex: AskedValue;
  readonly size: AskedValue;
  /** The page size was given under the name of another revision, whose effect is left open (ruling 23). */
  readonly aliased: boolean;
}

/** The page-size parameter under the name this revision does not use. */
export function otherSizeName(contract: Contract): 'itemsPerPage' | 'count' {
  return contract.pageSize.name === 'count' ? 'itemsPerPage' : 'count';
}

/** Names are compared as documented; a name in other case is an unknown parameter. */
export function askedPageOf(exchange: Exchange, contract: Contract): AskedPage {
  const query = new URL(exchange.request.url).searchParams;
  return {
    startIndex: askedValue(query.getAll('startIndex')),
    size: askedValue(query.getAll(contract.pageSize.name)),
    aliased: query.has(otherSizeName(contract)),
  };
}

function askedValue(given: readonly string[]): AskedValue {
  const [only, ...more] = given;
  if (only === undefined) return { kind: 'absent', value: Number.NaN };
  if (more.length > 0 || !/^-?\d{1,15}$/.test(only)) return { kind: 'odd', value: Number.NaN };
  return { kind: 'integer', value: Number(only) };
}

/** The position a request asks for when it keeps to the documented bounds; undefined for every other request. */
export function askedPosition(asked: AskedPage): number | undefined {
  const { kind, value } = asked.startIndex;
  if (kind === 'absent') return 1;
  return value >= 1 ? value : undefined;
}

/** The page size a request asks for within the documented bounds. */
export function askedSize(asked: AskedPage, contract: Contract): number | undefined {
  const { value } = asked.size;
  const { minimum, maximum } = contract.pageSize;
  return value >= minimum && value <= maximum ? value : undefined;
}

/** True when the request's paging keeps to the documents, so that the answer's place in the result is known. */
export function asksWithinBounds(asked: AskedPage, contract: Contract): boolean {
  if (asked.aliased || askedPosition(asked) === undefined) return false;
  return asked.size.kind === 'absent' || askedSize(asked, contract) !== undefined;
}

/** Number of resources an answer carries; an absent `Resources` carries none. */
export function lengthOf(answer: ListAnswer): number {
  return answer.resources?.length ?? 0;
}
