/**
 * What the users of a population have, counted: the ground for choosing what to ask. Deterministic: values stand in the
 * order of how many users have them, then of their text. Knows no kind of case.
 */

import type { Json } from '../../model/json.ts';
import { valuesAt } from './evaluate.ts';
import { discriminates, type Ground } from './ground.ts';
import { compare, locate } from './terms.ts';

export interface Counted<Value> {
  readonly value: Value;
  readonly users: number;
}

/** Nothing in it that a filter or a URL would have to escape, and no word of the filter grammar. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export function isPlain(value: string): boolean {
  return PLAIN.test(value);
}

/** A text with something in it. */
export function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** The order of texts by their characters, the same in every locale. */
export function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}

/** Values by frequency, the most frequent first; equal ones by text. Values of one text are one value. */
export function byFrequency<Value>(
  values: Iterable<Value>,
  textOf: (value: Value) => string,
): readonly Counted<Value>[] {
  const counts = new Map<string, Counted<Value>>();
  for (const value of values) {
    const text = textOf(value);
    counts.set(text, { value, users: (counts.get(text)?.users ?? 0) + 1 });
  }
  return [...counts]
    .sort(([text, { users }], [other, { users: others }]) => others - users || byText(text, other))
    .map(([, counted]) => counted);
}

/** What a large population says is worked out once for each attribute. */
export function oncePer<Value>(make: (ground: Ground, path: string) => Value): (ground: Ground, path: string) => Value {
  const known = new WeakMap<Ground, Map<string, { readonly value: Value }>>();
  return (ground, path) => {
    const own = known.get(ground) ?? new Map<string, { readonly value: Value }>();
    known.set(ground, own);
    const held = own.get(path) ?? { value: make(ground, path) };
    own.set(path, held);
    return held.value;
  };
}

/** The texts of one attribute over the population, the empty one left out. */
export const textsOf = oncePer((ground, path): readonly Counted<string>[] => {
  const where = locate(path);
  const texts = ground.users.flatMap((user) => valuesAt(user, where)).filter(isText);
  return byFrequency(texts, (text) => text);
});

/** The first value whose equality tells users apart. */
export function firstTelling(ground: Ground, path: string, values: readonly Counted<string>[]): string | undefined {
  return values.find(({ value }) => discriminates(ground.sort(compare(path, 'eq', value))))?.value;
}
