/**
 * Which element of customData a filter asks for, taken from the population at run time: an id and a value that one
 * element has together, or, to be found nowhere, that different elements have.
 */

import { type JsonObject, member } from '../../model/json.ts';
import { valuesAt } from './evaluate.ts';
import { discriminates, type Ground } from './ground.ts';
import { element, type Filter, locate, term } from './terms.ts';
import { byFrequency, byText, isPlain, isText, oncePer } from './texts.ts';

export interface Pair {
  readonly id: string;
  readonly value: string;
}

/** A user's elements of customData with an id and a non-empty value. */
function pairsOf(user: JsonObject, path: string): readonly Pair[] {
  return valuesAt(user, locate(path)).flatMap((one) => {
    const [id, value] = [member(one, 'id'), member(one, 'value')];
    return isText(id) && isText(value) ? [{ id, value }] : [];
  });
}

const keyOf = ({ id, value }: Pair) => JSON.stringify([id, value]);
const isSame = (one: Pair, other: Pair) => one.id === other.id && one.value === other.value;

/** The documented value path: `customData[id eq "..." and value eq "..."]`. */
export function pairFilter(path: string, { id, value }: Pair): Filter {
  return element(path, [term('id', id), term('value', value)]);
}

export interface PairNeed {
  /** A text for `value`; without it a plain one. */
  readonly value?: (text: string) => boolean;
  readonly id?: (text: string) => boolean;
  /** Only where some user has the pair behind the first place of the list. */
  readonly behindFirst?: boolean;
  /** Only where some user has the id and the value in different elements alone. */
  readonly decoyed?: boolean;
  readonly order?: 'common' | 'rare';
}

/** Every pair once, the most frequent first; a user who has it twice counts once. */
const countedPairs = oncePer((ground, path): readonly Pair[] => {
  const pairs = ground.users.flatMap((user) => [
    ...new Map(pairsOf(user, path).map((pair) => [keyOf(pair), pair])).values(),
  ]);
  return byFrequency(pairs, keyOf).map(({ value }) => value);
});

/** A pair that some users have and others have not. */
export function choosePair(ground: Ground, path: string, need: PairNeed = {}): Pair | undefined {
  const counted = countedPairs(ground, path);
  const ordered = need.order === 'rare' ? [...counted].reverse() : counted;
  const some = (holds: (list: readonly Pair[]) => boolean) => ground.users.some((user) => holds(pairsOf(user, path)));
  for (const pair of ordered) {
    if (!(need.value ?? isPlain)(pair.value) || !(need.id?.(pair.id) ?? true)) continue;
    if (need.behindFirst && !some((list) => list.findIndex((one) => isSame(one, pair)) > 0)) continue;
    if (need.decoyed && !some((list) => isDecoy(list, pair))) continue;
    if (discriminates(ground.sort(pairFilter(path, pair)))) return pair;
  }
  return undefined;
}

/** The id in one element and the value in another, and never both in one. */
function isDecoy(list: readonly Pair[], { id, value }: Pair): boolean {
  return (
    list.some((one) => one.id === id) &&
    list.some((one) => one.value === value) &&
    !list.some((one) => one.id === id && one.value.toLowerCase() === value.toLowerCase())
  );
}

/** An id and a value that occur, in different elements of one user, and together in no element of anybody. */
export function chooseCrossedPair(ground: Ground, path: string): Pair | undefined {
  const lists = ground.users.map((user) => pairsOf(user, path).filter(({ value }) => isPlain(value)));
  const together = new Set(lists.flat().map(({ id, value }) => keyOf({ id, value: value.toLowerCase() })));
  const crossed = lists.flatMap((list) => list.flatMap(({ id }) => list.map(({ value }) => ({ id, value }))));
  const free = crossed.filter(({ id, value }) => !together.has(keyOf({ id, value: value.toLowerCase() })));
  return free.sort((a, b) => byText(keyOf(a), keyOf(b)))[0];
}
