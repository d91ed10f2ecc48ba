/**
 * Which users a bug hits and where in them; pure, and the same for list and lookup. Bugs of the serializer stand in
 * `resource` and hit some users, so that the others show what is right. Those of attributes one can filter by stand in
 * `population`: the data itself is wrong then, and filters go on telling the truth about it.
 */

import { isObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Corruption, Fault, Hook, Person, ResourceScene } from '../../fault.ts';

/** A record without one of its members. */
export function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

/** The members of a record that are there, changed by name. */
export function renamed(value: JsonObject, from: string, to: string): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key === from ? to : key, held]));
}

/** Eleven shares no factor with the cycles of the seed data, so that users of every kind are among those hit. */
const CYCLE = 11;
const HIT = new Set([1, 4, 7]);

/** Bugs rarely hit everybody: about one user in four, by the employee number, which no request changes. */
export function isHit(person: Person): boolean {
  return HIT.has(Number(person.employeeNumber.replaceAll(/\D/g, '')) % CYCLE);
}

/** Changes users as they are served. */
export function inUsers(change: (user: JsonObject, at: ResourceScene) => JsonObject): Corruption {
  const resource: Hook<'resource'> = (user, at) => (isHit(at.person) ? change(user, at) : user);
  return { resource };
}

/** Changes one extension of users as they are served, where it is not empty. */
export function inExtension(urn: string, change: (extension: JsonObject, at: ResourceScene) => JsonObject): Corruption {
  return inUsers((user, at) => {
    const extension = user[urn];
    if (!isObject(extension) || Object.keys(extension).length === 0) return user;
    return { ...user, [urn]: change(extension, at) };
  });
}

/** Changes one member of an extension, where it has a value. */
export function inMember(urn: string, name: string, change: (value: Json) => Json): Corruption {
  return inExtension(urn, (extension) => {
    const value = extension[name];
    return value === undefined || value === null ? extension : { ...extension, [name]: change(value) };
  });
}

/** Changes the entries of every list in an extension. */
export function inEntries(urn: string, change: (entry: JsonObject, list: string) => Json): Corruption {
  return inExtension(urn, (extension) =>
    Object.fromEntries(
      Object.entries(extension).map(([name, list]) => [
        name,
        Array.isArray(list) ? list.map((entry: Json) => (isObject(entry) ? change(entry, name) : entry)) : list,
      ]),
    ),
  );
}

/** Changes the seed users themselves: the bug is in the data, and every view agrees on it. */
export function inData(urn: string, change: (extension: JsonObject) => JsonObject): Corruption {
  return {
    population: (people) =>
      people.map((person) => {
        const extension = person.spend[urn];
        if (extension === undefined || Object.keys(extension).length === 0) return person;
        const changed = change(extension);
        return changed === extension ? person : { ...person, spend: { ...person.spend, [urn]: changed } };
      }),
  };
}

/** A row of a fault table. */
export type FaultRow = Omit<Fault, 'violates'> & { readonly rule: string };

export function faultsOf(rows: readonly FaultRow[]): readonly Fault[] {
  return rows.map(({ rule, ...fault }) => ({ ...fault, violates: `resource.${rule}` }));
}
