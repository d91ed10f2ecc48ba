/**
 * What a write asked for, as statements about the user that can be held against any document of that user. Each names
 * the place it speaks about, so that the rest of the user is known to be untouched. Knows no request.
 */

import { URN } from '../../contract/contract.ts';
import type { Want } from '../../model/history.ts';
import {
  at,
  equalJson,
  isArray,
  isObject,
  isUnassigned,
  type Json,
  type JsonObject,
  member,
  pointer,
} from '../../model/json.ts';

/** A place on a user: extension, member, and the key of an entry where the member is a keyed list. */
export interface Place {
  readonly extension: string;
  readonly name?: string;
  /** The id of a customData entry or a roleName, in lower case. */
  readonly key?: string;
}

export interface Assertion {
  readonly place: Place;
  readonly pointer: string;
  /** Where `actual` looks at a part of what stands at the place: its name. */
  readonly part?: string;
  readonly expected: Json;
  /** How `actual` has to stand to the value asked for; the same as data, for histories. */
  readonly relation: Want['relation'];
  readonly actual: (user: JsonObject) => Json;
  readonly holds: (user: JsonObject) => boolean;
}

/** The place an assertion speaks about, as one word. */
export function placeName({ pointer: where, place, part }: Pick<Assertion, 'pointer' | 'place' | 'part'>): string {
  const within = place.key ?? part;
  return within === undefined ? where : `${where}#${within}`;
}

/** The pointer in the name of a place. */
export const pointerOf = (name: string): string => name.replace(/#.*/s, '');

/** An assertion as data. */
export function wantOf(asserted: Assertion): Want {
  const { expected, relation, place } = asserted;
  const value = relation === 'is' ? expected : (member(expected, 'not') ?? expected);
  return { at: placeName(asserted), extension: place.extension, relation, value };
}

/** What a write wants, as a problem says what it expected. */
export const wished = ({ relation, value }: Want): Json =>
  relation === 'is' || relation === 'has' ? value : { not: value };

/** Whether what was seen at a place is what a write wants there; undefined where it was not looked at. */
export function isMet({ relation, value }: Want, seen: Json | undefined): boolean | undefined {
  if (seen === undefined) return undefined;
  const same = (one: Json): boolean => equalJson(one, value) || sameText(one, value);
  switch (relation) {
    case 'is':
      return equalJson(seen, value);
    case 'is-not':
      return !equalJson(seen, value);
    case 'has':
      return isArray(seen) && seen.some(same);
    default:
      return !(isArray(seen) && seen.some(same));
  }
}

const sameText = (one: Json | undefined, other: Json): boolean =>
  typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();

/** The entries of a list of objects; anything else is no entry. */
export function entriesOf(user: JsonObject, extension: string, name: string): readonly JsonObject[] {
  const list = at(user, extension, name);
  return isArray(list) ? list.filter(isObject) : [];
}

/** An attribute of an extension has exactly this value. */
export function attributeIs(extension: string, name: string, expected: Json): Assertion {
  const actual = (user: JsonObject): Json => at(user, extension, name) ?? null;
  return {
    place: { extension, name },
    pointer: pointer(extension, name),
    expected,
    relation: 'is',
    actual,
    holds: (user) => equalJson(actual(user), expected),
  };
}

/** An attribute of an extension no longer has this value: null, absent or a default will do (ruling 142). */
export function attributeIsNot(extension: string, name: string, old: Json): Assertion {
  const actual = (user: JsonObject): Json => at(user, extension, name) ?? null;
  return {
    place: { extension, name },
    pointer: pointer(extension, name),
    expected: { not: old },
    relation: 'is-not',
    actual,
    holds: (user) => !equalJson(actual(user), old),
  };
}

/** The customData entry with this id is there once, with this value. Ids join without case. */
export function customDataIs(id: string, value: string): Assertion {
  const values = (user: JsonObject): Json[] => valuesOfCustomData(user, id);
  return {
    place: { extension: URN.spendUser, name: 'customData', key: id.toLowerCase() },
    pointer: pointer(URN.spendUser, 'customData'),
    expected: [{ id, value }],
    relation: 'is',
    actual: (user) => values(user).map((one) => ({ id, value: one })),
    holds: (user) => equalJson(values(user), [value]),
  };
}

/** No customData entry with this id has a value. */
export function customDataLacks(id: string): Assertion {
  const values = (user: JsonObject): Json[] => valuesOfCustomData(user, id).filter((one) => !isUnassigned(one));
  return {
    place: { extension: URN.spendUser, name: 'customData', key: id.toLowerCase() },
    pointer: pointer(URN.spendUser, 'customData'),
    expected: [],
    relation: 'is',
    actual: (user) => values(user).map((value) => ({ id, value })),
    holds: (user) => values(user).length === 0,
  };
}

/** All values stored under a customData id, in order. */
export function valuesOfCustomData(user: JsonObject, id: string): Json[] {
  return entriesOf(user, URN.spendUser, 'customData')
    .filter((entry) => sameText(entry.id, id))
    .map((entry) => entry.value ?? null);
}

/** Role names in the order they are stored. */
export function rolesOf(user: JsonObject): string[] {
  return entriesOf(user, URN.role, 'roles').flatMap(({ roleName }) => (typeof roleName === 'string' ? roleName : []));
}

/** Whether a role is held. Its letters are judged where the role is read (ruling 91), and nowhere else. */
export function holdsRole(user: JsonObject, code: string): boolean {
  return rolesOf(user).some((held) => sameText(held, code));
}

export function hasRole(code: string): Assertion {
  return {
    place: { extension: URN.role, name: 'roles', key: code.toLowerCase() },
    pointer: pointer(URN.role, 'roles'),
    expected: code,
    relation: 'has',
    actual: rolesOf,
    holds: (user) => holdsRole(user, code),
  };
}

export function lacksRole(code: string): Assertion {
  return {
    place: { extension: URN.role, name: 'roles', key: code.toLowerCase() },
    pointer: pointer(URN.role, 'roles'),
    expected: { not: code },
    relation: 'lacks',
    actual: rolesOf,
    holds: (user) => !holdsRole(user, code),
  };
}

/** UUIDs of the approvers of one kind (`report`, `request`, ...). */
export function approversOf(user: JsonObject, kind: string): string[] {
  return entriesOf(user, URN.approver, kind).flatMap((entry) => {
    const value = at(entry, 'approver', 'value');
    return typeof value === 'string' ? value.toLowerCase() : [];
  });
}

export function hasApprover(kind: string, value: string): Assertion {
  return {
    place: { extension: URN.approver, name: kind },
    pointer: pointer(URN.approver, kind),
    expected: value,
    relation: 'has',
    actual: (user) => approversOf(user, kind),
    holds: (user) => approversOf(user, kind).includes(value.toLowerCase()),
  };
}

export function lacksApprover(kind: string, value: string): Assertion {
  return {
    place: { extension: URN.approver, name: kind },
    pointer: pointer(URN.approver, kind),
    expected: { not: value },
    relation: 'lacks',
    actual: (user) => approversOf(user, kind),
    holds: (user) => !approversOf(user, kind).includes(value.toLowerCase()),
  };
}

/** Whether a place lies inside another: an extension holds its members, a member its keyed entries. */
export function covers(outer: Place, inner: Place): boolean {
  if (outer.extension.toLowerCase() !== inner.extension.toLowerCase()) return false;
  if (outer.name === undefined) return true;
  if (outer.name !== inner.name) return false;
  return outer.key === undefined || outer.key === inner.key;
}

/** The extension of a user without null members, or undefined where it is not assigned. */
export function extensionOf(user: JsonObject, extension: string): JsonObject | undefined {
  const found = member(user, extension);
  return isObject(found) && Object.values(found).some((value) => !isUnassigned(value)) ? found : undefined;
}
