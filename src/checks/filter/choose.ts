/**
 * Which values a filter asks for, taken from the population at run time. Deterministic: values are sorted by how many
 * users have them, then by their text. A choice always tells some users from others, or there is none.
 */

import { isObject, type JsonObject, member } from '../../model/json.ts';
import { differInCaseOnly, readingOf, valuesAt } from './evaluate.ts';
import { discriminates, type Ground } from './ground.ts';
import { compare, element, type Filter, locate, term } from './terms.ts';

export interface Counted<Value> {
  readonly value: Value;
  readonly users: number;
}

export interface Pair {
  readonly id: string;
  readonly value: string;
}

/** Nothing in it that a filter or a URL would have to escape, and no word of the filter grammar. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export function isPlain(value: string): boolean {
  return PLAIN.test(value);
}

/** Values by frequency, the most frequent first; equal ones by text. */
function byFrequency(values: Iterable<string>): readonly Counted<string>[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, users]) => ({ value, users }))
    .sort((a, b) => b.users - a.users || (a.value < b.value ? -1 : 1));
}

/** What a large population says is worked out once for each attribute. */
function oncePer<Value>(make: (ground: Ground, path: string) => Value): (ground: Ground, path: string) => Value {
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
export const textsOf = oncePer(countTexts);

function countTexts(ground: Ground, path: string): readonly Counted<string>[] {
  const where = locate(path);
  return byFrequency(
    ground.users.flatMap((user) =>
      valuesAt(user, where).flatMap((one) => {
        const reading = readingOf(one);
        return reading.kind === 'value' && typeof reading.value === 'string' && reading.value !== ''
          ? [reading.value]
          : [];
      }),
    ),
  );
}

/** The first value whose equality tells users apart. */
function firstTelling(ground: Ground, path: string, values: readonly Counted<string>[]): string | undefined {
  return values.find(({ value }) => discriminates(ground.sort(compare(path, 'eq', value))))?.value;
}

/** Kinds of values; each is a case of every text attribute. */
export const VALUE_KINDS = [
  'common',
  'rare',
  'prefix',
  'inner part',
  'longer',
  'look-alike',
  'absent',
  'neighbouring',
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

interface PlainTexts {
  readonly plain: readonly Counted<string>[];
  /** The most frequent one that tells users apart. */
  readonly common: string | undefined;
}

const plainTextsOf = oncePer((ground, path): PlainTexts => {
  const plain = textsOf(ground, path).filter(({ value }) => isPlain(value));
  return { plain, common: firstTelling(ground, path, plain) };
});

/** A value of a kind, or undefined where the population has nothing of it. */
export function chooseText(ground: Ground, path: string, kind: ValueKind): string | undefined {
  const { plain, common } = plainTextsOf(ground, path);
  if (common === undefined) return undefined;
  switch (kind) {
    case 'common':
      return common;
    case 'rare': {
      const rare = firstTelling(ground, path, [...plain].reverse());
      return rare === common ? undefined : rare;
    }
    case 'prefix': {
      // A whole value that begins another one shows most; else the beginning of a common value, which nobody has.
      const whole = plain.find(({ value }) => plain.some((other) => extendsIt(other.value, value)));
      return whole?.value ?? shortened(common.slice(0, -1));
    }
    case 'inner part':
      return shortened(common.slice(1));
    case 'longer': {
      const whole = plain.find(({ value }) => plain.some((other) => extendsIt(value, other.value)));
      return whole?.value ?? `${common}${common.at(-1)}`;
    }
    case 'look-alike':
      return lookAlike(plain.map(({ value }) => value));
    case 'absent':
      return nobodys(ground, path, common);
    case 'neighbouring':
      return neighbours(ground, path, common);
  }
}

/** The value whose beginning is the beginning of another one for the longest stretch: `en-GB` beside `en-US`. */
function lookAlike(values: readonly string[]): string | undefined {
  // Alike values are neighbours in alphabetical order.
  const sorted = values.toSorted();
  const shared = (left: string, right: string | undefined) => {
    if (right === undefined || differInCaseOnly(left, right)) return 0;
    const end = [...left].findIndex((letter, index) => letter !== right[index]);
    return end === -1 ? left.length : end;
  };
  const scores = sorted.map((value, index) => ({ value, score: shared(value, sorted[index + 1]) }));
  const [best] = scores.toSorted((a, b) => b.score - a.score);
  return best && best.score > 0 ? best.value : undefined;
}

/** A value of the same length that a user has in another attribute beside this one, the most frequent first. */
function neighbours(ground: Ground, path: string, like: string): string | undefined {
  const where = locate(path);
  const [own, around] = [where.at(-1), where.slice(0, -1)];
  const found = ground.users.flatMap((user) => {
    const mine = valuesAt(user, where);
    return valuesAt(user, around).flatMap((one) =>
      isObject(one)
        ? Object.entries(one).flatMap(([name, value]) =>
            name !== own && typeof value === 'string' && value.length === like.length && !mine.includes(value)
              ? [value]
              : [],
          )
        : [],
    );
  });
  return byFrequency(found.filter(isPlain))[0]?.value;
}

function extendsIt(longer: string, shorter: string): boolean {
  return longer.startsWith(shorter) && longer !== shorter && !differInCaseOnly(longer, shorter);
}

function shortened(value: string): string | undefined {
  return value === '' ? undefined : value;
}

/** A value of the same shape that nobody has. */
function nobodys(ground: Ground, path: string, like: string): string | undefined {
  const taken = new Set(textsOf(ground, path).map(({ value }) => value.toLowerCase()));
  for (const [letter, digit] of [
    ['z', '9'],
    ['q', '7'],
    ['x', '8'],
  ] as const) {
    const value = like.replaceAll(/[A-Z]/g, letter.toUpperCase()).replaceAll(/[a-z]/g, letter).replaceAll(/\d/g, digit);
    if (!taken.has(value.toLowerCase())) return value;
  }
  return undefined;
}

/** The rarest value for which `holds`. */
export function chooseTextWith(ground: Ground, path: string, holds: (value: string) => boolean): string | undefined {
  const fitting = textsOf(ground, path).filter(({ value }) => holds(value));
  return firstTelling(ground, path, [...fitting].reverse());
}

/** A user's elements of customData with an id and a non-empty value. */
function pairsOf(user: JsonObject, path: string): readonly Pair[] {
  return valuesAt(user, locate(path)).flatMap((one) => {
    const [id, value] = [member(one, 'id'), member(one, 'value')];
    return typeof id === 'string' && typeof value === 'string' && id !== '' && value !== '' ? [{ id, value }] : [];
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

/** Every pair once, the most frequent first. */
const countedPairs = oncePer((ground, path): readonly Pair[] => {
  const lists = ground.users.map((user) => new Map(pairsOf(user, path).map((pair) => [keyOf(pair), pair])));
  const pairs = new Map(lists.flatMap((list) => [...list]));
  return byFrequency(lists.flatMap((list) => [...list.keys()])).flatMap(({ value: key }) => pairs.get(key) ?? []);
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
  const crossed = lists.flatMap((list) =>
    list.flatMap(({ id }) => list.map(({ value }) => ({ id, value }))).filter((pair) => isDecoy(list, pair)),
  );
  const free = crossed.filter(({ id, value }) => !together.has(keyOf({ id, value: value.toLowerCase() })));
  return free.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))[0];
}
