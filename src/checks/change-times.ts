/**
 * Whether a target's change times tell anything. A server that stamps every user it sends would excuse whatever it does:
 * seen by it alone, everybody was changed just now, at every look.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { at, type Json } from '../model/json.ts';
import { resourcesIn } from './list-response.ts';

/** So many looks in a row must each show another time before it is no coincidence. */
const LEAST_CHANGES = 3;
/** Where this many looks all show the time of their own read, one change is enough. */
const MANY_LOOKS = 20;
/** Looks that overlap have no order, and near ones may fall into one tick of a clock that counts in milliseconds, or seconds. */
const FINE_TICK_MS = 50;
const COARSE_TICK_MS = 1_000;

/** A time as near as this to its own read is that of the read. */
const FRESH_MS = 2_000;

interface Look {
  readonly from: number;
  readonly to: number;
  readonly time: number;
  readonly fine: boolean;
  readonly fresh: boolean;
}

/** Milliseconds of a time as it is written, or undefined where it cannot be read. */
export function timeOf(text: Json | undefined): number | undefined {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Milliseconds of a resource's meta.lastModified, or undefined where it has none that can be read. */
export function lastModifiedOf(resource: Json | undefined): number | undefined {
  return timeOf(at(resource, 'meta', 'lastModified'));
}

/**
 * True where each user that was looked at again shows another time at every look, again and again or each time that of the
 * read itself. People at work change some users, and nobody between any two looks; one user who stands still is enough to
 * believe the times of all.
 */
export function stampsReads(exchanges: Iterable<Exchange>): boolean {
  let changes = 0;
  let inARow = 0;
  let fresh = true;
  let seen = 0;
  for (const looks of looksOf(exchanges).values()) {
    let own = 0;
    let last = looks[0];
    seen += looks.length;
    fresh &&= looks.every((look) => look.fresh);
    for (const look of looks) {
      if (look.from - last.to < (look.fine ? FINE_TICK_MS : COARSE_TICK_MS)) continue;
      if (look.time <= last.time) return false;
      last = look;
      own += 1;
    }
    changes += own;
    inARow = Math.max(inARow, own);
  }
  if (fresh && seen >= MANY_LOOKS) return changes > 0;
  return changes >= LEAST_CHANGES && (inARow > 1 || fresh);
}

/** Everybody in a list, or the one who was looked up. */
function usersIn(exchange: Exchange): readonly (Json | undefined)[] {
  if (exchange.operation === 'listUsers') return resourcesIn(exchange);
  return [exchange.response.status === 200 ? jsonOf(exchange) : undefined];
}

/** The looks at each user, in the order of their answers. */
function looksOf(exchanges: Iterable<Exchange>): ReadonlyMap<string, readonly [Look, ...Look[]]> {
  const looks = new Map<string, [Look, ...Look[]]>();
  for (const exchange of new Set(exchanges)) {
    const { startedAt, ms, response } = exchange;
    const read = timeOf(response.headers.date) ?? startedAt + ms;
    for (const user of usersIn(exchange)) {
      const id = at(user, 'id');
      const time = lastModifiedOf(user);
      if (typeof id !== 'string' || time === undefined) continue;
      const fresh = Math.abs(read - time) <= FRESH_MS + ms;
      const look = { from: startedAt, to: startedAt + ms, time, fine: time % COARSE_TICK_MS !== 0, fresh };
      const before = looks.get(id);
      if (before) before.push(look);
      else looks.set(id, [look]);
    }
  }
  for (const own of looks.values()) own.sort((a, b) => a.to - b.to);
  return looks;
}
