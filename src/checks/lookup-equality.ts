/**
 * Compares a user that was looked up with its entry in the list. Null, absent and empty are one thing, the order of
 * multi-valued members is none, and what other requirements own (schemas, location) is left out.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { type Finding, judged, notExercised, type Problem, unmet } from '../model/finding.ts';
import {
  at,
  canonicalJson,
  equalJson,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  member,
  pointer,
} from '../model/json.ts';
import type { Population } from '../model/walk.ts';
import { lastModifiedOf, timeOf } from './change-times.ts';
import { movedWithin, populationMoved } from './walk-moved.ts';

/** Links and marks of synchronisation that servers add beside the documented members (field data of customData). */
const UNDOCUMENTED = new Set(['href', '$ref', 'syncGuid']);
/** Members for which an empty string is one more way to say "unset" (ruling 71). */
const BLANK_IS_UNSET = new Set(['cashAdvanceAccountCode', 'roleGroups']);

/** A listed user, and what its lookup answered. */
export interface LookedUp {
  readonly entry: JsonObject;
  readonly seen: Exchange;
  readonly population: Population;
  /** A second lookup, made where the first shows another time of change than the list. */
  readonly again?: Exchange;
}

/** The value without what is unset; undefined when nothing is left. */
function assigned(value: Json, name: string): Json | undefined {
  if (value === null) return undefined;
  if (value === '' && BLANK_IS_UNSET.has(name)) return undefined;
  if (isArray(value)) {
    const items = value.flatMap((item) => (isBlankCustomItem(item, name) ? [] : (assigned(item, name) ?? [])));
    if (items.length === 0) return undefined;
    return items
      .map((item) => [canonicalJson(item), item] as const)
      .sort(byText)
      .map(([, item]) => item);
  }
  if (!isObject(value)) return name === 'created' || name === 'lastModified' ? instant(value) : value;
  const members = assignedMembers(value);
  return Object.keys(members).length === 0 ? undefined : members;
}

function assignedMembers(value: JsonObject): JsonObject {
  const members = Object.entries(value).flatMap(([key, item]) => {
    const left = UNDOCUMENTED.has(key) ? undefined : assigned(item, key);
    return left === undefined ? [] : [[key, left] as const];
  });
  return Object.fromEntries(members);
}

function byText([left]: readonly [string, Json], [right]: readonly [string, Json]): number {
  return left < right ? -1 : 1;
}

/** A custom field without a value: some servers list it, others leave it out. */
function isBlankCustomItem(item: Json, name: string): boolean {
  const value = at(item, 'value');
  return name === 'customData' && (value === undefined || value === null || value === '');
}

/** One instant, however many digits it was written with. */
function instant(value: Json): Json {
  const time = timeOf(value);
  return time === undefined ? value : new Date(time).toISOString();
}

function comparable(user: JsonObject): JsonObject {
  const { schemas: _schemas, meta, ...rest } = user;
  const { location: _location, ...times } = isObject(meta) ? meta : {};
  return assignedMembers({ ...rest, meta: times });
}

function differences(entry: JsonObject, other: JsonObject, path: readonly string[]): readonly Problem[] {
  const names = [...new Set([...Object.keys(entry), ...Object.keys(other)])];
  return names.flatMap((name) => {
    const [listed, found, here] = [member(entry, name), member(other, name), [...path, name]];
    if (equalJson(listed, found)) return [];
    if (isObject(listed) && isObject(found)) return differences(listed, found, here);
    const message =
      found === undefined
        ? `The list gives ${name} a value, the lookup does not.`
        : listed === undefined
          ? `The lookup gives ${name} a value, the list does not.`
          : `The lookup gives ${name} another value than the list.`;
    return [{ message, pointer: pointer(...here), expected: listed ?? null, actual: found ?? null }];
  });
}

function problemsOf(entry: JsonObject, found: JsonObject, seen: Exchange): readonly Problem[] {
  return differences(comparable(entry), comparable(found), []).map((problem) => ({ ...problem, exchange: seen }));
}

/** True when the two show different times of change, so that only a second lookup can tell why they differ. */
export function asksForSecondLook(entry: JsonObject, seen: Exchange): boolean {
  const found = jsonOf(seen);
  return seen.response.status === 200 && isObject(found) && lastModifiedOf(entry) !== lastModifiedOf(found);
}

/** The user looked up is the user listed. */
export function equalsListEntry({ entry, seen, again, population }: LookedUp): Finding {
  // One user of many: what is wrong here is judged elsewhere, and the other kinds still judge this rule.
  if (seen.response.status !== 200) return notExercised(`the lookup was answered with ${seen.response.status}`);
  const found = jsonOf(seen);
  if (!isObject(found)) return unmet('the lookup carries no JSON object');
  if (!sameId(entry, found)) return notExercised('the lookup answered with another user, or with one without id');
  const problems = problemsOf(entry, found, seen);
  if (problems.length === 0 || !again) return judged(problems);
  const later = jsonOf(again);
  // A server that stamps every read would hide behind "changed meanwhile": its second answer differs from its first.
  const settled = isObject(later) && problemsOf(found, later, again).length === 0;
  const reads = population.walks.flatMap((walk) => walk.pages.map((page) => page.exchange));
  return settled && movedWithin([...reads, seen], [found]) ? populationMoved() : judged(problems);
}

function sameId(entry: JsonObject, found: JsonObject): boolean {
  const { id: listed } = entry;
  const { id } = found;
  return typeof listed === 'string' && typeof id === 'string' && listed.toLowerCase() === id.toLowerCase();
}
