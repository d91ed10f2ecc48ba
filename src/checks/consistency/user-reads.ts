/**
 * Reads of a user as events: lookups by its id, and lists that were filtered by a value which a write of the run wants
 * on it, with the values at the places that writes of the run name.
 */

import { type Exchange, jsonOf } from '../../model/exchange.ts';
import { groupBy } from '../../model/group.ts';
import type { ReadEvent } from '../../model/history.ts';
import { at, countOf, isArray, isObject, type Json, type JsonObject, member } from '../../model/json.ts';
import { queryOf } from '../status.ts';
import { type Assertion, placeName } from './assertion.ts';
import type { Witnessed } from './recording.ts';
import { onceFor } from './request-history.ts';

const userAsked = onceFor(({ request }) => {
  const { pathname } = new URL(request.url);
  return pathname.slice(pathname.lastIndexOf('/') + 1).toLowerCase();
});

interface Reads {
  readonly lookups: ReadonlyMap<string, readonly Witnessed[]>;
  readonly lists: readonly Witnessed[];
}

export function readsOf(exchanges: readonly Witnessed[]): Reads {
  const id = ({ exchange }: Witnessed): string => userAsked(exchange);
  const gets = exchanges.filter(({ exchange }) => exchange.request.method === 'GET');
  return {
    lookups: groupBy(
      gets.filter(({ exchange }) => exchange.operation === 'getUser'),
      id,
    ),
    lists: gets.filter(({ exchange }) => exchange.operation === 'listUsers'),
  };
}

type Places = ReadonlyMap<string, Assertion>;

/** The places that assertions speak about, by name. */
export const placesOf = (asserted: readonly Assertion[]): Places =>
  new Map(asserted.map((one) => [placeName(one), one]));

function valuesAt(user: JsonObject | undefined, places: Places): JsonObject {
  if (!user) return {};
  return Object.fromEntries([...places].map(([name, { actual }]) => [name, actual(user)]));
}

export function lookupEvent({ exchange, end }: Witnessed, places: Places): ReadEvent {
  const body = jsonOf(exchange);
  const user = exchange.response.status === 200 && isObject(body) ? body : undefined;
  return readEvent('lookup', exchange, end, user, places);
}

export function readEvent(
  view: ReadEvent['view'],
  exchange: Exchange,
  end: number,
  user: JsonObject | undefined,
  places: Places,
): ReadEvent {
  const { status, digest } = exchange.response;
  return {
    kind: 'read',
    view,
    operation: exchange.operation,
    start: exchange.startedAt,
    end,
    exchange,
    seen: { status, digest, found: user !== undefined, values: valuesAt(user, places) },
  };
}

/** Attribute and value of a filter that compares one attribute with a text. */
function comparedIn(filter: string): ReadEvent['asked'] {
  const match = /^(?:\S+[:.])?([^\s:.]+) eq "([^"]*)"$/i.exec(filter);
  if (!match) return undefined;
  const [, attribute = '', value = ''] = match;
  return { attribute, value };
}

const filterAsked = onceFor((exchange) => comparedIn(queryOf(exchange).get('filter') ?? ''));

/** True for a filter by a value that a write of the run wants on the user. */
export function isAbout(filter: string, asserted: readonly Assertion[]): boolean {
  const compared = comparedIn(filter);
  return compared !== undefined && isWanted(compared, asserted);
}

const isWanted = ({ attribute, value }: NonNullable<ReadEvent['asked']>, asserted: readonly Assertion[]): boolean =>
  asserted.some(({ place, expected }) => place.name === attribute && mentions(expected, value));

/** A list belongs to a user where it was filtered by a value that a write of the run wants on that user. */
export function listEvent(
  { exchange, end }: Witnessed,
  id: string,
  places: Places,
  asserted: readonly Assertion[],
): ReadEvent[] {
  const asked = filterAsked(exchange);
  if (!asked || !isWanted(asked, asserted)) return [];
  const body = jsonOf(exchange);
  const listed = at(body, 'Resources');
  const rows = isArray(listed) ? listed : [];
  const row = rows.find((one): one is JsonObject => isObject(one) && digitsOf(String(one.id)) === digitsOf(id));
  const event = readEvent('list', exchange, end, row, places);
  const partial = row === undefined && exchange.response.status === 200 && !isWhole(exchange, body, rows.length);
  return [{ ...event, asked, seen: { ...event.seen, ...(partial && { partial }) } }];
}

/** True for a page that holds every match. */
function isWhole(exchange: Exchange, body: Json | undefined, rows: number): boolean {
  const start = queryOf(exchange).get('startIndex') ?? '1';
  const total = countOf(at(body, 'totalResults')) ?? Number.POSITIVE_INFINITY;
  return start === '1' && total <= rows;
}

/** How an id is written is judged elsewhere; here it only has to be the same one. */
const digitsOf = (id: string): string => id.toLowerCase().replaceAll('-', '');

const mentions = (expected: Json, value: string): boolean => expected === value || member(expected, 'not') === value;
