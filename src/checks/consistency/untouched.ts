/**
 * What a write did beyond what it asked for: on the user it names, and on others. Two documents of one user are
 * compared place by place; what the server manages itself (meta, schemas) does not count.
 */

import { type Finding, judged, notExercised, type Problem, unmet } from '../../model/finding.ts';
import {
  canonicalJson,
  isArray,
  isObject,
  isUnassigned,
  type Json,
  type JsonObject,
  pointer,
} from '../../model/json.ts';
import { type Assertion, covers, type Place } from './assertion.ts';
import { after, type Change } from './effect.ts';
import { type ListedEffect, othersWith } from './listing.ts';

interface Difference {
  readonly place: Place;
  readonly pointer: string;
  readonly before: Json;
  readonly after: Json;
}

const SERVER_MANAGED = ['meta', 'schemas'];

/**
 * Lists whose entries have a name of their own, by its member; every other list is compared as a whole, without order.
 * Only the other documented member counts: servers add links and internal ids to entries when they please.
 */
const KEYS: ReadonlyMap<string, readonly [name: string, value: string]> = new Map([
  ['customData', ['id', 'value']],
  ['roles', ['roleName', 'roleGroups']],
]);

/** Unassigned forms are equal (RFC 7643 section 2.5), and the order of a list carries no meaning here. */
function comparable(value: Json): Json {
  if (isUnassigned(value)) return null;
  if (isArray(value)) return value.map(comparable).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, one]) => [name, comparable(one)] as const);
  const assigned = members.filter(([, one]) => one !== null);
  return assigned.length === 0 ? null : Object.fromEntries(assigned);
}

/** A user as flat places with comparable values. */
function placesOf(user: JsonObject): ReadonlyMap<string, Difference> {
  const places = new Map<string, Difference>();
  const put = (place: Place, where: string, value: Json): void => {
    const known = places.get(canonicalJson({ ...place }));
    const here = comparable(value);
    // Two entries under one key stand side by side, so that a second one shows as a difference.
    const merged = known ? comparable([known.after, here]) : here;
    places.set(canonicalJson({ ...place }), { place, pointer: where, before: null, after: merged });
  };
  for (const [extension, value] of Object.entries(user)) {
    if (SERVER_MANAGED.includes(extension)) continue;
    if (!isObject(value)) {
      put({ extension }, pointer(extension), value);
      continue;
    }
    for (const [name, one] of Object.entries(value)) {
      const key = KEYS.get(name);
      if (key === undefined || !isArray(one)) {
        put({ extension, name }, pointer(extension, name), one);
        continue;
      }
      for (const entry of one) {
        const label = isObject(entry) ? entry[key[0]] : undefined;
        const keyed = typeof label === 'string' ? { extension, name, key: label.toLowerCase() } : { extension, name };
        put(
          keyed,
          pointer(extension, name),
          isObject(entry) ? { [key[1]]: entry[key[1]] ?? null, there: true } : entry,
        );
      }
    }
  }
  return places;
}

/** Places at which two documents of one user differ. */
export function differences(before: JsonObject, now: JsonObject): readonly Difference[] {
  const [old, fresh] = [placesOf(before), placesOf(now)];
  return [...new Map([...old, ...fresh])].flatMap(([key, place]) => {
    const pair = { before: old.get(key)?.after ?? null, after: fresh.get(key)?.after ?? null };
    return canonicalJson(pair.before) === canonicalJson(pair.after) ? [] : [{ ...place, ...pair }];
  });
}

/** The values a write asked for, however deep; short words stand in too many places to prove anything. */
function askedWords(asserted: readonly Assertion[]): ReadonlySet<string> {
  const words = new Set<string>();
  const collect = (value: Json): void => {
    if (typeof value === 'string' && value.length >= 6) words.add(value);
    else if (isArray(value)) value.forEach(collect);
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) if (name !== 'not') collect(one);
  };
  for (const { expected } of asserted) collect(expected);
  return words;
}

/** `stem`: what every value begins with that this run invents, for writes that go on at the same time. */
const holdsWord = (value: Json, words: ReadonlySet<string>, stem?: string): boolean => {
  if (typeof value === 'string') return words.has(value) || (stem !== undefined && value.startsWith(stem));
  if (isArray(value)) return value.some((one) => holdsWord(one, words, stem));
  return isObject(value) && Object.values(value).some((one) => holdsWord(one, words, stem));
};

/**
 * Differences a write has to answer for: a value lost or changed, or a value it asked for in a place it did not name.
 * A value that only appears may be the server's own late work (a default, a role that comes with an entitlement).
 */
function sideEffects(
  all: readonly Difference[],
  asserted: readonly Assertion[],
  named: readonly Place[],
): readonly Difference[] {
  const words = askedWords(asserted);
  return all.filter((one) => {
    if (named.some((place) => covers(place, one.place))) return false;
    return one.before !== null || holdsWord(one.after, words);
  });
}

const described = (message: string, one: Difference, change: Change): Problem => {
  const read = change.lookup.reads.at(-1);
  return { message, pointer: one.pointer, expected: one.before, actual: one.after, ...(read && { exchange: read }) };
};

/**
 * Nothing on the user changed but what the write names. A write that did not arrive shows little of that: whatever it
 * spoiled counts, and that it spoiled nothing does not.
 */
export function nothingElse(change: Change, named: readonly Place[] = []): Finding {
  const { submission, lookup } = change;
  const user = after(change);
  if (submission.end === 'unfinished' || !change.before)
    return unmet('the user was not known before and after the write');
  if (!user) return notExercised('the write did not arrive, which another rule judges');
  const places = [...change.asserted.map(({ place }) => place), ...named];
  const found = sideEffects(differences(change.before, user), change.asserted, places);
  if (found.length === 0 && !lookup.converged)
    return notExercised('the write did not arrive, which another rule judges');
  return judged(
    found.map((one) => described(`${change.what} changed a part of the user that it does not name.`, one, change)),
  );
}

/** A user nobody wrote to. */
export interface Bystander {
  /** Created by this run: nobody else writes to it. */
  readonly own: boolean;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/**
 * Others stay as they were. On a living tenant somebody else may write to a user of theirs, so there only a value that
 * this run invented counts as a side effect.
 */
export function othersUntouched(
  bystanders: readonly Bystander[],
  change: Change,
  { listed, stem }: { readonly listed?: ListedEffect; readonly stem?: string } = {},
): Finding {
  if (bystanders.length === 0) return unmet('no other user could be read before and after the write');
  const words = askedWords(change.asserted);
  const message = `${change.what} changed a user that it does not name.`;
  const problems = bystanders.flatMap(({ own, before, after: now }) => {
    const all = differences(before, now);
    const blamed = own ? sideEffects(all, change.asserted, []) : all.filter((one) => holdsWord(one.after, words, stem));
    return blamed.map((one): Problem => ({ message, pointer: one.pointer, expected: one.before, actual: one.after }));
  });
  const spread = listed && spreadOf(listed);
  if (problems.length === 0 && spread) {
    const { read, others } = spread;
    problems.push({ message, pointer: '/Resources', expected: 1, actual: 1 + others, exchange: read });
  }
  return judged(problems);
}

/** The first filtered list that shows users with a value that was invented for another, and how many. */
function spreadOf({ list, userId, attribute, value }: ListedEffect) {
  return list.reads
    .map((read) => ({ read, others: othersWith(read, userId, attribute, value).length }))
    .find(({ others }) => others > 0);
}
