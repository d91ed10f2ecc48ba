/** Decides whether a person matches a filter. The terms of a value path bind to one element (ruling 47). */

import { isArray, isObject, type Json, type JsonObject, member } from '../model/json.ts';
import type { Hooks } from './hooks.ts';
import { type Person, spendUserOf } from './person.ts';
import type { Filter, Scene, Term, ValuePath } from './scene.ts';

function isUnset(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function equals(actual: Json | undefined, asked: Json): boolean {
  return asked === null ? isUnset(actual) : actual === asked;
}

/** Whether one element of customData meets one term; ids compare without case. */
export function holds(element: JsonObject, term: Term): boolean {
  const actual = member(element, term.member);
  const same =
    term.member === 'id' && typeof actual === 'string' && typeof term.value === 'string'
      ? actual.toLowerCase() === term.value.toLowerCase()
      : equals(actual, term.value);
  return term.operator === 'eq' ? same : !same;
}

function actualOf(person: Person, filter: Filter): Json | undefined {
  return member(spendUserOf(person), filter.kind === 'comparison' ? filter.attribute.name : 'customData');
}

function elementsOf(list: Json | undefined): readonly JsonObject[] {
  return isArray(list) ? list.filter(isObject) : [];
}

export function matcher(filter: Filter, hooks: Hooks, scene: Scene): (person: Person) => boolean {
  const anyElement = (person: Person, list: Json | undefined, path: ValuePath): boolean =>
    elementsOf(list).some((element) => {
      const meets = path.terms.every((term) => holds(element, term));
      if (!hooks.has('element')) return meets;
      return hooks.run('element', meets, { ...scene, person, filter: path, actual: list, element });
    });
  return (person) => {
    const actual = actualOf(person, filter);
    const verdict =
      filter.kind === 'comparison'
        ? equals(actual, filter.value) === (filter.operator === 'eq')
        : anyElement(person, actual, filter);
    if (!hooks.has('match')) return verdict;
    return hooks.run('match', verdict, { ...scene, person, filter, actual });
  };
}
